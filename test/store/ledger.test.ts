import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashedText, ledgerEventSchema, type LedgerEntry } from '../../src-shared/acquisition/event.ts';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import type { DeskStore } from '../../src-main/services/desk-store.ts';
import { verifyChain } from '../../src-main/store/verify-chain.ts';
import {
  CODE,
  EPOCH,
  lapseOf,
  NEXT_EPOCH,
  PERFORMANCE,
  reservation,
  sale,
  scratch,
  voidOf,
  type Scratch,
} from './scratch.ts';

const OTHER_EPOCH = '019d0000-0000-7000-a000-000000000009';

let place: Scratch;
let store: DeskStore;
beforeEach(() => {
  place = scratch();
  store = place.open();
  store.transaction(() => store.epochs.start(EPOCH, 'then'));
});
afterEach(() => place.remove());

function append(...entries: Parameters<DeskStore['ledger']['append']>[0][]): void {
  const written = store.transaction(() => {
    for (const entry of entries)
      store.ledger.append(entry, entry.type === 'redeemed' || entry.type === 'reserved' ? CODE : null);
  });
  expect(written.ok).toBe(true);
}

describe('the chain', () => {
  test('has no gaps, and each event carries the hash of the one before (ARCHITECTURE, decision 3)', () => {
    append(sale(), sale(), sale());
    const events = store.ledger.events(EPOCH);
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    let previousHash = '0'.repeat(64);
    for (const event of events) {
      expect(ledgerEventSchema.parse(event)).toEqual(event);
      expect(event.previousHash).toBe(previousHash);
      expect(event.hash).toBe(createHash('sha256').update(hashedText(event)).digest('hex'));
      previousHash = event.hash;
    }
    expect(store.ledger.head(EPOCH)).toEqual({ sequence: 3, hash: previousHash });
    expect(verifyChain(store.ledger, EPOCH)).toEqual(ok(3));
  });

  test('begins anew in a new epoch; the old one is frozen and takes nothing more', () => {
    append(sale());
    store.transaction(() => store.epochs.start(NEXT_EPOCH, 'now'));
    append(sale());
    expect(store.ledger.events(NEXT_EPOCH)).toMatchObject([{ sequence: 1, previousHash: '0'.repeat(64) }]);
    expect(store.epochs.find(EPOCH)).toEqual({ id: EPOCH, startedAt: 'then', frozenAt: 'now' });
    const database = place.connect();
    expect(() =>
      database.prepare("INSERT INTO events (epoch, sequence, id, hash, body) VALUES (?, 2, 'x', 'x', '{}')").run(EPOCH),
    ).toThrow(/frozen/);
    expect(() => database.prepare('UPDATE epochs SET frozen_at = NULL WHERE id = ?').run(EPOCH)).toThrow(/once/);
  });

  test('what was changed behind its back is found', () => {
    append(sale(), sale(), sale());
    const database = place.connect();
    database.exec('DROP TRIGGER events_never_change');
    database.exec(`UPDATE events SET body = replace(body, '"children":0', '"children":9') WHERE sequence = 2`);
    expect(verifyChain(store.ledger, EPOCH)).toEqual(fail('ledger.broken', { sequence: 2 }));
  });

  test('what was removed behind its back is found', () => {
    append(sale(), sale(), sale());
    const database = place.connect();
    database.exec(`DROP TRIGGER events_stay; PRAGMA foreign_keys = OFF; DELETE FROM events WHERE sequence = 2`);
    expect(verifyChain(store.ledger, EPOCH)).toEqual(fail('ledger.broken', { sequence: 2 }));
  });
});

describe('append-only', () => {
  test.each([
    ['an update', "UPDATE events SET body = '{}'", /append-only/],
    ['a delete', 'DELETE FROM events', /append-only/],
    [
      'a replaced id',
      "INSERT OR REPLACE INTO events (epoch, sequence, id, hash, body) SELECT epoch, 2, id, hash, '{}' FROM events",
      /append-only/,
    ],
    [
      'a replaced position',
      "INSERT OR REPLACE INTO events (position, epoch, sequence, id, hash, body) SELECT position, epoch, 2, 'x', hash, '{}' FROM events",
      /append-only/,
    ],
    [
      'a replaced sequence number',
      "INSERT OR REPLACE INTO events (epoch, sequence, id, hash, body) SELECT epoch, 1, 'x', hash, '{}' FROM events",
      /no gaps/,
    ],
    [
      'a gap',
      "INSERT INTO events (epoch, sequence, id, hash, body) SELECT epoch, 3, 'x', hash, '{}' FROM events",
      /no gaps/,
    ],
    ['a deleted epoch', 'DELETE FROM epochs', /never deleted/],
  ])('%s is refused by the file itself', (_, sql, message) => {
    append(sale());
    const database = place.connect();
    database.pragma('foreign_keys = OFF');
    expect(() => database.exec(sql)).toThrow(message);
    expect(verifyChain(store.ledger, EPOCH)).toEqual(ok(1));
  });

  test('nothing is appended outside a transaction', () => {
    expect(() => store.ledger.append(sale(), CODE)).toThrow(/transaction/);
  });
});

