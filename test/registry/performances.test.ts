/** Performances that organisers add, change, cancel and list: many at once, each answered, nothing twice. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoSite } from '../../src-registry/demo/demo-data.ts';
import type { PerformanceWish } from '../../src-shared/registry-api/bodies/performances.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import { call, logIn, refusal } from './helpers/call.ts';
import { enrolDesk } from './helpers/desk.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let token: string;
const THEATRE = demoSite('teatteri').id;

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  token = await logIn(registry.url, 'teatteri');
});
afterAll(() => registry.close());

function wish(changes: Partial<PerformanceWish> = {}): PerformanceWish {
  return {
    id: null,
    externalId: null,
    class: 'culture',
    title: { fi: 'Talvi', sv: 'Vinter', en: 'Winter' },
    place: 'Sali',
    kind: 'performance',
    guest: false,
    day: '2026-10-20',
    startsAt: '2026-10-20T16:00:00.000Z',
    endsAt: null,
    capacity: 100,
    cap: null,
    soldOut: false,
    exclusion: null,
    windows: { oneMonthBefore: false, redeemMinutesBefore: null, lapseMinutesBefore: 0 },
    feeCents: 0,
    cloakroom: false,
    ...changes,
  };
}

function put(items: PerformanceWish[], request: Partial<BodyOf<'putPerformances'>> = {}) {
  const body = { requestId: randomUUID(), mode: 'all-or-nothing' as const, items, ...request };
  return call(registry.url, 'putPerformances', { token, id: THEATRE, body });
}

async function listed(query: { from?: string; to?: string } = {}) {
  return (await call(registry.url, 'offer', { token, id: THEATRE, query: { limit: 1_000, ...query } })).items;
}

test('what is added is listed with its class, and desks hear of it; each change is attributed', async () => {
  const desk = await enrolDesk(registry.url, 'teatteri');
  const { cursor } = await call(registry.url, 'performances', { token: desk.token });
  const answer = await put([wish({ class: 'science', externalId: 'winter-1' })]);
  expect(answer).toMatchObject({ stored: true, items: [{ result: 'added', externalId: 'winter-1', problem: null }] });
  const id = answer.items[0]!.id!;
  expect((await listed()).find(({ performance }) => performance.id === id)).toMatchObject({
    class: 'science',
    externalId: 'winter-1',
    cancelledAt: null,
    performance: { title: { sv: 'Vinter' }, cancelled: false, organiser: { id: THEATRE } },
  });
  const page = await call(registry.url, 'performances', { token: desk.token, query: { after: cursor } });
  expect(page.changes.map((each) => each.id)).toEqual([id]);
  const noted = await rows(registry.database.url, 'SELECT action, site_id FROM changes WHERE subject_id = $1', [id]);
  expect(noted).toEqual([{ action: 'putPerformances', site_id: THEATRE }]);
});

test('a repeated request gets the same answer and adds nothing; another one under its id is malformed', async () => {
  const requestId = randomUUID();
  const first = await put([wish()], { requestId });
  const before = (await listed()).length;
  expect(await put([wish()], { requestId })).toEqual(first);
  expect((await listed()).length).toBe(before);
  const body = { requestId, mode: 'all-or-nothing' as const, items: [wish({ place: 'Toinen' })] };
  expect(await refusal(registry.url, 'putPerformances', { token, id: THEATRE, body })).toBe('request.malformed');
});

test('two requests at once with one external id make one performance', async () => {
  const both = await Promise.all([1, 2].map(() => put([wish({ externalId: 'race' })])));
  expect(both.map(({ items }) => items[0]!.result).toSorted()).toEqual(['added', 'unchanged']);
  expect(new Set(both.map(({ items }) => items[0]!.id)).size).toBe(1);
});

test('an external id changes what is there instead of doubling it, and the same again changes nothing', async () => {
  const [added] = (await put([wish({ externalId: 'spring-1' })])).items;
  const changed = await put([wish({ externalId: 'spring-1', capacity: 80 })]);
  expect(changed.items).toMatchObject([{ result: 'changed', id: added!.id }]);
  expect((await put([wish({ externalId: 'spring-1', capacity: 80 })])).items).toMatchObject([{ result: 'unchanged' }]);
  const same = (await listed()).filter(({ externalId }) => externalId === 'spring-1');
  expect(same.map(({ performance }) => performance.capacity)).toEqual([80]);
});

test('each item is answered; one refused stores nothing, or the others, as is wished; a dry run stores nothing', async () => {
  const theirs = await putPerformance(registry, { organiser: 'uimahalli' });
  const items = [
    wish({ externalId: 'good' }),
    wish({ externalId: 'unlawful', cap: capOf(4) }),
    wish({ externalId: 'late', startsAt: '2026-10-20T22:00:00.000Z' }),
    wish({ externalId: 'backwards', endsAt: '2026-10-20T15:00:00.000Z' }),
    wish({ externalId: 'good', place: 'Toinen' }),
    wish({ id: theirs.id }),
    wish({
      externalId: 'huge',
      windows: { oneMonthBefore: false, redeemMinutesBefore: null, lapseMinutesBefore: 2 ** 40 },
    }),
  ];
  const expected = [
    { result: 'added', problem: null },
    {
      result: 'refused',
      problem: 'offer.unlawful',
      breaches: [{ code: 'offer.cap-too-low', rule: 'CAP-1', lowest: 5 }],
    },
    { result: 'refused', problem: 'offer.starts-on-another-day' },
    { result: 'refused', problem: 'offer.ends-before-start' },
    { result: 'refused', problem: 'offer.named-twice' },
    { result: 'refused', problem: 'performance.unknown' },
    { result: 'refused', problem: 'offer.out-of-bounds' },
  ];
  const before = (await listed()).length;
  for (const mode of ['dry-run', 'all-or-nothing'] as const) {
    expect(await put(items, { mode })).toMatchObject({ stored: false, items: expected });
    expect((await listed()).length).toBe(before);
  }
  expect(await put(items, { mode: 'good-ones' })).toMatchObject({ stored: true, items: expected });
  expect((await listed()).length).toBe(before + 1);
});

test('the list is in pages, between days', async () => {
  await put(['2027-01-01', '2027-01-02', '2027-01-03'].map((day) => wish({ day, startsAt: null })));
  const days = { from: '2027-01-01', to: '2027-01-02' };
  expect((await listed(days)).length).toBe(2);
  const first = await call(registry.url, 'offer', { token, id: THEATRE, query: { ...days, limit: 1 } });
  expect(first.next).not.toBeNull();
  const query = { ...days, limit: 1, after: first.next! };
  const second = await call(registry.url, 'offer', { token, id: THEATRE, query });
  expect(second.next).toBeNull();
  expect(new Set([...first.items, ...second.items].map(({ performance }) => performance.day)).size).toBe(2);
});

test('500 at once are taken, 501 and texts that no screen shows are malformed', async () => {
  const many = Array.from({ length: 500 }, (_, index) =>
    wish({ externalId: `many-${index}`, day: '2028-01-01', startsAt: null }),
  );
  expect((await put(many)).items.every(({ result }) => result === 'added')).toBe(true);
  for (const items of [[...many, wish()], [wish({ place: 'a\u0000b' })], [wish({ day: '1999-12-31' })], []]) {
    const body = { requestId: randomUUID(), mode: 'all-or-nothing' as const, items };
    expect(await refusal(registry.url, 'putPerformances', { token, id: THEATRE, body })).toBe('request.malformed');
  }
});

test('recurring days: weekdays without closed days; the same series again changes its days', async () => {
  const swimming = await logIn(registry.url, 'uimahalli');
  const { id } = demoSite('uimahalli');
  const {
    id: _,
    externalId: __,
    day: ___,
    startsAt: ____,
    endsAt: _____,
    ...day
  } = wish({
    kind: 'day-admission',
    class: 'sport',
    capacity: null,
  });
  const request = (changes: Partial<BodyOf<'putRecurring'>>) => ({
    requestId: randomUUID(),
    mode: 'all-or-nothing' as const,
    series: 'Uinti',
    from: '2026-10-19',
    to: '2026-10-30',
    weekdays: [1, 3],
    closed: ['2026-10-21'],
    startsAt: null,
    endsAt: null,
    day,
    ...changes,
  });
  const answer = await call(registry.url, 'putRecurring', { token: swimming, id, body: request({}) });
  expect(answer.items.map(({ externalId, result }) => [externalId, result])).toEqual([
    ['Uinti 2026-10-19', 'added'],
    ['Uinti 2026-10-26', 'added'],
    ['Uinti 2026-10-28', 'added'],
  ]);
  // Summer time ends on the 25th: 10:00 stays 10:00.
  const hours = { startsAt: '10:00', endsAt: '20:30' };
  const changed = await call(registry.url, 'putRecurring', { token: swimming, id, body: request(hours) });
  expect(changed.items.map(({ result }) => result)).toEqual(['changed', 'changed', 'changed']);
  const { items } = await call(registry.url, 'offer', {
    token: swimming,
    id,
    query: { from: '2026-10-19', to: '2026-10-30' },
  });
  expect(items.map(({ performance }) => performance.startsAt).toSorted()).toEqual([
    '2026-10-19T07:00:00.000Z',
    '2026-10-26T08:00:00.000Z',
    '2026-10-28T08:00:00.000Z',
  ]);
  for (const wrong of [
    { to: '2028-12-31', weekdays: [1, 2, 3, 4, 5, 6, 7] },
    { closed: [], from: '2026-10-31' },
  ]) {
    const refused = refusal(registry.url, 'putRecurring', { token: swimming, id, body: request(wrong) });
    expect(await refused).toBe('request.malformed');
  }
});

test('a cancelled performance is told to desks, and a sale off-line afterwards is a fact with a conflict', async () => {
  const desk = await enrolDesk(registry.url, 'teatteri');
  const performance = await putPerformance(registry, {});
  const { cursor } = await call(registry.url, 'performances', { token: desk.token });
  clock.set('2026-10-09T09:10:00.000Z');
  const set = (cancelled: boolean) =>
    call(registry.url, 'cancelPerformance', { token, id: performance.id, body: { cancelled } });
  expect((await set(true)).performance.cancelled).toBe(true);
  await set(true);
  const { changes } = await call(registry.url, 'performances', { token: desk.token, query: { after: cursor } });
  expect(changes).toEqual([{ id: performance.id, performance: { ...performance, cancelled: true } }]);
  const sale = (code: string, at: string) => desk.sale({ performanceId: performance.id, code, at });
  const [before, after] = await desk.deliver(
    sale('A045198723', '2026-10-09T09:09:00.000Z'),
    sale('A100000001', '2026-10-09T09:11:00.000Z'),
  );
  expect([before, after]).toMatchObject([
    { result: 'recorded', conflicts: [] },
    { result: 'recorded-with-conflict', conflicts: ['performance-cancelled'] },
  ]);
  // An import does not bring it back; its organiser can.
  await put([{ ...wish(), id: performance.id }]);
  expect((await listed()).find((each) => each.performance.id === performance.id)?.cancelledAt).not.toBeNull();
  expect((await set(false)).performance.cancelled).toBe(false);
  expect(await refusal(registry.url, 'cancelPerformance', { token, id: randomUUID(), body: { cancelled: true } })).toBe(
    'performance.unknown',
  );
  clock.set(FRIDAY_NOON);
});

test('SALE-4: the notice names what is limited, how and why, in three languages', async () => {
  const notice = async (language: string, query = 'from=2027-06-01&to=2027-06-30') => {
    const address = `${registry.url}/v1/sites/${THEATRE}/notice?language=${language}&${query}`;
    const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    expect(response.headers.get('content-type')).toContain('text/plain');
    return response.text();
  };
  expect(await notice('fi')).toContain('ilman rajoituksia');
  const common = { kind: 'festival-day', capacity: 3_000, startsAt: null } as const;
  const reason = { fi: 'Kiertue.', sv: 'Turné.', en: 'On tour.' };
  await putPerformance(registry, { ...common, day: '2027-06-02', cap: { limit: 20, counts: 'all-tickets' } });
  await putPerformance(registry, { ...common, day: '2027-06-03', exclusion: { reason } });
  await putPerformance(registry, {
    ...common,
    day: '2027-06-04',
    startsAt: '2027-06-04T16:00:00.000Z',
    windows: { oneMonthBefore: true, redeemMinutesBefore: 30, lapseMinutesBefore: 15 },
  });
  await putPerformance(registry, { ...common, day: '2027-06-05' });
  expect(await notice('fi')).toMatchInlineSnapshot(`
    "Kaikukortti: Aallonharjan teatteri

    Kaikukortilla pääsee koko muuhun ohjelmistoon. Rajoitukset:
    - 2.6.2027 Koe: enintään 20 lippua Kaikukortilla
    - 3.6.2027 Koe: ei saatavilla Kaikukortilla. Kiertue.
    - 4.6.2027 19.00 Koe: varattavissa ja noudettavissa 4.5.2027 alkaen; noudettavissa samana iltana, 30 minuuttia ennen alkua; varaus raukeaa 15 minuuttia ennen alkua
    "
  `);
  expect(await notice('sv')).toMatchInlineSnapshot(`
    "Kaikukortet: Aallonharjan teatteri

    Med Kaikukortet kommer man in på hela det övriga programmet. Begränsningar:
    - 2.6.2027 Prov: högst 20 biljetter med Kaikukort
    - 3.6.2027 Prov: fås inte med Kaikukortet. Turné.
    - 4.6.2027 19.00 Prov: kan reserveras och hämtas från 4.5.2027; kan hämtas samma kväll, 30 minuter före början; reserveringen förfaller 15 minuter före början
    "
  `);
  expect(await notice('en')).toMatchInlineSnapshot(`
    "Kaikukortti: Aallonharjan teatteri

    The Kaikukortti admits to everything else on the programme. Limits:
    - 02/06/2027 Trial: at most 20 tickets with a Kaikukortti
    - 03/06/2027 Trial: not available with the Kaikukortti. On tour.
    - 04/06/2027 19:00 Trial: can be reserved and collected from 04/05/2027; can be collected the same evening, 30 minutes before the start; a reservation lapses 15 minutes before the start
    "
  `);
});
