/** The card list as verdicts read it: one prepared look-up; a broken list says so and is never "unknown card" (CARD-4). */
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { Card } from '../../src-shared/card/card.ts';
import type { CardList, CardListStatus } from '../services/ports.ts';
import { KEY_BYTES, openListFile, readPointer } from './card-file.ts';

/** A verdict does not wait for another's lock. */
const LOCK_WAIT_MILLISECONDS = 50;

/** Stands for the file where the pointer itself cannot be read. */
const POINTER_BROKEN = '';

type CardRow = [Card['kind'], string, string | null, Card['state'], number | null];
type MetaRow = [number, string, number];

interface OpenList {
  readonly file: string;
  readonly database: Database.Database;
  readonly card: Database.Statement<[Buffer], CardRow>;
  readonly meta: Database.Statement<[], MetaRow>;
}

export interface OpenCardList extends CardList {
  close(): void;
}

/** Opens the list that the data folder's pointer names; read-only, in any thread. */
export function openCardList(folder: string): OpenCardList {
  const keyBytes = Buffer.alloc(KEY_BYTES);
  let list: OpenList | null = null;
  /** Name of the file that turned out broken: it stays broken, only another one is a new chance. */
  let damaged: string | null = null;

  function spoil(): void {
    damaged = list?.file ?? null;
    list?.database.close();
    list = null;
  }

  function reopen(): void {
    const pointer = readPointer(folder);
    const file = pointer === 'broken' || pointer === null ? null : pointer.file;
    if (file !== null && (file === list?.file || file === damaged)) return;
    list?.database.close();
    list = null;
    damaged = pointer === 'broken' ? POINTER_BROKEN : null;
    if (file === null) return;
    try {
      list = openList(folder, file);
    } catch {
      damaged = file;
    }
  }

  reopen();
  return {
    find(key) {
      if (list === null || key.length !== KEY_BYTES * 2) return null;
      try {
        keyBytes.write(key, 'hex');
        const row = list.card.get(keyBytes);
        if (row === undefined) return null;
        return { kind: row[0], firstDay: row[1], lastDay: row[2], state: row[3], childLimit: row[4] };
      } catch {
        spoil();
        return null;
      }
    },
    status() {
      if (list === null) return without(damaged === null ? 'empty' : 'damaged');
      try {
        const meta = list.meta.get();
        if (meta === undefined) throw new Error('the card list lacks its meta row');
        return { state: 'ready', count: meta[0], freshAt: meta[1], keyGeneration: meta[2] };
      } catch {
        spoil();
        return without('damaged');
      }
    },
    reopen,
    close() {
      list?.database.close();
      list = null;
    },
  };
}

function openList(folder: string, file: string): OpenList {
  const database = openListFile(join(folder, file), { readonly: true, waitMilliseconds: LOCK_WAIT_MILLISECONDS });
  try {
    const card = database
      .prepare<[Buffer], CardRow>('SELECT kind, first_day, last_day, state, child_limit FROM cards WHERE key = ?')
      .raw() as Database.Statement<[Buffer], CardRow>;
    const meta = database
      .prepare<[], MetaRow>('SELECT count, fresh_at, key_generation FROM meta WHERE one = 1')
      .raw() as Database.Statement<[], MetaRow>;
    return { file, database, card, meta };
  } catch (error) {
    database.close();
    throw error;
  }
}

function without(state: 'empty' | 'damaged'): CardListStatus {
  return { state, count: 0, freshAt: null, keyGeneration: 0 };
}
