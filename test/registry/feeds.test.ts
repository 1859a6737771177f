/** Change feeds: whole, in order, restricted, and never past a commit that comes late. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoSite } from '../../src-registry/demo/demo-data.ts';
import { putCards } from '../../src-registry/services/cards/cards.ts';
import { putRuleSet } from '../../src-registry/services/rule-sets.ts';
import { addAgentClient } from '../../src-registry/services/people/sites.ts';
import type { Card } from '../../src-shared/card/card.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { call, refusal } from './helpers/call.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { putPerformance } from './helpers/performances.ts';
import { anotherDatabase, FRIDAY_NOON, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
const VALID: Card = {
  kind: 'personal',
  firstDay: '2026-01-01',
  lastDay: '2026-12-31',
  state: 'active',
  childLimit: null,
};
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let theatre: TestDesk;
let agent: TestDesk;

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  theatre = await enrolDesk(registry.url, 'teatteri', 'Teatterin kassa');
  agent = await enrolDesk(registry.url, 'lipputoimisto', 'Toimiston kassa');
});
afterAll(() => registry.close());

type Feed = 'cards' | 'performances' | 'uses' | 'ruleSets';

function page(desk: TestDesk, feed: Feed, after?: string, limit?: number) {
  return call(desk.url, feed, { token: desk.token, query: { after, limit } });
}

function change(code: string, childLimit: number): Promise<unknown> {
  const { database, context } = registry.services;
  return database.transaction(async (tx) => ok(await putCards(tx, context, [{ ...VALID, code, childLimit }])));
}

test('pages hang together and end where the stream ends', async () => {
  const whole = await page(theatre, 'cards');
  expect(whole).toMatchObject({ more: false, serverTime: FRIDAY_NOON });
  const gathered: unknown[] = [];
  let cursor: string | undefined;
  for (let more = true; more;) {
    const next = await page(theatre, 'cards', cursor, 2);
    expect(next.changes.length).toBeLessThanOrEqual(2);
    gathered.push(...next.changes);
    ({ cursor, more } = next);
  }
  expect(gathered).toEqual(whole.changes);
  expect(gathered).toHaveLength(9);
  expect(await page(theatre, 'cards', cursor)).toMatchObject({ changes: [], cursor, more: false });
});

test('a changed card comes once, at the end, and one that did not really change does not come', async () => {
  const { cursor } = await page(theatre, 'cards');
  await change('A045198723', 1);
  await change('A045198723', 2);
  await change('A045198723', 2);
  const { changes } = await page(theatre, 'cards', cursor);
  expect(changes).toEqual([{ key: expect.any(String), card: { ...VALID, childLimit: 2 } }]);
});

test('a reader never passes a commit that comes late', async () => {
  const { database, context } = registry.services;
  const { cursor } = await page(theatre, 'cards');
  const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>();
  const { promise: written, resolve: isWritten } = Promise.withResolvers<void>();
  // Takes its position first, commits last.
  const slow = database.transaction(async (tx) => {
    await putCards(tx, context, [{ ...VALID, code: 'A100000001', childLimit: 7 }]);
    isWritten();
    await mayCommit;
    return ok(null);
  });
  await written;
  const fast = change('A100000002', 8);
  const seenBefore = await page(theatre, 'cards', cursor);
  expect(seenBefore.changes).toEqual([]);
  commit();
  await Promise.all([slow, fast]);
  const { changes } = await page(theatre, 'cards', seenBefore.cursor);
  expect(changes.map((each) => (each as { card: Card }).card.childLimit)).toEqual([7, 8]);
});

test.each<[string, (cursor: string) => string]>([
  ['damaged', (cursor) => cursor.slice(0, -3)],
  ['invented', () => 'AAAA'],
  ['empty', () => ''],
  ['from the future', (cursor) => recoded(cursor, (text) => text.replace(/\d+$/, '999999'))],
  ['of another stream', (cursor) => recoded(cursor, (text) => text.replace('cards', 'uses'))],
  ['an attack', (cursor) => recoded(cursor, (text) => `${text}; DROP TABLE cards`)],
])('a cursor that is %s is cursor.invalid', async (_name, spoil) => {
  const { cursor } = await page(theatre, 'cards');
  const query = { after: spoil(cursor) };
  expect(await refusal(registry.url, 'cards', { token: theatre.token, query })).toBe('cursor.invalid');
});

function recoded(cursor: string, change_: (text: string) => string): string {
  return Buffer.from(change_(Buffer.from(cursor, 'base64url').toString())).toString('base64url');
}

test('a cursor of another database is cursor.invalid', async () => {
  const url = await anotherDatabase(registry.database.url, 'another');
  const other = await startTestRegistry(clock, { database: { kind: 'url', url } });
  const desk = await enrolDesk(other.url, 'teatteri');
  const { cursor } = await page(theatre, 'cards', undefined, 1);
  expect(await refusal(other.url, 'cards', { token: desk.token, query: { after: cursor } })).toBe('cursor.invalid');
  await other.close();
});

test('USE-2: performances come to the organiser’s own desks and its agents’, to nobody else’s', async () => {
  const { id } = await putPerformance(registry, {});
  const swimming = await enrolDesk(registry.url, 'uimahalli');
  const ids = async (desk: TestDesk) =>
    (await page(desk, 'performances')).changes.map((each) => (each as { id: string }).id);
  expect(await ids(theatre)).toContain(id);
  expect(await ids(agent)).toContain(id);
  expect(await ids(swimming)).not.toContain(id);
  expect(await ids(swimming)).toHaveLength(1);
  expect(await ids(agent)).toHaveLength((await ids(theatre)).length + 5);
});

test('USE-2: an agent with a new client hears of what is on offer already, whatever its cursor', async () => {
  const { id } = await putPerformance(registry, { organiser: 'uimahalli', kind: 'day-admission', startsAt: null });
  const { cursor } = await page(theatre, 'performances');
  await registry.services.database.transaction(async (tx) => {
    await addAgentClient(tx, registry.services.context, demoSite('teatteri').id, demoSite('uimahalli').id);
    return ok(null);
  });
  const { changes } = await page(theatre, 'performances', cursor);
  expect(changes.map((each) => (each as { id: string }).id)).toContain(id);
});

test('uses come to all desks that serve the performance, with the desk and the state', async () => {
  const { id: performanceId } = await putPerformance(registry, {});
  const swimming = await enrolDesk(registry.url, 'uimahalli');
  const opisto = await enrolDesk(registry.url, 'opisto');
  const { cursor } = await page(agent, 'uses');
  const sale = theatre.sale({ performanceId, code: 'A045198723', children: 1 });
  await theatre.deliver(sale);
  const use = {
    acquisitionId: sale.event.acquisitionId,
    performanceId,
    cardKey: sale.event.cardKey,
    epoch: theatre.epoch,
    deskName: 'Teatterin kassa',
    at: FRIDAY_NOON,
    children: 1,
    units: 0,
    state: 'redeemed',
    cardSeen: true,
    lapsesAt: null,
  };
  expect((await page(agent, 'uses', cursor)).changes).toEqual([use]);
  expect((await page(opisto, 'uses')).changes).toEqual([]);
  expect((await page(swimming, 'uses')).changes).toEqual([]);
  await theatre.deliver(theatre.voidOf(sale));
  expect((await page(agent, 'uses', cursor)).changes).toEqual([{ ...use, state: 'voided' }]);
});

test('CAP-10: rule sets come with the preset first, and again when one is added', async () => {
  const first = await page(theatre, 'ruleSets');
  expect(first.changes).toEqual([PRESET_RULE_SET]);
  const next = { ...PRESET_RULE_SET, firstDay: '2027-01-01', staleAfterHours: 24 };
  await registry.services.database.transaction(async (tx) => ok(await putRuleSet(tx, next)));
  expect((await page(theatre, 'ruleSets', first.cursor)).changes).toEqual([next]);
});
