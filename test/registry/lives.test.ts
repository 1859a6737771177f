/** The life of an acquisition as the registry hears of it, from several desks and in any order (SALE-7, CAP-9, CARD-8). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { poolOf } from '../../src-registry/services/desks/leases.ts';
import { putRuleSet } from '../../src-registry/services/rule-sets.ts';
import type { DeliveredItem } from '../../src-shared/registry-api/bodies/delivery.ts';
import type { UseChange } from '../../src-shared/registry-api/bodies/feeds.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { call } from './helpers/call.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { handOver, LAPSES_AT, next, reserve } from './helpers/life.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, settableClock, startTestRegistry } from './helpers/registry.ts';

const CODE = 'A045198723';
const LATER = '2026-10-09T10:00:00.000Z';
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let seller: TestDesk;
let other: TestDesk;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
  seller = await enrolDesk(registry.url, 'teatteri', 'Kassa 1');
  other = await enrolDesk(registry.url, 'lipputoimisto', 'Kassa 2');
});
afterAll(() => registry.close());

async function capped(cap = capOf(5), wish: Parameters<typeof putPerformance>[1] = {}): Promise<string> {
  const { id } = await putPerformance(registry, { cap, ...wish });
  await seller.lease(id, 2);
  await other.lease(id, 1);
  return id;
}

function left(performanceId: string, cap = 5): Promise<number> {
  return registry.services.database.read((tx) => poolOf(tx, performanceId, cap));
}

/** What the feed says of one acquisition now. */
async function use({ event }: DeliveredItem): Promise<UseChange | undefined> {
  const { changes } = await call(registry.url, 'uses', { token: other.token, query: { limit: 5_000 } });
  return changes.find((each) => 'acquisitionId' in event && each.acquisitionId === event.acquisitionId);
}

async function conflictsOf(desk: TestDesk, ...items: DeliveredItem[]): Promise<string[][]> {
  return (await desk.deliver(...items)).map(({ result, conflicts }) => {
    expect(result).toBe(conflicts.length === 0 ? 'recorded' : 'recorded-with-conflict');
    return conflicts;
  });
}

const SEEN = { despite: [] };

test('SALE-7, CARD-8: reserved by telephone, handed over at another desk, attended, each with its desk and time', async () => {
  const performanceId = await capped();
  const reserved = reserve(seller, { performanceId, code: CODE, units: 1 }, { cardSeen: false });
  const { acquisitionId } = reserved.event;
  expect(await conflictsOf(seller, reserved)).toEqual([[]]);
  const first = { acquisitionId, performanceId, cardKey: reserved.event.cardKey, epoch: seller.epoch };
  expect(await use(reserved)).toEqual({
    ...first,
    deskName: 'Kassa 1',
    at: FRIDAY_NOON,
    children: 0,
    units: 1,
    state: 'reserved',
    cardSeen: false,
    lapsesAt: LAPSES_AT,
  });
  expect(await conflictsOf(other, handOver(other, reserved.event, CODE, { at: LATER }))).toEqual([[]]);
  const redeemed = { ...first, deskName: 'Kassa 2', at: LATER, state: 'redeemed', cardSeen: true, units: 1 };
  expect(await use(reserved)).toMatchObject(redeemed);
  expect(await conflictsOf(seller, next(seller, 'attended', reserved.event, SEEN, LAPSES_AT))).toEqual([[]]);
  expect(await use(reserved)).toMatchObject({ ...redeemed, deskName: 'Kassa 1', at: LAPSES_AT, state: 'attended' });
  expect(await left(performanceId)).toBe(2);
});

