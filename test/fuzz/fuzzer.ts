/** The fuzzer: many requests at once, and everything that is wrong with what comes back. */
import { problemSchema } from '../../src-shared/registry-api/problems.ts';
import { operations, requestOf, type FuzzRequest, type Known } from './requests.ts';
import { send, type Reply } from './send.ts';

export interface FuzzOptions {
  readonly url: string;
  readonly seed: number;
  readonly requests: number;
  readonly atOnce: number;
  /** Asked anew now and then: abuse that is allowed may close users, desks and sites. */
  readonly know: () => Promise<Known>;
}

export interface FuzzReport {
  readonly requests: number;
  readonly byStatus: ReadonlyMap<number, number>;
  /** Operations that were carried out at least once. */
  readonly succeeded: ReadonlySet<string>;
  /** What is wrong, each with the seed of its request. */
  readonly wrong: readonly string[];
  /** Codes that a call answered with and that the document does not list for it. */
  readonly unlisted: readonly string[];
}

const KNOW_AGAIN_AFTER = 300;
const MOST_WRONG = 40;

/** Words of the inside: file names, stacks, SQL and what PostgreSQL says of it. */
const LEAK =
  /\bat [^\n]*\.[cm]?[jt]s\b|node_modules|src-registry|src-shared|file:\/\/\/(?!x)|\bSELECT\b|\bINSERT INTO\b|\bUPDATE \w+ SET\b|violates|_pkey|_fkey|_check\b|duplicate key|invalid input syntax|out of range for type|SQLSTATE|PostgreSQL|postgres|ECONNRE|ZodError|FST_ERR|Cannot read prop|is not a function|Unexpected token|\/tmp\/|\/work\/|\/root\//;

/** Sends as many requests as asked, each from its own seed: `seed + number`. */
export async function fuzz({ url, seed, requests, atOnce, know }: FuzzOptions): Promise<FuzzReport> {
  const all = operations();
  const byStatus = new Map<number, number>();
  const succeeded = new Set<string>();
  const wrong: string[] = [];
  const unlisted = new Set<string>();
  for (let from = 0; from < requests; from += KNOW_AGAIN_AFTER) {
    const known = await know();
    let next = from;
    const until = Math.min(requests, from + KNOW_AGAIN_AFTER);
    const worker = async (): Promise<void> => {
      for (let number = next++; number < until; number = next++) {
        const request = requestOf(seed + number, all, known);
        const reply = await send(url, request);
        byStatus.set(reply.status, (byStatus.get(reply.status) ?? 0) + 1);
        if (reply.status === 200) succeeded.add(request.operation.operationId);
        for (const what of wrongWith(request, reply)) wrong.push(`seed ${seed + number}: ${what} ${shown(request)}`);
        const code = codeOf(reply);
        const isOwn = request.method === request.operation.method && request.raw === null;
        if (isOwn && code !== null && !request.operation.codes.has(code)) {
          unlisted.add(`${request.operation.operationId}: ${code}`);
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    if (wrong.length >= MOST_WRONG) break;
  }
  return { requests, byStatus, succeeded, wrong: wrong.slice(0, MOST_WRONG), unlisted: [...unlisted].toSorted() };
}

function* wrongWith({ method, raw }: FuzzRequest, { status, type, text, unsent }: Reply): Generator<string> {
  // Raw bytes may be half of a request; a whole one is always answered.
  if (status === 0 && raw === null && unsent !== true) yield 'no answer';
  if (status >= 500) yield `status ${status} ${text.slice(0, 200)}`;
  const leak = LEAK.exec(text);
  if (leak !== null) yield `leaks "${leak[0]}" in ${text.slice(Math.max(0, leak.index - 80), leak.index + 120)}`;
  const isBare = method === 'HEAD' || raw !== null || status === 416 || status === 304;
  if (status < 400 || isBare) return;
  if (!type.startsWith('application/problem+json')) yield `a refusal (${status}) is ${type}: ${text.slice(0, 120)}`;
  else if (!problemSchema.safeParse(parsed(text)).success)
    yield `a refusal (${status}) is no problem: ${text.slice(0, 120)}`;
}

function codeOf({ type, text }: Reply): string | null {
  if (!type.startsWith('application/problem+json')) return null;
  return problemSchema.safeParse(parsed(text)).data?.code ?? null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function shown({ operation, method, path, headers, body, raw }: FuzzRequest): string {
  const bytes = JSON.stringify((raw ?? body)?.toString('latin1').slice(0, 400) ?? '');
  const others = headers
    .filter(([name]) => name !== 'authorization')
    .map(([name, value]) => `${name}: ${value.slice(0, 60)}`);
  return `[${operation.operationId}] ${method} ${path.slice(0, 300)} ${others.join(', ')} ${bytes}`;
}

/** Whether abuse got beyond the door: one in ten requests is carried out, and refusals are of every kind. */
export function hasReach({ requests, byStatus }: FuzzReport): boolean {
  const few = requests / 500;
  return (
    (byStatus.get(200) ?? 0) >= requests / 10 &&
    [400, 401, 403, 404, 409, 413].every((each) => (byStatus.get(each) ?? 0) >= few)
  );
}

/** A report in a few lines. */
export function told({ requests, byStatus, succeeded, wrong, unlisted }: FuzzReport): string {
  const statuses = [...byStatus]
    .toSorted(([one], [other]) => one - other)
    .map(([status, count]) => `${status || 'ended'}: ${count}`);
  return [
    `fuzzer: ${requests} requests to ${operations().length} operations, ${succeeded.size} of them carried out at times`,
    `  ${statuses.join(', ')}`,
    `  wrong: ${wrong.length}; codes that the document does not list: ${unlisted.length}`,
  ].join('\n');
}
