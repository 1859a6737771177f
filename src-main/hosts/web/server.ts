/** The web host: the screen's files and the desk's contract on 127.0.0.1, for one browser on this machine (ARCHITECTURE, decision 1). */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';
import type { Push, Reply } from '../../../src-shared/desk-api/envelope.ts';
import type { DeskState } from '../../../src-shared/desk-api/state.ts';
import { screenHeaders } from '../screen-headers.ts';
import { StartFailure } from '../start-failure.ts';

const HOST = '127.0.0.1';

/** The longest message a screen sends: a scan of a thousand characters in its envelope. */
const MOST_BYTES = 16_384;

/** A screen that has not shown its token by then is turned away. */
const GREETING_MILLISECONDS = 5_000;

const greeting = z.strictObject({ token: z.string() });

export interface WebHost {
  /** Where the screen is; the token is in the fragment, which no browser sends over a network. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the screen from `files` and the contract at `/desk`. Only this machine can connect; every request must name
 * this very host and port, a socket must come from our own page and show the token of this start.
 * Throws StartFailure when the port is taken.
 */
export async function startWebHost(options: {
  /** 0: any free port. */
  readonly port: number;
  readonly files: string;
  readonly answer: (message: unknown) => Promise<Reply>;
  readonly onState: (listener: (state: DeskState) => void) => () => void;
}): Promise<WebHost> {
  const token = randomBytes(32).toString('base64url');
  const serveFile = sirv(options.files, { etag: true, dev: false });
  const server = createServer((request, response) => {
    if (request.headers.host !== authority()) {
      response.writeHead(421).end();
      return;
    }
    for (const [name, value] of Object.entries(screenHeaders(`ws://${authority()}`))) response.setHeader(name, value);
    serveFile(request, response, () => {
      response.writeHead(404).end();
    });
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES });

  const authority = (): string => `${HOST}:${(server.address() as AddressInfo).port}`;
  const isOurPage = (request: IncomingMessage): boolean =>
    request.headers.host === authority() &&
    request.headers.origin === `http://${authority()}` &&
    request.url === '/desk';

  server.on('upgrade', (request, socket, head) => {
    // The server has let go of the socket: an error that nobody hears would end the desk.
    socket.on('error', () => socket.destroy());
    if (!isOurPage(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n', () => socket.destroy());
      return;
    }
    sockets.handleUpgrade(request, socket, head, (screen) => greet(screen, token, options));
  });

  server.listen(options.port, HOST);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE')
      throw new StartFailure(`Port ${options.port} is taken: choose another with --port.`);
    throw error;
  });
  return {
    url: `http://${authority()}/#token=${token}`,
    async close() {
      for (const screen of sockets.clients) screen.terminate();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Waits for the token; then the screen speaks the contract and hears of every change. */
function greet(screen: WebSocket, token: string, { answer, onState }: Parameters<typeof startWebHost>[0]): void {
  const deadline = setTimeout(() => screen.close(4401, 'no token'), GREETING_MILLISECONDS);
  screen.on('error', () => screen.terminate());
  screen.once('message', (data) => {
    clearTimeout(deadline);
    const shown = greeting.safeParse(parseJson(String(data)));
    if (!shown.success || !sameToken(shown.data.token, token)) {
      screen.close(4401, 'wrong token');
      return;
    }
    const send = (message: Reply | Push | { welcome: true }): void => screen.send(JSON.stringify(message));
    send({ welcome: true });
    const stop = onState((state) => send({ event: 'state', state }));
    screen.once('close', stop);
    screen.on('message', (message) => void answer(parseJson(String(message))).then(send));
  });
  screen.once('close', () => clearTimeout(deadline));
}

function sameToken(shown: string, token: string): boolean {
  const [a, b] = [Buffer.from(shown), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
