/** The application behind the listening socket: routes, every error a problem, one line in the log a request. */
import type { RequestListener } from 'node:http';
import { fastify } from 'fastify';
import { openApiDocument } from '../../src-shared/registry-api/openapi.ts';
import { problem } from '../../src-shared/registry-api/problems.ts';
import type { Database } from '../db/database.ts';
import type { Context } from '../services/context.ts';
import type { Faults } from './faults.ts';
import type { Front } from './front.ts';
import { observe, type Observing } from './observe.ts';
import { problemOf, sendProblem } from './problems.ts';
import { registerRoutes, type Handlers } from './routes.ts';

const MOST_BODY_BYTES = 1_048_576;

export interface HttpOptions extends Observing {
  readonly front: Front;
  readonly handlers: Handlers;
  readonly database: Database;
  readonly context: Context;
  /** Addresses and ranges of proxies of which X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[];
  /** Null but in tests of clients. */
  readonly faults: Faults | null;
}

/** Makes the application and lets the front hand over to it; what it gives closes it, after the front has ended. */
export async function startHttp(options: HttpOptions): Promise<{ close(): Promise<void> }> {
  const { front, handlers, database, context, trustProxy, faults } = options;
  const { clock, ids, log } = context;
  const made: { application: RequestListener | null } = { application: null };
  const app = fastify({
    logger: false,
    bodyLimit: MOST_BODY_BYTES,
    exposeHeadRoutes: false,
    trustProxy: trustProxy.length > 0 && [...trustProxy],
    // Never a caller's own: what is logged must not be a stranger's choice.
    requestIdHeader: false,
    genReqId: () => ids.next(),
    serverFactory(listener) {
      made.application = listener;
      return front.server;
    },
    // A path that cannot be decoded, before any route is found.
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, problemOf(error)),
    clientErrorHandler(error, socket) {
      const isLate = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
      const why = isLate ? 'The request took too long to arrive' : 'This is not HTTP';
      const body = JSON.stringify(problem('request.malformed', why));
      const head = `content-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
      if (socket.writable) socket.end(`HTTP/1.1 400 Bad Request\r\n${head}\r\n\r\n${body}`);
    },
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 'request.not-found'));
  app.setErrorHandler((error, _request, reply) => {
    const code = problemOf(error);
    if (code === 'server.error') log.error('A request failed', error);
    return sendProblem(reply, code);
  });
  const seen = observe(app, options);
  registerRoutes(app, handlers, database, clock, seen);
  app.get('/openapi.json', () => openApiDocument(front.url));
  await app.ready();
  const { application } = made;
  if (application === null) throw new Error('Fastify made no listener');
  front.handOver(faults === null ? application : faults(application));
  return { close: () => app.close() };
}
