/** Calls of the contract over real HTTP; answers are checked against the contract's schemas. */
import { randomUUID } from 'node:crypto';
import type { Endpoint } from '../../../src-shared/registry-api/endpoint.ts';
import {
  ENDPOINTS,
  type AnswerOf,
  type BodyOf,
  type JsonEndpoint,
} from '../../../src-shared/registry-api/endpoints.ts';
import { problemSchema, type ProblemCode } from '../../../src-shared/registry-api/problems.ts';

export interface CallOptions<Name extends JsonEndpoint> {
  readonly token?: string;
  readonly body?: BodyOf<Name>;
  readonly query?: Record<string, string | number | undefined>;
  /** In place of every `:name` in the path; left out: something of the right shape that there is not. */
  readonly id?: string;
  /** Gives up. */
  readonly signal?: AbortSignal;
}

/** A call's path with every `:name` filled in. */
export function pathOf({ path }: Pick<Endpoint, 'path'>, id?: string): string {
  return path.replaceAll(/:(\w+)/g, (_, name) => id ?? (name === 'hash' ? '0'.repeat(64) : randomUUID()));
}

/** The raw answer of a call. */
export function ask<Name extends JsonEndpoint>(url: string, name: Name, options: CallOptions<Name>): Promise<Response> {
  const endpoint: Endpoint = ENDPOINTS[name];
  const address = new URL(pathOf(endpoint, options.id), url);
  for (const [key, value] of Object.entries(options.query ?? {})) {
    if (value !== undefined) address.searchParams.set(key, String(value));
  }
  return fetch(address, {
    method: endpoint.method,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    headers: {
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...(endpoint.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(endpoint.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
}

/** A call that must succeed; its answer. */
export async function call<Name extends JsonEndpoint>(
  url: string,
  name: Name,
  options: CallOptions<Name> = {},
): Promise<AnswerOf<Name>> {
  const response = await ask(url, name, options);
  const body: unknown = await response.json();
  if (response.status !== 200) throw new Error(`${name}: ${response.status} ${JSON.stringify(body)}`);
  return ENDPOINTS[name].answer.parse(body) as AnswerOf<Name>;
}

/** A call that must fail; its problem's code, once the answer has the form of a problem. */
export async function refusal<Name extends JsonEndpoint>(
  url: string,
  name: Name,
  options: CallOptions<Name> = {},
): Promise<ProblemCode> {
  return problemIn(await ask(url, name, options));
}

/** The code of a problem answer; throws where it is none. */
export async function problemIn(response: Response): Promise<ProblemCode> {
  const { code, status, type } = problemSchema.parse(await response.json());
  const fits =
    response.headers.get('content-type')?.startsWith('application/problem+json') === true &&
    response.status === status &&
    type === `urn:kaikudesk:problem:${code}`;
  if (!fits) throw new Error(`not a problem answer: ${response.status}`);
  return code;
}

/** Logs a demo site in; its session's token. */
export async function logIn(url: string, site: string): Promise<string> {
  return (await call(url, 'login', { body: { site, password: 'kaiku-demo' } })).token;
}
