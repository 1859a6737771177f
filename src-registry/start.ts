/** Starts a registry: the composition root of the command line and of tests. */
import { helsinkiDay } from '../src-shared/kernel/helsinki.ts';
import { ok } from '../src-shared/kernel/result.ts';
import type { Clock, Ids, Random, Timer } from '../src-shared/kernel/ports.ts';
import { openDatabase, type Database } from './db/database.ts';
import { MIGRATIONS, migrate } from './db/migrate.ts';
import { loadDemo } from './demo/load-demo.ts';
import { makeHandlers } from './http/handlers.ts';
import { startNewsHub } from './http/news-hub.ts';
import { startHttp } from './http/server.ts';
import type { Place } from './options.ts';
import { openPlace } from './place.ts';
import { machineRandom, machineTimer, timedIds } from './real-ports.ts';
import type { Context } from './services/context.ts';
import { loadKeys } from './services/keys.ts';
import type { Log } from './services/log.ts';
import { startNotifier } from './services/notifier.ts';
import { settle } from './services/settings.ts';
import { buildSnapshot, isSnapshotDue } from './services/snapshot.ts';
import { seedDatabase, type Seed } from './seed/seed.ts';

export interface Ports {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly timer: Timer;
}

export interface StartOptions {
  /** On 127.0.0.1; 0 for any free one. */
  readonly port: number;
  readonly database: Place;
  readonly seed: Seed;
  readonly ports: Ports;
  /** Takes sentences for the person who watches. */
  readonly say: (sentence: string) => void;
}

export interface RunningRegistry {
  readonly url: string;
  /** `folder`: null where PostgreSQL is not the registry's own; `url`: PostgreSQL's address. */
  readonly database: { readonly folder: string | null; readonly url: string };
  /** The services' own way in, for tests and for what has no call yet: changing cards and performances, revoking. */
  readonly services: { readonly database: Database; readonly context: Context; readonly snapshots: string };
  /** Resolves when the registry's own PostgreSQL died under it. */
  readonly lost: Promise<void>;
  /** Ends it in order: HTTP and push, background work, connections, PostgreSQL. */
  close(): Promise<void>;
}

const LOOK_AGAIN_MILLISECONDS = 60_000;
const INSTANCE_BYTES = 6;

/** The machine's ports, with a clock of one's own. */
export function machinePorts(clock: Clock): Ports {
  return { clock, ids: timedIds(clock), random: machineRandom, timer: machineTimer };
}

/** Starts a registry and gives it when it listens. Throws StartFailure for what a person can change. */
export async function startRegistry({
  port,
  database: where,
  seed,
  ports,
  say,
}: StartOptions): Promise<RunningRegistry> {
  // What was opened, to be closed in the opposite order, also when the start fails half-way.
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (let last = opened.pop(); last !== undefined; last = opened.pop()) await last();
  };
  try {
    const place = await openPlace(where, ports, say);
    opened.push(() => place.close());
    for (const name of await migrate(place.url, MIGRATIONS)) say(`Database migration: ${name}.`);
    const notifier = await startNotifier(place.url, ports.timer);
    opened.push(() => notifier.close());
    const database = openDatabase(place.url, notifier.tell, (error) => say(`A connection broke: ${error.message}`));
    opened.push(() => database.close());
    const context = await makeContext(database, ports, seed, say);
    if (await database.read((tx) => isSnapshotDue(tx, context, place.snapshots))) {
      const { cards } = await buildSnapshot(database, context, place.snapshots);
      say(`Published a card list of ${cards.toLocaleString('en')} cards.`);
    }
    const background = keepUp(database, context, place.snapshots, ports.timer, say);
    opened.push(() => background.stop());
    const hub = startNewsHub(notifier, ports.timer);
    opened.push(() => hub.close());
    const http = await startHttp(
      port,
      makeHandlers({ database, context, snapshots: place.snapshots, hub }),
      database,
      ports.clock,
      say,
    );
    opened.push(async () => {
      // Listening desks are told the end, rather than cut off with the server.
      await hub.close();
      await http.close();
    });
    return {
      url: http.url,
      database: { folder: place.folder, url: place.url },
      services: { database, context, snapshots: place.snapshots },
      lost: place.lost,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function makeContext(
  database: Database,
  { clock, ids, random }: Ports,
  seed: Seed,
  say: (sentence: string) => void,
): Promise<Context> {
  const { value } = await database.transaction(async (tx) =>
    ok({
      keys: await loadKeys(tx, clock, random),
      instance: await settle(tx, 'instance', Buffer.from(random.bytes(INSTANCE_BYTES)).toString('hex')),
    }),
  );
  const demo = await seedDatabase(database, { clock, random, keys: value.keys }, seed, say);
  const log: Log = {
    info: (event) => say(event),
    warn: (event) => say(event),
    error: (event, error) => say(`${event}: ${error instanceof Error ? error.stack : 'not an error'}`),
  };
  return { clock, ids, random, ...value, log, demo };
}

/** Once a minute: a new card list when one is due, and the demo's data rolled on when midnight has passed. */
function keepUp(
  database: Database,
  context: Context,
  snapshots: string,
  timer: Timer,
  say: (sentence: string) => void,
): { stop(): Promise<void> } {
  const ending = new AbortController();
  async function run(): Promise<void> {
    let day = helsinkiDay(context.clock.now());
    for (;;) {
      await timer.sleep(LOOK_AGAIN_MILLISECONDS, ending.signal);
      if (ending.signal.aborted) return;
      try {
        const today = helsinkiDay(context.clock.now());
        if (context.demo && today !== day) {
          const { value: leftOut } = await database.transaction((tx) => loadDemo(tx, context, context.random));
          for (const sentence of leftOut) say(sentence);
          day = today;
        }
        if (await database.read((tx) => isSnapshotDue(tx, context, snapshots))) {
          await buildSnapshot(database, context, snapshots);
        }
      } catch (error) {
        say(`Background work failed and is tried again in a minute: ${error instanceof Error ? error.message : ''}`);
      }
    }
  }
  const running = run();
  return {
    async stop() {
      ending.abort();
      await running;
    },
  };
}
