/** Registering cards: personal ones, community cards, whole meetings (REG, CARD-1 to 3, 6 and 9, CC-3, USE-2, CHILD-4). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoSite } from '../../src-registry/demo/demo-data.ts';
import { registerCards } from '../../src-registry/services/cards/register-cards.ts';
import { seedCards } from '../../src-registry/seed/seed-cards.ts';
import { HAND_OVER_POINTS } from '../../src-shared/registry-api/bodies/cards.ts';
import { CARD_CALLS } from '../../src-shared/registry-api/calls/cards.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import { call, logIn, refusal } from './helpers/call.ts';
import { BARE_BACKGROUND, community, freshCode, personal, type PersonalItem } from './helpers/cards.ts';
import { enrolDesk } from './helpers/desk.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
const TODAY = '2026-10-09';
const IN_A_YEAR = '2027-10-09';
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let url: string;
/** The demo's distributor, the coordinator of its network, and the national administrator. */
let distributor: string;
let coordinator: string;
let administrator: string;

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  ({ url } = registry);
  [distributor, coordinator, administrator] = await Promise.all([
    logIn(url, 'sosiaalitoimisto'),
    logIn(url, 'verkosto'),
    logIn(url, 'kansallinen'),
  ]);
});
afterAll(() => registry.close());

const SITE = demoSite('sosiaalitoimisto');
type Items = BodyOf<'registerCards'>['items'];

async function register(items: Items, token = distributor, forSiteId: string | null = null) {
  return (await call(url, 'registerCards', { token, body: { forSiteId, items } })).answers;
}

async function registerOne(wish: Partial<PersonalItem>, code = freshCode()) {
  const [answer] = await register([personal(code, wish)]);
  return answer!;
}

const countOf = async (dimension: string, value: string): Promise<number> => {
  const [row] = await rows<{ cards: number }>(
    registry.database.url,
    `SELECT coalesce(sum(cards), 0)::integer AS cards FROM card_counts
     WHERE dimension = $1 AND value = $2 AND (site_id = $3 OR dimension <> 'kind') AND month = '2026-10'`,
    [dimension, value, SITE.id],
  );
  return row!.cards;
};

async function organisation(networkId: string | null, name = 'Saaren yhdistys'): Promise<string> {
  const id = randomUUID();
  await call(url, 'putOrganisation', { token: administrator, id, body: { name, networkId } });
  return id;
}

test('REG-1, CARD-3, CARD-7, REG-5: a personal card is valid for twelve months, and the answer says what to write and tell', async () => {
  const code = freshCode();
  const desk = await enrolDesk(url, 'teatteri');
  const { cursor } = await call(url, 'cards', { token: desk.token });
  const item = personal(code);
  const { answers, tell } = await call(url, 'registerCards', {
    token: distributor,
    body: { forSiteId: null, items: [item] },
  });
  const card = { kind: 'personal', firstDay: TODAY, lastDay: IN_A_YEAR, state: 'active', childLimit: 2 };
  expect(answers).toEqual([
    {
      id: item.id,
      result: 'registered',
      problem: null,
      why: null,
      card: {
        ...card,
        id: item.id,
        ending: code.slice(-4),
        invalid: null,
        site: { id: SITE.id, name: SITE.name },
        organisation: null,
        registeredAt: FRIDAY_NOON,
      },
      write: { firstDay: TODAY, lastDay: IN_A_YEAR, organisation: null },
    },
  ]);
  expect(tell).toEqual([...HAND_OVER_POINTS]);
  const { changes } = await call(url, 'cards', { token: desk.token, query: { after: cursor } });
  expect(changes).toEqual([{ key: expect.stringMatching(/^[0-9a-f]{32}$/), card }]);
});

test('REG-1: year of birth, postal code and number of children are mandatory, the rest is not', async () => {
  const item = personal(freshCode());
  for (const without of ['yearOfBirth', 'postalCode'] as const) {
    const { [without]: _, ...background } = BARE_BACKGROUND;
    const items = [{ ...item, background }] as unknown as Items;
    expect(await refusal(url, 'registerCards', { token: distributor, body: { forSiteId: null, items } })).toBe(
      'request.malformed',
    );
  }
  const { children: _, ...childless } = item;
  const items = [childless] as unknown as Items;
  expect(await refusal(url, 'registerCards', { token: distributor, body: { forSiteId: null, items } })).toBe(
    'request.malformed',
  );
  expect((await register([item]))[0]).toMatchObject({ result: 'registered' });
});

