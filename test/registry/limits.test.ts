/** Limits that organisers set: lawful ones are published, unlawful ones are named (CAP-1 to 6, CAP-10, SALE-3, SALE-4). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../../src-registry/demo/load-demo.ts';
import { machineRandom } from '../../src-registry/real-ports.ts';
import { poolOf } from '../../src-registry/services/desks/leases.ts';
import { putPerformances } from '../../src-registry/services/offers/performances.ts';
import { putRuleSet } from '../../src-registry/services/rule-sets.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { call, logIn, refusal } from './helpers/call.ts';
import { enrolDesk } from './helpers/desk.ts';
import { listen } from './helpers/news.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, settableClock, startTestRegistry } from './helpers/registry.ts';

let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let session: string;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
  session = await logIn(registry.url, 'teatteri');
});
afterAll(() => registry.close());

const REASON = { reason: { fi: 'Kiertue.', sv: 'Turné.', en: 'On tour.' } };

function limitsOf({ capacity, cap, windows, exclusion }: Performance): BodyOf<'limits'> {
  return { capacity, cap, windows, exclusion };
}

function set(performance: Performance, wish: Partial<BodyOf<'limits'>>, token = session) {
  const body = { ...limitsOf(performance), ...wish };
  return call(registry.url, 'limits', { token, id: performance.id, body });
}

test('CAP-1: a lawful cap is stored and published, and a raised one is told as places free again', async () => {
  const performance = await putPerformance(registry, { capacity: 201 });
  const desk = await enrolDesk(registry.url, 'teatteri');
  const { cursor } = await call(registry.url, 'performances', { token: desk.token });
  expect(await set(performance, { cap: capOf(11) })).toEqual({
    set: true,
    performance: { ...performance, cap: capOf(11) },
    breaches: [],
    excludedPercent: null,
    ruleSetFirstDay: PRESET_RULE_SET.firstDay,
  });
  const { changes } = await call(registry.url, 'performances', { token: desk.token, query: { after: cursor } });
  expect(changes).toEqual([{ id: performance.id, performance: { ...performance, cap: capOf(11) } }]);
  const ear = await listen(registry.url, desk.token);
  await set(performance, { cap: capOf(12) });
  await ear.until(({ freed }) => freed.includes(performance.id));
  ear.close();
});

test('unlawful limits change nothing, and every breach is named with its rule and the lowest lawful value', async () => {
  const performance = await putPerformance(registry, { capacity: 201 });
  const windows = { oneMonthBefore: false, redeemMinutesBefore: 24 * 60, lapseMinutesBefore: 0 };
  expect(await set(performance, { cap: capOf(10), windows })).toMatchObject({
    set: false,
    performance,
    breaches: [
      { code: 'offer.cap-too-low', rule: 'CAP-1', lowest: 11 },
      { code: 'offer.window-not-same-evening', rule: 'SALE-3', lowest: null },
    ],
  });
  // A changed capacity is checked again.
  expect(await set(performance, { capacity: 400, cap: capOf(11) })).toMatchObject({ set: false });
  expect(await set(performance, { capacity: 50, cap: capOf(2) })).toMatchObject({ set: true });
  expect(await set(performance, { cap: { limit: 50, counts: 'all-tickets' } })).toMatchObject({
    breaches: [{ code: 'offer.cap-counts-tickets', rule: 'CAP-1' }],
  });
  const desk = await enrolDesk(registry.url, 'teatteri');
  const { changes } = await call(registry.url, 'performances', { token: desk.token });
  expect(changes.find(({ id }) => id === performance.id)?.performance).toMatchObject({ capacity: 50, cap: capOf(2) });
});

test('CAP-10: the rule set in force on the performance’s day decides', async () => {
  const caps = { ...PRESET_RULE_SET.caps, general: { percent: 10 } };
  const stricter = { ...PRESET_RULE_SET, firstDay: '2027-01-01', caps };
  await registry.services.database.transaction(async (tx) => ok(await putRuleSet(tx, stricter)));
  const wish = { capacity: 100, startsAt: null };
  const before = await putPerformance(registry, { ...wish, day: '2026-12-31' });
  const after = await putPerformance(registry, { ...wish, day: '2027-01-01' });
  expect(await set(before, { cap: capOf(5) })).toMatchObject({ set: true, ruleSetFirstDay: '2020-01-01' });
  expect(await set(after, { cap: capOf(5) })).toMatchObject({
    set: false,
    breaches: [{ code: 'offer.cap-too-low', rule: 'CAP-1', lowest: 10 }],
    ruleSetFirstDay: '2027-01-01',
  });
});

test('only the organiser itself sets limits, and only of a performance that there is', async () => {
  const performance = await putPerformance(registry, {});
  const body = limitsOf(performance);
  const agent = await logIn(registry.url, 'lipputoimisto');
  expect(await refusal(registry.url, 'limits', { token: agent, id: performance.id, body })).toBe('auth.forbidden');
  const refused = (id: string) => refusal(registry.url, 'limits', { token: session, id: encodeURIComponent(id), body });
  expect(await refused(randomUUID())).toBe('performance.unknown');
  for (const id of ['tonight', "'; DROP TABLE cards"]) expect(await refused(id)).toBe('request.not-found');
});

test('numbers that nobody means are refused', async () => {
  const performance = await putPerformance(registry, {});
  const windows = { oneMonthBefore: false, redeemMinutesBefore: Number.MAX_SAFE_INTEGER, lapseMinutesBefore: 0 };
  for (const wish of [{ capacity: 2 ** 31 }, { cap: capOf(2 ** 40) }, { windows }]) {
    const body = { ...limitsOf(performance), ...wish };
    expect(await refusal(registry.url, 'limits', { token: session, id: performance.id, body })).toBe(
      'request.malformed',
    );
  }
});

test('SALE-4: an organiser that leaves out more than half of its coming offer is warned; an institute is not', async () => {
  const swimming = await logIn(registry.url, 'uimahalli');
  const wish = { organiser: 'uimahalli', kind: 'day-admission', startsAt: null } as const;
  // The demo has one more today; yesterday's is over.
  const past = await putPerformance(registry, { ...wish, day: '2026-10-08' });
  const [one, two] = [await putPerformance(registry, wish), await putPerformance(registry, wish)];
  expect(await set(past, { exclusion: REASON }, swimming)).toMatchObject({ set: true, excludedPercent: null });
  expect(await set(one, { exclusion: REASON }, swimming)).toMatchObject({ set: true, excludedPercent: null });
  expect(await set(two, { exclusion: REASON }, swimming)).toMatchObject({ set: true, excludedPercent: 67 });
  expect(await set(two, { exclusion: null }, swimming)).toMatchObject({ set: true, excludedPercent: null });

  const institute = await logIn(registry.url, 'opisto');
  const courses = [1, 2].map(() => putPerformance(registry, { organiser: 'opisto', kind: 'course' }));
  for (const course of await Promise.all(courses)) {
    expect(await set(course, { exclusion: REASON }, institute)).toMatchObject({ excludedPercent: null });
  }
});

test('CAP-8: under another kind of cap what was sold already counts otherwise, and other desks hear of it', async () => {
  const performance = await putPerformance(registry, { capacity: 40 });
  const desk = await enrolDesk(registry.url, 'teatteri');
  const sale = desk.sale({ performanceId: performance.id, code: 'A045198723', children: 2 });
  await desk.deliver(sale);
  const left = () => registry.services.database.read((tx) => poolOf(tx, performance.id, 10));
  const units = async () => {
    const { changes } = await call(registry.url, 'uses', { token: desk.token });
    return changes.find(({ acquisitionId }) => acquisitionId === sale.event.acquisitionId)?.units;
  };
  await set(performance, { cap: capOf(10) });
  expect([await left(), await units()]).toEqual([9, 1]);
  await set(performance, { cap: { limit: 10, counts: 'all-tickets' } });
  expect([await left(), await units()]).toEqual([7, 3]);
  await set(performance, { cap: null });
  expect([await left(), await units()]).toEqual([10, 0]);
});

test('CAP-10: an unlawful performance is not put in by any other way', async () => {
  const { database } = registry.services;
  const lawful = await putPerformance(registry, { capacity: 100, cap: capOf(5) });
  const unlawful = { ...lawful, cap: capOf(4) };
  const other = await putPerformance(registry, { capacity: 100 });
  const put = (...performances: Performance[]) =>
    database.transaction(async (tx) => ok(await putPerformances(tx, performances)));
  expect((await put(unlawful, { ...other, cap: capOf(6) })).value).toEqual([
    { performance: unlawful, breaches: [{ code: 'offer.cap-too-low', rule: 'CAP-1', lowest: 5 }] },
  ]);
  const desk = await enrolDesk(registry.url, 'teatteri');
  const { changes } = await call(registry.url, 'performances', { token: desk.token });
  const capIn = (id: string) => changes.find((each) => each.id === id)?.performance?.cap;
  expect([capIn(lawful.id), capIn(other.id)]).toEqual([capOf(5), capOf(6)]);
});

test('a later rule set leaves the demo’s offer that it makes unlawful out, and the registry says so', async () => {
  const { database, context } = registry.services;
  const caps = { ...PRESET_RULE_SET.caps, small: { capacityAtMost: 50, lowest: 3 } };
  const stricter = { ...PRESET_RULE_SET, firstDay: '2026-10-10', caps };
  await database.transaction(async (tx) => ok(await putRuleSet(tx, stricter)));
  const tomorrow = { ...context, clock: settableClock('2026-10-10T09:00:00Z') };
  const { value: said } = await database.transaction((tx) => loadDemo(tx, tomorrow, machineRandom));
  expect(said).toEqual(['"Two Chairs" breaks CAP-2: left out.', '"Pottery for Beginners" breaks CAP-2: left out.']);
});

test('SALE-4: an exclusion without a reason that a desk could show is malformed', async () => {
  const performance = await putPerformance(registry, {});
  const limits = limitsOf(performance);
  for (const reason of [
    { ...REASON.reason, sv: ' ' },
    { ...REASON.reason, fi: 'x'.repeat(301) },
  ]) {
    const wish = { token: session, id: performance.id, body: { ...limits, exclusion: { reason } } };
    expect(await refusal(registry.url, 'limits', wish)).toBe('request.malformed');
  }
});
