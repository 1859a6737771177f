/** A copy of the registry's own PostgreSQL while it runs: its low-level backup (PostgreSQL manual, 25.3.6). */
import {
  chownSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { codeOf, StartFailure } from '../start-failure.ts';

/** Lies in the folder of a copy until it is said to be restored: nothing else tells it from what it was copied of. */
const UNMARKED = 'restored-has-to-be-run-first';

/** Says of a folder that it is a copy. */
export function markCopy(folder: string): void {
  writeFileSync(join(folder, UNMARKED), '', { mode: 0o600 });
}

/** Throws StartFailure where a database folder is a copy that nobody has said to be restored. */
export function refuseUnmarkedFolder(folder: string): void {
  if (existsSync(join(folder, UNMARKED))) throw unmarkedCopy();
}

/** Why a copy is not served: a restore takes back what was promised and forbidden since the backup. */
export function unmarkedCopy(): StartFailure {
  return new StartFailure(
    'This database is a copy, and would promise places a second time: run the command restored on it first (--help).',
  );
}

/** Says of a database folder that it may be served. */
export function unmarkCopy(folder: string): void {
  rmSync(join(folder, UNMARKED), { force: true });
}

/** Of no use in a copy, or wrong there; their folders have to exist. */
const WITHOUT_CONTENT = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const LEFT_OUT = /^(?:postmaster\.(?:pid|opts)|pgsql_tmp.*|pg_internal\.init|backup_label(?:\.old)?|tablespace_map)$/;

/**
 * Copies the cluster folder `from` (with `data` and `password`) to `to`, which must not exist, while its server at `url`
 * runs on. What was committed when the call began is in the copy, and every transaction whole or not at all. A copy that
 * fails half-way is removed. Throws StartFailure.
 */
export async function copyRunningCluster(url: string, from: string, to: string): Promise<void> {
  if (existsSync(to)) throw new StartFailure(`${to} is there already: give a folder that is not.`);
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // Keeps the log of changes from being recycled until it is copied; gone with this connection.
    await client.query(
      `SELECT pg_create_physical_replication_slot('kaikudesk_backup_' || pg_backend_pid(), true, true)`,
    );
    await client.query(`SELECT pg_backup_start('kaikudesk', true)`);
    copyFolder(join(from, 'data'), join(to, 'data'), true);
    const { rows } = await client.query<{ label: string; tablespaces: string }>(
      'SELECT labelfile AS label, spcmapfile AS tablespaces FROM pg_backup_stop(false)',
    );
    copyFolder(join(from, 'data', 'pg_wal'), join(to, 'data', 'pg_wal'), false);
    const label = join(to, 'data', 'backup_label');
    writeFileSync(label, rows[0]?.label ?? '', { mode: 0o600 });
    sameOwner(join(from, 'data'), label);
    copyFile(join(from, 'password'), join(to, 'password'));
  } catch (error) {
    rmSync(to, { recursive: true, force: true });
    if (codeOf(error) === 'ENOSPC') throw new StartFailure(`There is no room for the copy in ${to}.`, { cause: error });
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function copyFolder(from: string, to: string, isTop: boolean): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o711 });
  mkdirSync(to, { mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (LEFT_OUT.test(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isFile()) copyFile(source, target);
    if (!entry.isDirectory()) continue;
    if (isTop && WITHOUT_CONTENT.has(entry.name)) {
      // The log is copied at the end, into the folder that is made then.
      if (entry.name !== 'pg_wal') emptyFolder(source, target);
    } else copyFolder(source, target, false);
  }
  sameOwner(from, to);
}

function emptyFolder(like: string, path: string): void {
  mkdirSync(path, { mode: 0o700 });
  sameOwner(like, path);
}

/** A file that PostgreSQL removed meanwhile is not needed: the log of changes says that it was removed. */
function copyFile(from: string, to: string): void {
  try {
    copyFileSync(from, to);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  sameOwner(dirname(from), to);
  const file = openSync(to, 'r');
  fsyncSync(file);
  closeSync(file);
}

function sameOwner(like: string, path: string): void {
  const { uid, gid } = statSync(like);
  if (process.getuid?.() === 0) chownSync(path, uid, gid);
}
