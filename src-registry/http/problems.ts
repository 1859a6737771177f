/** Problems as answers: problem+json (RFC 9457), never with a value from the request. */
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { problem, type ProblemCode } from '../../src-shared/registry-api/problems.ts';
import { codeOf } from '../start-failure.ts';

const TITLES: Record<ProblemCode, string> = {
  'request.malformed': 'The request does not fit the contract',
  'cursor.invalid': 'The cursor is not one of this registry: begin anew',
  'auth.required': 'A bearer token is needed',
  'auth.invalid': 'Name, password or token is not known',
  'desk.revoked': 'The desk has been revoked: it may deliver, and nothing else',
  'auth.forbidden': 'This is not for the caller',
  'auth.password-change-needed': 'Set a password of your own first',
  'request.not-found': 'There is nothing here',
  'snapshot.none': 'No card list has been published yet',
  'performance.unknown': 'The site sells no such performance',
  'card.unknown': 'There is no such card',
  'epoch.unknown': 'The desk has no such epoch',
  'epoch.frozen': 'The epoch is frozen: start a new one',
  'request.too-large': 'The request is too large',
  'auth.throttled': 'Too many failed log-ins: wait',
  'server.error': 'The registry failed',
  'server.unavailable': 'The registry is not available just now',
};

const THROTTLED_SECONDS = 900;
const MOST_PLACES = 10;

/** Answers with a problem. */
export function sendProblem(reply: FastifyReply, code: ProblemCode, where?: string[]): FastifyReply {
  const body = problem(code, TITLES[code], where);
  if (body.status === 401) void reply.header('www-authenticate', 'Bearer');
  if (code === 'auth.throttled') void reply.header('retry-after', THROTTLED_SECONDS);
  return reply.code(body.status).type('application/problem+json').send(JSON.stringify(body));
}

/** Where a request does not fit, as dotted paths. */
export function placesOf(error: z.ZodError): string[] {
  return [...new Set(error.issues.map((issue) => issue.path.map(String).join('.')))].slice(0, MOST_PLACES);
}

/** PostgreSQL is away or going away (SQLSTATE classes 08, 53 and 57), or its connection broke. */
const UNAVAILABLE = /^(?:08|53|57)|^ECONN(?:REFUSED|RESET)$|^EPIPE$/;

/** The problem that a thrown error becomes; `server.error` is a bug and has to be looked into. */
export function problemOf(error: unknown): ProblemCode {
  const code = codeOf(error);
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return 'request.too-large';
  if (code.startsWith('FST_ERR_CTP_') || statusOf(error) === 400) return 'request.malformed';
  const broken = error instanceof Error && error.message.startsWith('Connection terminated');
  return broken || UNAVAILABLE.test(code) ? 'server.unavailable' : 'server.error';
}

function statusOf(error: unknown): unknown {
  return error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
}
