/** The HTTP server: loopback only, no log of requests, every error a problem. */
import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import { openApiDocument } from '../../src-shared/registry-api/openapi.ts';
import { problem } from '../../src-shared/registry-api/problems.ts';
import type { Clock } from '../../src-shared/kernel/ports.ts';
import type { Database } from '../db/database.ts';
import { codeOf, StartFailure } from '../start-failure.ts';
import { problemOf, sendProblem } from './problems.ts';
import { registerRoutes, type Handlers } from './routes.ts';

export interface HttpServer {
  readonly url: string;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const MOST_BODY_BYTES = 1_048_576;

/** Listens on a port of the loopback interface, 0 for any free one. Throws StartFailure where that is taken. */
export async function startHttp(
  port: number,
  handlers: Handlers,
  database: Database,
  clock: Clock,
  say: (sentence: string) => void,
): Promise<HttpServer> {
  const app = fastify({
    logger: false,
    bodyLimit: MOST_BODY_BYTES,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    // A path that cannot be decoded, before any route is found.
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, problemOf(error)),
    clientErrorHandler(_error, socket) {
      const body = JSON.stringify(problem('request.malformed', 'This is not HTTP'));
      const head = `content-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
      if (socket.writable) socket.end(`HTTP/1.1 400 Bad Request\r\n${head}\r\n\r\n${body}`);
    },
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 'request.not-found'));
  app.setErrorHandler((error, _request, reply) => {
    const code = problemOf(error);
    // The stack alone: an error's details may quote what was sent.
    if (code === 'server.error') say(`A request failed: ${error instanceof Error ? error.stack : 'not an error'}`);
    return sendProblem(reply, code);
  });
  registerRoutes(app, handlers, database, clock);

  let url = '';
  app.get('/openapi.json', () => openApiDocument(url));
  try {
    await app.listen({ host: HOST, port });
  } catch (error) {
    await app.close();
    const code = codeOf(error);
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    const why = code === 'EADDRINUSE' ? 'is taken' : 'may not be used';
    throw new StartFailure(`Port ${port} ${why}: give another one with --port, or 0 for any that is free.`, {
      cause: error,
    });
  }
  url = `http://${HOST}:${(app.server.address() as AddressInfo).port}`;
  return { url, close: () => app.close() };
}
