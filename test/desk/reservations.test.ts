import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { balance } from '../../src-shared/cap/lease.ts';
import { reasonsOf, type DeskUnderTest } from './desk-under-test.ts';
import { capped } from './performances.ts';
import {
  answerLeases,
  checkDesks,
  checkFolds,
  checkRegistry,
  deliver,
  endWorld,
  epochId,
  eventsOf,
  exchange,
  newEpoch,
  startWorld,
  type World,
} from './world.ts';

const CARD = 'A045198723';
const LAPSES = '2026-11-20T17:00:00.000Z';

let world: World;
let one: DeskUnderTest;
let other: DeskUnderTest;
beforeEach(() => begin(capped(8)));
afterEach(() => {
  checkDesks(world);
  checkFolds(world);
  endWorld(world);
});

async function begin(offered: Performance): Promise<void> {
  world = await startWorld(offered);
  [one, other] = world.desks;
  for (const at of world.desks) {
    await at.call('desk.pick', { performanceId: offered.id });
    await answerLeases(world, at);
  }
}

async function reserve(at: DeskUnderTest, code = CARD): Promise<string> {
  await at.call('desk.stage', { stage: 'reserve', cardSeen: true });
  const acquisitionId = await at.confirmed(await at.scan(code));
  await at.call('desk.stage', { stage: 'redeem', cardSeen: true });
  return acquisitionId;
}

/** To just after the time of the lapse, and the beat after it. */
async function pastLapse(): Promise<void> {
  world.time.set('2026-11-20T16:59:59.000Z');
  await world.time.advance(2_000);
}

function types(at: DeskUnderTest): string[] {
  return eventsOf(world, at).map(({ type }) => type);
}

function held(at: DeskUnderTest, epoch = at === one ? 1 : 2): number {
  return balance(at.store.leases.find(epochId(epoch), world.offered.id)!.counters);
}

function stateOf(at: DeskUnderTest, acquisitionId: string): string | undefined {
  return at.store.acquisitions.find(acquisitionId)?.state;
}