test('REG-1: what the holder tells is of the value lists and of the network’s municipalities', async () => {
  const told = {
    ...BARE_BACKGROUND,
    motherTongue: 'se',
    gender: 'female',
    lifeSituation: 'student',
    homeMunicipality: 'Kuikkaranta',
  };
  const { card } = await registerOne({ background: told });
  expect((await call(url, 'card', { token: distributor, id: card!.id })).background).toEqual(told);
  const { motherTongue, gender, lifeSituation } = told;
  for (const [field, value] of Object.entries({
    // Of another list each, and a municipality of another network.
    motherTongue: gender,
    gender: lifeSituation,
    lifeSituation: motherTongue,
    homeMunicipality: 'Sinivuori',
  })) {
    const answer = await registerOne({ background: { ...told, [field]: value } });
    expect(answer).toMatchObject({ result: 'refused', problem: 'card.value-unknown', why: field, card: null });
  }
});

test('CARD-6: a holder turns sixteen this year at the latest', async () => {
  const bornIn = (yearOfBirth: number) => registerOne({ background: { ...BARE_BACKGROUND, yearOfBirth } });
  expect(await bornIn(2010)).toMatchObject({ result: 'registered' });
  expect(await bornIn(2011)).toMatchObject({ result: 'refused', problem: 'card.holder-too-young' });
});

test('CARD-3: a trial card ends within the twelve months, and no card is over already or begins tomorrow', async () => {
  const trial = await registerOne({ trialLastDay: '2026-11-30' });
  expect(trial).toMatchObject({ result: 'registered', write: { lastDay: '2026-11-30' } });
  // From paper (REG-3): granted earlier, valid from then on.
  const paper = await registerOne({ firstDay: '2026-10-01' });
  expect(paper).toMatchObject({ result: 'registered', write: { firstDay: '2026-10-01', lastDay: '2027-10-01' } });
  for (const wish of [
    { firstDay: '2026-10-10' },
    { firstDay: '2025-10-08' },
    { trialLastDay: '2026-10-08' },
    { trialLastDay: '2027-10-10' },
    { firstDay: '2026-10-01', trialLastDay: '2027-10-02' },
  ]) {
    expect(await registerOne(wish)).toMatchObject({ result: 'refused', problem: 'card.dates-unlawful' });
  }
});

test('REG-2, CC-3: a day long before there were cards is refused, and the others of the meeting are registered', async () => {
  const { networkId } = (await call(url, 'site', { token: administrator, id: SITE.id })) as { networkId: string };
  const ours = await organisation(networkId);
  for (const firstDay of ['0000-01-01', '0001-01-01', '1999-12-31']) {
    const answers = await register([
      personal(freshCode(), { firstDay }),
      personal(freshCode(), { trialLastDay: firstDay }),
      personal(freshCode(), { firstDay, trialLastDay: TODAY }),
      { ...community(freshCode(), ours), firstDay },
      personal(freshCode()),
    ]);
    const unlawful = { result: 'refused', problem: 'card.dates-unlawful' };
    expect(answers).toMatchObject([unlawful, unlawful, unlawful, unlawful, { result: 'registered' }]);
  }
});

test('STAT-1: a card is counted in the month of its registration, also where midnight comes in between', async () => {
  const { database, context } = registry.services;
  const [user] = await rows<{ id: string }>(registry.database.url, 'SELECT id FROM users WHERE site_id = $1', [
    SITE.id,
  ]);
  const { networkId } = (await call(url, 'site', { token: administrator, id: SITE.id })) as { networkId: string };
  const caller = { userId: user!.id, siteId: SITE.id, networkId, roles: ['distributor'] as const, clientIds: [] };
  let now = Date.parse('2026-09-30T20:59:59.999Z');
  // Every reading is a minute later.
  const ticking = { ...context, clock: { now: () => (now += 60_000) - 60_000 } };
  const item = personal(freshCode());
  const wish = { forSiteId: null, items: [item] };
  const done = await database.transaction((tx) =>
    registerCards(tx, ticking, caller, CARD_CALLS.registerCards.access, wish),
  );
  expect(done).toMatchObject({ ok: true, value: { answers: [{ result: 'registered' }] } });
  const [kept] = await rows<{ month: string; counted: string }>(
    registry.database.url,
    `SELECT to_char(registered_at AT TIME ZONE 'Europe/Helsinki', 'YYYY-MM') AS month,
       (SELECT min(month) FROM card_counts WHERE site_id = $2) AS counted FROM cards WHERE id = $1`,
    [item.id, SITE.id],
  );
  expect(kept).toEqual({ month: '2026-09', counted: '2026-09' });
});

