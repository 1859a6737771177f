/** Deliveries as sets: whatever is wrong with one item, the others are recorded as if they had come alone. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { helsinkiDay } from '../../src-shared/kernel/helsinki.ts';
import type { DeliveredItem } from '../../src-shared/registry-api/bodies/delivery.ts';
import { enrolDesk, rehashed, type TestDesk } from './helpers/desk.ts';
import { beside, handOver, next, reserve } from './helpers/life.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const CODE = 'A045198723';
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let desk: TestDesk;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
});
afterAll(() => registry.close());

async function freshDesk(): Promise<TestDesk> {
  desk = await enrolDesk(registry.url, 'teatteri');
  return desk;
}

const code = (index: number): string => `A${700_000_000 + index}`;

/** A number that the contract allows and no column holds. */
const TOO_MUCH = 2 ** 40;

test.each<[string, (item: DeliveredItem & { event: { type: 'redeemed' } }) => unknown]>([
  ['children', (item) => ({ ...item, event: rehashed({ ...item.event, children: TOO_MUCH }) })],
  ['units', (item) => ({ ...item, event: rehashed({ ...item.event, units: TOO_MUCH }) })],
  ['sequence', (item) => ({ ...item, event: rehashed({ ...item.event, sequence: TOO_MUCH }) })],
  [
    'a year that there never was',
    (item) => ({ ...item, event: rehashed({ ...item.event, at: '0000-01-01T00:00:00Z' }) }),
  ],
])('field lesson 15: an item whose data do not fit the database (%s) is set aside alone', async (_name, spoil) => {
  await freshDesk();
  const { id } = await putPerformance(registry, { cap: capOf(50) });
  await desk.lease(id, 20);
  const sales = Array.from({ length: 9 }, (_, index) => desk.sale({ performanceId: id, code: code(index), units: 1 }));
  const sent = sales.map((sale, index) => (index === 4 ? spoil(sale) : sale));
  const answers = await desk.deliver(...sent);
  expect(answers.map(({ result }) => result)).toEqual(
    sales.map((_, index) => (index === 4 ? 'refused' : 'recorded-with-conflict')),
  );
  expect(answers.map((answer) => answer.id)).toEqual(sales.map(({ event }) => event.id));
  const [kept] = await rows(
    registry.database.url,
    `SELECT (SELECT count(*)::integer FROM events WHERE epoch_id = $1) AS events,
       (SELECT consumed FROM leases WHERE epoch_id = $1) AS consumed,
       (SELECT count(*)::integer FROM acquisitions WHERE epoch_id = $1 AND position > 0) AS heard,
       (SELECT count(*)::integer FROM set_aside WHERE epoch_id = $1 AND problem = 'request.malformed') AS aside`,
    [desk.epoch],
  );
  expect(kept).toEqual({ events: 8, consumed: 8, heard: 8, aside: 1 });
  expect(await desk.deliver(...sales.slice(5))).toMatchObject(
    sales.slice(5).map(() => ({ result: 'already-recorded', conflicts: ['card-unknown'] })),
  );
});

test('ASSIST-1: assistants with an id that is taken are set aside, and what is beside them is recorded', async () => {
  await freshDesk();
  const { id: performanceId } = await putPerformance(registry, {});
  const assistanceId = randomUUID();
  const assisted = () =>
    beside(desk, {
      type: 'assisted',
      id: randomUUID(),
      at: FRIDAY_NOON,
      performanceId,
      assistanceId,
      kind: 'assistant',
      count: 1,
    });
  const mark = beside(desk, { type: 'sold-out-set', id: randomUUID(), at: FRIDAY_NOON, performanceId, soldOut: true });
  const answers = await desk.deliver(assisted(), assisted(), mark, desk.sale({ performanceId, code: CODE }));
  expect(answers.map(({ result }) => result)).toEqual(['recorded', 'refused', 'recorded', 'recorded']);
  const [found] = await rows(registry.database.url, 'SELECT sold_out_mark FROM performances WHERE id = $1', [
    performanceId,
  ]);
  expect(found).toEqual({ sold_out_mark: true });
});

