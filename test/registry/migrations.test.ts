/** A database of an earlier version goes on with all that is in it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstTables } from '../../src-registry/db/migrations/0001-first-tables.ts';
import { migrate } from '../../src-registry/db/migrate.ts';
import { poolOf } from '../../src-registry/services/leases.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { call } from './helpers/call.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { capOf } from './helpers/performances.ts';
import { anotherDatabase, FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
const SITE = '018f0000-0000-7000-8000-000000000001';
const PERFORMANCE = '018f0000-0000-7000-8000-00000000aaaa';
const CAP = capOf(10);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let url: string;

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  url = await anotherDatabase(registry.database.url, 'version_one');
});
afterAll(() => registry.close());

/** What version 1 had after a desk had sold: two within its lease, one of them void again, and one beyond it. */
async function fillVersionOne(desk: TestDesk): Promise<ReturnType<TestDesk['sale']>[]> {
  const put = (sql: string, ...values: unknown[]) => rows(url, sql, values);
  const { deskId, networkKeys } = desk.enrolment;
  for (const table of ['keys', 'cards']) {
    const [{ all } = { all: '' }] = await rows<{ all: string }>(
      registry.database.url,
      `SELECT json_agg(${table}) AS all FROM ${table}`,
    );
    await put(`INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1)`, JSON.stringify(all));
  }
  expect(networkKeys).toHaveLength(1);
  const oldRules = { firstDay: '2020-01-01', code: PRESET_RULE_SET.code, staleAfterHours: 48 };
  await put('INSERT INTO rule_sets (first_day, body, position) VALUES ($1, $2, 1)', oldRules.firstDay, oldRules);
  await put(`UPDATE streams SET position = 1 WHERE name = 'rule-sets'`);
  await put(`INSERT INTO settings VALUES ('seed', '"empty"'), ('demo', 'false')`);
  await put(`INSERT INTO sites VALUES ($1, 'teatteri', 'Teatteri', 'theatre', NULL)`, SITE);
  await put(`INSERT INTO desks VALUES ($1, $2, 'Kassa', $3, now())`, deskId, SITE, randomUUID());
  const tokens = await rows<{ token_hash: Buffer }>(
    registry.database.url,
    'SELECT token_hash FROM desk_tokens WHERE desk_id = $1',
    [deskId],
  );
  await put('INSERT INTO desk_tokens VALUES ($1, $2)', tokens[0]?.token_hash, deskId);
  await put('INSERT INTO epochs (id, desk_id, started_at, contiguous) VALUES ($1, $2, now(), 4)', desk.epoch, deskId);
  await put(
    `INSERT INTO performances VALUES ($1, $2, $3, 'Sali', 'performance', '2026-10-09', $4, NULL, 100, $5, false, NULL,
       '{"oneMonthBefore": true, "redeemMinutesBefore": 30}', 7)`,
    PERFORMANCE,
    SITE,
    { fi: 'Koe', sv: 'Prov', en: 'Trial' },
    '2026-10-09T16:00:00Z',
    CAP,
  );
  await put(`UPDATE streams SET position = 7 WHERE name = 'performances'`);

  const sold = ['A045198723', 'A100000001', 'A100000003'].map((code) =>
    desk.sale({ performanceId: PERFORMANCE, code, units: 1 }),
  );
  const voided = desk.voidOf(sold[1]!);
  for (const { event } of [...sold, voided]) {
    await put(
      `INSERT INTO events (id, epoch_id, sequence, forked, type, performance_id, acquisition_id, at, hash, body,
         conflicts, received_at)
       VALUES ($1, $2, $3, false, $4, $5, $6, $7, decode($8, 'hex'), $9, '{}', now())`,
      event.id,
      event.epoch,
      event.sequence,
      event.type,
      PERFORMANCE,
      'acquisitionId' in event ? event.acquisitionId : null,
      event.type === 'voided' ? '2026-10-09T10:00:00Z' : event.at,
      event.hash,
      event,
    );
  }
  for (const [index, { event }] of sold.entries()) {
    const [leased, beyond] = index === 2 ? [0, 1] : [1, 0];
    await put(
      `INSERT INTO acquisitions
       VALUES ($1, $2, $3, $4, 'A045198723', decode($5, 'hex'), $6, 0, $7, $8, $9, '{}', $10)`,
      event.acquisitionId,
      event.id,
      PERFORMANCE,
      desk.epoch,
      event.cardKey,
      event.at,
      leased,
      beyond,
      index === 1 ? 'voided' : 'redeemed',
      index + 1,
    );
  }
  await put(`UPDATE streams SET position = 3 WHERE name = 'uses'`);
  // Granted 1; consumed 2, released 1; one beyond: version 1 kept that out of "consumed".
  await put('INSERT INTO leases VALUES ($1, $2, 1, 2, 1, 0, 0, 1)', PERFORMANCE, desk.epoch);
  return sold;
}