test('ids in capitals are the same ids: a repeated registration is known, a card is found', async () => {
  const item = personal(freshCode());
  await register([item]);
  expect(await register([{ ...item, id: item.id.toUpperCase() }])).toMatchObject([{ result: 'already-registered' }]);
  const id = item.id.toUpperCase();
  expect((await call(url, 'card', { token: distributor, id })).id).toBe(item.id);
  await call(url, 'endCard', { token: distributor, id });
  const { changes } = await call(url, 'cardHistory', { token: distributor, id: item.id });
  expect(changes.map(({ action }) => action)).toEqual(['registerCards', 'endCard']);
  const made = await organisation(null, 'Suurten kirjainten yhdistys');
  const body = { name: 'Suurten kirjainten liitto', networkId: null };
  const changed = { token: administrator, id: SITE.id, query: { subjectId: id } };
  expect((await call(url, 'history', changed)).items.map(({ action }) => action)).toEqual(['endCard', 'registerCards']);
  expect(await call(url, 'putOrganisation', { token: administrator, id: made.toUpperCase(), body })).toMatchObject({
    id: made,
  });
});

test('CARD-2: a typed code is normalised, and what cannot be one is refused with its reason', async () => {
  const code = freshCode();
  const typed = ` ${code.slice(0, 4).toLowerCase()} ${code.slice(4)}\n`;
  expect(await registerOne({}, typed)).toMatchObject({ result: 'registered' });
  expect(await registerOne({}, code)).toMatchObject({ result: 'refused', problem: 'card.exists' });
  for (const [text, why] of [
    ['', 'empty'],
    ['A12', 'too-short'],
    [`A${'1'.repeat(16)}`, 'too-long'],
    ['A1234-567', 'characters'],
    ['ABCDEF', 'digits'],
  ] as const) {
    expect(await registerOne({}, text)).toMatchObject({ result: 'refused', problem: 'card.malformed', why });
  }
});

test('CC-3, REG-4: a community card is open-ended, names its organisation and has no background', async () => {
  const { networkId } = (await call(url, 'site', { token: administrator, id: SITE.id })) as { networkId: string };
  const [near, national] = [await organisation(networkId), await organisation(null, 'Valtakunnan liitto')];
  const items = [community(freshCode(), near), community(freshCode(), national)];
  const answers = await register(items);
  expect(answers).toMatchObject([
    {
      result: 'registered',
      card: { kind: 'community', lastDay: null, childLimit: null, organisation: { id: near } },
      write: { firstDay: TODAY, lastDay: null, organisation: 'Saaren yhdistys' },
    },
    { result: 'registered', write: { organisation: 'Valtakunnan liitto' } },
  ]);
  expect((await call(url, 'card', { token: distributor, id: items[0]!.id })).background).toBeNull();
  const far = await organisation('018f0000-0000-7000-8000-000000000102');
  for (const id of [far, randomUUID()]) {
    expect(await register([community(freshCode(), id)])).toMatchObject([{ problem: 'organisation.unknown' }]);
  }
  expect(await countOf('kind', 'community')).toBeGreaterThanOrEqual(2);
});

test('REG-2: at a group meeting each card is judged on its own, and a repeated request registers nothing twice', async () => {
  const items = Array.from({ length: 198 }, () => personal(freshCode()));
  const young = personal(freshCode(), { background: { ...BARE_BACKGROUND, yearOfBirth: 2020 } });
  const twin = personal(items[0]!.code);
  const meeting: Items = [young, ...items, twin];
  const before = await countOf('kind', 'personal');
  const first = await register(meeting);
  expect(first.map(({ id }) => id)).toEqual(meeting.map(({ id }) => id));
  expect(first[0]).toMatchObject({ result: 'refused', problem: 'card.holder-too-young' });
  expect(first.slice(1, 199).every(({ result }) => result === 'registered')).toBe(true);
  expect(first[199]).toMatchObject({ result: 'refused', problem: 'card.exists' });

  const again = await register(meeting);
  expect(again.slice(1, 199).map(({ result }) => result)).toEqual(items.map(() => 'already-registered'));
  expect(again.slice(1, 199).map(({ card, write }) => ({ card, write }))).toEqual(
    first.slice(1, 199).map(({ card, write }) => ({ card, write })),
  );
  expect(await countOf('kind', 'personal')).toBe(before + 198);
  const body = { forSiteId: null, items: Array.from({ length: 201 }, () => personal(freshCode())) };
  expect(await refusal(url, 'registerCards', { token: distributor, body })).toBe('request.malformed');
});

test('the same cards from several tills at once are registered once each, in whatever order they come', async () => {
  const codes = Array.from({ length: 5 }, freshCode);
  const before = await countOf('kind', 'personal');
  const answers = await Promise.all(
    [codes, codes.toReversed(), codes, codes.toReversed()].map((each) => register(each.map((code) => personal(code)))),
  );
  const results = answers.flat();
  expect(results.filter(({ result }) => result === 'registered')).toHaveLength(5);
  expect(results.filter(({ problem }) => problem === 'card.exists')).toHaveLength(15);
  expect(await countOf('kind', 'personal')).toBe(before + 5);
});