describe('a reservation lapses (SALE-7, CAP-9)', () => {
  test('at once where it was never sent: nobody else can know of it; its place is sold again', async () => {
    const acquisitionId = await reserve(one);
    const before = held(one);
    await pastLapse();
    expect(eventsOf(world, one).at(-1)).toMatchObject({ type: 'lapsed', acquisitionId, units: 1, placeTo: 'epoch' });
    expect([stateOf(one, acquisitionId), held(one)]).toEqual(['lapsed', before + 1]);
    expect(await one.call('desk.undo', { acquisitionId, why: 'customer' })).toEqual(fail('desk.already-undone'));
    expect((await one.scan(CARD)).verdict).toMatchObject({ outcome: 'accept', acquisitionId: null, units: 1 });
    await one.time.advance(120_000);
    expect(types(one).filter((type) => type === 'lapsed')).toHaveLength(1);
  });

  test('one that may have been delivered waits until the uses were read to their end after its time', async () => {
    const acquisitionId = await reserve(one);
    // The registry has it, but its answer was lost.
    world.registry.deliver((await one.desk.deskSide.nextDelivery(10))!);
    await one.hearUses();
    one = world.desks[0] = await one.restart();
    await pastLapse();
    expect([stateOf(one, acquisitionId), one.pokes.includes('uses')]).toEqual(['reserved', true]);
    await one.call('desk.pick', { performanceId: world.offered.id });
    expect(reasonsOf(await one.scan(CARD))).toEqual(['reservation.lapsed']);
    const uses = { stream: 'uses', changes: [], cursor: 'u', fromBeginning: false } as const;
    await one.desk.deskSide.apply({ ...uses, more: true, serverTime: '2026-11-20T17:00:03.000Z' });
    await one.desk.deskSide.apply({ ...uses, more: false, serverTime: LAPSES });
    expect(stateOf(one, acquisitionId)).toBe('reserved');
    await one.desk.deskSide.apply({ ...uses, more: false, serverTime: '2026-11-20T17:00:03.000Z' });
    expect(stateOf(one, acquisitionId)).toBe('lapsed');
    expect(one.pokes).toContain('deliver');
    await exchange(world);
    checkRegistry(world);
  });

  test('not where another desk handed it over, whichever is heard first', async () => {
    const acquisitionId = await reserve(one);
    await exchange(world);
    await other.confirmed(await other.scan(CARD));
    await exchange(world);
    await pastLapse();
    await exchange(world);
    expect(types(one)).toEqual(['reserved']);
    expect([stateOf(one, acquisitionId), one.state().recent[0]?.state]).toEqual(['redeemed', 'redeemed']);
    expect(await one.call('desk.undo', { acquisitionId, why: 'mistake' })).toEqual(fail('desk.handed-over-elsewhere'));
    expect(await one.call('desk.correct', { acquisitionId, children: 1 })).toEqual(fail('desk.handed-over-elsewhere'));
  });

  test('a redemption that was heard of too late is a fact: shown, and followed up where it was made', async () => {
    const acquisitionId = await reserve(one);
    await exchange(world);
    await other.confirmed(await other.scan(CARD));
    await pastLapse();
    await deliver(world, one);
    await one.hearUses(...world.registry.uses());
    expect(stateOf(one, acquisitionId)).toBe('lapsed');
    await exchange(world);
    expect(stateOf(one, acquisitionId)).toBe('redeemed');
    expect(other.state().followUps).toMatchObject([{ acquisitionId, conflicts: ['reservation-gone'] }]);
    expect(held(one)).toBe(4);
    checkRegistry(world);
  });

  test('before the places of a performance that is over go back, so that none is left behind', async () => {
    await begin(capped(8, { endsAt: LAPSES }));
    await reserve(one);
    await pastLapse();
    expect(types(one)).toEqual(['reserved', 'lapsed', 'gave-back']);
    expect(held(one)).toBe(0);
  });

  test('no desk redeems it from then on, heard of or not (reservation.lapsed)', async () => {
    await reserve(one);
    await exchange(world);
    world.time.set(LAPSES);
    const shown = await other.scan(CARD);
    expect(reasonsOf(shown)).toEqual(['reservation.lapsed']);
    expect(shown.verdict).toMatchObject({ acquisitionId: null, units: 1 });
  });
});

