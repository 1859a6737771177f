/** A real HTTP server on 127.0.0.1 that does what a test says, good or bad. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Script = (request: IncomingMessage, response: ServerResponse, body: string) => void;

export interface ScriptedServer {
  readonly url: string;
  readonly requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
  /** Connections that were ever made. */
  connections(): number;
  script(script: Script): void;
  /** Stops it at once, open connections too. */
  stop(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
}

/** Starts a server; it goes with the test. */
export async function scriptedServer(first: Script): Promise<ScriptedServer> {
  let current = first;
  let server: Server | null = null;
  let port = 0;
  let connections = 0;
  const requests: ScriptedServer['requests'] = [];

  async function start(): Promise<void> {
    const fresh = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
        current(request, response, body);
      });
    });
    fresh.on('connection', () => {
      connections += 1;
    });
    await new Promise<void>((resolve) => fresh.listen(port, '127.0.0.1', resolve));
    port = (fresh.address() as AddressInfo).port;
    server = fresh;
  }

  async function stop(): Promise<void> {
    const old = server;
    server = null;
    if (old === null) return;
    const closed = new Promise((resolve) => old.close(resolve));
    old.closeAllConnections();
    await closed;
  }

  await start();
  onTestFinished(stop);
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    connections: () => connections,
    script(script) {
      current = script;
    },
    stop,
    start,
  };
}

/** Answers with text of a type. */
export function reply(status: number, type: string, body: string): Script {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
  };
}

/** Answers with JSON. */
export function replyJson(value: unknown): Script {
  return reply(200, 'application/json', JSON.stringify(value));
}
