/** Sends abuse and gives what came back. */
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { FuzzRequest } from './requests.ts';

export interface Reply {
  /** 0: the connection was ended without an answer, or none came in time. */
  readonly status: number;
  /** Node itself refused to send it: it never left. */
  readonly unsent?: true;
  readonly type: string;
  readonly text: string;
}

const MOST_KEPT = 200_000;
/** How long a raw connection is listened to before any bytes came, and after the last that did. */
const FIRST_MILLISECONDS = 500;
const NEXT_MILLISECONDS = 30;
/** No answer of a registry takes that long. */
const ANSWER_MILLISECONDS = 20_000;

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** The reply to a request. An event stream is ended at once. */
export function send(url: string, request: FuzzRequest): Promise<Reply> {
  return request.raw === null ? sendHttp(url, request) : sendRaw(url, request.raw);
}

function sendHttp(url: string, { method, path, headers, body }: FuzzRequest): Promise<Reply> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const ended = (): void => resolve({ status: 0, type: '', text: '' });
    try {
      const outgoing = httpRequest(
        {
          hostname,
          port,
          method,
          path: path.replaceAll(/[^\x21-\xff]/g, ''),
          agent,
          headers: [
            ...(headers.some(([name]) => name === 'host') ? [] : ['host', hostname]),
            ...headers.flat(),
            ...(body === null ? [] : ['content-length', String(body.length)]),
          ],
        },
        (incoming) => {
          const type = String(incoming.headers['content-type'] ?? '');
          const status = incoming.statusCode ?? 0;
          if (type.startsWith('text/event-stream')) {
            incoming.destroy();
            return resolve({ status, type, text: '' });
          }
          const chunks: Buffer[] = [];
          let size = 0;
          incoming.on('data', (chunk: Buffer) => {
            if (size < MOST_KEPT) chunks.push(chunk);
            size += chunk.length;
          });
          incoming.on('end', () => resolve({ status, type, text: Buffer.concat(chunks).toString('utf8') }));
          incoming.on('error', ended);
        },
      );
      outgoing.setTimeout(ANSWER_MILLISECONDS, () => void outgoing.destroy(new Error('no answer in time')));
      outgoing.on('error', ended);
      outgoing.end(body ?? undefined);
    } catch {
      // What Node itself refuses to send never left.
      resolve({ status: 0, type: '', text: '', unsent: true });
    }
  });
}

function sendRaw(url: string, raw: Buffer): Promise<Reply> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.end(raw));
    const done = (): void => {
      socket.destroy();
      const all = Buffer.concat(chunks).toString('latin1');
      const [, status = '0'] = /^HTTP\/1\.1 (\d{3})/.exec(all) ?? [];
      const [head = '', ...rest] = all.split('\r\n\r\n');
      const [, type = ''] = /^content-type: *(.*)$/im.exec(head) ?? [];
      resolve({ status: Number(status), type, text: rest.join('\r\n\r\n') });
    };
    socket.setTimeout(FIRST_MILLISECONDS, done);
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      socket.setTimeout(NEXT_MILLISECONDS);
    });
    socket.on('close', done);
    socket.on('error', done);
  });
}

/** Ends kept connections. */
export function endConnections(): void {
  agent.destroy();
}
