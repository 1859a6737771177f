import { afterEach, expect, test } from 'vitest';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { deskUnderTest, FIRST_EPOCH, reasonsOf, type DeskUnderTest } from './desk-under-test.ts';
import { capped } from './performances.ts';
import { checkFold, epochId } from './world.ts';

const CARD = 'A045198723';

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

async function deskAt(offered: Performance): Promise<DeskUnderTest> {
  const desk = await deskUnderTest();
  open.push(desk);
  await desk.online();
  await desk.offer(offered);
  await desk.call('desk.pick', { performanceId: offered.id });
  await desk.answerLeases(4);
  return desk;
}

function swimming(): Performance {
  return capped(20, { kind: 'day-admission', startsAt: null, endsAt: null });
}

function counters(desk: DeskUnderTest, { id }: Performance, epoch = FIRST_EPOCH) {
  const { consumed, released } = desk.store.leases.find(epoch, id)!.counters;
  return { consumed, released };
}

test('a second visit on the same day warns and takes no place: the holder counts once (CARD-5)', async () => {
  const offered = swimming();
  const desk = await deskAt(offered);
  await desk.sell(CARD);
  expect(reasonsOf(await desk.scan(CARD))).toEqual(['duplicate.same-day']);
  await desk.confirmed(desk.state().shown!);
  expect(counters(desk, offered)).toEqual({ consumed: 1, released: 0 });
});

test('when the first visit is taken back, the oldest other keeps its place; the last of them frees it (CARD-5, CAP-9)', async () => {
  const offered = swimming();
  const desk = await deskAt(offered);
  const [first, second, third] = [await desk.sell(CARD), await desk.sell(CARD), await desk.sell(CARD)];
  await desk.call('desk.undo', { acquisitionId: first, why: 'mistake' });
  const events = (): unknown => desk.store.ledger.events(FIRST_EPOCH).at(-1);
  expect(events()).toMatchObject({ placeTo: 'heir', heirId: second, units: 1 });
  expect(counters(desk, offered)).toEqual({ consumed: 1, released: 0 });
  expect(desk.state().performances[0]?.left).toBe(19);
  await desk.call('desk.undo', { acquisitionId: third, why: 'mistake' });
  expect(events()).toMatchObject({ placeTo: 'epoch', units: 0 });
  await desk.call('desk.undo', { acquisitionId: second, why: 'mistake' });
  expect(events()).toMatchObject({ placeTo: 'epoch', units: 1 });
  expect(counters(desk, offered)).toEqual({ consumed: 1, released: 1 });
  checkFold(desk.store.ledger.events(FIRST_EPOCH), desk);
});

test('the heir’s place is from the epoch that took it: taken back in a later one, it goes to the pool', async () => {
  const offered = swimming();
  const desk = await deskAt(offered);
  const first = await desk.sell(CARD);
  await desk.desk.deskSide.startedEpoch(epochId(2));
  const second = await desk.sell(CARD);
  await desk.call('desk.undo', { acquisitionId: first, why: 'mistake' });
  await desk.call('desk.undo', { acquisitionId: second, why: 'mistake' });
  expect(desk.store.ledger.events(epochId(2))).toMatchObject([
    { type: 'redeemed', units: 0 },
    { type: 'voided', placeTo: 'heir', heirId: second, units: 1 },
    { type: 'voided', acquisitionId: second, placeTo: 'pool', units: 1 },
  ]);
  expect(counters(desk, offered)).toEqual({ consumed: 1, released: 0 });
});

test('visits of a community card have places of their own: none is handed on (CC-4)', async () => {
  const offered = swimming();
  const desk = await deskAt(offered);
  const first = await desk.sell('AM99000123', 1);
  await desk.sell('AM99000123', 1);
  await desk.call('desk.undo', { acquisitionId: first, why: 'mistake' });
  expect(counters(desk, offered)).toEqual({ consumed: 2, released: 1 });
});