test('CAP-9: taken back at another desk, the place comes home to the desk that reserved it, once', async () => {
  const performanceId = await capped();
  const reserved = reserve(seller, { performanceId, code: CODE, units: 1 });
  await seller.deliver(reserved);
  await other.deliver(
    handOver(other, reserved.event, CODE),
    next(other, 'voided', reserved.event, { units: 0, placeTo: 'seller', why: 'customer', stage: 'redeemed' }),
  );
  expect(await use(reserved)).toMatchObject({ state: 'voided', deskName: 'Kassa 2', units: 1, epoch: seller.epoch });
  const released = next(seller, 'released', reserved.event, { units: 1, placeTo: 'epoch' });
  await seller.deliver(released, released);
  expect(await use(reserved)).toMatchObject({ state: 'voided', units: 0 });
  await seller.deliver(seller.giveBack(performanceId, 2));
  expect(await left(performanceId)).toBe(4);
});

test('CAP-9: a reservation that lapses gives its place back to its lease; it is no use any more', async () => {
  const performanceId = await capped();
  const reserved = reserve(seller, { performanceId, code: CODE, units: 1 });
  const lapsed = next(seller, 'lapsed', reserved.event, { units: 1, placeTo: 'epoch' }, LAPSES_AT);
  expect(await conflictsOf(seller, reserved, lapsed)).toEqual([[], []]);
  expect(await use(reserved)).toMatchObject({ state: 'lapsed', units: 0, at: LAPSES_AT });
  expect(seller.balanceOf(performanceId)).toBe(2);
  expect(await conflictsOf(seller, seller.sale({ performanceId, code: CODE, units: 1 }))).toEqual([[]]);
});

test.each(['first', 'last'])(
  'SALE-7: a ticket for a reservation that is gone is beyond any lease, its arrival being %s',
  async (ticketArrives) => {
    for (const gone of ['lapsed', 'voided'] as const) {
      const performanceId = await capped();
      const reserved = reserve(seller, { performanceId, code: CODE, units: 1 });
      const ended =
        gone === 'lapsed'
          ? next(seller, 'lapsed', reserved.event, { units: 1, placeTo: 'epoch' })
          : next(seller, 'voided', reserved.event, { units: 1, placeTo: 'epoch', stage: 'reserved' });
      const ticket = handOver(other, reserved.event, CODE);
      await seller.deliver(reserved);
      const deliveries: [TestDesk, DeliveredItem][] = [
        [other, ticket],
        [seller, ended],
      ];
      const [one, two] = ticketArrives === 'first' ? deliveries : deliveries.toReversed();
      expect(await conflictsOf(...one!)).toEqual([[]]);
      expect(await conflictsOf(...two!)).toEqual([['reservation-gone']]);
      expect(await use(reserved)).toMatchObject({ state: 'redeemed', deskName: 'Kassa 2', units: 1 });
      expect(await left(performanceId)).toBe(1);
      await other.deliver(next(other, 'voided', reserved.event, { units: 0, placeTo: 'seller' }));
      expect(await left(performanceId)).toBe(2);
    }
  },
);

test('whatever comes before its reservation takes effect with it', async () => {
  const performanceId = await capped();
  const reserved = reserve(seller, { performanceId, code: CODE, units: 1 });
  const ticket = handOver(other, reserved.event, CODE, { at: LATER });
  const attended = next(other, 'attended', reserved.event, SEEN, LAPSES_AT);
  expect(await conflictsOf(other, attended)).toEqual([['not-redeemed']]);
  expect(await use(reserved)).toBeUndefined();
  await other.deliver(ticket);
  expect(await use(reserved)).toMatchObject({ state: 'attended', epoch: other.epoch, lapsesAt: null, at: LAPSES_AT });
  await seller.deliver(reserved);
  expect(await use(reserved)).toMatchObject({ state: 'attended', epoch: seller.epoch, lapsesAt: LAPSES_AT, units: 1 });
  expect(await left(performanceId)).toBe(2);
});

test('SALE-7: attended without a ticket, or with a reservation alone, is recorded and said', async () => {
  const performanceId = await capped();
  const reserved = reserve(seller, { performanceId, code: CODE, units: 1 });
  const attended = next(seller, 'attended', reserved.event, SEEN);
  expect(await conflictsOf(seller, reserved, attended)).toEqual([[], ['not-redeemed']]);
  expect(await use(reserved)).toMatchObject({ state: 'reserved' });
});