test('version 1 with a sale of every kind: the pool is what it was, the feeds fit the contract, and the void still works', async () => {
  await migrate(url, [firstTables]);
  const desk = await enrolDesk(registry.url, 'teatteri');
  const [kept, voided, beyond] = await fillVersionOne(desk);
  const next = await startTestRegistry(clock, { database: { kind: 'url', url }, seed: { kind: 'empty' } });
  const left = () => next.services.database.read((tx) => poolOf(tx, PERFORMANCE, CAP!.limit));
  // Of ten, one is granted and one is beyond the lease.
  expect(await left()).toBe(8);

  const { token } = desk;
  const { changes } = await call(next.url, 'performances', { token });
  expect(changes).toMatchObject([
    {
      performance: {
        guest: false,
        feeCents: 0,
        cloakroom: false,
        soldOut: false,
        organiser: { supportPersons: true },
        windows: { oneMonthBefore: true, redeemMinutesBefore: 30, lapseMinutesBefore: 0 },
      },
    },
  ]);
  const ruleSets = await call(next.url, 'ruleSets', { token });
  expect(ruleSets.changes).toEqual([{ ...PRESET_RULE_SET, staleAfterHours: 48 }]);
  expect((await call(next.url, 'desk', { token })).policy).toEqual({ provisional: 'off' });
  const uses = await call(next.url, 'uses', { token });
  const common = { epoch: desk.epoch, deskName: 'Kassa', cardSeen: true, lapsesAt: null };
  expect(uses.changes).toMatchObject([
    { ...common, acquisitionId: kept!.event.acquisitionId, state: 'redeemed', units: 1, at: FRIDAY_NOON },
    {
      ...common,
      acquisitionId: voided!.event.acquisitionId,
      state: 'voided',
      units: 0,
      at: '2026-10-09T10:00:00.000Z',
    },
    { ...common, acquisitionId: beyond!.event.acquisitionId, state: 'redeemed', units: 1, at: FRIDAY_NOON },
  ]);

  const there = { url: next.url, token, epoch: desk.epoch };
  const items = [desk.voidOf(beyond!), desk.voidOf(kept!)];
  const delivered = await call(there.url, 'deliver', { token, body: { epoch: there.epoch, items } });
  expect(delivered.answers.map(({ result }) => result)).toEqual(['recorded', 'recorded']);
  expect(await left()).toBe(9);
  await call(there.url, 'deliver', {
    token,
    body: { epoch: there.epoch, items: [desk.giveBack(PERFORMANCE, 1)] },
  });
  expect(await left()).toBe(10);
  await next.close();
});

test('a desk that had read everything in version 1 hears of performances and rule sets anew', async () => {
  const [streams] = await rows<{ performances: number; rules: number }>(
    url,
    `SELECT (SELECT position::integer FROM streams WHERE name = 'performances') AS performances,
       (SELECT position::integer FROM streams WHERE name = 'rule-sets') AS rules`,
  );
  expect(streams).toEqual({ performances: 8, rules: 2 });
});
