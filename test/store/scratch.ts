/** A folder and a database that are gone after the test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import type { LedgerEntry } from '../../src-shared/acquisition/event.ts';
import type { DeskStore } from '../../src-main/services/desk-store.ts';
import { openDeskStore } from '../../src-main/store/open.ts';

export const NOW = Date.parse('2026-11-20T10:00:00.000Z');
export const EPOCH = '019d0000-0000-7000-a000-000000000001';
export const NEXT_EPOCH = '019d0000-0000-7000-a000-000000000002';
export const PERFORMANCE = '019d0000-0000-7000-8000-000000000001';

export interface Scratch {
  readonly folder: string;
  readonly file: string;
  /** Opens the store in the folder, sound. */
  open(): DeskStore;
  /** A connection of its own to the same file. */
  connect(): Database;
  remove(): void;
}

/** Makes an empty folder. */
export function scratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), 'kaikudesk-store-'));
  const file = join(folder, 'desk.db');
  const opened: { close(): void }[] = [];
  return {
    folder,
    file,
    open() {
      const result = openDeskStore(folder, NOW);
      if (!result.ok) throw new Error(result.error.code);
      opened.push(result.value.store);
      return result.value.store;
    },
    connect() {
      const database = new SqliteDatabase(file);
      opened.push(database);
      return database;
    },
    remove() {
      for (const one of opened) one.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let count = 0;

function nextId(): string {
  count += 1;
  return `019d0000-0000-7000-b000-${count.toString(16).padStart(12, '0')}`;
}

/** A sale of `units`, ready to be appended. */
export function sale(units = 0): LedgerEntry & { type: 'redeemed' } {
  return {
    type: 'redeemed',
    id: nextId(),
    at: new Date(NOW).toISOString(),
    performanceId: PERFORMANCE,
    acquisitionId: nextId(),
    cardKey: 'ab'.repeat(16),
    keyGeneration: 1,
    sealedHash: 'cd'.repeat(32),
    children: 0,
    units,
    despite: [],
  };
}

/** The void of a sale. */
export function voidOf({ acquisitionId, units }: { acquisitionId: string; units: number }): LedgerEntry {
  const at = new Date(NOW).toISOString();
  return { type: 'voided', id: nextId(), at, performanceId: PERFORMANCE, acquisitionId, units, placeTo: 'epoch' };
}

/** A reservation of `units`, ready to be appended. */
export function reservation(units = 0): LedgerEntry & { type: 'reserved' } {
  const { type: _, ...card } = sale(units);
  return { ...card, type: 'reserved', cardSeen: false, lapsesAt: '2026-11-20T17:00:00.000Z' };
}

/** The lapse of a reservation. */
export function lapseOf(
  { acquisitionId, units }: { acquisitionId: string; units: number },
  placeTo: 'epoch' | 'pool',
): LedgerEntry {
  const at = new Date(NOW).toISOString();
  return { type: 'lapsed', id: nextId(), at, performanceId: PERFORMANCE, acquisitionId, units, placeTo };
}

export const CODE = { sealed: new Uint8Array(58).fill(7), tail: '8723' };
