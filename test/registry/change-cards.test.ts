/** What becomes of registered cards: extended, ended, out of use, corrected, withdrawn; their history (CARD-7, CC-3, CHILD-4). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { demoSite } from '../../src-registry/demo/demo-data.ts';
import type { Background } from '../../src-shared/registry-api/bodies/cards.ts';
import { ask, call, logIn, problemIn, refusal } from './helpers/call.ts';
import { BARE_BACKGROUND, community, freshCode, personal, type PersonalItem } from './helpers/cards.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
const NEXT_SPRING = '2027-04-01T09:00:00.000Z';
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let url: string;
let distributor: string;
let coordinator: string;
let desk: TestDesk;

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  ({ url } = registry);
  desk = await enrolDesk(url, 'teatteri');
});
afterAll(() => registry.close());
// A session that has run out is gone.
beforeEach(async () => {
  clock.set(FRIDAY_NOON);
  [distributor, coordinator] = await Promise.all([logIn(url, 'sosiaalitoimisto'), logIn(url, 'verkosto')]);
});

async function registered(wish: Partial<PersonalItem> = {}): Promise<PersonalItem> {
  const item = personal(freshCode(), wish);
  await call(url, 'registerCards', { token: distributor, body: { forSiteId: null, items: [item] } });
  return item;
}

/** Sessions last eight hours: far later, somebody logs in again. */
async function later(instant: string): Promise<string> {
  clock.set(instant);
  return logIn(url, 'sosiaalitoimisto');
}

async function changesSince(cursor: string) {
  return (await call(url, 'cards', { token: desk.token, query: { after: cursor } })).changes;
}

const cursorNow = async () => (await call(url, 'cards', { token: desk.token })).cursor;

test('CARD-7: an extension is twelve months from the day of the renewal, and says what to write on the card', async () => {
  const { id } = await registered();
  const cursor = await cursorNow();
  const token = await later(NEXT_SPRING);
  const extended = await call(url, 'extendCard', { token, id });
  expect(extended).toMatchObject({
    card: { id, firstDay: '2026-10-09', lastDay: '2028-04-01', state: 'active', invalid: null },
    write: { firstDay: '2026-10-09', lastDay: '2028-04-01', organisation: null },
  });
  // Repeating it on the same day changes nothing.
  expect(await call(url, 'extendCard', { token, id })).toEqual(extended);
  expect(await changesSince(cursor)).toMatchObject([{ card: { lastDay: '2028-04-01' } }]);
  expect((await call(url, 'cardHistory', { token, id })).changes.map(({ action }) => action)).toEqual([
    'registerCards',
    'extendCard',
  ]);
});

test('CARD-7: ended can be extended again, out of use is final, and desks hear of each', async () => {
  const { id } = await registered();
  const cursor = await cursorNow();
  const act = (name: 'endCard' | 'extendCard' | 'takeOutOfUse') => call(url, name, { token: distributor, id });
  expect((await act('endCard')).card).toMatchObject({ state: 'ended', invalid: 'card.ended' });
  expect(await changesSince(cursor)).toMatchObject([{ card: { state: 'ended' } }]);
  expect((await act('extendCard')).card).toMatchObject({ state: 'active', invalid: null });
  expect((await act('takeOutOfUse')).card).toMatchObject({ state: 'out-of-use', invalid: 'card.out-of-use' });
  expect(await changesSince(cursor)).toMatchObject([{ card: { state: 'out-of-use' } }]);
  for (const name of ['extendCard', 'endCard'] as const) {
    expect(await refusal(url, name, { token: distributor, id })).toBe('card.out-of-use');
  }
  expect((await act('takeOutOfUse')).card.state).toBe('out-of-use');
  const { changes } = await call(url, 'cardHistory', { token: distributor, id });
  expect(changes.map(({ action, detail }) => [action, detail['state']])).toEqual([
    ['registerCards', undefined],
    ['endCard', 'ended'],
    ['extendCard', 'active'],
    ['takeOutOfUse', 'out-of-use'],
  ]);
});

