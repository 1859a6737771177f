/** PostgreSQL's server as a child process that never outlives this one. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { Client } from 'pg';
import type { Timer } from '../../src-shared/kernel/ports.ts';
import { environment, SUPERUSER, type Cluster } from './embedded-cluster.ts';
import type { Binaries } from './embedded-binaries.ts';
import type { Owner } from './embedded-owner.ts';

export interface Server {
  readonly port: number;
  readonly url: string;
  /** Resolves when the process is gone, for whatever reason. */
  readonly exited: Promise<void>;
  /** Ends it in order; open transactions are rolled back. */
  stop(): Promise<void>;
}

export type Launch =
  | { readonly started: true; readonly server: Server }
  /** `in-use`: another server holds the data folder; `port`: somebody took the port meanwhile. */
  | { readonly started: false; readonly why: 'in-use' | 'port' | 'other'; readonly log: string };

/**
 * Runs the server and, when standard input closes because its parent is gone, stops it: a registry that was killed
 * leaves no server behind. Standard input is handed on as 3, since a shell takes it from what it runs beside itself.
 */
const RUN_AND_WATCH = `exec 3<&0; "$@" </dev/null 3<&- & server=$!
(read -r _ <&3; kill -INT "$server") 2>/dev/null & watch=$!
exec 3<&-; wait "$server"; ended=$?; kill "$watch" 2>/dev/null; exit "$ended"`;

/** Without a detail line, which would quote rows, and without the statement. */
const QUIET = ['log_error_verbosity=terse', 'log_min_error_statement=panic'];

const PAUSE_MILLISECONDS = 20;

/** The address of a cluster's server. */
export function urlOf(port: number, password: string): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
}

/** Starts the server on a free port and waits until it answers. */
export async function launchServer(
  cluster: Cluster,
  binaries: Binaries,
  owner: Owner | null,
  logFile: string,
  timer: Timer,
): Promise<Launch> {
  const port = await freePort();
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_wal_size=2GB',
    // Files of the log that have been written are kept to be used again: every commit waits while a new one is made.
    'min_wal_size=1GB',
    ...QUIET,
  ];
  const command = [binaries.postgres, '-D', cluster.data, ...settings.flatMap((setting) => ['-c', setting])];
  const log = openSync(logFile, 'a+', 0o600);
  const logStart = readFileSync(log).byteLength;
  const child = spawnWatched(command, log, { cwd: cluster.folder, env: environment(binaries), ...owner });
  closeSync(log);

  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve()).once('error', () => resolve());
  });
  const url = urlOf(port, cluster.password);
  for (let gone = false; !gone; gone = await goneWithin(PAUSE_MILLISECONDS, exited, timer)) {
    if (await answers(url)) {
      const stop = async (): Promise<void> => {
        await stopServer(cluster, binaries, owner);
        await exited;
      };
      return { started: true, server: { port, url, exited, stop } };
    }
  }
  const said = readFileSync(logFile).subarray(logStart).toString();
  const why = said.includes('postmaster.pid" already exists')
    ? 'in-use'
    : said.includes('could not bind')
      ? 'port'
      : 'other';
  return { started: false, why, log: said };
}

/** Stops whatever server runs on the cluster, in order; nothing happens where none does. */
export async function stopServer(cluster: Cluster, binaries: Binaries, owner: Owner | null): Promise<void> {
  await promisify(execFile)(binaries.control, ['stop', '-D', cluster.data, '-m', 'fast', '-w', '-t', '30'], {
    cwd: cluster.folder,
    env: environment(binaries),
    ...owner,
  }).catch(() => {
    // Already gone; who waits for it sees that.
  });
}

function goneWithin(milliseconds: number, exited: Promise<void>, timer: Timer): Promise<boolean> {
  return Promise.race([timer.sleep(milliseconds).then(() => false), exited.then(() => true)]);
}

function spawnWatched(
  command: readonly string[],
  log: number,
  options: { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number },
): ChildProcess {
  const [program = '', ...parameters] =
    process.platform === 'win32' ? command : ['/bin/sh', '-c', RUN_AND_WATCH, 'sh', ...command];
  // A group of its own: Ctrl-C at the terminal is for the registry, which ends its server last.
  return spawn(program, parameters, { ...options, detached: true, stdio: ['pipe', log, log] });
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
