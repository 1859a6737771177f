/** HTTP as the kit speaks it: whatever comes back is looked at, and what is wrong with it is said in a sentence. */
import type { z } from 'zod';
import { PROBLEMS, problemSchema } from '../../src-shared/registry-api/problems.ts';

/** What does not fit the contract. */
export class Defect extends Error {}

export interface Ask {
  readonly method?: string;
  readonly token?: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text or bytes are sent as they are. */
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

const PATIENCE_MILLISECONDS = 15_000;

/** The answer, whatever it is. No answer at all is a defect. */
export async function ask(url: string, path: string, { method, token, query, headers, body }: Ask): Promise<Answer> {
  const address = new URL(path, url);
  for (const [key, value] of Object.entries(query ?? {})) address.searchParams.set(key, String(value));
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  try {
    const response = await fetch(address, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, bytes };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Defect(`${path}: no answer (${cause})`, { cause: error });
  }
}

/** The body of an answer with status 200 that fits a schema. Fields that the schema does not know are let pass. */
export function bodyOf<Schema extends z.ZodType>(path: string, answer: Answer, schema: Schema): z.output<Schema> {
  if (answer.status !== 200) throw new Defect(`${path}: status ${answer.status} in place of 200${codeIn(answer)}`);
  const value = jsonOf(path, answer, 'application/json');
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.filter((issue) => issue.code !== 'unrecognized_keys');
  if (wrong.length === 0) return value as z.output<Schema>;
  throw new Defect(
    `${path}: the answer does not fit at ${wrong.map((issue) => issue.path.join('.') || 'its top').join(', ')}`,
  );
}

/** The code of an answer that must be a problem with this status. */
export function problemOf(what: string, answer: Answer, status: number): string {
  if (answer.status !== status) throw new Defect(`${what}: status ${answer.status} in place of ${status}`);
  const { data, error } = problemSchema.safeParse(jsonOf(what, answer, 'application/problem+json'));
  if (data === undefined) {
    // A code that was added after this kit was made is read by its status.
    const added = error.issues.every((issue) => issue.path[0] === 'code');
    if (added) return 'unknown';
    throw new Defect(`${what}: the problem lacks ${error.issues.map((issue) => issue.path.join('.')).join(', ')}`);
  }
  if (data.status !== status || PROBLEMS[data.code] !== status) {
    throw new Defect(`${what}: the problem ${data.code} says status ${data.status}, and came with ${status}`);
  }
  if (data.type !== `urn:kaikudesk:problem:${data.code}`) throw new Defect(`${what}: type and code differ`);
  return data.code;
}

/** That an answer is this problem. */
export function expectProblem(what: string, answer: Answer, status: number, code: string): void {
  const found = problemOf(what, answer, status);
  if (found !== code) throw new Defect(`${what}: the problem is ${found} in place of ${code}`);
}

function jsonOf(what: string, { headers, bytes }: Answer, type: string): unknown {
  const given = headers.get('content-type') ?? 'nothing';
  if (given.split(';')[0]?.trim() !== type) throw new Defect(`${what}: answered ${given} in place of ${type}`);
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    throw new Defect(`${what}: what is called ${type} is not JSON`);
  }
}

function codeIn(answer: Answer): string {
  const { data } = problemSchema.safeParse(safeJson(answer));
  return data === undefined ? '' : ` (${data.code})`;
}

function safeJson({ bytes }: Answer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}

/** Throws the defect unless it holds. */
export function must(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Defect(sentence);
}
