/** The listening socket: answers by itself while the registry starts, then hands over, and ends without losing a request. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock, Timer } from '../../src-shared/kernel/ports.ts';
import { ENDPOINTS } from '../../src-shared/registry-api/endpoints.ts';
import { problem } from '../../src-shared/registry-api/problems.ts';
import { codeOf, StartFailure } from '../start-failure.ts';

export interface Front {
  readonly url: string;
  readonly server: Server;
  /** From now on requests are the application's. */
  handOver(listener: RequestListener): void;
  /** Says on `/v1/ready` that this node is going, and takes no new streams; everything else is still answered. */
  startEnding(): void;
  /** Accepts nothing more, waits for what runs, and cuts off what has not ended at the deadline; gives how many were cut off. */
  end(deadlineMilliseconds: number): Promise<number>;
}

/** Longer than proxies keep theirs, so that it is the proxy that ends an idle connection. */
const KEEP_ALIVE_MILLISECONDS = 75_000;
/** By then a request has arrived whole, the largest file over a slow line too; how often that is looked at. */
const TIMEOUTS = { requestTimeout: 60_000, connectionsCheckingInterval: 10_000 } as const;

/** Listens. Throws StartFailure where the port cannot be had. */
export async function openFront(
  { host, port }: { readonly host: string; readonly port: number },
  clock: Clock,
  timer: Timer,
): Promise<Front> {
  let application: RequestListener | null = null;
  let ending = false;
  const running = new Set<ServerResponse>();

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MILLISECONDS, ...TIMEOUTS }, (request, response) => {
    running.add(response);
    response.once('close', () => {
      running.delete(response);
      // Its connection may just have become idle, and nobody else would end it.
      if (ending && !server.listening) setImmediate(() => server.closeIdleConnections());
    });
    if (ending) response.setHeader('connection', 'close');
    const [path] = (request.url ?? '').split('?', 1);
    const isForEverybody = path === ENDPOINTS.health.path;
    const mustGoElsewhere = ending && (path === ENDPOINTS.ready.path || path === ENDPOINTS.news.path);
    if (application !== null && !mustGoElsewhere) application(request, response);
    else if (isForEverybody) sendAlive(response, clock);
    else sendUnavailable(request, response);
  });
  await listen(server, host, port);
  const { port: taken, family, address } = server.address() as AddressInfo;

  function startEnding(): void {
    ending = true;
    for (const response of running) if (!response.headersSent) response.setHeader('connection', 'close');
  }

  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`,
    server,
    handOver(listener) {
      application = listener;
    },
    startEnding,
    async end(deadlineMilliseconds) {
      startEnding();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const waiting = new AbortController();
      const late = timer.sleep(deadlineMilliseconds, waiting.signal).then(() => running.size);
      const left = await Promise.race([closed.then(() => 0), late]);
      waiting.abort();
      server.closeAllConnections();
      await closed;
      return left;
    },
  };
}

function sendAlive(response: ServerResponse, clock: Clock): void {
  const body = JSON.stringify({ status: 'ok', serverTime: new Date(clock.now()).toISOString() });
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(body);
}

function sendUnavailable(request: IncomingMessage, response: ServerResponse): void {
  const body = JSON.stringify(problem('server.unavailable', 'The registry is not available just now'));
  response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1', connection: 'close' });
  response.end(body);
  request.resume();
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port }, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    const code = codeOf(error);
    const where = { cause: error };
    if (code === 'EADDRINUSE') {
      throw new StartFailure(
        `Port ${port} is taken. Where a registry is already running there, stop it first; else give another --port, or 0 for any that is free.`,
        where,
      );
    }
    if (code === 'EACCES') {
      throw new StartFailure(
        `Port ${port} may not be used: give another one with --port, or 0 for any that is free.`,
        where,
      );
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new StartFailure(`This machine has no address ${host}: give another one with --listen.`, where);
    }
    throw error;
  }
}