test('CHILD-3, CAP-8: children corrected take places of the lease, or give them back', async () => {
  const performanceId = await capped({ limit: 12, counts: 'all-tickets' });
  const sale = seller.sale({ performanceId, code: CODE, children: 1, units: 2 });
  await seller.deliver(sale);
  const correct = (children: number, unitsChange: number) =>
    conflictsOf(seller, next(seller, 'children-corrected', sale.event, { children, unitsChange }));
  expect(await correct(0, -1)).toEqual([[]]);
  expect(await use(sale)).toMatchObject({ children: 0, units: 1, state: 'redeemed' });
  expect(await correct(1, 1)).toEqual([[]]);
  expect(await use(sale)).toMatchObject({ children: 1, units: 2 });
  expect(await left(performanceId, 12)).toBe(9);
  expect(await correct(3, 2)).toEqual([['beyond-lease']]);
  expect(await left(performanceId, 12)).toBe(7);
});

test('CHILD-4: more children than the card admits conflict where the rule set refuses them, on the performance’s day', async () => {
  const { database } = registry.services;
  const lenient = { ...PRESET_RULE_SET, firstDay: '2026-11-01', childLimit: 'warn' as const };
  await database.transaction(async (tx) => ok(await putRuleSet(tx, lenient)));
  const sell = async (day: string, wish = {}) => {
    const { id: performanceId } = await putPerformance(registry, { day, startsAt: null, ...wish });
    const sale = other.sale({ performanceId, code: 'A100000001', children: 2 });
    const corrected = next(other, 'children-corrected', sale.event, { children: 3, unitsChange: 0 });
    return conflictsOf(other, sale, corrected);
  };
  expect(await sell('2026-10-31')).toEqual([[], ['over-child-limit']]);
  expect(await sell('2026-11-01')).toEqual([[], []]);
  // CHILD-2 is nobody's choice.
  expect(await sell('2026-11-01', { organiser: 'opisto', kind: 'course' })).toEqual([
    ['over-child-limit'],
    ['over-child-limit'],
  ]);
});

test('CARD-3, SALE-7: a card is judged on the day of each stage', async () => {
  const performanceId = await capped();
  // Ends today; the ticket is handed out tomorrow.
  const reserved = reserve(seller, { performanceId, code: 'A100000003', units: 1 });
  const ticket = handOver(seller, reserved.event, 'A100000003', { at: '2026-10-10T06:00:00.000Z' });
  const attended = next(seller, 'attended', reserved.event, SEEN, '2026-10-10T06:30:00.000Z');
  expect(await conflictsOf(seller, reserved, ticket, attended)).toEqual([[], ['card-not-valid'], []]);
  const unknown = reserve(seller, { performanceId, code: 'A999999999', units: 1 });
  expect(await conflictsOf(seller, unknown)).toEqual([['card-unknown']]);
});

test('CARD-5: a second ticket for a reserved card conflicts, unless the reservation had lapsed', async () => {
  const performanceId = await capped();
  const reserved = reserve(seller, { performanceId, code: CODE, units: 1 });
  await seller.deliver(reserved);
  const fresh = other.sale({ performanceId, code: CODE, units: 1, at: LATER });
  expect(await conflictsOf(other, fresh)).toEqual([['duplicate-performance']]);
  await other.deliver(other.voidOf(fresh));
  expect(await conflictsOf(other, other.sale({ performanceId, code: CODE, units: 1, at: LAPSES_AT }))).toEqual([[]]);
});

test('CARD-5: two desks that both hand out the ticket of one reservation: one is recorded, the other conflicts', async () => {
  const performanceId = await capped();
  const reserved = reserve(seller, { performanceId, code: CODE, units: 1 });
  await seller.deliver(reserved, handOver(seller, reserved.event, CODE));
  expect(await conflictsOf(other, handOver(other, reserved.event, CODE))).toEqual([['duplicate-performance']]);
  expect(await left(performanceId)).toBe(2);
});

