/** Starts a registry: the composition root of the command line and of tests. */
import { resolve } from 'node:path';
import { ok } from '../src-shared/kernel/result.ts';
import type { Clock, Ids, Random, Timer } from '../src-shared/kernel/ports.ts';
import { backgroundJobs } from './background.ts';
import { refuseUnmarkedFolder, unmarkedCopy } from './db/backup.ts';
import { openDatabase, type Database } from './db/database.ts';
import { oneAtATime } from './db/locks.ts';
import { MIGRATIONS, migrate } from './db/migrate.ts';
import { makeFaults } from './http/faults.ts';
import { openFront, type Front } from './http/front.ts';
import { makeHandlers } from './http/handlers.ts';
import { startNewsHub, type NewsHub } from './http/news-hub.ts';
import { startHttp } from './http/server.ts';
import { makeMetrics, serveMetrics } from './metrics.ts';
import { LOOPBACK, PRESET_CONNECTIONS, type Operation, type Place } from './options.ts';
import { openPlace, type OpenPlace } from './place.ts';
import { machineRandom, machineTimer, timedIds } from './real-ports.ts';
import type { Context } from './services/context.ts';
import { isUnmarkedCopy } from './services/desks/restored.ts';
import { startJobs } from './services/jobs.ts';
import { loadKeys } from './services/keys/keys.ts';
import { sayingLog, type Log } from './services/log.ts';
import { startNotifier, type Notifier } from './services/feeds/notifier.ts';
import { settle } from './services/settings.ts';
import { isSnapshotDue, publishSnapshot } from './services/feeds/snapshot.ts';
import { seedDatabase, type Seed } from './seed/seed.ts';

export interface Ports {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly timer: Timer;
}

export interface StartOptions {
  /** On 127.0.0.1, unless `operation` says where to listen; 0 for any free one. */
  readonly port: number;
  readonly database: Place;
  readonly seed: Seed;
  readonly ports: Ports;
  /** Takes sentences for the person who watches. */
  readonly say: (sentence: string) => void;
  /** Takes a line a request and whatever else happens; left out: what matters is said in sentences. */
  readonly log?: Log;
  /** Where it differs from the command line's presets. */
  readonly operation?: Partial<Operation>;
  /** Ends the wait for a database that is away. */
  readonly signal?: AbortSignal;
}

export interface RunningRegistry {
  readonly url: string;
  /** Where Prometheus reads, or null. */
  readonly metricsUrl: string | null;
  /** `folder`: null where PostgreSQL is not the registry's own; `url`: PostgreSQL's address. */
  readonly database: { readonly folder: string | null; readonly url: string };
  /** The services' own way in, for tests and for what has no call yet: changing cards and performances, revoking. */
  readonly services: { readonly database: Database; readonly context: Context; readonly snapshots: string };
  /** Resolves when the registry's own PostgreSQL died under it. */
  readonly lost: Promise<void>;
  /** Ends it in order: readiness, push, what runs, background work, connections, PostgreSQL. */
  close(): Promise<void>;
}

const INSTANCE_BYTES = 6;
/** What has not been answered then is cut off; desks ask again, and every call may be repeated. */
const DEADLINE_MILLISECONDS = 15_000;

/** The machine's ports, with a clock of one's own. */
export function machinePorts(clock: Clock): Ports {
  return { clock, ids: timedIds(clock), random: machineRandom, timer: machineTimer };
}

