/** The ledger: append-only, gap-free within an epoch, each event with the hash of the one before (ARCHITECTURE, decision 3). */
import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import {
  FIRST_PREVIOUS_HASH,
  hashedText,
  type LedgerEntry,
  type LedgerEvent,
} from '../../src-shared/acquisition/event.ts';
import { canonicalJson } from '../../src-shared/kernel/canonical.ts';
import type { LedgerHead, LedgerStore } from '../services/store-ports/ledger.ts';
import { derivedState } from './derived-state.ts';

/** The ledger in desk.db. */
export function ledgerStore(database: Database): LedgerStore {
  const currentEpoch = database.prepare<[], string>('SELECT id FROM epochs WHERE frozen_at IS NULL').pluck();
  const head = database.prepare<[string], LedgerHead>(
    'SELECT sequence, hash FROM events WHERE epoch = ? ORDER BY sequence DESC LIMIT 1',
  );
  const hashAt = database
    .prepare<[string, number], string>('SELECT hash FROM events WHERE epoch = ? AND sequence = ?')
    .pluck();
  const bodies = database
    .prepare<[string], string>('SELECT body FROM events WHERE epoch = ? ORDER BY sequence')
    .pluck();
  const insert = database.prepare<[string, number, string, string, string]>(
    'INSERT INTO events (epoch, sequence, id, hash, body) VALUES (?, ?, ?, ?, ?)',
  );
  const enqueue = database.prepare<[number]>("INSERT INTO deliveries (position, state) VALUES (?, 'waiting')");
  const keepSealed = database.prepare<[number, Uint8Array]>('INSERT INTO sealed_codes (position, bytes) VALUES (?, ?)');
  const derived = derivedState(database);

  return {
    append(entry, code) {
      if (!database.inTransaction) throw new Error('the ledger is appended to inside a transaction only');
      const epoch = currentEpoch.get();
      if (epoch === undefined) throw new Error('there is no epoch to record in');
      const event = link(entry, epoch, head.get(epoch) ?? null);
      const body = canonicalJson(event);
      const position = Number(insert.run(epoch, event.sequence, event.id, event.hash, body).lastInsertRowid);
      enqueue.run(position);
      if (code !== null && code.sealed !== null) keepSealed.run(position, code.sealed);
      derived.take(event, position, code?.tail ?? '');
      return event;
    },
    head: (epoch) => head.get(epoch) ?? null,
    hashAt: (epoch, sequence) => hashAt.get(epoch, sequence) ?? null,
    events: (epoch) => bodies.all(epoch).map((body) => JSON.parse(body) as LedgerEvent),
  };
}

function link(entry: LedgerEntry, epoch: string, before: LedgerHead | null): LedgerEvent {
  const linked = {
    ...entry,
    epoch,
    sequence: (before?.sequence ?? 0) + 1,
    previousHash: before?.hash ?? FIRST_PREVIOUS_HASH,
  };
  return { ...linked, hash: createHash('sha256').update(hashedText(linked)).digest('hex') };
}