test('an id that belongs to another card is refused', async () => {
  const { id } = await registerOne({});
  expect(await registerOne({ id })).toMatchObject({ result: 'refused', problem: 'card.id-taken' });
});

test('CARD-9: nobody has to approve: a code printed for another distributor is registered, and that is noted', async () => {
  const code = freshCode();
  const printedFor = demoSite('verkosto').id;
  const body = { id: randomUUID(), siteId: printedFor, codes: { form: 'list' as const, codes: [code] } };
  await call(url, 'recordBatch', { token: coordinator, body });
  const { result, card } = await registerOne({}, code);
  expect(result).toBe('registered');
  const { changes } = await call(url, 'cardHistory', { token: distributor, id: card!.id });
  expect(changes).toMatchObject([{ action: 'registerCards', detail: { printedForSiteId: printedFor } }]);
});

test('USE-2: a coordinator registers for a distributor of its network, attributed to both, and for no other site', async () => {
  const item = personal(freshCode());
  const [answer] = await register([item], coordinator, SITE.id);
  expect(answer).toMatchObject({ result: 'registered', card: { site: { id: SITE.id } } });
  const { changes } = await call(url, 'cardHistory', { token: coordinator, id: item.id });
  expect(changes).toMatchObject([
    { user: 'main', site: { id: demoSite('verkosto').id }, forSite: { id: SITE.id }, at: FRIDAY_NOON },
  ]);
  const wish = (login: string) => ({
    token: coordinator,
    body: { forSiteId: demoSite(login).id, items: [personal(freshCode())] },
  });
  expect(await refusal(url, 'registerCards', wish('teatteri'))).toBe('site.not-distributor');
  expect(await refusal(url, 'registerCards', wish('opisto'))).toBe('auth.forbidden');
  expect(await refusal(url, 'registerCards', { ...wish('verkosto'), token: distributor })).toBe('auth.forbidden');
});

test('STAT-1, DATA-1: cards are counted by month and site, each field of the background by network, births in tens of years', async () => {
  const dimensions = [
    ['kind', 'personal'],
    ['year-of-birth', '1980'],
    ['postal-code', '00100'],
    ['mother-tongue', 'so'],
    ['gender', '-'],
    ['life-situation', 'pensioner'],
    ['home-municipality', 'Saarenselkä'],
  ] as const;
  const counts = () => Promise.all(dimensions.map(([dimension, value]) => countOf(dimension, value)));
  const before = await counts();
  const background = {
    yearOfBirth: 1989,
    postalCode: '00100',
    motherTongue: 'so',
    gender: null,
    lifeSituation: 'pensioner',
    homeMunicipality: 'Saarenselkä',
  };
  await register([personal(freshCode(), { background }), personal(freshCode(), { background })]);
  expect(await counts()).toEqual(before.map((count) => count + 2));
  const where = await rows(
    registry.database.url,
    `SELECT DISTINCT site_id AS site, network_id AS network FROM card_counts
     WHERE month = '2026-10' AND (dimension, value) IN (('kind', 'personal'), ('life-situation', 'pensioner'))
       AND network_id IS NOT NULL ORDER BY site`,
  );
  const network = '018f0000-0000-7000-8000-000000000101';
  expect(where).toEqual([
    { site: SITE.id, network },
    { site: null, network },
  ]);
});

test('STAT-1: every card is counted once, be it of the demo, seeded or registered', async () => {
  const { database, context } = registry.services;
  await seedCards(database, context, 500, () => {});
  await register([personal(freshCode())]);
  const [found] = await rows<{ cards: number; counted: number }>(
    registry.database.url,
    `SELECT (SELECT count(*)::integer FROM cards) AS cards,
       (SELECT sum(cards)::integer FROM card_counts WHERE dimension = 'kind') AS counted`,
  );
  expect(found!.cards).toBeGreaterThan(500);
  expect(found!.counted).toBe(found!.cards);
  const ids = await rows(registry.database.url, 'SELECT DISTINCT id FROM cards');
  expect(ids).toHaveLength(found!.cards);
});

test('CARD-7: the demo’s cards are of the demo’s distributor, which extends them', async () => {
  const { id, site } = await call(url, 'lookUpCard', { token: distributor, body: { code: 'A045198723' } });
  expect(site?.id).toBe(SITE.id);
  const { card } = await call(url, 'extendCard', { token: distributor, id });
  expect(card.lastDay).toBe(IN_A_YEAR);
});
