import { afterEach, describe, expect, test } from 'vitest';
import { balance } from '../../src-shared/cap/lease.ts';
import { fail } from '../../src-shared/kernel/result.ts';
import type { DeskState } from '../../src-shared/desk-api/state.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { keyOf, personalCard } from './cards.ts';
import { deskUnderTest, FIRST_EPOCH, type Circumstances, type DeskUnderTest } from './desk-under-test.ts';
import { capped, performance, TODAY } from './performances.ts';

const WORKER = 'AM99000123';
const MEMBERS = ['A045198723', 'A100000001', 'A100000003'] as const;

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

async function groupAt(
  offered: Performance = performance(),
  circumstances: Circumstances = {},
): Promise<DeskUnderTest> {
  const desk = await deskUnderTest(circumstances);
  open = [desk];
  await desk.online();
  await desk.offer(offered);
  await desk.call('desk.pick', { performanceId: offered.id });
  await desk.call('desk.group', { open: true });
  return desk;
}

function basketOf(desk: DeskUnderTest): NonNullable<DeskState['basket']> {
  const { basket } = desk.state();
  if (basket === null) throw new Error('no basket');
  return basket;
}

async function add(desk: DeskUnderTest, ...codes: string[]): Promise<void> {
  for (const text of codes) await desk.call('desk.scan', { text, source: 'typed' });
}

function confirm(desk: DeskUnderTest, deliberately = false) {
  return desk.call('desk.group-confirm', { basketId: basketOf(desk).basketId, deliberately });
}

function reasons({ lines }: NonNullable<DeskState['basket']>): string[][] {
  return lines.map(({ verdict }) => verdict.reasons.map(({ code }) => code));
}

function events(desk: DeskUnderTest) {
  return desk.store.ledger.events(FIRST_EPOCH).filter(({ type }) => type !== 'refused');
}

