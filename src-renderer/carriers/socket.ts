/** The web host's carrier: a WebSocket that comes back by itself. */
import { z } from 'zod';
import { createListeners } from './listeners.ts';
import type { Connection, ScreenCarrier } from './connection.ts';

/** Waits between attempts, in milliseconds; the last one repeats. */
const WAITS = [100, 250, 500, 1_000, 2_000, 4_000];

const welcome = z.strictObject({ welcome: z.literal(true) });
const answer = z.looseObject({ id: z.int(), ok: z.boolean() });

interface Pending {
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Connects to `url` and shows `token` as the first message; afterwards every message is an envelope. */
export function createSocketCarrier(url: string, token: string): ScreenCarrier {
  const pushes = createListeners<unknown>();
  const connections = createListeners<Connection>();
  const pending = new Map<number, Pending>();
  let connection: Connection = 'connecting';
  let socket: WebSocket | null = null;
  let attempts = 0;

  function become(next: Connection): void {
    const before = connection;
    connection = next;
    connections.tell(next);
    if (before === 'connected') pushes.tell(null);
  }

  function connect(): void {
    const opened = new WebSocket(url);
    let reached = false;
    opened.addEventListener('open', () => {
      reached = true;
      opened.send(JSON.stringify({ token }));
    });
    opened.addEventListener('message', ({ data }) => receive(opened, parseJson(data)));
    opened.addEventListener('close', () => {
      socket = null;
      for (const { reject } of pending.values()) reject(new Error('the connection to the desk was lost'));
      pending.clear();
      if (connection === 'connected') become('lost');
      else if (reached) become('refused');
      setTimeout(connect, WAITS[Math.min(attempts, WAITS.length - 1)]);
      attempts += 1;
    });
  }

  function receive(from: WebSocket, message: unknown): void {
    if (socket === null) {
      if (!welcome.safeParse(message).success) return;
      socket = from;
      attempts = 0;
      become('connected');
      return;
    }
    const reply = answer.safeParse(message);
    if (!reply.success) return pushes.tell(message);
    pending.get(reply.data.id)?.resolve(message);
    pending.delete(reply.data.id);
  }

  connect();
  return {
    call: (message) =>
      new Promise((resolve, reject) => {
        if (socket === null) return reject(new Error('not connected to the desk'));
        pending.set(message.id, { resolve, reject });
        socket.send(JSON.stringify(message));
      }),
    subscribe: pushes.add,
    watch(listener) {
      listener(connection);
      return connections.add(listener);
    },
  };
}

/** What is no JSON is `undefined`, and then nothing that we know. */
function parseJson(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
