import { afterEach, describe, expect, test } from 'vitest';
import { VOID_WHYS, type LedgerEvent } from '../../src-shared/acquisition/event.ts';
import type { Stage } from '../../src-shared/acquisition/verdict.ts';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { keyOf } from './cards.ts';
import { deskUnderTest, FIRST_EPOCH, reasonsOf, type DeskUnderTest } from './desk-under-test.ts';
import { capped, performance } from './performances.ts';
import { checkFold } from './world.ts';

const CARD = 'A045198723';

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

async function deskAt(offered: Performance): Promise<DeskUnderTest> {
  const desk = await deskUnderTest();
  open = [desk];
  await desk.online();
  await desk.offer(offered);
  await desk.call('desk.pick', { performanceId: offered.id });
  await desk.answerLeases(20);
  return desk;
}

/** The same desk after a restart, at the same performance. */
async function again(desk: DeskUnderTest, offered: Performance): Promise<DeskUnderTest> {
  const next = await desk.restart();
  open = [next];
  await next.call('desk.pick', { performanceId: offered.id });
  return next;
}

async function at(desk: DeskUnderTest, stage: Stage, code = CARD, cardSeen = true): Promise<string> {
  await desk.call('desk.stage', { stage, cardSeen });
  const shown = await desk.scan(code);
  return desk.confirmed(shown);
}

function events(desk: DeskUnderTest): LedgerEvent[] {
  return desk.store.ledger.events(FIRST_EPOCH);
}

function sold({ store }: DeskUnderTest, { id }: Performance): number {
  const { consumed, released } = store.leases.find(FIRST_EPOCH, id)!.counters;
  return consumed - released;
}