test('CARD-7: whatever several people do at once, out of use stays so', async () => {
  const { id } = await registered();
  const acts = ['endCard', 'extendCard', 'takeOutOfUse', 'extendCard', 'endCard', 'extendCard'] as const;
  const answers = await Promise.all(acts.map((name) => ask(url, name, { token: distributor, id })));
  for (const answer of answers) {
    if (answer.status !== 200) expect(await problemIn(answer)).toBe('card.out-of-use');
  }
  expect((await call(url, 'card', { token: distributor, id })).state).toBe('out-of-use');
  const { changes } = await call(url, 'cardHistory', { token: distributor, id });
  expect(changes.at(-1)?.action).toBe('takeOutOfUse');
});

test('CARD-7: since when a card is ended is when it was, not when it is said again or taken out of use too', async () => {
  const { id, code } = await registered();
  await call(url, 'endCard', { token: distributor, id });
  const token = await later('2026-10-10T09:00:00.000Z');
  await call(url, 'endCard', { token, id });
  await call(url, 'takeOutOfUse', { token, id });
  const [row] = await rows<{ state_since: Date }>(
    registry.database.url,
    'SELECT state_since FROM cards WHERE code = $1',
    [code],
  );
  expect(row!.state_since.toISOString()).toBe(FRIDAY_NOON);
});

test('a card that there is not is card.unknown, whatever is to be done with it', async () => {
  for (const name of ['card', 'cardHistory', 'extendCard', 'endCard', 'takeOutOfUse', 'withdrawCard'] as const) {
    expect(await refusal(url, name, { token: distributor, id: randomUUID() })).toBe('card.unknown');
  }
  const body = { children: 1, background: null };
  expect(await refusal(url, 'correctCard', { token: distributor, id: randomUUID(), body })).toBe('card.unknown');
  expect(await refusal(url, 'partBackground', { token: distributor, id: randomUUID() })).toBe('card.unknown');
});

test('CC-3: all community cards of an organisation end with it, and only they', async () => {
  const administrator = await logIn(url, 'kansallinen');
  const [ending, staying] = [randomUUID(), randomUUID()];
  for (const id of [ending, staying]) {
    const networkId = '018f0000-0000-7000-8000-000000000101';
    await call(url, 'putOrganisation', { token: administrator, id, body: { name: 'Yhdistys', networkId } });
  }
  const items = [ending, ending, ending, staying].map((organisation) => community(freshCode(), organisation));
  await call(url, 'registerCards', { token: distributor, body: { forSiteId: null, items } });
  await call(url, 'takeOutOfUse', { token: distributor, id: items[2]!.id });
  const cursor = await cursorNow();
  const end = () => call(url, 'endOrganisationCards', { token: coordinator, id: ending });
  expect(await end()).toEqual({ ended: 2 });
  expect(await end()).toEqual({ ended: 0 });
  expect(await changesSince(cursor)).toHaveLength(2);
  const states = await Promise.all(
    items.map(async ({ id }) => (await call(url, 'card', { token: distributor, id })).state),
  );
  expect(states).toEqual(['ended', 'ended', 'out-of-use', 'active']);
  const { changes } = await call(url, 'cardHistory', { token: coordinator, id: items[0]!.id });
  expect(changes.at(-1)).toMatchObject({
    action: 'endOrganisationCards',
    site: { id: demoSite('verkosto').id },
    forSite: { id: demoSite('sosiaalitoimisto').id },
  });
  // Extended, it stays open-ended.
  const { card } = await call(url, 'extendCard', { token: distributor, id: items[0]!.id });
  expect(card).toMatchObject({ state: 'active', lastDay: null });
  expect(await refusal(url, 'endOrganisationCards', { token: coordinator, id: randomUUID() })).toBe(
    'organisation.unknown',
  );
});

test('CHILD-4: the number of children is corrected by the own distributor, and desks hear of it', async () => {
  const { id } = await registered({ children: 1 });
  const cursor = await cursorNow();
  const body = { children: 4, background: null };
  const { card } = await call(url, 'correctCard', { token: distributor, id, body });
  expect(card.childLimit).toBe(4);
  expect(await changesSince(cursor)).toMatchObject([{ card: { childLimit: 4 } }]);
  expect(await refusal(url, 'correctCard', { token: coordinator, id, body })).toBe('auth.forbidden');
  const { changes } = await call(url, 'cardHistory', { token: distributor, id });
  expect(changes.at(-1)).toMatchObject({ action: 'correctCard', detail: { childLimit: 4, background: false } });
});

