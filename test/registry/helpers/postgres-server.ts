/** A PostgreSQL of a test's own that can be killed and started again on the same port: the embedded one, or Debian's. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createServer, Socket, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { findPackage, makeReady, type Binaries } from '../../../src-registry/db/embedded-binaries.ts';
import { environment, openCluster } from '../../../src-registry/db/embedded-cluster.ts';
import { ownerForPostgres } from '../../../src-registry/db/embedded-owner.ts';
import { urlOf } from '../../../src-registry/db/embedded-server.ts';
import { machineRandom } from '../../../src-registry/real-ports.ts';

export interface PostgresServer {
  /** The same for as long as the test runs. */
  readonly url: string;
  readonly folder: string;
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** Ends every process of it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Kills it and removes its data. */
  remove(): Promise<void>;
}

const DEBIAN = '/usr/lib/postgresql';
const WHEN_ALONE = 'read -r _; kill -KILL "$(head -n 1 "$1/postmaster.pid")"; rm -rf "$2"';

/** Whether the environment asks for Debian's server in place of the embedded one. */
const wantsDebian = process.env['KAIKUDESK_POSTGRES'] === 'debian';

/** The folder of Debian's newest PostgreSQL programs, or null where none are installed. */
export function debianPrograms(): string | null {
  if (!existsSync(DEBIAN)) return null;
  const [newest] = readdirSync(DEBIAN)
    .filter((version) => existsSync(join(DEBIAN, version, 'bin', 'postgres')))
    .toSorted((one, other) => Number(other) - Number(one));
  return newest === undefined ? null : join(DEBIAN, newest, 'bin');
}

function programs(kind: Kind): Binaries {
  if (kind === 'embedded') return makeReady(findPackage(), ownerForPostgres(), () => undefined);
  const folder = debianPrograms();
  if (folder === null) throw new Error('Debian’s postgresql is asked for and not installed');
  const [initdb, postgres, control] = ['initdb', 'postgres', 'pg_ctl'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  return { initdb, postgres, control, libraries: join(folder, '..', 'lib') };
}

type Kind = 'embedded' | 'debian';

/** Makes a server in a temporary folder and starts it; it ends with this process. */
export async function startPostgres(kind: Kind = wantsDebian ? 'debian' : 'embedded'): Promise<PostgresServer> {
  const binaries = programs(kind);
  const owner = ownerForPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'kaikudesk-postgres-'));
  chmodSync(folder, 0o711);
  const cluster = await openCluster(folder, binaries, owner, machineRandom, () => undefined);
  const port = await freePort();
  appendFileSync(
    join(cluster.data, 'postgresql.conf'),
    `port = ${port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 200\n`,
  );
  const url = urlOf(port, cluster.password);
  let child: ChildProcess | null = null;

  async function kill(): Promise<void> {
    if (child === null) return;
    const { exitCode, signalCode } = child;
    const isGone = exitCode !== null || signalCode !== null;
    const gone = isGone ? null : new Promise<void>((resolve) => child?.once('exit', () => resolve()));
    const family = [child.pid, ...childrenOf(child.pid)];
    for (const pid of family) end(pid);
    child.stdin?.destroy();
    await gone;
    for (const pid of family) while (isThere(pid)) await new Promise((resolve) => setImmediate(resolve));
    child = null;
  }

  // Its standard input closes when this process is gone, however that came about; then the server goes too.
  const watch = spawn('/bin/sh', ['-c', WHEN_ALONE, 'sh', cluster.data, folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watch.unref();
  if (watch.stdin instanceof Socket) watch.stdin.unref();

  async function start(): Promise<void> {
    const log = openSync(join(folder, 'postgres.log'), 'a');
    child = spawn(binaries.postgres, ['-D', cluster.data], {
      cwd: cluster.folder,
      env: environment(binaries),
      stdio: ['ignore', log, log],
      ...owner,
    });
    closeSync(log);
    const started = child;
    while (!(await answers(url))) {
      if (started.exitCode !== null || started.signalCode !== null)
        throw new Error(readFileSync(join(folder, 'postgres.log'), 'utf8').slice(-2_000));
    }
  }
  await start();
  return {
    url,
    folder,
    start,
    kill,
    async remove() {
      await kill();
      watch.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let shared: Promise<PostgresServer> | null = null;
let databases = 0;

/** A new, empty database on this process's server. */
export async function freshDatabase(): Promise<string> {
  shared ??= startPostgres();
  const { url } = await shared;
  databases += 1;
  const name = `registry_${databases}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return url.replace(/\/postgres$/, `/${name}`);
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
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

function end(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

function isThere(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    // A process that has ended and that nobody has asked for yet is none any more.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Each of PostgreSQL's processes is a group of its own. */
function childrenOf(pid: number | undefined): number[] {
  if (pid === undefined) return [];
  try {
    return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)])
      .toString()
      .trim()
      .split(/\s+/)
      .filter((text) => text !== '')
      .map(Number);
  } catch {
    return [];
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
