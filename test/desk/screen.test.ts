import { afterEach, describe, expect, test } from 'vitest';
import { deskUnderTest, reasonsOf, type Circumstances, type DeskUnderTest } from './desk-under-test.ts';
import { keyOf, personalCard } from './cards.ts';
import { capped, performance, TODAY } from './performances.ts';

const SOME_ID = '019d0000-0000-7000-8000-ffffffffffff';

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

async function picked(circumstances: Circumstances = {}, offered = performance()): Promise<DeskUnderTest> {
  const desk = await deskUnderTest(circumstances);
  open.push(desk);
  await desk.offer(offered);
  await desk.call('desk.pick', { performanceId: offered.id });
  return desk;
}

describe('what is shown', () => {
  test('of a code its last four characters, of a short one no more than half (DATA-1)', async () => {
    const desk = await picked();
    const tails: (string | undefined)[] = [];
    for (const text of ['A045198723', 'A12345', 'A1234', '1234']) {
      await desk.call('desk.scan', { text, source: 'typed' });
      tails.push(desk.state().shown?.codeTail);
    }
    expect(tails).toEqual(['8723', '345', '34', '34']);
  });

  test('today first, then by start; over ones left out, excluded ones shown (SALE-4)', async () => {
    const desk = await deskUnderTest();
    open.push(desk);
    const course = performance({
      kind: 'course',
      day: '2026-11-01',
      startsAt: '2026-11-01T15:00:00.000Z',
      endsAt: '2026-12-20T17:00:00.000Z',
    });
    const late = performance({ startsAt: '2026-11-20T19:00:00.000Z', endsAt: null });
    const early = performance({ exclusion: { reason: { fi: 'kiertue', sv: 'turné', en: 'on tour' } } });
    const tomorrow = performance({ day: '2026-11-21', startsAt: '2026-11-21T10:00:00.000Z', endsAt: null });
    const over = performance({ startsAt: '2026-11-20T07:00:00.000Z', endsAt: '2026-11-20T09:00:00.000Z' });
    const allDay = performance({ kind: 'day-admission', startsAt: null, endsAt: null });
    await desk.offer(tomorrow, course, late, over, early, allDay);
    const ids = desk.state().performances.map(({ performance: { id } }) => id);
    expect(ids).toEqual([allDay.id, early.id, late.id, course.id, tomorrow.id]);
  });

  test('left is the cap less own and others’ uses, own ones heard of again counted once (CAP-7, CAP-8)', async () => {
    const offered = capped(5);
    const desk = await picked({}, offered);
    const left = (): number | null | undefined => desk.state().performances[0]?.left;
    await desk.answerLeases(3);
    expect(left()).toBe(5);
    const acquisitionId = await desk.sell('A045198723');
    expect(left()).toBe(4);
    const use = {
      acquisitionId,
      performanceId: offered.id,
      cardKey: keyOf('A045198723'),
      epoch: SOME_ID,
      deskName: 'Kassa 1',
      at: '2026-11-20T10:00:00.000Z',
      children: 0,
      units: 1,
      state: 'redeemed',
      cardSeen: true,
      lapsesAt: null,
    } as const;
    await desk.hearUses(use);
    expect(left()).toBe(4);
    await desk.hearUses({ ...use, acquisitionId: SOME_ID, cardKey: keyOf('A100000001'), units: 2 });
    expect(left()).toBe(2);
    await desk.hearUses({ ...use, acquisitionId: SOME_ID, cardKey: keyOf('A100000001'), units: 9 });
    expect(left()).toBe(0);
    await desk.hearUses({ ...use, acquisitionId: SOME_ID, cardKey: keyOf('A100000001'), units: 9, state: 'voided' });
    expect(left()).toBe(4);
    await desk.offer({ ...offered, cap: null });
    expect(left()).toBeNull();
  });

  test('at midnight the list rolls over and a card’s last day ends by itself, at any hour of the machine', async () => {
    const tomorrow = performance({ day: '2026-11-21', startsAt: '2026-11-21T17:00:00.000Z', endsAt: null });
    const allDay = performance({ kind: 'day-admission', startsAt: null, endsAt: null });
    const desk = await deskUnderTest();
    open.push(desk);
    await desk.offer(tomorrow, allDay);
    await desk.call('desk.pick', { performanceId: tomorrow.id });
    desk.time.set('2026-11-20T21:59:30.000Z');
    await desk.call('desk.scan', { text: 'A100000003', source: 'typed' });
    expect(reasonsOf(desk.state().shown)).toEqual(['card.expires-before-performance']);
    expect(desk.state().performances).toHaveLength(2);
    await desk.time.advance(60_000);
    expect(reasonsOf(desk.pushed.at(-1)!.shown)).toEqual(['card.expired']);
    expect(desk.pushed.at(-1)!.performances).toHaveLength(1);
  });

  test('a list that grows old becomes stale by itself, and is pushed (field lesson 2)', async () => {
    const desk = await picked();
    expect(desk.state().sync.cards.state).toBe('ready');
    await desk.time.advance(72 * 3_600_000 + 60_000);
    expect(desk.pushed.at(-1)!.sync.cards.state).toBe('stale');
  });

  test('news of the card list is judged at once on the verdict that is shown', async () => {
    const desk = await picked();
    const { scanId } = await desk.scan('A045198723');
    desk.cards.put('A045198723', personalCard(TODAY, { state: 'ended' }));
    await desk.desk.deskSide.cardsChanged();
    expect(desk.cards.reopened()).toBe(1);
    expect(desk.state().shown).toMatchObject({ scanId, verdict: { outcome: 'refuse' } });
  });

  test('a performance that is taken from this site’s offer is no longer picked', async () => {
    const offered = performance();
    const desk = await picked({}, offered);
    await desk.scan('A045198723');
    await desk.desk.deskSide.apply({
      stream: 'performances',
      changes: [{ id: offered.id, performance: null }],
      cursor: 'q',
      fromBeginning: false,
      more: false,
      serverTime: desk.now(),
    });
    expect(desk.state()).toMatchObject({ pickedId: null, shown: null, performances: [] });
  });

  test('changes of one turn become one push', async () => {
    const desk = await picked();
    const before = desk.pushed.length;
    void desk.desk.handlers['desk.scan']({ text: 'A045198723', source: 'typed' });
    void desk.desk.handlers['desk.scan']({ text: 'A100000001', source: 'typed' });
    expect(desk.pushed).toHaveLength(before);
    await desk.time.advance(0);
    expect(desk.pushed).toHaveLength(before + 1);
  });
});