test('STAT-1, DATA-1: a corrected background moves in the counts while they were not told, and is in no note', async () => {
  const { id } = await registered({ background: { ...BARE_BACKGROUND, postalCode: '12345', gender: 'male' } });
  const counts = () =>
    rows<{ value: string; cards: number }>(
      registry.database.url,
      `SELECT value, cards FROM card_counts WHERE dimension = 'postal-code' AND value IN ('12345', '54321') ORDER BY value`,
    );
  expect(await counts()).toEqual([{ value: '12345', cards: 1 }]);
  const background = { ...BARE_BACKGROUND, postalCode: '54321', gender: 'male' };
  const correct = (by: string, corrected: Background) =>
    call(url, 'correctCard', { token: by, id, body: { children: null, background: corrected } });
  await correct(distributor, background);
  const moved = [
    { value: '12345', cards: 0 },
    { value: '54321', cards: 1 },
  ];
  expect(await counts()).toEqual(moved);
  // Months later somebody has read them: what differs afterwards would be this holder's.
  const token = await later(NEXT_SPRING);
  await correct(token, { ...background, postalCode: '12345' });
  expect(await counts()).toEqual(moved);
  await correct(token, background);
  expect((await call(url, 'card', { token, id })).background).toEqual(background);
  const notes = await rows<{ text: string }>(
    registry.database.url,
    'SELECT changes::text AS text FROM changes WHERE subject_id = $1',
    [id],
  );
  expect(notes.map(({ text }) => text).join('\n')).not.toMatch(/12345|54321|\bmale\b/);
});

test('REG-1, CARD-6: a correction is checked like a registration, but a value that was retired since may stay', async () => {
  const administrator = await logIn(url, 'kansallinen');
  const value = { value: 'seasonal', labels: { fi: 'kausityö', sv: 'säsong', en: 'seasonal' }, position: 20 };
  const put = (retired: boolean) =>
    call(url, 'putValue', { token: administrator, body: { list: 'life-situation', ...value, retired } });
  await put(false);
  const background = { ...BARE_BACKGROUND, lifeSituation: 'seasonal' };
  const { id } = await registered({ background });
  const other = await registered();
  await put(true);
  const correct = (card: string, changed: Background) => ({
    token: distributor,
    id: card,
    body: { children: null, background: changed },
  });
  const stays = await call(url, 'correctCard', correct(id, { ...background, yearOfBirth: 1985 }));
  expect(stays.card.id).toBe(id);
  expect(await refusal(url, 'correctCard', correct(other.id, background))).toBe('card.value-unknown');
  expect(await refusal(url, 'correctCard', correct(id, { ...background, yearOfBirth: 2015 }))).toBe(
    'card.holder-too-young',
  );
  const { lists } = await call(url, 'valueLists', { token: distributor });
  const listed = lists.find(({ list }) => list === 'life-situation')?.values;
  expect(listed?.find((each) => each.value === 'seasonal')).toEqual({ ...value, retired: true });
});

test('a community card has no children and no background to correct', async () => {
  const administrator = await logIn(url, 'kansallinen');
  const organisationId = randomUUID();
  const body = { name: 'Liitto', networkId: null };
  await call(url, 'putOrganisation', { token: administrator, id: organisationId, body });
  const item = community(freshCode(), organisationId);
  await call(url, 'registerCards', { token: distributor, body: { forSiteId: null, items: [item] } });
  for (const wish of [
    { children: 1, background: null },
    { children: null, background: BARE_BACKGROUND },
  ]) {
    expect(await refusal(url, 'correctCard', { token: distributor, id: item.id, body: wish })).toBe(
      'card.not-personal',
    );
  }
});

