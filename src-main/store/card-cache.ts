/** The one writer of the card list's files (ARCHITECTURE, decisions 2 and 5). */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { CardChange } from '../../src-shared/registry-api/bodies/feeds.ts';
import type { SnapshotManifest } from '../../src-shared/registry-api/bodies/snapshot.ts';
import type { CardCache } from '../services/card-cache.ts';
import { LIST_LEFTOVER, LIST_META, listFileName, openListFile, readPointer, writePointer } from './card-file.ts';
import { writeDurably } from './durable-file.ts';
import { checkSnapshotFile, isSound, signingKeyFrom, unpackSnapshot } from './snapshot-check.ts';

/** A reader that recovers the log holds the file for a moment. */
const LOCK_WAIT_MILLISECONDS = 2_000;

/** A list in use. */
interface OpenList {
  readonly file: string;
  readonly database: Database.Database;
  cursor: string;
  readonly snapshotHash: string;
  readonly apply: (changes: readonly CardChange[], cursor: string, freshAt: string | null) => void;
}

export interface OpenCardCache extends CardCache {
  close(): void;
}

/**
 * Opens the card cache in the data folder. `signingKey` is the pinned Ed25519 public key, 32 bytes in base64. A list that
 * is not sound is thrown away, and so is what an interrupted swap left behind. Throws where the machine cannot open it now.
 */
export function openCardCache(folder: string, signingKey: string): OpenCardCache {
  let key = signingKeyFrom(signingKey);
  let list: OpenList | null = null;
  let lists = 0;

  function check(): void {
    list?.database.close();
    const pointer = readPointer(folder);
    const known = pointer === 'broken' ? null : pointer;
    lists = known?.number ?? mostLists(folder);
    list = known === null || known.file === null ? null : openSound(folder, known.file);
    if (list === null) forget();
    else removeLeftovers(folder, list.file);
  }

  function forget(): void {
    writePointer(folder, { file: null, number: lists });
    removeLeftovers(folder, null);
  }

  check();
  return {
    cursor: () => list?.cursor ?? null,
    snapshotHash: () => list?.snapshotHash ?? null,
    install(manifest, compressed) {
      const unpacked = unpackSnapshot(manifest, compressed, key);
      lists += 1;
      const file = listFileName(manifest.hash, lists);
      const path = join(folder, file);
      try {
        writeDurably(path, unpacked, 'wx');
        checkSnapshotFile(path, manifest.cards);
        addMeta(path, manifest);
        writePointer(folder, { file, number: lists });
      } catch (error) {
        removeList(folder, file);
        throw error;
      }
      list?.database.close();
      list = null;
      list = openList(folder, file);
      removeLeftovers(folder, file);
    },
    trust(next) {
      key = signingKeyFrom(next);
    },
    apply(changes, cursor, freshAt) {
      if (list === null) throw new Error('there is no card list to change');
      try {
        list.apply(changes, cursor, freshAt);
        list.cursor = cursor;
      } catch (error) {
        check();
        throw error;
      }
    },
    check,
    wipe() {
      list?.database.close();
      list = null;
      forget();
    },
    close() {
      list?.database.close();
      list = null;
    },
  };
}

/** What the machine lacks just now says nothing about the file. */
const PASSING = /^SQLITE_(?:BUSY|CANTOPEN|FULL|NOMEM|READONLY)/;

/** Opens a list, or gives null where it is missing or not sound: a new one is a download away. */
function openSound(folder: string, file: string): OpenList | null {
  let opened: OpenList | null = null;
  try {
    opened = openList(folder, file);
    if (isSound(opened.database)) return opened;
  } catch (error) {
    const isPassing = error instanceof Database.SqliteError && PASSING.test(error.code);
    if (isPassing && existsSync(join(folder, file))) throw error;
  }
  opened?.database.close();
  return null;
}

function openList(folder: string, file: string): OpenList {
  const database = openListFile(join(folder, file), { readonly: false, waitMilliseconds: LOCK_WAIT_MILLISECONDS });
  try {
    database.pragma('synchronous = NORMAL');
    const meta = database
      .prepare<[], { cursor: string; snapshotHash: string }>(
        'SELECT cursor, snapshot_hash AS snapshotHash FROM meta WHERE one = 1',
      )
      .get();
    if (meta === undefined) throw new Error('the card list lacks its meta row');
    return { file, database, ...meta, apply: prepareApply(database) };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Rows, count and cursor change in one transaction (field lesson 16); replaying a page changes nothing. */
function prepareApply(database: Database.Database): OpenList['apply'] {
  const remove = database.prepare('DELETE FROM cards WHERE key = ?');
  const insert = database.prepare('INSERT INTO cards VALUES (?, ?, ?, ?, ?, ?)');
  const advance = database.prepare(
    'UPDATE meta SET cursor = ?, fresh_at = coalesce(?, fresh_at), count = count + ? WHERE one = 1',
  );
  return database.transaction((changes: readonly CardChange[], cursor: string, freshAt: string | null) => {
    let more = 0;
    for (const { key, card } of changes) {
      const bytes = Buffer.from(key, 'hex');
      more -= remove.run(bytes).changes;
      if (card === null) continue;
      insert.run(bytes, card.kind, card.firstDay, card.lastDay, card.state, card.childLimit);
      more += 1;
    }
    advance.run(cursor, freshAt, more);
  }).immediate;
}

/** Turns a checked snapshot into a list: write-ahead log, and a row that says how far it has come. */
function addMeta(path: string, { cursor, createdAt, keyGeneration, cards, hash }: SnapshotManifest): void {
  const database = openListFile(path, { readonly: false, waitMilliseconds: 0 });
  try {
    database.pragma('journal_mode = WAL');
    // Everything is on disk before the pointer names it.
    database.pragma('synchronous = FULL');
    database.exec(LIST_META);
    database.prepare('INSERT INTO meta VALUES (1, ?, ?, ?, ?, ?)').run(cursor, createdAt, keyGeneration, cards, hash);
  } finally {
    database.close();
  }
}

/** The highest number among the lists of a folder whose pointer is lost. */
function mostLists(folder: string): number {
  const numbers = readdirSync(folder).map((name) => Number(LIST_LEFTOVER.exec(name)?.groups?.['number'] ?? 0));
  return Math.max(0, ...numbers);
}

function removeLeftovers(folder: string, keep: string | null): void {
  for (const name of readdirSync(folder)) {
    if (LIST_LEFTOVER.test(name) && (keep === null || !name.startsWith(keep))) removeFile(join(folder, name));
  }
}

function removeList(folder: string, file: string): void {
  for (const name of readdirSync(folder)) if (name.startsWith(file)) removeFile(join(folder, name));
}

/** Where a reader still has it open it may stay (Windows): the next start removes it. */
function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code !== 'EBUSY' && code !== 'EPERM') throw error;
  }
}