test('a ticket of another card for a reservation is refused', async () => {
  const performanceId = await capped();
  const reserved = reserve(seller, { performanceId, code: CODE, units: 1 });
  await seller.deliver(reserved);
  expect(await other.deliver(handOver(other, reserved.event, 'A100000001'))).toMatchObject([{ result: 'refused' }]);
});

test('CARD-5: the heir of a first visit keeps its place, and frees it once', async () => {
  const performanceId = await capped(capOf(10), { kind: 'day-admission', startsAt: null });
  const [first, second] = [1, 0].map((units) => seller.sale({ performanceId, code: CODE, units }));
  const heirId = second!.event.acquisitionId;
  const handedOn = next(seller, 'voided', first!.event, { units: 1, placeTo: 'heir', heirId });
  await seller.deliver(first, second, handedOn);
  expect(await use(first!)).toMatchObject({ state: 'voided', units: 0 });
  expect(await use(second!)).toMatchObject({ state: 'redeemed', units: 1 });
  expect(await left(performanceId, 10)).toBe(7);
  // In the desk's next epoch the heir still has the place of the one before.
  const soldBy = seller.epoch;
  await seller.nextEpoch();
  expect((await use(second!))?.epoch).toBe(soldBy);
  await seller.deliver(next(seller, 'voided', second!.event, { units: 1, placeTo: 'pool' }));
  expect(await use(second!)).toMatchObject({ state: 'voided', units: 0, epoch: soldBy });
  expect(await left(performanceId, 10)).toBe(8);
});

test('CARD-5: a second visit at another desk counts when the first one’s place is freed', async () => {
  const performanceId = await capped(capOf(10), { kind: 'day-admission', startsAt: null });
  const first = seller.sale({ performanceId, code: CODE, units: 1 });
  await seller.deliver(first);
  const second = other.sale({ performanceId, code: CODE, units: 0 });
  expect(await conflictsOf(other, second)).toEqual([[]]);
  expect(await left(performanceId, 10)).toBe(7);
  expect(await conflictsOf(seller, seller.voidOf(first))).toEqual([[]]);
  expect(await use(second)).toMatchObject({ state: 'redeemed', units: 1 });
  expect(await left(performanceId, 10)).toBe(6);
  // A community card’s visits are different workers’ (CC-4).
  const workers = [1, 2].map(() => other.sale({ performanceId, code: 'AM99000123', units: 0 }));
  expect(await conflictsOf(other, ...workers)).toEqual([['beyond-lease'], ['beyond-lease']]);
});

test('CAP-9: a place that the pool has got again is not sold twice by the half of a desk that was restored', async () => {
  const { id: performanceId } = await putPerformance(registry, { cap: capOf(2) });
  const desk = await enrolDesk(registry.url, 'teatteri');
  await desk.lease(performanceId, 1);
  const sale = desk.sale({ performanceId, code: CODE, units: 1 });
  // What the desk did after its backup was made, and delivers last: it takes the sale back and sells the place again.
  const late = [desk.voidOf(sale), desk.sale({ performanceId, code: 'A100000001', units: 1 })];
  const before = desk.epoch;
  await desk.deliver(sale);
  await desk.nextEpoch();
  await desk.deliver(next(desk, 'voided', sale.event, { units: 1, placeTo: 'pool' }));
  expect(await other.lease(performanceId, 2)).toMatchObject({ granted: 1, pool: 1 });
  expect(await other.lease(performanceId, 1)).toMatchObject({ granted: 2, pool: 0 });
  const { answers } = await call(registry.url, 'deliver', {
    token: desk.token,
    body: { epoch: before, items: late },
  });
  expect(answers.map(({ conflicts }) => conflicts)).toEqual([['epoch-frozen'], ['beyond-lease', 'epoch-frozen']]);
  expect(await left(performanceId, 2)).toBe(-1);
});
