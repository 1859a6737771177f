/** One notifier a node: news of committed transactions, gathered for a moment, sent by NOTIFY, heard by one LISTEN. */
import { Socket } from 'node:net';
import { Client } from 'pg';
import { z } from 'zod';
import type { Timer } from '../../../src-shared/kernel/ports.ts';
import { newsSchema, STREAMS } from '../../../src-shared/registry-api/bodies/feeds.ts';
import type { Announcement, Wish } from '../../db/database.ts';

/** What a node hears: `wanted` with who wants, who is not told; `revoked` and `keys` are for itself. */
const heardSchema = newsSchema.extend({
  wanted: z.array(z.strictObject({ performanceId: z.string(), deskId: z.string() })),
  revoked: z.array(z.string()),
  keys: z.array(z.number()),
});
type Told = z.infer<typeof heardSchema>;
export interface Heard extends Told {
  /** Nothing was heard for a while: what was told meanwhile, revocations too, is not known. */
  readonly missed: boolean;
}

export interface Notifier {
  /** Takes the news of a committed transaction; returns at once. */
  tell(news: readonly Announcement[]): void;
  /** Calls back with what any node told; gives how to end it. */
  listen(listener: (heard: Heard) => void): () => void;
  close(): Promise<void>;
}

const CHANNEL = 'kaikudesk_news';
/** A NOTIFY in every transaction would cost more than half of the throughput. */
const GATHER_MILLISECONDS = 50;
const RECONNECT_MILLISECONDS = 1_000;
/** A connection that a network on the way has forgotten tells nobody so: it is asked this often, and has so long to answer. */
const ASK_MILLISECONDS = 15_000;
const ANSWER_MILLISECONDS = 5_000;
/** PostgreSQL takes payloads below 8,000 bytes; an id is 39 with its quotes and comma, a wish 111. */
const MOST_IDS = 40;

/** After a pause in hearing, anything may have happened. */
const ANYTHING: Heard = { streams: [...STREAMS], wanted: [], freed: [], revoked: [], keys: [0], missed: true };

/** Connects; a connection that breaks is made anew, and listeners then hear that there may be anything. */
export async function startNotifier(url: string, timer: Timer): Promise<Notifier> {
  const ending = new AbortController();
  const listeners = new Set<(heard: Heard) => void>();
  const waiting = {
    streams: new Set<string>(),
    wanted: new Map<string, Wish>(),
    freed: new Set<string>(),
    revoked: new Set<string>(),
    keys: new Set<number>(),
  };
  let gathering: Promise<void> | null = null;
  let client = await connect();
  const running = keepConnected();

  async function connect(): Promise<Connected> {
    const socket = new Socket();
    const connection = new Client({ connectionString: url, keepAlive: true, stream: () => socket });
    const broken = new Promise<void>((resolve) => {
      connection.once('end', () => resolve());
      connection.on('error', () => resolve());
    });
    connection.on('notification', ({ payload }) => {
      const heard = heardSchema.safeParse(JSON.parse(payload ?? 'null'));
      if (heard.success) hear({ ...heard.data, missed: false });
    });
    const connected = { connection, socket, broken };
    const listening = connection.connect().then(() => connection.query(`LISTEN ${CHANNEL}`));
    if (!(await isInTime(listening, ending.signal))) {
      socket.destroy();
      throw new Error('PostgreSQL did not answer in time');
    }
    await listening;
    return connected;
  }

  /** Whether work ends in time, well or not; it is also out of time once the signal aborts. */
  async function isInTime(work: Promise<unknown>, signal: AbortSignal | null): Promise<boolean> {
    const settled = new AbortController();
    const either = signal === null ? settled.signal : AbortSignal.any([settled.signal, signal]);
    const ended = work.then(
      () => true,
      () => true,
    );
    const late = timer.sleep(ANSWER_MILLISECONDS, either).then(() => false);
    const inTime = await Promise.race([ended, late]);
    settled.abort();
    return inTime;
  }

  /** Asks now and then whether the connection is still one, until it breaks. */
  async function watch({ connection, socket, broken }: Connected): Promise<void> {
    const over = new AbortController();
    void broken.then(() => over.abort());
    const either = AbortSignal.any([over.signal, ending.signal]);
    for (;;) {
      await timer.sleep(ASK_MILLISECONDS, either);
      if (either.aborted) return;
      if (!(await isInTime(connection.query('SELECT'), either))) socket.destroy();
    }
  }

  /** Ends a connection; one that does not answer is cut. */
  async function end({ connection, socket }: Connected): Promise<void> {
    await isInTime(connection.end(), null);
    socket.destroy();
  }

  async function keepConnected(): Promise<void> {
    while (!ending.signal.aborted) {
      await Promise.all([client.broken, watch(client)]);
      if (ending.signal.aborted) return;
      await end(client);
      await timer.sleep(RECONNECT_MILLISECONDS, ending.signal);
      const next = await connect().catch(() => null);
      if (next === null) continue;
      client = next;
      if (ending.signal.aborted) return end(next);
      hear(ANYTHING);
      gather();
    }
  }

  function hear(heard: Heard): void {
    for (const listener of listeners) listener(heard);
  }

  function gather(): void {
    gathering ??= gatherAndSend();
  }

  async function gatherAndSend(): Promise<void> {
    await timer.sleep(GATHER_MILLISECONDS, ending.signal);
    gathering = null;
    await send();
  }

  async function send(): Promise<void> {
    const payloads = takePayloads(waiting);
    try {
      for (const payload of payloads) await client.connection.query('SELECT pg_notify($1, $2)', [CHANNEL, payload]);
    } catch {
      // The connection broke; what was not sent goes out when it is made anew. Saying something twice does no harm.
      for (const payload of payloads) keep(heardSchema.parse(JSON.parse(payload)));
    }
  }

  function keep({ streams = [], wanted = [], freed = [], revoked = [], keys = [] }: Announcement): void {
    for (const each of streams) waiting.streams.add(each);
    for (const each of wanted) waiting.wanted.set(`${each.performanceId} ${each.deskId}`, each);
    for (const each of freed) waiting.freed.add(each);
    for (const each of revoked) waiting.revoked.add(each);
    for (const each of keys) waiting.keys.add(each);
  }

  return {
    tell(news) {
      for (const each of news) keep(each);
      gather();
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      ending.abort();
      if (gathering !== null) await isInTime(gathering, null);
      await end(client);
      await running;
    },
  };
}

interface Connected {
  readonly connection: Client;
  readonly socket: Socket;
  /** Resolves when it breaks or ends. */
  readonly broken: Promise<void>;
}

type Waiting = Record<'streams' | 'freed' | 'revoked', Set<string>> & {
  readonly wanted: Map<string, Wish>;
  readonly keys: Set<number>;
};

function takePayloads(waiting: Waiting): string[] {
  const [streams, keys] = [[...waiting.streams], [...waiting.keys]];
  const [wanted, freed, revoked] = [[...waiting.wanted.values()], [...waiting.freed], [...waiting.revoked]];
  for (const gathered of Object.values(waiting)) gathered.clear();
  const parts = Math.ceil(Math.max(1, wanted.length, freed.length, revoked.length) / MOST_IDS);
  return Array.from({ length: parts }, (_, part) => {
    const slice = <Item>(items: Item[]): Item[] => items.slice(part * MOST_IDS, (part + 1) * MOST_IDS);
    return JSON.stringify({ streams, wanted: slice(wanted), freed: slice(freed), revoked: slice(revoked), keys });
  });
}
