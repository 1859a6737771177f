import { afterEach, describe, expect, test } from 'vitest';
import { settableCardList } from './cards.ts';
import { deskUnderTest, FIRST_EPOCH, reasonsOf, type DeskUnderTest } from './desk-under-test.ts';
import { performance, TODAY } from './performances.ts';
import { settableTime } from './settable-time.ts';

const DAY = 86_400_000;
/** Two minutes before and after midnight in Helsinki. */
const BEFORE_MIDNIGHT = '2026-11-20T21:58:00.000Z';
const AFTER_MIDNIGHT = '2026-11-20T22:02:00.000Z';

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

/** A desk whose machine is so many milliseconds ahead of the true time. */
async function deskAhead(truth: string, skew: number): Promise<DeskUnderTest> {
  const time = settableTime(new Date(Date.parse(truth) + skew).toISOString());
  const cards = settableCardList(Date.parse('2026-11-20T10:00:00.000Z'));
  const desk = await deskUnderTest({ time, cards });
  open = [desk];
  const offered = performance({ kind: 'day-admission', startsAt: null, endsAt: null, day: TODAY });
  await desk.offer(offered, performance({ day: '2026-11-21', startsAt: '2026-11-21T17:00:00.000Z', endsAt: null }));
  return desk;
}

describe('a machine whose clock is wrong (field lesson 19)', () => {
  test.each([
    ['a day ahead', DAY],
    ['a day behind', -DAY],
    ['twelve hours ahead', DAY / 2],
    ['six seconds behind', -6_000],
  ])('%s: right in Helsinki days around midnight, and events say the true time', async (_, skew) => {
    const desk = await deskAhead(BEFORE_MIDNIGHT, skew);
    await desk.online(skew);
    expect(desk.state()).toMatchObject({ now: BEFORE_MIDNIGHT, sync: { skewMilliseconds: skew } });
    const [today, tomorrow] = desk.state().performances.map(({ performance: { id } }) => id);
    await desk.call('desk.pick', { performanceId: tomorrow! });
    await desk.call('desk.scan', { text: 'A100000003', source: 'typed' });
    expect(reasonsOf(desk.state().shown)).toEqual(['card.expires-before-performance']);
    await desk.confirmed(desk.state().shown!);
    expect(desk.store.ledger.events(FIRST_EPOCH)[0]?.at).toBe(BEFORE_MIDNIGHT);
    await desk.call('desk.pick', { performanceId: today! });
    await desk.call('desk.scan', { text: 'A100000003', source: 'typed' });
    expect(desk.state().shown?.verdict.outcome).toBe('accept');
    await desk.time.advance(4 * 60_000);
    expect(desk.now()).toBe(AFTER_MIDNIGHT);
    expect(reasonsOf(desk.pushed.at(-1)!.shown)).toEqual(['card.expired', 'performance.over']);
    expect(desk.pushed.at(-1)!.performances.map(({ performance: { id } }) => id)).toEqual([tomorrow, today]);
  });

  test('until the registry’s time is known the machine’s own is used; then what is on screen is judged anew', async () => {
    const desk = await deskAhead(BEFORE_MIDNIGHT, DAY);
    const tomorrow = desk.state().performances[0]!.performance.id;
    await desk.call('desk.pick', { performanceId: tomorrow });
    await desk.call('desk.scan', { text: 'A100000003', source: 'wedge' });
    expect(reasonsOf(desk.state().shown)).toEqual(['card.expired']);
    await desk.online(DAY);
    expect(reasonsOf(desk.state().shown)).toEqual(['card.expires-before-performance']);
    const { scanId } = desk.state().shown!;
    await desk.call('desk.scan', { text: 'A100000003', source: 'wedge' });
    expect(desk.state().shown?.scanId).not.toBe(scanId);
  });

  test('nothing lapses by what an earlier run learnt alone: the clock may have been put right since (SALE-7)', async () => {
    const desk = await deskAhead(BEFORE_MIDNIGHT, -DAY);
    await desk.online(-DAY);
    const tomorrow = desk.state().performances[1]!.performance.id;
    await desk.call('desk.pick', { performanceId: tomorrow });
    await desk.call('desk.stage', { stage: 'reserve', cardSeen: true });
    await desk.call('desk.scan', { text: 'A045198723', source: 'typed' });
    await desk.confirmed(desk.state().shown!);
    const again = await desk.restart();
    open = [again];
    const types = (): string[] => again.store.ledger.events(FIRST_EPOCH).map(({ type }) => type);
    await again.time.advance(DAY);
    expect(types()).toEqual(['reserved']);
    await again.online(-DAY);
    await again.time.advance(60_000);
    expect(types()).toEqual(['reserved', 'lapsed']);
  });

  test('what was learnt holds for a start without a network, and is shown', async () => {
    const desk = await deskAhead(BEFORE_MIDNIGHT, -DAY);
    await desk.online(-DAY);
    const again = await desk.restart();
    open = [again];
    expect(again.state()).toMatchObject({ now: BEFORE_MIDNIGHT, sync: { skewMilliseconds: -DAY } });
    await again.offline();
    expect(again.now()).toBe(BEFORE_MIDNIGHT);
  });

  test('set right by its owner, the machine is believed again; a few seconds are left as they are', async () => {
    const desk = await deskAhead(BEFORE_MIDNIGHT, DAY);
    await desk.online(DAY);
    desk.time.set(BEFORE_MIDNIGHT);
    await desk.online(0);
    expect(desk.now()).toBe(BEFORE_MIDNIGHT);
    await desk.online(5_000);
    expect(desk.now()).toBe(BEFORE_MIDNIGHT);
    const again = await desk.restart();
    open = [again];
    expect(again.now()).toBe(BEFORE_MIDNIGHT);
  });

  test('the measuring’s own trembling moves nothing', async () => {
    const desk = await deskAhead(BEFORE_MIDNIGHT, DAY);
    await desk.online(DAY);
    await desk.online(DAY + 900);
    expect([desk.now(), desk.state().sync.skewMilliseconds]).toEqual([BEFORE_MIDNIGHT, DAY + 900]);
  });

  test('the list’s age is told by the registry’s time, in which it was complete (field lesson 2)', async () => {
    const desk = await deskAhead('2026-11-23T09:00:00.000Z', 2 * DAY);
    await desk.call('desk.pick', { performanceId: null });
    expect(desk.state().sync.cards.state).toBe('stale');
    await desk.online(2 * DAY);
    expect(desk.state().sync.cards.state).toBe('ready');
    await desk.time.advance(70 * 60_000);
    expect(desk.state().sync.cards.state).toBe('stale');
  });
});
