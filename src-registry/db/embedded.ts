/** The registry's own PostgreSQL: the real server, in a folder, for as long as the registry runs. */
import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { z } from 'zod';
import type { Random, Timer } from '../../src-shared/kernel/ports.ts';
import { StartFailure } from '../start-failure.ts';
import { findPackage, makeReady, type Binaries } from './embedded-binaries.ts';
import { openCluster, type Cluster } from './embedded-cluster.ts';
import { ownerForPostgres, type Owner } from './embedded-owner.ts';
import { launchServer, stopServer, urlOf, type Server } from './embedded-server.ts';

export interface Embedded {
  readonly url: string;
  /** Resolves when the server is gone, wanted or not. */
  readonly exited: Promise<void>;
  /** Ends the server; with `remove`, its data too. */
  close(options: { readonly remove: boolean }): Promise<void>;
}

/** What lies in `connection.json`, so that a person or a test can look into the database. */
const connectionSchema = z.strictObject({ url: z.string(), port: z.int(), password: z.string() });

/** Held by a running registry for as long as it is connected; any number that nothing else locks. */
const RUNNING_LOCK = 7_314_002;
const MOST_TRIES = 100;
const PAUSE_MILLISECONDS = 100;

/**
 * Starts the server on `folder`, making both where needed. Throws StartFailure where the folder cannot be written or
 * belongs to a registry that runs. A server whose registry was killed is stopped and started anew.
 */
export async function startEmbedded(
  folder: string,
  random: Random,
  timer: Timer,
  say: (sentence: string) => void,
): Promise<Embedded> {
  const wanted = resolve(folder);
  const owner = ownerForPostgres();
  makeWritable(wanted);
  const binaries = makeReady(findPackage(), owner, say);
  const cluster = await openCluster(wanted, binaries, owner, random, say);
  const server = await launch(wanted, cluster, binaries, owner, timer);
  const lock = await holdRunningLock(server.url);
  if (lock === null) {
    await server.exited;
    throw inUse(wanted);
  }
  writeConnection(wanted, { url: server.url, port: server.port, password: cluster.password });
  return {
    url: server.url,
    exited: server.exited,
    async close({ remove }) {
      await lock.end().catch(() => undefined);
      await server.stop();
      if (remove) rmSync(cluster.folder, { recursive: true, force: true });
    },
  };
}

function makeWritable(folder: string): void {
  try {
    // Others may pass through to the server's own folder in it, and see nothing.
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartFailure(`The database folder ${folder} cannot be written to: give another one with --database.`, {
      cause: error,
    });
  }
}

async function launch(
  folder: string,
  cluster: Cluster,
  binaries: Binaries,
  owner: Owner | null,
  timer: Timer,
): Promise<Server> {
  const logFile = join(folder, 'postgres.log');
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const launched = await launchServer(cluster, binaries, owner, logFile, timer);
    if (launched.started) return launched.server;
    if (launched.why === 'other') {
      const last = launched.log.trim().split('\n').at(-1) ?? '';
      throw new StartFailure(`PostgreSQL did not start: ${last} (the whole story is in ${logFile}).`);
    }
    if (launched.why === 'in-use') {
      const holder = await holderOf(folder, cluster);
      if (holder === 'registry') throw inUse(folder);
      if (holder === 'nobody') await stopServer(cluster, binaries, owner);
      // Else it is starting or ending: look again.
      await timer.sleep(PAUSE_MILLISECONDS);
    }
  }
  throw inUse(folder);
}

/** Who keeps the server on this folder: a registry that runs, nobody any more, or that cannot be told just now. */
async function holderOf(folder: string, cluster: Cluster): Promise<'registry' | 'nobody' | 'unclear'> {
  try {
    const { port } = connectionSchema.parse(JSON.parse(readFileSync(join(folder, 'connection.json'), 'utf8')));
    const lock = await holdRunningLock(urlOf(port, cluster.password));
    if (lock === null) return 'registry';
    await lock.end();
    return 'nobody';
  } catch {
    return 'unclear';
  }
}

/** A session that holds the lock, or null where another one does. PostgreSQL frees it when its process dies. */
async function holdRunningLock(url: string): Promise<Client | null> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // Its end is the server's end, which `exited` tells.
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [RUNNING_LOCK]);
  if (rows[0]?.got === true) return client;
  await client.end();
  return null;
}

function writeConnection(folder: string, connection: z.infer<typeof connectionSchema>): void {
  const path = join(folder, 'connection.json');
  writeFileSync(`${path}.new`, `${JSON.stringify(connection, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function inUse(folder: string): StartFailure {
  return new StartFailure(`A registry is already running on ${folder}: stop it first, or give another --database.`);
}