describe('the life of an acquisition (SALE-7)', () => {
  test('reserve, redeem, attend, through a restart after every stage: one acquisition, one place, its times kept', async () => {
    const offered = capped(20, { feeCents: 150 });
    let desk = await deskAt(offered);
    const acquisitionId = await at(desk, 'reserve');
    expect(desk.state().last).toMatchObject({
      acquisitionId,
      state: 'reserved',
      lapsesAt: offered.startsAt,
      feeCents: 0,
    });
    const reservedAt = desk.state().last!.at;
    desk = await again(desk, offered);
    expect(desk.state().recent).toMatchObject([{ acquisitionId, state: 'reserved', at: reservedAt }]);
    expect(reasonsOf(await desk.scan(CARD))).toEqual(['reservation.found', 'fee.due']);
    expect(desk.state().shown?.verdict).toMatchObject({ acquisitionId, units: 0 });
    expect(await at(desk, 'redeem')).toBe(acquisitionId);
    desk = await again(desk, offered);
    expect(desk.state().recent).toMatchObject([{ acquisitionId, state: 'redeemed', feeCents: 150 }]);
    expect(await at(desk, 'attend')).toBe(acquisitionId);
    desk = await again(desk, offered);
    expect(desk.state().recent).toMatchObject([{ acquisitionId, state: 'attended', feeCents: 150 }]);
    expect(events(desk)).toMatchObject([
      { type: 'reserved', units: 1, cardSeen: true, lapsesAt: offered.startsAt },
      { type: 'redeemed', units: 0, feeCents: 150, despite: ['reservation.found', 'fee.due'] },
      { type: 'attended', despite: [] },
    ]);
    expect(sold(desk, offered)).toBe(1);
    checkFold(events(desk), desk);
    await desk.call('desk.stage', { stage: 'attend', cardSeen: true });
    expect(reasonsOf(await desk.scan(CARD))).toEqual(['attendance.again']);
  });

  test.each([
    ['reserved', ['reserve']],
    ['redeemed', ['redeem']],
    ['redeemed', ['reserve', 'redeem']],
    ['attended', ['redeem', 'attend']],
    ['attended', ['reserve', 'redeem', 'attend']],
  ] as const)('taken back when %s after %j: its place is free again, once (CAP-9)', async (stage, stages) => {
    for (const why of VOID_WHYS) {
      const offered = capped(20);
      const desk = await deskAt(offered);
      for (const each of stages) await at(desk, each);
      const { acquisitionId } = desk.state().last!;
      const later = await again(desk, offered);
      expect(await later.call('desk.undo', { acquisitionId, why })).toEqual(ok(null));
      expect(await later.call('desk.undo', { acquisitionId, why })).toEqual(fail('desk.already-undone'));
      expect(events(later).at(-1)).toMatchObject({ type: 'voided', stage, why, units: 1, placeTo: 'epoch' });
      expect(later.state().recent).toMatchObject([{ acquisitionId, state: 'voided' }]);
      expect(sold(later, offered)).toBe(0);
      checkFold(events(later), later);
      await later.call('desk.stage', { stage: 'redeem', cardSeen: true });
      expect((await later.scan(CARD)).verdict).toMatchObject({ outcome: 'accept', acquisitionId: null });
      later.close();
      open = [];
    }
  });

  test('a reservation by telephone is "card not seen" until the card is scanned at redeeming (CARD-8)', async () => {
    const desk = await deskAt(performance());
    await desk.call('desk.stage', { stage: 'reserve', cardSeen: false });
    expect(desk.state()).toMatchObject({ stage: 'reserve', cardSeen: false });
    await desk.call('desk.scan', { text: CARD, source: 'typed' });
    expect(reasonsOf(desk.state().shown)).toEqual(['card.not-seen']);
    await desk.confirmed(desk.state().shown!);
    expect(desk.state().last).toMatchObject({ state: 'reserved', cardSeen: false });
    expect(events(desk)[0]).toMatchObject({ type: 'reserved', cardSeen: false });
    await at(desk, 'redeem');
    expect(desk.state().last).toMatchObject({ state: 'redeemed', cardSeen: true });
    checkFold(events(desk), desk);
  });

  test('picking a performance begins with handing over, the card at the desk', async () => {
    const other = performance();
    const desk = await deskAt(performance());
    await desk.offer(other);
    await desk.call('desk.stage', { stage: 'reserve', cardSeen: false });
    await desk.call('desk.pick', { performanceId: other.id });
    expect(desk.state()).toMatchObject({ stage: 'redeem', cardSeen: true });
    expect(await desk.call('desk.stage', { stage: 'attend', cardSeen: false })).toEqual(ok(null));
    expect(desk.state()).toMatchObject({ stage: 'attend', cardSeen: true });
    await desk.call('desk.pick', { performanceId: null });
    expect(await desk.call('desk.stage', { stage: 'reserve', cardSeen: true })).toEqual(fail('desk.nothing-picked'));
  });

  test('a verdict of another stage cannot be confirmed at this one', async () => {
    const desk = await deskAt(performance());
    const { scanId } = await desk.scan(CARD);
    await desk.call('desk.stage', { stage: 'reserve', cardSeen: true });
    expect(desk.state().shown?.verdict).toMatchObject({ stage: 'reserve', outcome: 'accept' });
    expect(await desk.call('desk.confirm', { scanId, children: 0, deliberately: false })).toEqual(
      fail('desk.scan-replaced'),
    );
  });

  test('a second reservation, a ticket twice, coming in without one: refused at their stage, and noted', async () => {
    const desk = await deskAt(performance());
    await desk.call('desk.stage', { stage: 'attend', cardSeen: true });
    expect(reasonsOf(await desk.scan(CARD))).toEqual(['attendance.no-ticket']);
    await at(desk, 'reserve');
    expect(reasonsOf(await desk.scan(CARD))).toEqual(['duplicate.reserved']);
    await desk.call('desk.stage', { stage: 'attend', cardSeen: true });
    expect(reasonsOf(await desk.scan(CARD))).toEqual(['attendance.only-reserved']);
    await at(desk, 'redeem');
    expect(reasonsOf(await desk.scan(CARD))).toEqual(['duplicate.same-performance']);
    const refused = events(desk).filter(({ type }) => type === 'refused');
    expect(refused.map((event) => event.type === 'refused' && [event.cardKey, ...event.reasons])).toEqual(
      // What is on screen is judged anew at another stage, and notes nothing: nobody was turned away.
      ['attendance.no-ticket', 'duplicate.reserved', 'attendance.only-reserved', 'duplicate.same-performance'].map(
        (reason) => [keyOf(CARD), reason],
      ),
    );
  });

  test('a performance that gets no reservations any more from the time of the lapse on', async () => {
    const windows = { oneMonthBefore: false, redeemMinutesBefore: null, lapseMinutesBefore: 60 };
    const desk = await deskAt(performance({ windows }));
    desk.time.set('2026-11-20T15:59:50.000Z');
    await desk.call('desk.stage', { stage: 'reserve', cardSeen: true });
    expect((await desk.scan(CARD)).verdict.outcome).toBe('accept');
    await desk.time.advance(10_000);
    expect(reasonsOf(desk.state().shown)).toEqual(['window.reservations-closed']);
    await desk.call('desk.stage', { stage: 'redeem', cardSeen: true });
    expect(desk.state().shown?.verdict.outcome).toBe('accept');
  });

  test('waiting for a place works when reserving as it does when redeeming', async () => {
    const offered = capped(20);
    const desk = await deskUnderTest();
    open = [desk];
    await desk.online();
    await desk.offer(offered);
    await desk.call('desk.pick', { performanceId: offered.id });
    await desk.call('desk.stage', { stage: 'reserve', cardSeen: true });
    const { scanId, asking } = await desk.scan(CARD);
    expect(asking).toBe(true);
    await desk.answerLeases(4);
    expect(desk.state().shown).toMatchObject({ scanId, asking: false, verdict: { outcome: 'accept', units: 1 } });
    await desk.time.advance(3_000);
    expect(desk.state().shown?.verdict.outcome).toBe('accept');
  });

  test('a reservation keeps its place while nothing is left for others (CAP-7)', async () => {
    const offered = capped(1);
    const desk = await deskAt(offered);
    await at(desk, 'reserve');
    await desk.call('desk.stage', { stage: 'redeem', cardSeen: true });
    expect(reasonsOf(await desk.scan('A100000001'))).toEqual(['cap.reached']);
    expect(desk.state().performances[0]?.left).toBe(0);
    expect((await desk.scan(CARD)).verdict).toMatchObject({ outcome: 'accept', units: 0 });
    await desk.offer({ ...offered, soldOut: true });
    expect((await desk.scan(CARD)).verdict.outcome).toBe('accept');
  });
});

