/** Backgrounds are parted from cards once statistics no longer need the link (REG-1, DATA-1, STAT-1). */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { partBackgrounds } from '../../src-registry/services/cards/card-backgrounds.ts';
import type { LogFields } from '../../src-registry/services/log.ts';
import { call, logIn, refusal } from './helpers/call.ts';
import { BARE_BACKGROUND, freshCode, personal, type PersonalItem } from './helpers/cards.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let url: string;
let distributor: string;

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  ({ url } = registry);
});
beforeEach(() => at(FRIDAY_NOON));
afterAll(() => registry.close());

/** Sessions last eight hours: whoever comes later logs in again. */
async function at(instant: string): Promise<void> {
  clock.set(instant);
  distributor = await logIn(url, 'sosiaalitoimisto');
}

async function registered(...items: PersonalItem[]): Promise<void> {
  const { answers } = await call(url, 'registerCards', { token: distributor, body: { forSiteId: null, items } });
  expect(answers.every(({ result }) => result === 'registered')).toBe(true);
}

const card = (wish: Partial<PersonalItem> = {}) => personal(freshCode(), wish);
const hasBackground = async ({ id }: PersonalItem) =>
  (await call(url, 'card', { token: distributor, id })).background !== null;
const part = () => partBackgrounds(registry.services.database, registry.services.context);
const counts = () => rows(registry.database.url, 'SELECT * FROM card_counts ORDER BY month, site_id, dimension, value');

test('two years after a card was over, by its last day or because it was ended, its background goes and the counts stay', async () => {
  const [expiring, ended, outOfUse, extended] = [card(), card(), card(), card()] as const;
  await registered(expiring, ended, outOfUse, extended);
  await call(url, 'endCard', { token: distributor, id: ended.id });
  await call(url, 'takeOutOfUse', { token: distributor, id: outOfUse.id });
  const all = [expiring, ended, outOfUse, extended];
  const kept = () => Promise.all(all.map(hasBackground));
  const before = await counts();

  await at('2027-10-01T09:00:00Z');
  await call(url, 'extendCard', { token: distributor, id: extended.id });
  await at('2028-10-09T20:59:59Z');
  expect([await part(), await kept()]).toEqual([0, [true, true, true, true]]);
  // Midnight in Helsinki.
  await at('2028-10-09T21:00:00Z');
  expect([await part(), await kept()]).toEqual([2, [true, false, false, true]]);
  await at('2029-10-09T20:59:59Z');
  expect(await part()).toBe(0);
  await at('2029-10-09T21:00:00Z');
  expect([await part(), await kept()]).toEqual([1, [false, false, false, true]]);
  expect(await part()).toBe(0);
  expect(await counts()).toEqual(before);

  const { changes } = await call(url, 'cardHistory', { token: distributor, id: ended.id });
  expect(changes.at(-1)).toEqual({
    at: '2028-10-09T21:00:00.000Z',
    action: 'partBackground',
    user: null,
    site: null,
    forSite: null,
    detail: {},
  });
  const body = { children: null, background: BARE_BACKGROUND };
  expect(await refusal(url, 'correctCard', { token: distributor, id: ended.id, body })).toBe('card.background-gone');
});

test('the administrator sets after how many months; more cards than one transaction takes all go, and their number is logged', async () => {
  const administrator = await logIn(url, 'kansallinen');
  expect(await call(url, 'cardRetention', { token: distributor })).toEqual({ months: 24 });
  expect(await call(url, 'setCardRetention', { token: administrator, body: { months: 1 } })).toEqual({ months: 1 });
  expect(await call(url, 'cardRetention', { token: distributor })).toEqual({ months: 1 });
  for (const months of [0, 601, 1.5]) {
    expect(await refusal(url, 'setCardRetention', { token: administrator, body: { months } })).toBe(
      'request.malformed',
    );
  }
  await rows(
    registry.database.url,
    `WITH added AS (
       INSERT INTO cards (code, key, kind, first_day, last_day, state, state_since)
       SELECT 'R' || (100000 + i), sha256(i::text::bytea), 'personal', '2026-10-01', '2026-10-09', 'active', now()
       FROM generate_series(1, 1001) AS i RETURNING id)
     INSERT INTO card_backgrounds (card_id, year_of_birth, postal_code) SELECT id, 1984, '99100' FROM added`,
  );
  const said: [string, LogFields | undefined][] = [];
  const take = (event: string, fields?: LogFields) => void said.push([event, fields]);
  const context = { ...registry.services.context, log: { info: take, warn: take, error: () => {} } };
  clock.set('2026-11-10T09:00:00Z');
  expect(await partBackgrounds(registry.services.database, context)).toBe(1_001);
  expect(said).toEqual([[expect.any(String), { parted: 1_001 }]]);
  expect(await partBackgrounds(registry.services.database, context)).toBe(0);
  expect(said).toHaveLength(1);
});

test('a holder’s wish is done at once; the card stays valid and is counted as before', async () => {
  const one = card();
  await registered(one);
  const before = await counts();
  const wish = () => call(url, 'partBackground', { token: distributor, id: one.id });
  expect(await wish()).toEqual({ parted: true });
  expect(await wish()).toEqual({ parted: false });
  expect(await hasBackground(one)).toBe(false);
  expect((await call(url, 'card', { token: distributor, id: one.id })).invalid).toBeNull();
  expect(await counts()).toEqual(before);
  const { changes } = await call(url, 'cardHistory', { token: distributor, id: one.id });
  expect(changes.map(({ action }) => action)).toEqual(['registerCards', 'partBackground']);
});