describe('a small-group visit (GROUP-1)', () => {
  test.each([[[WORKER, ...MEMBERS]], [[...MEMBERS, WORKER]], [[MEMBERS[2], WORKER, MEMBERS[0], MEMBERS[1]]]])(
    'in the order %j: a verdict a line, each card an acquisition of its own, all in one transaction',
    async (codes) => {
      let transactions = 0;
      const desk = await groupAt(performance(), {
        store: (store) => ({
          ...store,
          transaction(work) {
            transactions += 1;
            return store.transaction(work);
          },
        }),
      });
      await add(desk, ...codes);
      expect(basketOf(desk)).toMatchObject({ outcome: 'accept', good: 4, reasons: [] });
      expect(reasons(basketOf(desk))).toEqual([[], [], [], []]);
      expect(desk.state().shown).toBeNull();
      transactions = 0;
      const answer = await confirm(desk);
      expect(transactions).toBe(1);
      expect(events(desk).map((event) => event.type === 'redeemed' && event.cardKey)).toEqual(
        codes.map((code) => keyOf(code)),
      );
      expect(answer).toMatchObject({ ok: true, value: { acquisitionIds: { length: 4 } } });
      expect(desk.state()).toMatchObject({ basket: null, recent: { length: 4 }, sync: { waiting: 4 } });
      expect(desk.pokes).toContain('deliver');
    },
  );

  test('confirming twice records once, and answers the same', async () => {
    const desk = await groupAt();
    await add(desk, WORKER, MEMBERS[0]);
    const wish = { basketId: basketOf(desk).basketId, deliberately: false };
    const answers = await Promise.all([desk.call('desk.group-confirm', wish), desk.call('desk.group-confirm', wish)]);
    expect(answers[1]).toEqual(answers[0]);
    expect(events(desk)).toHaveLength(2);
  });

  test('a card that came after the group was looked at is not recorded with it', async () => {
    const desk = await groupAt();
    await add(desk, WORKER, MEMBERS[0]);
    const { basketId } = basketOf(desk);
    await add(desk, MEMBERS[1]);
    expect(await desk.call('desk.group-confirm', { basketId, deliberately: true })).toEqual(fail('desk.scan-replaced'));
    expect(events(desk)).toEqual([]);
  });

  test('what is refused stays, to be repaired or dropped; a name of its own is confirmed then', async () => {
    const desk = await groupAt();
    await add(desk, WORKER, 'A100000002', MEMBERS[1], MEMBERS[0]);
    const [, expired, limited] = basketOf(desk).lines;
    await desk.call('desk.group-children', { lineId: limited!.lineId, children: 3 });
    expect(reasons(basketOf(desk))).toEqual([[], ['card.expired'], ['children.over-limit'], []]);
    const { basketId } = basketOf(desk);
    expect((await confirm(desk)).ok).toBe(true);
    expect(events(desk)).toHaveLength(2);
    expect(basketOf(desk).basketId).not.toBe(basketId);
    expect(basketOf(desk).lines.map(({ lineId }) => lineId)).toEqual([expired!.lineId, limited!.lineId]);
    expect(await confirm(desk)).toEqual(fail('desk.nothing-to-record'));
    await desk.call('desk.group-children', { lineId: limited!.lineId, children: 2 });
    await desk.call('desk.group-drop', { lineId: expired!.lineId });
    expect(basketOf(desk)).toMatchObject({ outcome: 'warn', reasons: [{ code: 'group.without-community-card' }] });
    expect(await confirm(desk)).toEqual(fail('desk.needs-deliberation'));
    expect((await confirm(desk, true)).ok).toBe(true);
    expect(desk.state().basket).toBeNull();
    expect(events(desk)).toMatchObject([{ children: 0 }, { children: 0 }, { children: 2 }]);
  });

  test('each refused card is noted once, for the performance', async () => {
    const desk = await groupAt();
    await add(desk, WORKER, 'A100000002', 'A100000005');
    await desk.desk.deskSide.cardsChanged();
    const refused = desk.store.ledger.events(FIRST_EPOCH).filter(({ type }) => type === 'refused');
    expect(refused).toMatchObject([{ reasons: ['card.expired'] }, { reasons: ['card.ended'] }]);
  });

  test('the same card twice: a member’s is refused, a worker’s is deliberate (CARD-5, CC-4)', async () => {
    const desk = await groupAt();
    await add(desk, WORKER, MEMBERS[0], MEMBERS[0], WORKER);
    expect(reasons(basketOf(desk))).toEqual([[], [], ['group.card-twice'], ['group.card-twice']]);
    expect(basketOf(desk)).toMatchObject({ outcome: 'warn', good: 3 });
    expect(await confirm(desk)).toEqual(fail('desk.needs-deliberation'));
    expect(await confirm(desk, true)).toMatchObject({ ok: true, value: { acquisitionIds: { length: 3 } } });
  });

  test('a reader held on a card adds it once (field lesson 7)', async () => {
    const desk = await groupAt();
    for (let read = 0; read < 3; read += 1) {
      await desk.call('desk.scan', { text: MEMBERS[0], source: 'wedge' });
      await desk.time.advance(1_000);
    }
    expect(basketOf(desk).lines).toHaveLength(1);
  });

  test('twenty cards at most', async () => {
    const desk = await groupAt();
    const codes = Array.from({ length: 20 }, (_, index) => `A2000000${10 + index}`);
    for (const code of codes) desk.cards.put(code, personalCard(TODAY));
    await add(desk, ...codes);
    expect(await desk.call('desk.scan', { text: WORKER, source: 'typed' })).toEqual(fail('desk.basket-full'));
    expect(basketOf(desk).lines).toHaveLength(20);
  });

  test('reserved as a group, handed over and let in as one; children start at the reservation’s number', async () => {
    const offered = capped(20, { cap: { limit: 20, counts: 'all-tickets' } });
    const desk = await groupAt(offered);
    await desk.answerLeases(20);
    await desk.call('desk.stage', { stage: 'reserve', cardSeen: false });
    await add(desk, WORKER, MEMBERS[1]);
    await desk.call('desk.group-children', { lineId: basketOf(desk).lines[1]!.lineId, children: 2 });
    expect(basketOf(desk).units).toBe(4);
    await confirm(desk, true);
    for (const stage of ['redeem', 'attend'] as const) {
      await desk.call('desk.stage', { stage, cardSeen: true });
      await desk.call('desk.group', { open: true });
      await add(desk, MEMBERS[1], WORKER);
      expect(basketOf(desk)).toMatchObject({ units: 0, outcome: 'accept' });
      expect(basketOf(desk).lines.map(({ verdict }) => verdict.children)).toEqual([2, 0]);
      expect((await confirm(desk)).ok).toBe(true);
    }
    expect(desk.state().recent).toMatchObject([
      { state: 'attended', children: 0 },
      { state: 'attended', children: 2 },
    ]);
    expect(events(desk).map(({ type }) => type)).toEqual([
      'reserved',
      'reserved',
      'redeemed',
      'redeemed',
      'attended',
      'attended',
    ]);
  });

  test('two reservations of one community card are handed over each, in one group', async () => {
    const desk = await groupAt();
    await desk.call('desk.group', { open: false });
    await desk.call('desk.stage', { stage: 'reserve', cardSeen: true });
    const reserved = [await desk.sell(WORKER, 1), await desk.sell(WORKER, 2)];
    await desk.call('desk.stage', { stage: 'redeem', cardSeen: true });
    await desk.call('desk.group', { open: true });
    await add(desk, WORKER, MEMBERS[0], WORKER);
    const answer = await confirm(desk, true);
    if (!answer.ok) throw new Error(answer.error.code);
    const [first, , second] = answer.value.acquisitionIds;
    expect([first, second]).toEqual(reserved);
  });

  test('a stage that changes renames the basket: what was meant before cannot be confirmed', async () => {
    const desk = await groupAt();
    await add(desk, WORKER, MEMBERS[0]);
    const { basketId } = basketOf(desk);
    await desk.call('desk.stage', { stage: 'reserve', cardSeen: true });
    expect(await desk.call('desk.group-confirm', { basketId, deliberately: true })).toEqual(fail('desk.scan-replaced'));
    await confirm(desk);
    expect(events(desk)).toMatchObject([{ type: 'reserved' }, { type: 'reserved' }]);
  });

  test('without a basket there is nothing to change; it is put away by hand and by another performance', async () => {
    const other = performance();
    const desk = await groupAt();
    await desk.offer(other);
    await add(desk, WORKER);
    const { basketId, lines } = basketOf(desk);
    const { lineId } = lines[0]!;
    expect(await desk.call('desk.group-drop', { lineId: basketId })).toEqual(fail('desk.scan-replaced'));
    await desk.call('desk.group', { open: true });
    expect(basketOf(desk).basketId).toBe(basketId);
    await desk.call('desk.group', { open: false });
    expect(desk.state().basket).toBeNull();
    expect(await desk.call('desk.group-drop', { lineId })).toEqual(fail('desk.no-basket'));
    expect(await desk.call('desk.group-confirm', { basketId, deliberately: true })).toEqual(fail('desk.no-basket'));
    await desk.call('desk.group', { open: true });
    await desk.call('desk.pick', { performanceId: other.id });
    expect(desk.state().basket).toBeNull();
    await desk.call('desk.pick', { performanceId: null });
    expect(await desk.call('desk.group', { open: true })).toEqual(fail('desk.nothing-picked'));
  });
});

