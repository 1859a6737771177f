/** The desk's contract spoken from a test, without a browser. */
import { WebSocket } from 'ws';
import { createDeskClient, type DeskClient } from '../../src-shared/desk-api/client.ts';
import { reply, type Carrier } from '../../src-shared/desk-api/envelope.ts';
import type { DeskState } from '../../src-shared/desk-api/state.ts';

export interface DeskSocket extends DeskClient {
  /** The latest state that the desk pushed. */
  state(): DeskState;
  /** Resolves with the first state, now or later, for which `holds` is true. */
  until(holds: (state: DeskState) => boolean): Promise<DeskState>;
  close(): void;
}

/** Opens the socket behind a desk's address as its own page would. */
export async function openDeskSocket(deskUrl: string): Promise<DeskSocket> {
  const { host, hash } = new URL(deskUrl);
  const socket = new WebSocket(`ws://${host}/desk`, { origin: `http://${host}` });
  const waiting = new Map<number, (message: unknown) => void>();
  const listeners = new Set<(message: unknown) => void>();
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', (code) => reject(new Error(`closed with ${code}`)));
    socket.once('open', () => socket.send(JSON.stringify({ token: hash.replace('#token=', '') })));
    socket.once('message', () => resolve());
  });
  socket.on('message', (data) => {
    const message: unknown = JSON.parse(String(data));
    const answer = reply.safeParse(message);
    if (answer.success) waiting.get(answer.data.id)?.(message);
    else for (const listener of listeners) listener(message);
  });
  const carrier: Carrier = {
    call: (message) =>
      new Promise((resolve) => {
        waiting.set(message.id, resolve);
        socket.send(JSON.stringify(message));
      }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const client = createDeskClient(carrier);
  let latest: DeskState | null = null;
  const watchers = new Set<(state: DeskState) => void>();
  client.onState((state) => {
    if (state === null) return;
    latest = state;
    for (const watcher of watchers) watcher(state);
  });
  const first = await client.call('desk.state', null);
  if (!first.ok) throw new Error(first.error.code);
  latest ??= first.value;
  const state = (): DeskState => latest ?? first.value;
  return {
    ...client,
    state,
    until: (holds) =>
      new Promise((resolve) => {
        if (holds(state())) return resolve(state());
        const watcher = (next: DeskState): void => {
          if (!holds(next)) return;
          watchers.delete(watcher);
          resolve(next);
        };
        watchers.add(watcher);
      }),
    close: () => socket.close(),
  };
}
