/** A database of an earlier version goes on with all that is in it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstTables } from '../../src-registry/db/migrations/0001-first-tables.ts';
import { livesOfAcquisitions } from '../../src-registry/db/migrations/0002-lives-of-acquisitions.ts';
import { migrate, MIGRATIONS } from '../../src-registry/db/migrate.ts';
import { machineRandom } from '../../src-registry/real-ports.ts';
import { poolOf } from '../../src-registry/services/desks/leases.ts';
import { hashPassword } from '../../src-registry/services/people/passwords.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { call, refusal } from './helpers/call.ts';
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
  expect(streams).toEqual({ performances: 9, rules: 3 });
});

test('0004-cards: cards that were there get ids of their own and are counted in the month of their first day', async () => {
  const older = await anotherDatabase(registry.database.url, 'before_card_ids');
  await migrate(older, MIGRATIONS.slice(0, 3));
  for (const [number, kind, firstDay] of [
    [1, 'personal', '2026-08-31'],
    [2, 'personal', '2026-08-01'],
    [3, 'community', '2026-09-01'],
  ] as const) {
    await rows(
      older,
      `INSERT INTO cards (code, key, kind, first_day, state, state_since) VALUES ($1, $2, $3, $4, 'active', now())`,
      [`A10000000${number}`, Buffer.alloc(16, number), kind, firstDay],
    );
  }
  await migrate(older, MIGRATIONS);
  const ids = await rows<{ id: string }>(older, 'SELECT id FROM cards');
  expect(new Set(ids.map(({ id }) => id)).size).toBe(3);
  expect(await rows(older, 'SELECT * FROM card_counts ORDER BY month')).toEqual([
    { month: '2026-08', network_id: null, site_id: null, dimension: 'kind', value: 'personal', cards: 2 },
    { month: '2026-09', network_id: null, site_id: null, dimension: 'kind', value: 'community', cards: 1 },
  ]);
  expect(await rows(older, `SELECT FROM list_values WHERE list = 'gender'`)).toHaveLength(3);
});

test('0011-counts-of-backgrounds: what was counted by site is counted by network, and nothing is lost', async () => {
  const older = await anotherDatabase(registry.database.url, 'before_counts_of_backgrounds');
  await migrate(
    older,
    MIGRATIONS.filter(({ name }) => name < '0011'),
  );
  const [one, other, network] = [randomUUID(), randomUUID(), randomUUID()];
  await rows(older, `INSERT INTO networks (id, name) VALUES ($1, 'Alue')`, [network]);
  for (const id of [one, other]) {
    await rows(older, `INSERT INTO sites (id, login, name, type) VALUES ($1, $2, 'Paikka', 'other')`, [
      id,
      `login-${id}`,
    ]);
  }
  for (const [site, dimension, value, cards] of [
    [one, 'kind', 'personal', 3],
    [one, 'gender', 'other', 2],
    [other, 'gender', 'other', 4],
    [null, 'gender', 'other', 1],
    [one, 'gender', '-', 1],
  ] as const) {
    await rows(older, `INSERT INTO card_counts VALUES ('2026-05', $1, $2, $3, $4, $5)`, [
      network,
      site,
      dimension,
      value,
      cards,
    ]);
  }
  await migrate(older, MIGRATIONS);
  const kept = 'SELECT site_id AS site, dimension, value, cards FROM card_counts ORDER BY dimension DESC, value';
  expect(await rows(older, kept)).toEqual([
    { site: one, dimension: 'kind', value: 'personal', cards: 3 },
    { site: null, dimension: 'gender', value: '-', cards: 1 },
    { site: null, dimension: 'gender', value: 'other', cards: 7 },
  ]);
});

test('0012-ended-agreements: an agreement with who is named no more is over, the others stand', async () => {
  const older = await anotherDatabase(registry.database.url, 'before_ended_agreements');
  await migrate(
    older,
    MIGRATIONS.filter(({ name }) => name < '0012'),
  );
  const [organiser, named, former] = [randomUUID(), randomUUID(), randomUUID()];
  for (const id of [organiser, named, former]) {
    await rows(older, `INSERT INTO sites (id, login, name, type) VALUES ($1, $2, 'Paikka', 'other')`, [
      id,
      `login-${id}`,
    ]);
  }
  await rows(older, 'INSERT INTO agent_clients (agent_id, organiser_id) VALUES ($1, $2)', [named, organiser]);
  for (const agent of [named, former]) {
    await rows(older, `INSERT INTO agreements VALUES ($1, $2, 'organiser', now(), NULL)`, [organiser, agent]);
  }
  await migrate(older, MIGRATIONS);
  expect(await rows(older, 'SELECT agent_id AS agent FROM agreements WHERE until IS NULL')).toEqual([{ agent: named }]);
});

test('version 2: a site’s log-in becomes its first user with the same password, and its roles are what it was (USE-2)', async () => {
  const second = await anotherDatabase(registry.database.url, 'version_two');
  await migrate(second, [firstTables, livesOfAcquisitions]);
  const hash = await hashPassword('kaiku-demo', machineRandom);
  const [theatre, agent, festival] = [randomUUID(), randomUUID(), randomUUID()];
  await rows(
    second,
    `INSERT INTO sites (id, login, name, type, password_hash) VALUES ($1, 'teatteri', 'Teatteri', 'theatre', $4),
       ($2, 'lipputoimisto', 'Lipputoimisto', 'other', $4), ($3, 'festivaali', 'Festivaali', 'festival', NULL)`,
    [theatre, agent, festival, hash],
  );
  await rows(second, 'INSERT INTO agent_clients VALUES ($1, $2)', [agent, festival]);
  await rows(second, `INSERT INTO sessions VALUES ('\\x00', $1, '2099-01-01')`, [theatre]);
  await rows(second, `INSERT INTO desks VALUES ($1, $2, 'Kassa', $3, now())`, [randomUUID(), theatre, randomUUID()]);

  const next = await startTestRegistry(clock, { database: { kind: 'url', url: second }, seed: { kind: 'empty' } });
  const logIn = (site: string) => call(next.url, 'login', { body: { site, password: 'kaiku-demo' } });
  const plain = { user: { login: 'main' }, mustChangePassword: false };
  expect(await logIn('teatteri')).toMatchObject({ ...plain, site: { id: theatre }, roles: ['culture-actor'] });
  expect(await logIn('lipputoimisto')).toMatchObject({ ...plain, roles: ['culture-actor', 'ticket-agent'] });
  expect(await refusal(next.url, 'login', { body: { site: 'festivaali', password: 'kaiku-demo' } })).toBe(
    'auth.invalid',
  );
  const { token } = await logIn('lipputoimisto');
  expect((await call(next.url, 'whoAmI', { token })).clients).toEqual([{ id: festival, name: 'Festivaali' }]);
  // A session that no user is known of is over.
  expect(await rows(second, `SELECT FROM sessions WHERE token_hash = '\\x00'`)).toEqual([]);
  expect(await rows(second, 'SELECT enrolled_by FROM desks')).toEqual([{ enrolled_by: null }]);
  await next.close();
});

test('a database of before keys were rotated: they are in use as they were, cards keep theirs, and a list is published anew', async () => {
  const there = await anotherDatabase(registry.database.url, 'before_rotation');
  const place = MIGRATIONS.findIndex(({ name }) => name === '0006-leases-and-keys');
  await migrate(there, MIGRATIONS.slice(0, place));
  const old = await rows<{ purpose: string; secret: Buffer }>(
    registry.database.url,
    'SELECT purpose, secret FROM keys',
  );
  for (const { purpose, secret } of old) {
    await rows(there, `INSERT INTO keys VALUES ($1, 1, $2, '2026-01-01T00:00:00Z')`, [purpose, secret]);
  }
  const [card] = await rows<{ key: Buffer }>(registry.database.url, `SELECT key FROM cards WHERE code = 'A045198723'`);
  await rows(
    there,
    `INSERT INTO cards (code, key, kind, first_day, state, state_since, position)
     VALUES ('A045198723', $1, 'personal', '2026-01-01', 'active', now(), 1)`,
    [card!.key],
  );
  await rows(there, `UPDATE streams SET position = 1 WHERE name = 'cards'`);
  // Its file lay in a folder of one node.
  await rows(there, `INSERT INTO snapshots (position, key_generation, manifest) VALUES (1, 1, '{"hash": "gone"}')`);

  const next = await startTestRegistry(clock, { database: { kind: 'url', url: there }, seed: { kind: 'empty' } });
  expect(await rows(there, 'SELECT DISTINCT in_use_from = made_at AS used FROM keys')).toEqual([{ used: true }]);
  expect(await rows(there, 'SELECT DISTINCT key = present_card_key(code) AS right FROM cards')).toEqual([
    { right: true },
  ]);
  const published = await rows(there, `SELECT manifest ->> 'cards' AS cards FROM snapshots`);
  expect(published).toEqual([{ cards: '1' }]);
  await rows(
    there,
    `INSERT INTO cards (code, key, kind, first_day, state, state_since) VALUES ('A045198724', '', 'personal', now(), 'active', now())`,
  );
  expect(await rows(there, 'SELECT DISTINCT key = present_card_key(code) AS right FROM cards')).toEqual([
    { right: true },
  ]);
  await next.close();
});

test('0005-offers: performances get the class of their organiser, rule sets a window for paper, desks hear of both (STAT-1, USE-3)', async () => {
  const older = await anotherDatabase(registry.database.url, 'before_offers');
  await migrate(older, MIGRATIONS.slice(0, 4));
  for (const [index, type] of ['theatre', 'swimming-hall', 'institute'].entries()) {
    const [site, performance] = [randomUUID(), randomUUID()];
    await rows(older, 'INSERT INTO sites (id, login, name, type) VALUES ($1, $2, $2, $2)', [site, type]);
    await rows(
      older,
      `INSERT INTO performances (id, organiser_id, title, place, kind, day, sold_out, windows, position)
       VALUES ($1, $2, '{}', '', 'performance', '2026-10-09', false, '{}', $3)`,
      [performance, site, index + 1],
    );
  }
  await rows(
    older,
    `INSERT INTO rule_sets (first_day, body, position) VALUES ('2020-01-01', '{"staleAfterHours": 48}', 1)`,
  );
  await rows(older, `UPDATE streams SET position = 3 WHERE name = 'performances'`);
  await rows(older, `UPDATE streams SET position = 1 WHERE name = 'rule-sets'`);
  await migrate(older, MIGRATIONS);
  expect(
    await rows(
      older,
      'SELECT type, class, cancelled_at, position::integer FROM performances JOIN sites ON sites.id = organiser_id ORDER BY position',
    ),
  ).toEqual([
    { type: 'theatre', class: 'culture', cancelled_at: null, position: 4 },
    { type: 'swimming-hall', class: 'sport', cancelled_at: null, position: 5 },
    { type: 'institute', class: 'education', cancelled_at: null, position: 6 },
  ]);
  expect(await rows(older, 'SELECT body, position::integer FROM rule_sets')).toEqual([
    { body: { paperWithinDays: 60, staleAfterHours: 48 }, position: 2 },
  ]);
  const heads = await rows(
    older,
    `SELECT name, position::integer FROM streams WHERE name IN ('performances', 'rule-sets') ORDER BY name`,
  );
  expect(heads).toEqual([
    { name: 'performances', position: 6 },
    { name: 'rule-sets', position: 2 },
  ]);
});

test('USE-1: tickets of version 1 have the hour and the epoch in which they were handed out, also where they were void', async () => {
  const found = await rows(
    url,
    `SELECT redeemed_at, redeemed_epoch_id = epoch_id AS own FROM acquisitions WHERE performance_id = $1`,
    [PERFORMANCE],
  );
  expect(found).toEqual(Array.from({ length: 3 }, () => ({ redeemed_at: new Date(FRIDAY_NOON), own: true })));
});