test('one thing has one name: ids in upper case are the same ids', async () => {
  await freshDesk();
  const { id } = await putPerformance(registry, {});
  const sale = desk.sale({ performanceId: id.toUpperCase(), code: CODE });
  const loud = (item: DeliveredItem): DeliveredItem => ({
    ...item,
    event: rehashed({ ...item.event, id: item.event.id.toUpperCase() }),
  });
  const acquisitionId = sale.event.acquisitionId.toUpperCase();
  const attended = loud(next(desk, 'attended', { performanceId: id, acquisitionId }, { despite: [] }));
  expect(await desk.deliver(loud(sale), attended)).toMatchObject([{ result: 'recorded' }, { result: 'recorded' }]);
  expect(await desk.deliver(loud(sale))).toMatchObject([{ result: 'already-recorded' }]);
  expect(
    await rows(registry.database.url, 'SELECT id, state FROM acquisitions WHERE performance_id = $1', [id]),
  ).toEqual([{ id: sale.event.acquisitionId, state: 'attended' }]);
});

test('decision 10: what is sold after a performance was cancelled is recorded with that conflict, what was sold before is not', async () => {
  await freshDesk();
  const { id } = await putPerformance(registry, {});
  await rows(registry.database.url, 'UPDATE performances SET cancelled_at = $2 WHERE id = $1', [id, FRIDAY_NOON]);
  const sold = ['2026-10-09T08:59:59.999Z', FRIDAY_NOON].map((at) => desk.sale({ performanceId: id, code: CODE, at }));
  const voided = desk.voidOf(sold[0]!);
  const again = reserve(desk, { performanceId: id, code: CODE });
  const answers = await desk.deliver(sold[0], voided, sold[1], again);
  expect(answers.map(({ conflicts }) => conflicts)).toEqual([
    [],
    [],
    ['performance-cancelled'],
    ['duplicate-performance', 'performance-cancelled'],
  ]);
});

function countsOf(performanceId: string) {
  return rows<{ site: string; month: string; adults: number; children: number }>(
    registry.database.url,
    `SELECT login AS site, to_char(month, 'YYYY-MM') AS month, adults::integer, children::integer
     FROM use_counts JOIN sites ON sites.id = site_id
     WHERE performance_id = $1 AND (adults <> 0 OR children <> 0) ORDER BY 1, 2`,
    [performanceId],
  );
}

test('USE-1: a use counts when and where its ticket was handed out; a correction changes it, a void takes it back', async () => {
  await freshDesk();
  const other = await enrolDesk(registry.url, 'lipputoimisto');
  const { id } = await putPerformance(registry, {});
  // In Helsinki the new month has begun already.
  const newMonth = '2026-09-30T21:30:00.000Z';
  const reserved = reserve(desk, { performanceId: id, code: CODE, children: 2, at: '2026-09-30T12:00:00.000Z' });
  await desk.deliver(reserved);
  expect(await countsOf(id)).toEqual([]);
  await other.deliver(handOver(other, reserved.event, CODE, { children: 2, at: newMonth }));
  expect(helsinkiDay(Date.parse(newMonth))).toBe('2026-10-01');
  const use = { site: 'lipputoimisto', month: '2026-10', adults: 1, children: 2 };
  expect(await countsOf(id)).toEqual([use]);
  const corrected = next(other, 'children-corrected', reserved.event, { children: 1, unitsChange: 0 });
  await other.deliver(corrected, next(other, 'attended', reserved.event, { despite: [] }));
  expect(await countsOf(id)).toEqual([{ ...use, children: 1 }]);
  const sale = desk.sale({ performanceId: id, code: 'A100000001', at: '2026-09-30T12:00:00.000Z' });
  await desk.deliver(sale, next(desk, 'attended', sale.event, { despite: [] }));
  const own = { site: 'teatteri', month: '2026-09', adults: 1, children: 0 };
  expect(await countsOf(id)).toEqual([{ ...use, children: 1 }, own]);
  await other.deliver(next(other, 'voided', reserved.event, { units: 0, placeTo: 'seller' }));
  expect(await countsOf(id)).toEqual([own]);
});