/** Starts a registry and gives it when it is ready; until then it answers 503. Throws StartFailure for what a person can change. */
export async function startRegistry(options: StartOptions): Promise<RunningRegistry> {
  const { ports, say } = options;
  const log = options.log ?? sayingLog(say);
  const operation = operationOf(options);
  // What was opened, to be closed in the opposite order, also when the start fails half-way.
  const opened: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (let last = opened.pop(); last !== undefined; last = opened.pop()) await last();
  };
  try {
    const front = await openFront(operation.listen, ports.clock, ports.timer);
    opened.push(() => front.end(0));
    const signal = options.signal ?? new AbortController().signal;
    if (options.database.kind === 'folder') refuseUnmarkedFolder(resolve(options.database.path));
    const place = await openPlace(options.database, ports, say, signal);
    opened.push(() => place.close());
    for (const name of await migrate(place.url, MIGRATIONS)) say(`Database migration: ${name}.`);
    const notifier = await startNotifier(place.url, ports.timer);
    opened.push(() => notifier.close());
    const database = openDatabase(place.url, operation.connections, notifier.tell, (error) =>
      log.warn(`A connection to the database broke: ${error.message}`),
    );
    opened.push(() => database.close());
    const { value: isCopy } = await database.transaction(async (tx) => ok(await isUnmarkedCopy(tx)));
    if (isCopy) throw unmarkedCopy();
    const context = await makeContext(database, ports, options.seed, log, say);
    await publishFirst(place, database, context, say);

    const metrics = operation.metrics === null ? null : makeMetrics(database, ports.clock);
    const metricsPage =
      metrics === null || operation.metrics === null ? null : await serveMetrics(metrics, operation.metrics);
    if (metricsPage !== null) opened.push(() => metricsPage.close());
    const jobs = startJobs(backgroundJobs(database, context, place.snapshots), {
      url: place.url,
      clock: ports.clock,
      timer: ports.timer,
      log,
      onRan: (job, seconds, failed) => metrics?.ran(job, seconds, failed),
    });
    opened.push(() => jobs.stop());
    opened.push(followKeys(notifier, database, context));
    const hub = startNewsHub(notifier, ports.timer, ports.random);
    opened.push(() => hub.close());
    if (operation.faults !== null) {
      say('FAULTS ARE SWITCHED ON: this registry breaks on purpose, for tests of clients. Nobody may rely on it.');
      log.warn('faults are switched on', { ...flat(operation.faults) });
    }
    const http = await startHttp({
      front,
      handlers: makeHandlers({ database, context, snapshots: place.snapshots, hub, metrics }),
      database,
      context,
      trustProxy: operation.trustProxy,
      faults: operation.faults === null ? null : makeFaults(operation.faults, ports.timer),
      requests: options.log ?? null,
      metrics,
    });
    opened.push(() => http.close());
    opened.push(() => endServing(front, hub, operation.drain, ports.timer, log));
    return {
      url: front.url,
      metricsUrl: metricsPage?.url ?? null,
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

function operationOf({ port, operation }: StartOptions): Operation {
  return {
    listen: { host: LOOPBACK, port },
    trustProxy: [],
    connections: PRESET_CONNECTIONS,
    metrics: null,
    drain: 0,
    faults: null,
    ...operation,
  };
}

/** Proxies are told to go elsewhere, then listening desks; then what runs is waited for. */
async function endServing(front: Front, hub: NewsHub, drain: number, timer: Timer, log: Log): Promise<void> {
  front.startEnding();
  await hub.close();
  if (drain > 0) await timer.sleep(drain);
  const cutOff = await front.end(DEADLINE_MILLISECONDS);
  if (cutOff > 0) log.warn('requests were cut off at the end', { requests: cutOff });
}

async function makeContext(
  database: Database,
  { clock, ids, random }: Ports,
  seed: Seed,
  log: Log,
  say: (sentence: string) => void,
): Promise<Context> {
  const { value } = await database.transaction(async (tx) =>
    ok({
      keys: await loadKeys(tx, clock, random),
      instance: await settle(tx, 'instance', Buffer.from(random.bytes(INSTANCE_BYTES)).toString('hex')),
    }),
  );
  const demo = await seedDatabase(database, { clock, random, keys: value.keys }, seed, say);
  return { clock, ids, random, ...value, log, demo };
}

/** Keeps this node's keys up to date with what any node tells; gives how to end it. */
function followKeys(notifier: Notifier, database: Database, context: Context): () => Promise<void> {
  let reloading = Promise.resolve();
  const stop = notifier.listen(({ keys }) => {
    if (keys.length === 0) return;
    // One after the other: what was read first must not be what stays.
    reloading = reloading
      .then(() => database.read((tx) => context.keys.reload(tx)))
      .catch((error: unknown) => context.log.error('The keys could not be read anew', error));
  });
  return async () => {
    stop();
    await reloading;
  };
}

/** A card list is there before the first desk asks; several nodes that start together make one after the other. */
async function publishFirst(
  { url, snapshots }: OpenPlace,
  database: Database,
  context: Context,
  say: (sentence: string) => void,
): Promise<void> {
  await oneAtATime(url, 'job snapshot', true, async () => {
    const published = await publishSnapshot(database, context, snapshots, isSnapshotDue);
    if (published !== null) say(`Published a card list of ${published.cards.toLocaleString('en')} cards.`);
  });
}

function flat(plan: object): Record<string, number> {
  return Object.fromEntries(
    Object.entries(plan).map(([kind, value]: [string, number | { probability: number }]) => [
      kind,
      typeof value === 'number' ? value : value.probability,
    ]),
  );
}