describe('news while a basket is open', () => {
  test('judges its lines anew; what turned meanwhile is not recorded unseen', async () => {
    const desk = await groupAt();
    await add(desk, WORKER, MEMBERS[0]);
    desk.cards.put(MEMBERS[0], personalCard(TODAY, { state: 'ended' }));
    expect(await confirm(desk, true)).toEqual(fail('desk.not-accepted'));
    expect(events(desk)).toEqual([]);
    expect(reasons(basketOf(desk))).toEqual([['card.community-without-client'], ['card.ended']]);
    desk.cards.put(MEMBERS[0], personalCard(TODAY));
    await desk.desk.deskSide.cardsChanged();
    expect(basketOf(desk)).toMatchObject({ good: 2, outcome: 'accept' });
  });

  test('a warning that staff have not seen stops all of it', async () => {
    const desk = await groupAt();
    await add(desk, MEMBERS[0]);
    desk.cards.say({ freshAt: '2026-11-01T00:00:00.000Z' });
    expect(await confirm(desk, true)).toEqual(fail('desk.needs-deliberation'));
    expect(reasons(basketOf(desk))).toEqual([['cache.stale']]);
    expect((await confirm(desk, true)).ok).toBe(true);
  });

  test('a disk that refuses in the middle records nothing, and the basket stays', async () => {
    const desk = await groupAt();
    await add(desk, WORKER, ...MEMBERS);
    const third = MEMBERS[1];
    desk.sql(`CREATE TRIGGER injected AFTER INSERT ON acquisitions WHEN NEW.card_key = '${keyOf(third)}'
      BEGIN SELECT RAISE(ABORT, 'injected'); END`);
    await expect(confirm(desk)).rejects.toThrow('injected');
    desk.bugs.length = 0;
    expect([events(desk), desk.store.deliveries.waiting()]).toEqual([[], 0]);
    expect(basketOf(desk).lines).toHaveLength(4);
    desk.sql('DROP TRIGGER injected');
    expect((await confirm(desk)).ok).toBe(true);
    expect(events(desk)).toHaveLength(4);
  });

  test('a disk that is full says so, and records all of it once there is room', async () => {
    let refuse = false;
    const desk = await groupAt(performance(), {
      store: (store) => ({
        ...store,
        transaction: (work) => (refuse ? fail('desk.not-durable') : store.transaction(work)),
      }),
    });
    await add(desk, WORKER, MEMBERS[0]);
    refuse = true;
    expect(await confirm(desk)).toEqual(fail('desk.not-durable'));
    refuse = false;
    expect((await confirm(desk)).ok).toBe(true);
    expect(events(desk)).toHaveLength(2);
  });
});

