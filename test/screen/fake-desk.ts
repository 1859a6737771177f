/** A scripted desk behind the real contract: serves the built screen and plays its part over the socket. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { WebSocketServer, type WebSocket } from 'ws';
import { screenHeaders } from '../../src-main/hosts/screen-headers.ts';
import { createRouter } from '../../src-shared/desk-api/router.ts';
import { push, type Request } from '../../src-shared/desk-api/envelope.ts';
import { PRESET_SCANNERS } from '../../src-shared/desk-api/scanners.ts';
import type { DeskState } from '../../src-shared/desk-api/state.ts';
import { scriptedHandlers, type Script } from './fake-handlers.ts';
import { NOW, OFFERED } from './fake-facts.ts';

const BUILT = fileURLToPath(new URL('../../dist/renderer', import.meta.url));

export interface FakeDesk {
  /** Address of the screen, with the token. */
  readonly url: string;
  /** Every request that came, in order. */
  readonly requests: readonly Request[];
  state(): DeskState;
  /** Changes the state and pushes it. */
  change(changes: Partial<DeskState>): void;
  /** Drops every connection, and takes no new one until `restore`. */
  cut(): void;
  restore(): void;
  close(): Promise<void>;
}

/** The state of a desk that has been enrolled and has a full card list. */
export function enrolledState(): DeskState {
  return {
    language: 'en',
    now: new Date(NOW).toISOString(),
    site: { id: '00000000-0000-4000-8000-000000000001', login: 'teatteri', name: 'Kaupunginteatteri', type: 'theatre' },
    deskName: 'Pääovi 1',
    performances: [...OFFERED],
    pickedId: null,
    stage: 'redeem',
    cardSeen: true,
    shown: null,
    last: null,
    recent: [],
    basket: null,
    assistance: null,
    followUps: [],
    sync: {
      network: 'online',
      cards: { state: 'ready', count: 98_412, freshAt: new Date(NOW - 130_000).toISOString() },
      waiting: 0,
      setAside: 0,
      skewMilliseconds: 240,
      trouble: null,
    },
    scanners: { devices: [], blind: [], settings: PRESET_SCANNERS, test: null, driver: 'running', refused: null },
    demo: null,
  };
}

/** Starts a desk with a state on a free port of 127.0.0.1. */
export async function startFakeDesk(first: DeskState): Promise<FakeDesk> {
  if (!existsSync(BUILT)) throw new Error('The screen has not been built: run `npm run build` first.');
  const token = randomUUID();
  const requests: Request[] = [];
  const screens = new Set<WebSocket>();
  let state = first;
  let away = false;

  const script: Script = {
    state: () => state,
    change(changes) {
      state = { ...state, ...changes };
      const message = JSON.stringify(push.parse({ event: 'state', state }));
      for (const screen of screens) screen.send(message);
    },
  };
  const route = createRouter(scriptedHandlers(script), (error) => {
    throw error;
  });

  // Those that the hosts send.
  const headers = screenHeaders('ws://127.0.0.1:*');
  const files = sirv(BUILT, { dev: true });
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    files(request, response);
  });
  const sockets = new WebSocketServer({ server, path: '/desk' });
  sockets.on('connection', (socket) => {
    if (away) return socket.terminate();
    socket.on('close', () => screens.delete(socket));
    socket.on('message', async (data) => {
      const message: unknown = JSON.parse(String(data));
      if (screens.has(socket)) {
        requests.push(message as Request);
        socket.send(JSON.stringify(await route(message)));
      } else if ((message as { token?: unknown }).token === token) {
        screens.add(socket);
        socket.send('{"welcome":true}');
      } else {
        socket.close(4401);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/#token=${token}`,
    requests,
    state: () => state,
    change: script.change,
    cut() {
      away = true;
      for (const screen of screens) screen.terminate();
    },
    restore() {
      away = false;
    },
    async close() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
