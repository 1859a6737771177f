/** Every call of the contract becomes a route: access, validation in, the handler, validation out. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../src-shared/kernel/ports.ts';
import type { Result } from '../../src-shared/kernel/result.ts';
import { id } from '../../src-shared/kernel/schemas.ts';
import type { Endpoint } from '../../src-shared/registry-api/endpoint.ts';
import {
  ENDPOINTS,
  type AnswerOf,
  type EndpointName,
  type JsonEndpoint,
} from '../../src-shared/registry-api/endpoints.ts';
import type { ProblemCode } from '../../src-shared/registry-api/problems.ts';
import type { Database } from '../db/database.ts';
import { callerOf, type CallerOf } from './access.ts';
import type { Seen } from './observe.ts';
import { placesOf, sendProblem } from './problems.ts';

type Table = typeof ENDPOINTS;
type Parsed<Name extends EndpointName, Part extends string> =
  Table[Name] extends Record<Part, infer Schema extends z.ZodType> ? z.output<Schema> : null;

type NamesIn<Path> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NamesIn<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;
type ParametersOf<Name extends EndpointName> = Readonly<Record<NamesIn<Table[Name]['path']>, string>>;

/** A call that fits the contract. */
export interface Call<Name extends EndpointName> {
  readonly caller: CallerOf<Table[Name]['access']>;
  readonly body: Parsed<Name, 'body'>;
  readonly query: Parsed<Name, 'query'>;
  /** Of the path. */
  readonly parameters: ParametersOf<Name>;
  /** Network address of the caller. */
  readonly address: string;
}

/** Writes an answer that is not JSON. */
export type Writer = (request: FastifyRequest, reply: FastifyReply) => unknown;

/** One function a call. An expected failure is a problem's code. */
export type Handlers = {
  readonly [Name in EndpointName]: (
    call: Call<Name>,
  ) => Promise<Result<Name extends JsonEndpoint ? AnswerOf<Name> : Writer, ProblemCode>>;
};

/** The handlers of a part of the table. */
export type HandlersOf<Part> = Pick<Handlers, keyof Part & EndpointName>;

/** What a path names is known by a UUID, unless the call says otherwise. */
const UUIDS = z.record(z.string(), id);

type AnyHandler = (call: unknown) => Promise<Result<unknown, ProblemCode>>;

/** Registers all calls of the table. Who may not call is refused before a body is read, and once more when it has been. */
export function registerRoutes(
  app: FastifyInstance,
  handlers: Handlers,
  database: Database,
  clock: Clock,
  seen: Seen,
): void {
  const callers = new WeakMap<FastifyRequest, unknown>();
  for (const [name, endpoint] of Object.entries<Endpoint>(ENDPOINTS)) {
    // The table pairs each name with its types; a loop over it cannot.
    const handler = handlers[name as EndpointName] as AnyHandler;
    const { access } = endpoint;
    const letIn = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
      if (access === 'public') return undefined;
      const caller = await callerOf(database, access, request.headers.authorization, clock.now());
      if (!caller.ok) return sendProblem(reply, caller.error.code);
      callers.set(request, caller.value);
      seen.caller(request, caller.value);
      return undefined;
    };
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      config: { call: name },
      ...(endpoint.mostBytes === undefined ? {} : { bodyLimit: endpoint.mostBytes }),
      onRequest: letIn,
      // A body may take its time to arrive: what was allowed when it began may not be any more.
      ...(endpoint.method === 'GET' ? {} : { preHandler: letIn }),
      handler: (request, reply) =>
        answer(endpoint, handler, callers.get(request) ?? null, request, reply, (value) =>
          seen.answer(name, value, reply),
        ),
    });
  }
}

async function answer(
  endpoint: Endpoint,
  handler: AnyHandler,
  caller: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  onAnswer: (value: unknown) => void,
): Promise<unknown> {
  const parameters = (endpoint.parameters ?? UUIDS).safeParse(request.params);
  if (!parameters.success) return sendProblem(reply, 'request.not-found');
  const query = endpoint.query?.safeParse(request.query);
  if (query?.success === false) return sendProblem(reply, 'request.malformed', placesOf(query.error));
  const body = endpoint.body?.safeParse(request.body);
  if (body?.success === false) return sendProblem(reply, 'request.malformed', placesOf(body.error));

  const result = await handler({
    caller,
    body: body?.data ?? null,
    query: query?.data ?? null,
    parameters: parameters.data,
    address: request.ip,
  });
  if (!result.ok) return sendProblem(reply, result.error.code, undefined, result.error.parameters);
  onAnswer(result.value);
  if (typeof endpoint.answer === 'string') return (result.value as Writer)(request, reply);
  // An answer that does not fit is a bug of ours, and must not reach a desk as if it were one of the contract.
  const fitting = endpoint.answer.parse(result.value);
  const { maxAgeSeconds } = endpoint;
  const caching = maxAgeSeconds === undefined ? 'no-store' : `public, max-age=${maxAgeSeconds}`;
  return reply.header('cache-control', caching).type('application/json').send(JSON.stringify(fitting));
}