describe('another desk’s reservation (SALE-7, CAP-9)', () => {
  test('is redeemed without a unit, also where this desk has none left; attended anywhere', async () => {
    const acquisitionId = await reserve(one);
    await exchange(world);
    const before = held(other);
    await other.desk.deskSide.heard({ wanted: [world.offered.id], freed: [] });
    const shown = await other.scan(CARD);
    expect(reasonsOf(shown)).toEqual(['reservation.found']);
    expect(shown.verdict).toMatchObject({ outcome: 'accept', units: 0, acquisitionId });
    expect(await other.confirmed(shown)).toBe(acquisitionId);
    expect(before).toBeGreaterThan(0);
    expect(held(other)).toBe(0);
    await exchange(world);
    await one.call('desk.stage', { stage: 'attend', cardSeen: true });
    expect(await one.confirmed(await one.scan(CARD))).toBe(acquisitionId);
    expect(one.state().last).toMatchObject({ acquisitionId, state: 'attended' });
    await exchange(world);
    expect(stateOf(other, acquisitionId)).toBe('attended');
    expect(world.registry.acquisitions().get(acquisitionId)).toMatchObject({ taken: 1, freed: 0 });
    checkRegistry(world);
  });

  test('a ticket of another desk is let in here, shown, and taken back there alone', async () => {
    const acquisitionId = await other.sell(CARD);
    await exchange(world);
    await one.call('desk.stage', { stage: 'attend', cardSeen: true });
    await one.confirmed(await one.scan(CARD));
    expect(one.state().recent).toMatchObject([{ acquisitionId, codeTail: '8723', state: 'attended' }]);
    expect(await one.call('desk.undo', { acquisitionId, why: 'mistake' })).toEqual(fail('desk.handed-over-elsewhere'));
    await exchange(world);
    await other.call('desk.undo', { acquisitionId, why: 'customer' });
    await exchange(world);
    expect(stateOf(one, acquisitionId)).toBe('voided');
    expect(world.registry.acquisitions().get(acquisitionId)).toMatchObject({ taken: 1, freed: 1 });
  });

  test('taken back where it was made, but handed over elsewhere before that was heard: its holder comes in at either', async () => {
    const acquisitionId = await reserve(one);
    await exchange(world);
    await one.call('desk.undo', { acquisitionId, why: 'customer' });
    await other.confirmed(await other.scan(CARD));
    await exchange(world);
    expect(other.state().followUps).toMatchObject([{ acquisitionId, conflicts: ['reservation-gone'] }]);
    await one.call('desk.stage', { stage: 'attend', cardSeen: true });
    expect(await one.confirmed(await one.scan(CARD))).toBe(acquisitionId);
    expect(stateOf(one, acquisitionId)).toBe('attended');
    await one.call('desk.stage', { stage: 'redeem', cardSeen: true });
    expect(reasonsOf(await one.scan(CARD))).toEqual(['duplicate.same-performance']);
    await exchange(world);
    await other.call('desk.undo', { acquisitionId, why: 'mistake' });
    await exchange(world);
    await exchange(world);
    expect(stateOf(one, acquisitionId)).toBe('voided');
    expect(world.registry.acquisitions().get(acquisitionId)).toMatchObject({ taken: 1, freed: 1 });
  });

  test('taken back here: its seller frees the place, once, whatever is heard again', async () => {
    const acquisitionId = await reserve(one);
    await exchange(world);
    const before = held(one);
    await other.confirmed(await other.scan(CARD));
    expect(await other.call('desk.undo', { acquisitionId, why: 'mistake' })).toEqual(ok(null));
    expect(eventsOf(world, other).at(-1)).toMatchObject({
      type: 'voided',
      units: 0,
      placeTo: 'seller',
      stage: 'redeemed',
    });
    await exchange(world);
    await exchange(world);
    one = world.desks[0] = await one.restart();
    await exchange(world);
    expect(eventsOf(world, one).filter(({ type }) => type === 'released')).toMatchObject([
      { acquisitionId, units: 1, placeTo: 'epoch' },
    ]);
    expect([stateOf(one, acquisitionId), held(one)]).toEqual(['voided', before + 1]);
    await exchange(world);
    checkRegistry(world);
    expect(world.registry.acquisitions().get(acquisitionId)).toMatchObject({ taken: 1, freed: 1 });
  });

  test('redeemed at both desks at once: each ticket stands where it was handed out, the place is freed by its seller alone', async () => {
    const acquisitionId = await reserve(one);
    await exchange(world);
    await one.confirmed(await one.scan(CARD));
    await other.confirmed(await other.scan(CARD));
    await exchange(world);
    await other.call('desk.undo', { acquisitionId, why: 'mistake' });
    await exchange(world);
    expect(types(one)).toEqual(['reserved', 'redeemed']);
    expect(reasonsOf(await one.scan(CARD))).toContain('duplicate.same-performance');
    await one.call('desk.undo', { acquisitionId, why: 'mistake' });
    await exchange(world);
    expect(world.registry.acquisitions().get(acquisitionId)).toMatchObject({ taken: 1, freed: 1 });
  });

  test('with more children: free where holders are counted, refused where all tickets are', async () => {
    await reserve(one);
    await exchange(world);
    const { scanId } = await other.scan(CARD);
    await other.call('desk.children', { scanId, children: 2 });
    expect(other.state().shown?.verdict).toMatchObject({ outcome: 'accept', units: 0 });
    await other.confirmed(other.state().shown!);
    expect(types(other)).toEqual(['redeemed', 'children-corrected']);
    await exchange(world);
    expect(one.state().recent[0]).toMatchObject({ state: 'redeemed', children: 2 });
    endWorld(world);
    await begin(capped(8, { cap: { limit: 8, counts: 'all-tickets' } }));
    await one.call('desk.stage', { stage: 'reserve', cardSeen: true });
    const wish = await one.scan(CARD);
    await one.call('desk.confirm', { scanId: wish.scanId, children: 1, deliberately: true });
    await exchange(world);
    const shown = await other.scan(CARD);
    expect(shown.verdict).toMatchObject({ children: 1, units: 0, outcome: 'accept' });
    await other.call('desk.children', { scanId: shown.scanId, children: 2 });
    expect(reasonsOf(other.state().shown)).toEqual(['children.over-reserved', 'reservation.found']);
  });
});

