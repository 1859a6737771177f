/** What desks note beside uses of cards: assistants and sold-out houses; and what a site leaves to its desks. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { putSite } from '../../src-registry/services/people/sites.ts';
import { demoSite, placeOf, settingsOf } from '../../src-registry/demo/demo-data.ts';
import { loadDemo } from '../../src-registry/demo/load-demo.ts';
import { machineRandom } from '../../src-registry/real-ports.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { call } from './helpers/call.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { beside, handOver, next, reserve } from './helpers/life.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let desk: TestDesk;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
  desk = await enrolDesk(registry.url, 'teatteri');
});
afterAll(() => registry.close());

function assisted(performanceId: string, assistanceId: string, count: number) {
  const entry = { type: 'assisted', id: randomUUID(), at: FRIDAY_NOON, performanceId, assistanceId } as const;
  return beside(desk, { ...entry, kind: 'assistant', count, feeCents: 150 });
}

function takenBack(performanceId: string, assistanceId: string) {
  const entry = { type: 'assistance-voided', id: randomUUID(), at: FRIDAY_NOON, performanceId, assistanceId } as const;
  return beside(desk, entry);
}

test('ASSIST-1: assistants are counted apart, never against the cap, never as a use of a card', async () => {
  const { id } = await putPerformance(registry, { cap: capOf(2) });
  const [stays, goes, early] = [randomUUID(), randomUUID(), randomUUID()];
  const answers = await desk.deliver(
    assisted(id, stays, 2),
    assisted(id, goes, 1),
    takenBack(id, goes),
    takenBack(id, early),
    assisted(id, early, 1),
  );
  expect(answers.map(({ result }) => result)).toEqual(answers.map(() => 'recorded'));
  const counted = await rows(
    registry.database.url,
    `SELECT id, kind, count, fee_cents, voided_at IS NOT NULL AS voided FROM assistance WHERE performance_id = $1`,
    [id],
  );
  const one = { kind: 'assistant', fee_cents: 150 };
  expect(counted).toHaveLength(3);
  expect(counted).toEqual(
    expect.arrayContaining([
      { ...one, id: stays, count: 2, voided: false },
      { ...one, id: goes, count: 1, voided: true },
      { ...one, id: early, count: 1, voided: true },
    ]),
  );
  expect(await rows(registry.database.url, 'SELECT FROM acquisitions WHERE performance_id = $1', [id])).toEqual([]);
  expect(await rows(registry.database.url, 'SELECT FROM leases WHERE performance_id = $1', [id])).toEqual([]);
});

async function offered(id: string, after?: string): Promise<{ performance: Performance | undefined; cursor: string }> {
  const { changes, cursor } = await call(registry.url, 'performances', { token: desk.token, query: { after } });
  return { performance: changes.find((each) => each.id === id)?.performance ?? undefined, cursor };
}

test('CAP-7: what desks say of a sold-out house is published, the latest word in any order of arrival, until the organiser says otherwise', async () => {
  const wish = { organiser: 'teatteri', id: randomUUID() as string };
  const { id } = await putPerformance(registry, wish);
  let minute = 10;
  const mark = (soldOut: boolean, at = `2026-10-09T09:${(minute += 1)}:00.000Z`) =>
    desk.deliver(beside(desk, { type: 'sold-out-set', id: randomUUID(), at, performanceId: id, soldOut }));
  const { cursor } = await offered(id);
  await mark(true);
  const marked = await offered(id, cursor);
  expect(marked.performance?.soldOut).toBe(true);
  await mark(true);
  expect((await offered(id, marked.cursor)).performance).toBeUndefined();
  // The organiser changes something else: the desk's word holds.
  await putPerformance(registry, { ...wish, place: 'Pieni sali' });
  expect((await offered(id)).performance).toMatchObject({ soldOut: true, place: 'Pieni sali' });
  await mark(false);
  const onSale = await offered(id);
  expect(onSale.performance?.soldOut).toBe(false);
  // A word from before arrives late: it changes nothing, and the desk that said it hears so.
  await mark(true, '2026-10-09T09:00:00.000Z');
  expect((await offered(id, onSale.cursor)).performance?.soldOut).toBe(false);
  await putPerformance(registry, { ...wish, soldOut: true });
  expect((await offered(id)).performance?.soldOut).toBe(true);
});

test('CARD-4: a desk hears of its site’s policy with its status', async () => {
  for (const [site, provisional] of [
    ['teatteri', 'off'],
    ['lipputoimisto', 'ask'],
    ['uimahalli', 'allow'],
  ] as const) {
    const { token } = await enrolDesk(registry.url, site);
    expect((await call(registry.url, 'desk', { token })).policy).toEqual({ provisional });
  }
});

test('ASSIST-1: support persons are the organiser’s to switch off, and desks hear of it', async () => {
  const { id } = await putPerformance(registry, {});
  const { performance, cursor } = await offered(id);
  expect(performance?.organiser.supportPersons).toBe(true);
  const settings = { ...settingsOf('teatteri'), supportPersons: false };
  const { database, context } = registry.services;
  await database.transaction(async (tx) => ok(await putSite(tx, demoSite('teatteri'), settings, placeOf('teatteri'))));
  expect((await offered(id, cursor)).performance?.organiser.supportPersons).toBe(false);
  await database.transaction((tx) => loadDemo(tx, context, machineRandom));
  expect((await offered(id)).performance?.organiser.supportPersons).toBe(true);
});

test('the demo panel sees every kind of event, with code and children where there is an acquisition', async () => {
  const { id: performanceId } = await putPerformance(registry, {});
  const reserved = reserve(desk, { performanceId, code: 'A045198723', children: 2 });
  await desk.deliver(
    reserved,
    next(desk, 'children-corrected', reserved.event, { children: 1, unitsChange: 0 }),
    handOver(desk, reserved.event, 'A045198723', { children: 1 }),
    next(desk, 'attended', reserved.event, { despite: [] }),
    assisted(performanceId, randomUUID(), 1),
    beside(desk, { type: 'sold-out-set', id: randomUUID(), at: FRIDAY_NOON, performanceId, soldOut: true }),
  );
  const { received } = await call(registry.url, 'demoReceived', { token: desk.token });
  const shown = received.slice(0, 6).map(({ type, code, children }) => [type, code, children]);
  expect(shown).toEqual([
    ['sold-out-set', null, null],
    ['assisted', null, null],
    ['attended', 'A045198723', 1],
    ['redeemed', 'A045198723', 1],
    ['children-corrected', 'A045198723', 1],
    ['reserved', 'A045198723', 2],
  ]);
});
