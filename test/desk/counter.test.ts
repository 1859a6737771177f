import { afterEach, describe, expect, test } from 'vitest';
import type { AssistanceKind } from '../../src-shared/acquisition/assistance.ts';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { deskUnderTest, FIRST_EPOCH, reasonsOf, type DeskUnderTest } from './desk-under-test.ts';
import { capped, performance } from './performances.ts';

const SOME_ID = '019d0000-0000-7000-8000-ffffffffffff';

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

async function deskAt(offered: Performance): Promise<DeskUnderTest> {
  const desk = await deskUnderTest();
  open = [desk];
  await desk.offer(offered);
  await desk.call('desk.pick', { performanceId: offered.id });
  return desk;
}

async function assist(desk: DeskUnderTest, kind: AssistanceKind, count: number): Promise<string> {
  const answer = await desk.call('desk.assist', { kind, count });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.assistanceId;
}

describe('assistants (ASSIST-1)', () => {
  test('are counted apart, never units, never acquisitions; counts survive a restart', async () => {
    const offered = capped(1, { feeCents: 100 });
    let desk = await deskAt(offered);
    await desk.answerLeases(1);
    await assist(desk, 'assistant', 2);
    await assist(desk, 'support-person', 1);
    const latest = await assist(desk, 'assistant', 1);
    const counted = { assistants: 3, supportPersons: 1, lastId: latest };
    expect(desk.state()).toMatchObject({ assistance: counted, recent: [], last: null });
    expect(desk.state().performances[0]?.left).toBe(1);
    expect(desk.store.leases.find(FIRST_EPOCH, offered.id)!.counters.consumed).toBe(0);
    expect(desk.store.ledger.events(FIRST_EPOCH)).toMatchObject([
      { type: 'assisted', kind: 'assistant', count: 2, feeCents: 200 },
      { type: 'assisted', kind: 'support-person', count: 1, feeCents: 100 },
      { type: 'assisted', count: 1 },
    ]);
    expect(desk.pokes).toContain('deliver');
    desk = await desk.restart();
    open = [desk];
    await desk.call('desk.pick', { performanceId: offered.id });
    expect(desk.state().assistance).toEqual(counted);
    expect((await desk.scan('A045198723')).verdict.outcome).toBe('accept');
  });

  test('are taken back once; then the one before is the latest', async () => {
    const desk = await deskAt(performance());
    const first = await assist(desk, 'assistant', 2);
    const second = await assist(desk, 'assistant', 1);
    expect(await desk.call('desk.assist-undo', { assistanceId: second })).toEqual(ok(null));
    expect(await desk.call('desk.assist-undo', { assistanceId: second })).toEqual(fail('desk.already-undone'));
    expect(await desk.call('desk.assist-undo', { assistanceId: SOME_ID })).toEqual(fail('desk.unknown-acquisition'));
    expect(desk.state().assistance).toEqual({ assistants: 2, supportPersons: 0, lastId: first });
    expect(desk.store.ledger.events(FIRST_EPOCH).at(-1)).toMatchObject({ type: 'assistance-voided' });
  });

  test('support persons only where the organiser takes them; nobody where it is sold out', async () => {
    const organiser = { ...performance().organiser, supportPersons: false };
    const desk = await deskAt(performance({ organiser }));
    expect(await desk.call('desk.assist', { kind: 'support-person', count: 1 })).toEqual(
      fail('desk.not-accepted', { reason: 'assistance.support-persons-off' }),
    );
    await assist(desk, 'assistant', 1);
    await desk.call('desk.sold-out', { performanceId: desk.state().pickedId!, soldOut: true });
    expect(await desk.call('desk.assist', { kind: 'assistant', count: 1 })).toEqual(
      fail('desk.not-accepted', { reason: 'performance.sold-out' }),
    );
    await desk.call('desk.pick', { performanceId: null });
    expect(desk.state().assistance).toBeNull();
    expect(await desk.call('desk.assist', { kind: 'assistant', count: 1 })).toEqual(fail('desk.nothing-picked'));
  });
});

describe('sold out (CAP-7)', () => {
  const later = '2026-11-20T10:05:00.000Z';
  const before = '2026-11-20T10:01:00.000Z';
  const delivered = '2026-11-20T10:02:00.000Z';

  async function feed(desk: DeskUnderTest, offered: Performance, serverTime: string): Promise<void> {
    const changes = [{ id: offered.id, performance: offered }];
    await desk.desk.deskSide.apply({
      stream: 'performances',
      changes,
      cursor: 'p',
      fromBeginning: false,
      more: false,
      serverTime,
    });
  }

  async function deliver(desk: DeskUnderTest): Promise<void> {
    const delivery = (await desk.desk.deskSide.nextDelivery(10))!;
    const answers = delivery.items.map(({ event: { id } }) => ({
      id,
      result: 'recorded' as const,
      conflicts: [],
      problem: null,
    }));
    await desk.desk.deskSide.delivered(delivery, answers, delivered);
  }

  test('set off-line it is believed at once and after a restart; a page that was under way does not undo it', async () => {
    const offered = performance();
    let desk = await deskAt(offered);
    await desk.offline();
    await desk.scan('A045198723');
    expect(await desk.call('desk.sold-out', { performanceId: offered.id, soldOut: true })).toEqual(ok(null));
    expect(reasonsOf(desk.state().shown)).toEqual(['performance.sold-out']);
    expect(desk.store.ledger.events(FIRST_EPOCH).at(-1)).toMatchObject({ type: 'sold-out-set', soldOut: true });
    desk = await desk.restart();
    open = [desk];
    const isSoldOut = (): boolean | undefined => desk.state().performances[0]?.performance.soldOut;
    expect(isSoldOut()).toBe(true);
    await feed(desk, offered, before);
    expect(isSoldOut()).toBe(true);
    await deliver(desk);
    expect(isSoldOut()).toBe(true);
    await feed(desk, offered, before);
    expect(isSoldOut()).toBe(true);
    await feed(desk, { ...offered, soldOut: true }, later);
    expect(isSoldOut()).toBe(true);
    await feed(desk, offered, later);
    expect(isSoldOut()).toBe(false);
  });

  test('on sale again, also against the feed’s older word; the same word twice is one event', async () => {
    const offered = performance({ soldOut: true });
    const desk = await deskAt(offered);
    for (const soldOut of [false, false, true, false]) {
      await desk.call('desk.sold-out', { performanceId: offered.id, soldOut });
    }
    expect(desk.store.ledger.events(FIRST_EPOCH)).toHaveLength(3);
    expect((await desk.scan('A045198723')).verdict.outcome).toBe('accept');
    await deliver(desk);
    await feed(desk, offered, before);
    expect(desk.state().performances[0]?.performance.soldOut).toBe(false);
    expect(await desk.call('desk.sold-out', { performanceId: SOME_ID, soldOut: true })).toEqual(
      fail('desk.performance-unknown'),
    );
  });

  test('a word that was taken before a newer one is not the newer one’s answer', async () => {
    const offered = performance();
    const desk = await deskAt(offered);
    await desk.call('desk.sold-out', { performanceId: offered.id, soldOut: true });
    const first = (await desk.desk.deskSide.nextDelivery(10))!;
    await desk.call('desk.sold-out', { performanceId: offered.id, soldOut: false });
    const { id } = first.items[0]!.event;
    await desk.desk.deskSide.delivered(first, [{ id, result: 'recorded', conflicts: [], problem: null }], delivered);
    await feed(desk, { ...offered, soldOut: true }, later);
    expect(desk.state().performances[0]?.performance.soldOut).toBe(false);
  });
});