describe('a new epoch with reservations outstanding', () => {
  test('taken back, lapsed or come home, their places go to the pool; redeeming them takes no unit', async () => {
    const [mine, lapsing, returned, redeemed] = [
      await reserve(one),
      await reserve(one, 'A100000001'),
      await reserve(one, 'A100000003'),
      await reserve(one, 'AM99000123'),
    ];
    await exchange(world);
    await newEpoch(world, one);
    await other.confirmed(await other.scan('A100000003'));
    await other.call('desk.undo', { acquisitionId: returned, why: 'mistake' });
    await exchange(world);
    await one.call('desk.undo', { acquisitionId: mine, why: 'customer' });
    expect((await one.scan('AM99000123')).verdict).toMatchObject({
      outcome: 'warn',
      units: 0,
      acquisitionId: redeemed,
    });
    await one.confirmed(one.state().shown!);
    expect(await one.call('desk.correct', { acquisitionId: redeemed, children: 1 })).toEqual(ok(null));
    await pastLapse();
    await exchange(world);
    await exchange(world);
    const freed = eventsOf(world, one).filter((event) => 'placeTo' in event && event.placeTo === 'pool');
    expect(freed.map((event) => [event.type, 'acquisitionId' in event && event.acquisitionId])).toEqual([
      ['released', returned],
      ['voided', mine],
      ['lapsed', lapsing],
    ]);
    expect(one.store.leases.find(epochId(1), world.offered.id)?.counters.released).toBe(0);
    expect(world.registry.toPoolOf(epochId(1))).toBe(3);
    checkRegistry(world);
  });

  test('while the epoch is doubtful nothing lapses and nothing comes home', async () => {
    const acquisitionId = await reserve(one);
    one.store.transaction(() =>
      one.store.settings.write('epoch-request', { requestId: epochId(8), before: epochId(1), why: 'restored' }),
    );
    await pastLapse();
    expect(stateOf(one, acquisitionId)).toBe('reserved');
    await newEpoch(world, one);
    await one.hearUses(...world.registry.uses());
    expect(eventsOf(world, one).at(-1)).toMatchObject({ type: 'lapsed', placeTo: 'pool' });
  });

  test('a ledger restored from before the reservation takes it back: handed over, let in or lapsed, its place goes to the pool', async () => {
    const ids = [await reserve(one), await reserve(one, 'A100000001'), await reserve(one, 'A100000003')] as const;
    await exchange(world);
    // As the other desk would hear of them, were they its own of an epoch that its ledger has lost.
    const uses = world.registry.uses().map((use) => ({ ...use, epoch: epochId(2) }));
    await newEpoch(world, other);
    await other.hearUses(...uses);
    const acquisitionId = await other.confirmed(await other.scan(CARD));
    expect(acquisitionId).toBe(ids[0]);
    await other.call('desk.undo', { acquisitionId, why: 'mistake' });
    expect(eventsOf(world, other).at(-1)).toMatchObject({ type: 'voided', units: 1, placeTo: 'pool' });
    await pastLapse();
    await other.hearUses();
    const lapsed = eventsOf(world, other).filter(({ type }) => type === 'lapsed');
    expect(lapsed).toMatchObject([
      { acquisitionId: ids[1], units: 1, placeTo: 'pool' },
      { acquisitionId: ids[2], units: 1, placeTo: 'pool' },
    ]);
    expect(stateOf(other, ids[1])).toBe('lapsed');
    await other.hearUses();
    await other.time.advance(120_000);
    expect(types(other).filter((type) => type === 'lapsed')).toHaveLength(2);
  });
});