test('a card that was registered by mistake goes the same day, from the counts and from the desks too', async () => {
  const total = async () =>
    await rows(registry.database.url, 'SELECT dimension, value, cards FROM card_counts WHERE cards > 0 ORDER BY 1, 2');
  const before = await total();
  const { id, code } = await registered({ background: { ...BARE_BACKGROUND, postalCode: '77777' } });
  const cursor = await cursorNow();
  expect(await call(url, 'withdrawCard', { token: distributor, id })).toEqual({ withdrawn: true });
  expect(await changesSince(cursor)).toEqual([{ key: expect.stringMatching(/^[0-9a-f]{32}$/), card: null }]);
  expect(await total()).toEqual(before);
  expect(await rows(registry.database.url, 'SELECT FROM card_backgrounds WHERE card_id = $1', [id])).toEqual([]);
  expect(await refusal(url, 'card', { token: distributor, id })).toBe('card.unknown');
  const notes = await rows<{ action: string }>(
    registry.database.url,
    'SELECT action FROM changes WHERE subject_id = $1 ORDER BY number',
    [id],
  );
  expect(notes.map(({ action }) => action)).toEqual(['registerCards', 'withdrawCard']);
  // The right card gets the code.
  const right = personal(code);
  const { answers } = await call(url, 'registerCards', {
    token: distributor,
    body: { forSiteId: null, items: [right] },
  });
  expect(answers[0]).toMatchObject({ result: 'registered' });
});

test('a card of another day, or one that was used, is not withdrawn', async () => {
  const why = async (token: string, id: string) => {
    const response = await fetch(new URL(`/v1/cards/${id}/withdrawal`, url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    return (await response.json()) as unknown;
  };
  const used = await registered();
  const { id: performanceId } = await putPerformance(registry, {});
  await desk.deliver(desk.sale({ performanceId, code: used.code }));
  expect(await why(distributor, used.id)).toMatchObject({ code: 'card.not-withdrawable', why: 'used' });

  const old = await registered();
  const token = await later('2026-10-09T21:00:00.000Z');
  expect(await why(token, old.id)).toMatchObject({ code: 'card.not-withdrawable', why: 'other-day' });
});

test('STAT-1: a card whose background is parted is not withdrawn: what it is counted under could not be taken back', async () => {
  const { id } = await registered();
  await call(url, 'partBackground', { token: distributor, id });
  const response = await ask(url, 'withdrawCard', { token: distributor, id });
  expect(await response.json()).toMatchObject({ code: 'card.not-withdrawable', why: 'background-gone' });
});

test('STAT-1: corrections that go opposite ways never wait for each other in a circle', async () => {
  const [north, south] = [
    { ...BARE_BACKGROUND, postalCode: '99999', yearOfBirth: 1950 },
    { ...BARE_BACKGROUND, postalCode: '00001', yearOfBirth: 1990 },
  ];
  const cards = [];
  for (let number = 0; number < 8; number++) {
    cards.push(await registered({ background: number % 2 === 0 ? north : south }));
  }
  const deadlocks = async () => {
    const sql = 'SELECT deadlocks::integer FROM pg_stat_database WHERE datname = current_database()';
    return (await rows<{ deadlocks: number }>(registry.database.url, sql))[0]!.deadlocks;
  };
  const before = await deadlocks();
  for (let round = 0; round < 6; round++) {
    await Promise.all(
      cards.map(({ id }, number) => {
        const background = (number + round) % 2 === 0 ? south : north;
        return call(url, 'correctCard', { token: distributor, id, body: { children: null, background } });
      }),
    );
  }
  expect(await deadlocks()).toBe(before);
});

test('a site sees its own cards page by page, without their codes', async () => {
  const stranger = await logIn(url, 'opisto');
  const mine = [await registered(), await registered(), await registered()];
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await call(url, 'siteCards', { token: distributor, query: { limit: 2, after } });
    expect(items.length).toBeLessThanOrEqual(2);
    for (const { id, site } of items) {
      expect(site?.id).toBe(demoSite('sosiaalitoimisto').id);
      seen.push(id);
    }
    after = next ?? undefined;
  } while (after !== undefined);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toEqual(expect.arrayContaining(mine.map(({ id }) => id)));
  const page = await call(url, 'siteCards', { token: distributor, query: { limit: 1000 } });
  for (const { code } of mine) expect(JSON.stringify(page)).not.toContain(code);
  expect(await refusal(url, 'siteCards', { token: stranger })).toBe('auth.forbidden');
});