describe('what the events mean', () => {
  test('a unit without a lease cannot be recorded, nor one past the balance', () => {
    expect(() => append(sale(1))).toThrow(/does not fit/);
    store.transaction(() => store.leases.grant(EPOCH, PERFORMANCE, 1, 0));
    append(sale(1));
    expect(() => append(sale(1))).toThrow(/CHECK/);
    expect(store.ledger.events(EPOCH)).toHaveLength(1);
  });

  test('a void releases its units once; a second void cannot be recorded (CAP-9)', () => {
    store.transaction(() => store.leases.grant(EPOCH, PERFORMANCE, 3, 0));
    const sold = sale(2);
    append(sold, voidOf(sold));
    expect(store.leases.find(EPOCH, PERFORMANCE)?.counters).toMatchObject({ consumed: 2, released: 2 });
    expect(() => append(voidOf(sold))).toThrow(/does not fit/);
    expect(() => append(voidOf({ ...sold, units: 0 }))).toThrow(/does not fit/);
    expect(() => append({ ...voidOf({ ...sold, units: 0 }), placeTo: 'seller' } as LedgerEntry)).toThrow(/voided once/);
    expect(() => append(voidOf(sale(1)))).toThrow(/does not fit/);
    expect(store.leases.find(EPOCH, PERFORMANCE)?.counters.released).toBe(2);
  });

  test('a reservation’s place is freed once, and to no other epoch’s balance than its own (CAP-9)', () => {
    const [lapsing, older] = [reservation(1), reservation(2)];
    store.transaction(() => store.leases.grant(EPOCH, PERFORMANCE, 3, 0));
    append(lapsing, older, lapseOf(lapsing, 'epoch'));
    expect(store.leases.find(EPOCH, PERFORMANCE)?.counters).toMatchObject({ consumed: 3, released: 1 });
    expect(store.acquisitions.find(lapsing.acquisitionId)).toMatchObject({
      state: 'lapsed',
      units: 0,
      placeEpoch: EPOCH,
    });
    expect(() => append(lapseOf(lapsing, 'epoch'))).toThrow(/does not fit/);
    expect(() => append(lapseOf({ ...lapsing, units: 0 }, 'epoch'))).toThrow(/does not fit/);
    store.transaction(() => store.epochs.start(NEXT_EPOCH, 'now'));
    store.transaction(() => store.leases.grant(NEXT_EPOCH, PERFORMANCE, 3, 0));
    expect(() => append(lapseOf(older, 'epoch'))).toThrow(/does not fit/);
    expect(() => append(lapseOf({ ...older, units: 1 }, 'pool'))).toThrow(/does not fit/);
    append(lapseOf(older, 'pool'));
    expect(store.leases.find(EPOCH, PERFORMANCE)?.counters).toMatchObject({ consumed: 3, released: 1 });
    expect(store.leases.find(NEXT_EPOCH, PERFORMANCE)?.counters).toMatchObject({ consumed: 0, released: 0 });
  });

  test('what another desk reserved has no place here: a unit of it cannot be freed', () => {
    const heard = { performanceId: PERFORMANCE, cardKey: 'ab'.repeat(16), epoch: OTHER_EPOCH, deskName: 'Kassa 2' };
    const told = { at: 'then', children: 0, units: 1, state: 'reserved', cardSeen: true, lapsesAt: null } as const;
    const redeemed = sale(0);
    store.transaction(() => {
      store.leases.grant(EPOCH, PERFORMANCE, 1, 0);
      store.uses.apply({ acquisitionId: redeemed.acquisitionId, ...heard, ...told });
    });
    append(redeemed);
    expect(store.acquisitions.find(redeemed.acquisitionId)).toMatchObject({ state: 'redeemed', placeEpoch: null });
    expect([store.acquisitions.units(PERFORMANCE), store.uses.units(PERFORMANCE)]).toEqual([0, 1]);
    expect(() => append(voidOf({ ...redeemed, units: 1 }))).toThrow(/does not fit/);
    append({ ...voidOf(redeemed), placeTo: 'seller' } as LedgerEntry);
    expect(store.acquisitions.find(redeemed.acquisitionId)?.state).toBe('voided');
  });

  test('who comes in with a ticket that was never heard of cannot be recorded', () => {
    const { id, at, performanceId, acquisitionId } = sale();
    const attended: LedgerEntry = { type: 'attended', id, at, performanceId, acquisitionId, despite: [] };
    expect(() => append(attended)).toThrow(/does not fit/);
  });

  test('counters never fall', () => {
    store.transaction(() => store.leases.grant(EPOCH, PERFORMANCE, 3, 0));
    expect(() => place.connect().exec('UPDATE leases SET granted = 2')).toThrow(/only grow/);
  });

  test('a delivered code is gone from the file, not only from its table', () => {
    append(sale(), sale());
    const marked = Buffer.from(CODE.sealed);
    store.transaction(() => store.deliveries.settle(EPOCH, 1, { state: 'delivered' }));
    store.transaction(() => store.deliveries.settle(EPOCH, 2, { state: 'delivered' }));
    expect(place.connect().prepare('SELECT count(*) FROM sealed_codes').pluck().get()).toBe(0);
    const database = place.connect();
    database.pragma('wal_checkpoint(TRUNCATE)');
    expect(database.serialize().includes(marked)).toBe(false);
  });
});