describe('the list of what was recorded', () => {
  test('CAP-9: of a card that is scanned again it holds what is older than the latest too, so that it can be taken back', async () => {
    const desk = await deskAt(performance({ kind: 'day-admission' }));
    const [first, second] = [await desk.sell('A100000001'), await desk.sell('A100000001')];
    for (let count = 0; count < 20; count += 1) await desk.sell(CARD);
    const ids = (): string[] => desk.state().recent.map(({ acquisitionId }) => acquisitionId);
    expect(ids()).not.toContain(first);
    const latest = ids();
    await desk.scan('A100000001');
    expect(ids()).toEqual([second, first, ...latest]);
    expect((await desk.call('desk.undo', { acquisitionId: first, why: 'mistake' })).ok).toBe(true);
    expect(desk.state().recent[1]).toMatchObject({ acquisitionId: first, state: 'voided' });
    await desk.call('desk.dismiss', { scanId: desk.state().shown?.scanId ?? '' });
    expect(ids()).toEqual(latest);
  });

  test('newest first, twenty at most, of the picked performance alone; the latest stage decides', async () => {
    const other = performance();
    const offered = performance({ kind: 'day-admission' });
    const desk = await deskAt(other);
    await desk.offer(offered);
    await desk.sell(CARD);
    await desk.call('desk.pick', { performanceId: offered.id });
    expect(desk.state()).toMatchObject({ last: null, recent: [] });
    const first = await at(desk, 'reserve', 'AM99000123');
    expect(desk.state().recent).toHaveLength(1);
    await desk.call('desk.stage', { stage: 'redeem', cardSeen: true });
    for (let count = 0; count < 21; count += 1) await desk.sell(CARD);
    expect(desk.state().recent).toHaveLength(20);
    expect(desk.state().recent[0]).toEqual(desk.state().last);
    await at(desk, 'redeem', 'AM99000123');
    expect(desk.state().recent[0]).toMatchObject({ acquisitionId: first, state: 'redeemed' });
  });
});
