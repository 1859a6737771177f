/** A small proxy that stands before a registry and breaks the contract in one way. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Message {
  status: number;
  readonly headers: Record<string, string>;
  body: Buffer;
}

export interface Request {
  readonly method: string;
  path: string;
  readonly headers: Record<string, string>;
  body: Buffer;
}

/** One way of breaking the contract, and the check that must find it. */
export interface DefectKind {
  readonly name: string;
  readonly check: string;
  /** Changes a request on its way in. */
  request?(request: Request): void;
  /** Changes an answer on its way out. */
  answer?(answer: Message, request: Request): void;
  /** Lets nothing of the push channel through but its beginning. */
  readonly silent?: boolean;
}

/** Starts it; gives where it is. */
export async function startProxy(target: string, defect: DefectKind): Promise<{ url: string; close(): Promise<void> }> {
  const stop = new AbortController();
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const { host: _, connection: __, 'content-length': ___, ...headers } = incoming.headers;
      const request: Request = {
        method: incoming.method ?? 'GET',
        path: incoming.url ?? '/',
        headers: headers as Record<string, string>,
        body: Buffer.concat(chunks),
      };
      defect.request?.(request);
      const response = await fetch(new URL(request.path, target), {
        method: request.method,
        headers: request.headers,
        ...(request.body.length > 0 ? { body: new Uint8Array(request.body) } : {}),
        signal: stop.signal,
      });
      if (response.headers.get('content-type')?.startsWith('text/event-stream') === true) {
        outgoing.writeHead(response.status, { 'content-type': 'text/event-stream' });
        outgoing.flushHeaders();
        outgoing.on('close', () => void response.body?.cancel().catch(() => undefined));
        for await (const chunk of response.body ?? []) if (defect.silent !== true) outgoing.write(chunk);
        outgoing.end();
        return;
      }
      const answer: Message = {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: Buffer.from(await response.arrayBuffer()),
      };
      defect.answer?.(answer, request);
      for (const name of ['content-length', 'transfer-encoding', 'connection', 'keep-alive'])
        delete answer.headers[name];
      outgoing.writeHead(answer.status, answer.headers).end(answer.body);
    })().catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        stop.abort();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Changes an answer's JSON. */
export function edit(answer: Message, change: (json: Record<string, unknown>) => unknown): void {
  const json = JSON.parse(answer.body.toString('utf8')) as Record<string, unknown>;
  answer.body = Buffer.from(JSON.stringify(change(json) ?? json));
}
