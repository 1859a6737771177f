/** A desk.db of the first version, with everything in it that the first version could hold, is opened by this one. */
import { createHash } from 'node:crypto';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FIRST_PREVIOUS_HASH, hashedText, type LedgerEvent } from '../../src-shared/acquisition/event.ts';
import { canonicalJson } from '../../src-shared/kernel/canonical.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import { performanceSchema } from '../../src-shared/performance/performance.ts';
import { MIGRATIONS, migrate } from '../../src-main/store/migrations.ts';
import { verifyChain } from '../../src-main/store/verify-chain.ts';
import { keyOf } from '../desk/cards.ts';
import { deskUnderTest } from '../desk/desk-under-test.ts';
import { performance } from '../desk/performances.ts';
import { checkFold } from '../desk/world.ts';
import { EPOCH, NEXT_EPOCH, sale, scratch, voidOf, type Scratch } from './scratch.ts';

let place: Scratch;
beforeEach(() => {
  place = scratch();
});
afterEach(() => place.remove());

const offered = performance({ cap: { limit: 5, counts: 'adults' }, startsAt: null, endsAt: null });
const [SOLD, VOIDED, OLDER] = [sale(1), sale(1), sale(1)].map((entry) => ({ ...entry, performanceId: offered.id }));

/** A performance as the first version knew it. */
function firstBody(): unknown {
  const {
    guest: _guest,
    feeCents: _fee,
    cloakroom: _cloakroom,
    cancelled: _cancelled,
    organiser,
    windows,
    ...rest
  } = offered;
  const { supportPersons: _persons, ...firstOrganiser } = organiser;
  const { lapseMinutesBefore: _minutes, ...firstWindows } = windows;
  return { ...rest, organiser: firstOrganiser, windows: firstWindows };
}

function fill(database: SqliteDatabase.Database): void {
  const append = (epoch: string, entries: readonly object[]): void => {
    let previousHash = FIRST_PREVIOUS_HASH;
    for (const [index, entry] of entries.entries()) {
      const linked = { ...entry, epoch, sequence: index + 1, previousHash } as LedgerEvent;
      const hash = createHash('sha256').update(hashedText(linked)).digest('hex');
      const event = { ...linked, hash };
      previousHash = hash;
      const { lastInsertRowid } = database
        .prepare('INSERT INTO events (epoch, sequence, id, hash, body) VALUES (?, ?, ?, ?, ?)')
        .run(epoch, index + 1, event.id, hash, canonicalJson(event));
      const state = epoch === EPOCH ? 'conflict' : 'waiting';
      database
        .prepare('INSERT INTO deliveries (position, state, conflicts) VALUES (?, ?, ?)')
        .run(lastInsertRowid, state, state === 'conflict' ? '["card-unknown"]' : '[]');
    }
  };
  const sell = database.prepare(`
    INSERT INTO acquisitions
      (id, sold_position, void_position, epoch, performance_id, card_key, code_tail, children, units, at)
    VALUES (?, ?, ?, ?, ?, ?, '8723', 0, 1, ?)`);
  database.exec(`
    INSERT INTO epochs (id, started_at, frozen_at) VALUES ('${EPOCH}', 'then', 'now');
    INSERT INTO epochs (id, started_at) VALUES ('${NEXT_EPOCH}', 'now');
    DROP TRIGGER events_in_current_epoch`);
  append(EPOCH, [OLDER!]);
  append(NEXT_EPOCH, [
    SOLD!,
    VOIDED!,
    { ...voidOf(VOIDED!), performanceId: offered.id, at: '2026-11-20T11:00:00.000Z' },
  ]);
  sell.run(OLDER!.acquisitionId, 1, null, EPOCH, offered.id, keyOf('A100000003'), OLDER!.at);
  sell.run(SOLD!.acquisitionId, 2, null, NEXT_EPOCH, offered.id, keyOf('A045198723'), SOLD!.at);
  sell.run(VOIDED!.acquisitionId, 3, 4, NEXT_EPOCH, offered.id, keyOf('A100000001'), VOIDED!.at);
  const lease = database.prepare(`
    INSERT INTO leases (epoch, performance_id, granted, consumed, released, pool) VALUES (?, ?, ?, ?, ?, 0)`);
  lease.run(EPOCH, offered.id, 1, 1, 0);
  lease.run(NEXT_EPOCH, offered.id, 3, 2, 1);
  database
    .prepare('INSERT INTO performances (id, over_from, body) VALUES (?, ?, ?)')
    .run(offered.id, Date.parse('2026-11-20T22:00:00Z'), JSON.stringify(firstBody()));
  const use = database.prepare(`
    INSERT INTO uses (acquisition_id, performance_id, card_key, epoch, desk_name, at, children, units, state, own)
    VALUES (?, ?, ?, ?, 'Kassa 2', '2026-11-20T08:00:00.000Z', 1, 1, ?, ?)`);
  use.run(SOLD!.acquisitionId, offered.id, keyOf('A045198723'), NEXT_EPOCH, 'redeemed', 1);
  use.run('elsewhere', offered.id, keyOf('AM99000123'), 'another', 'redeemed', 0);
  use.run('gone', offered.id, keyOf('A100000001'), 'another', 'voided', 0);
  const first = { firstDay: '2026-01-01', code: {}, staleAfterHours: 1 };
  database.prepare('INSERT INTO rule_sets (first_day, body) VALUES (?, ?)').run(first.firstDay, JSON.stringify(first));
  database.exec(`
    INSERT INTO cursors VALUES ('rule-sets', 'r'), ('performances', 'p'), ('uses', 'u');
    INSERT INTO settings VALUES ('language', '"sv"')`);
  const enrolment = {
    deskId: EPOCH,
    deskName: 'Kassa 1',
    site: { id: EPOCH, login: 't', name: 'T', type: 'theatre' },
    demo: true,
  };
  database.prepare("INSERT INTO settings VALUES ('enrolment', ?)").run(JSON.stringify(enrolment));
}

