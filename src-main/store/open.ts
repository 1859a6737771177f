/** Opens desk.db: the ledger and all that this desk alone knows. One writer: the desk service. */
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { DeskStore } from '../services/desk-store.ts';
import { bundleStore } from './desk-store.ts';
import { isDamage, isDiskRefusal } from './disk-refusal.ts';
import { MIGRATIONS, migrate } from './migrations.ts';

const FILE = 'desk.db';
const BUSY_MILLISECONDS = 5_000;

export interface OpenedStore {
  readonly store: DeskStore;
  /** Where a damaged file was put before a new one was begun; null: it was sound. A person must be told. */
  readonly setAside: string | null;
}

export type StoreFailure = 'store.newer-version' | 'store.not-writable';

/**
 * Opens `desk.db` in a folder that exists, checks it and brings it to the newest version. A damaged file is renamed,
 * with its journal, to `desk.db.damaged-<now>` and a new one is begun; it is never written to or overwritten. `now` is
 * in milliseconds and names it. Fails when the file belongs to a newer program or the disk refuses.
 */
export function openDeskStore(folder: string, now: number): Result<OpenedStore, StoreFailure> {
  const file = join(folder, FILE);
  try {
    const sound = openSound(file);
    if (sound !== null) return finish(sound, null);
    const setAside = putAside(file, now);
    const fresh = openSound(file);
    return fresh === null ? fail('store.not-writable') : finish(fresh, setAside);
  } catch (error) {
    if (isDiskRefusal(error)) return fail('store.not-writable');
    throw error;
  }
}

function finish(database: Database, setAside: string | null): Result<OpenedStore, StoreFailure> {
  const migrated = migrate(database, MIGRATIONS);
  if (migrated.ok) return ok({ store: bundleStore(database), setAside });
  database.close();
  return migrated;
}

/** The opened file, or null where it is damaged. */
function openSound(file: string): Database | null {
  const database = new SqliteDatabase(file, { timeout: BUSY_MILLISECONDS });
  try {
    database.pragma('trusted_schema = OFF');
    if (database.pragma('quick_check(1)', { simple: true }) !== 'ok') {
      database.close();
      return null;
    }
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    // Delivered codes are overwritten, not only unlinked.
    database.pragma('secure_delete = ON');
    return database;
  } catch (error) {
    database.close();
    if (isDamage(error)) return null;
    throw error;
  }
}

function putAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-');
  let name = `${file}.damaged-${stamp}`;
  for (let count = 2; existsSync(name); count += 1) name = `${file}.damaged-${stamp}-${count}`;
  // The journal first: without it the old file may be told apart, with a stranger's journal the new one would be lost.
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, name + suffix);
  }
  return name;
}