describe('places for a group (CAP-7, GROUP-1)', () => {
  const FIVE = [WORKER, ...MEMBERS, 'A300000001'];

  async function five(offered: Performance, granted: number): Promise<DeskUnderTest> {
    const desk = await groupAt(offered);
    desk.cards.put('A300000001', personalCard(TODAY));
    await desk.answerLeases(granted);
    await add(desk, ...FIVE);
    return desk;
  }

  test('five at a desk that holds four: too few is said, the fifth is asked for, and the answer turns it', async () => {
    const offered = capped(20);
    const desk = await five(offered, 4);
    expect(basketOf(desk)).toMatchObject({
      outcome: 'refuse',
      reasons: [{ code: 'group.too-few-places', parameters: { needed: 5, left: 4 } }],
    });
    expect(await confirm(desk, true)).toEqual(fail('desk.not-accepted'));
    expect(events(desk)).toEqual([]);
    expect(await desk.desk.deskSide.wantedPlaces()).toMatchObject([{ units: 1 }]);
    await desk.answerLeases(1);
    expect(basketOf(desk)).toMatchObject({ outcome: 'accept', units: 5, good: 5 });
    expect((await confirm(desk)).ok).toBe(true);
    expect(balance(desk.store.leases.find(FIRST_EPOCH, offered.id)!.counters)).toBe(0);
  });

  test('a desk that holds none asks for the whole group, as often as some come', async () => {
    const desk = await groupAt(capped(20));
    desk.cards.put('A300000001', personalCard(TODAY));
    await desk.answerLeases(0);
    await add(desk, ...FIVE);
    expect(reasons(basketOf(desk))).toEqual(FIVE.map(() => ['cap.no-lease']));
    expect(basketOf(desk)).toMatchObject({
      reasons: [{ code: 'group.too-few-places', parameters: { needed: 5, left: 0 } }],
    });
    expect(await confirm(desk, true)).toEqual(fail('desk.not-accepted'));
    expect(await desk.answerLeases(10)).toBe(4);
    expect(basketOf(desk).outcome).toBe('refuse');
    expect(await desk.answerLeases(6)).toBe(1);
    expect(basketOf(desk)).toMatchObject({ outcome: 'accept', good: 5 });
    expect(desk.store.ledger.events(FIRST_EPOCH)).toEqual([]);
  });

  test('where the registry has no more, a line is dropped, and the others are recorded: never split silently', async () => {
    const desk = await five(capped(4), 4);
    expect(basketOf(desk).reasons).toMatchObject([
      { code: 'group.too-few-places', parameters: { needed: 5, left: 4 } },
    ]);
    await desk.answerLeases(0);
    await desk.call('desk.group-drop', { lineId: basketOf(desk).lines[4]!.lineId });
    expect(basketOf(desk)).toMatchObject({ outcome: 'accept', good: 4 });
    expect((await confirm(desk)).ok).toBe(true);
  });

  test('its places are kept from other desks for a minute after it was touched', async () => {
    const offered = capped(20);
    const desk = await groupAt(offered);
    await desk.answerLeases(4);
    await add(desk, WORKER, MEMBERS[0]);
    const held = (): number => balance(desk.store.leases.find(FIRST_EPOCH, offered.id)!.counters);
    await desk.desk.deskSide.heard({ wanted: [offered.id], freed: [] });
    expect(held()).toBe(2);
    await desk.time.advance(60_000);
    await desk.desk.deskSide.heard({ wanted: [offered.id], freed: [] });
    expect(held()).toBe(0);
    expect(basketOf(desk).outcome).toBe('refuse');
    expect(await desk.desk.deskSide.wantedPlaces()).toEqual([]);
    await add(desk, MEMBERS[1]);
    expect(await desk.desk.deskSide.wantedPlaces()).toMatchObject([{ units: 4 }]);
  });
});