test('all of it is there, means the same, and goes on', async () => {
  const before = new SqliteDatabase(place.file);
  before.pragma('foreign_keys = ON');
  migrate(before, MIGRATIONS.slice(0, 1));
  fill(before);
  before.close();

  const desk = await deskUnderTest({ folder: place.folder });
  const { store } = desk;
  expect(desk.state().language).toBe('sv');
  expect([store.cursors.read('uses'), store.cursors.read('rule-sets'), store.cursors.read('performances')]).toEqual([
    'u',
    null,
    null,
  ]);
  expect(store.ruleSets.all()).toEqual([]);
  expect(performanceSchema.parse(store.performances.find(offered.id))).toEqual(offered);
  expect([verifyChain(store.ledger, EPOCH), verifyChain(store.ledger, NEXT_EPOCH)]).toEqual([ok(1), ok(3)]);
  checkFold([...store.ledger.events(EPOCH), ...store.ledger.events(NEXT_EPOCH)], desk);

  await desk.call('desk.pick', { performanceId: offered.id });
  expect(desk.state()).toMatchObject({
    recent: [
      { acquisitionId: VOIDED!.acquisitionId, state: 'voided', at: '2026-11-20T11:00:00.000Z' },
      { acquisitionId: SOLD!.acquisitionId, state: 'redeemed', cardSeen: true, lapsesAt: null, delivery: 'waiting' },
      { acquisitionId: OLDER!.acquisitionId, state: 'redeemed', delivery: 'conflict' },
    ],
    // What was in conflict then was shown then.
    followUps: [],
  });
  expect(desk.state().performances[0]?.left).toBe(2);
  const duplicates = async (code: string): Promise<unknown> =>
    (await desk.scan(code)).verdict.reasons.map((reason) => [reason.code, reason.parameters['desk']]);
  expect(await duplicates('A045198723')).toEqual([['duplicate.same-performance', 'Kassa 1']]);
  expect(await duplicates('AM99000123')).toContainEqual(['card.community-again', 'Kassa 2']);
  expect((await desk.scan('A100000001')).verdict.outcome).toBe('accept');

  await desk.call('desk.undo', { acquisitionId: SOLD!.acquisitionId, why: 'mistake' });
  await desk.call('desk.undo', { acquisitionId: OLDER!.acquisitionId, why: 'mistake' });
  expect(store.leases.find(NEXT_EPOCH, offered.id)?.counters).toMatchObject({ consumed: 2, released: 2 });
  expect(store.leases.find(EPOCH, offered.id)?.counters).toMatchObject({ consumed: 1, released: 0 });
  expect(store.ledger.events(NEXT_EPOCH).at(-1)).toMatchObject({ type: 'voided', placeTo: 'pool', units: 1 });
  expect(() => desk.sql('UPDATE acquisitions SET children = 1')).toThrow(/voided once/);
  desk.desk.close();
  store.close();
});
