/** The card list on disk, as its one writer and its readers both know it: a SQLite file, and a pointer that names it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { count } from '../../src-shared/kernel/schemas.ts';
import { replaceDurably } from './durable-file.ts';

/** Names the list in use; replaced whole, so that lists are swapped at one instant. */
const POINTER = 'cards.json';

const LIST_FILE = /^cards-[0-9a-f]{16}-\d+\.db$/;

/** All that belongs to card lists in the data folder: lists, their logs, pointers half written. */
export const LIST_LEFTOVER = /^cards(?:-[0-9a-f]{16}-(?<number>\d+)\.db(?:-wal|-shm|-journal)?|\.json\.new)$/;

/** What the desk adds to a snapshot: how far the list has come since. */
export const LIST_META = `
  CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    cursor TEXT NOT NULL,
    fresh_at TEXT NOT NULL,
    key_generation INTEGER NOT NULL,
    count INTEGER NOT NULL,
    snapshot_hash TEXT NOT NULL
  ) STRICT`;

/** Bytes of a card's key. */
export const KEY_BYTES = 16;

const pointerSchema = z.strictObject({
  /** Null: there is no list. */
  file: z.string().regex(LIST_FILE).nullable(),
  /** Counts the lists, so that no two files of a data folder ever have one name, and a reader can tell them apart. */
  number: count,
});
export type Pointer = z.infer<typeof pointerSchema>;

/** What a list's file is called: the beginning of its snapshot's hash, and its number. */
export function listFileName(hash: string, number: number): string {
  return `cards-${hash.slice(0, 16)}-${number}.db`;
}

/** Reads which file is in use; null where there is no pointer yet, `broken` where it cannot be read. */
export function readPointer(folder: string): Pointer | 'broken' | null {
  let text: string;
  try {
    text = readFileSync(join(folder, POINTER), 'utf8');
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? null : 'broken';
  }
  try {
    return pointerSchema.parse(JSON.parse(text));
  } catch {
    return 'broken';
  }
}

/** Puts a list in use, atomically and durably: a reader sees the old pointer or the new one, also after a power cut. */
export function writePointer(folder: string, pointer: Pointer): void {
  replaceDurably(folder, POINTER, JSON.stringify(pointer));
}

/** Opens a file of a card list with as little trust as SQLite allows. `waitMilliseconds`: for another's lock. */
export function openListFile(
  path: string,
  { readonly, waitMilliseconds }: { readonly readonly: boolean; readonly waitMilliseconds: number },
): Database.Database {
  const database = new Database(path, { readonly, fileMustExist: true, timeout: waitMilliseconds });
  try {
    database.pragma('trusted_schema = OFF');
    database.pragma('cell_size_check = ON');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
