import { afterEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import type { Conflict } from '../../src-shared/registry-api/bodies/delivery.ts';
import type { DeskStatus } from '../../src-shared/registry-api/bodies/enrolment.ts';
import type { SitePolicy } from '../../src-shared/registry-api/bodies/site.ts';
import { HANDED_KEYS, keyOf } from './cards.ts';
import { deskUnderTest, FIRST_EPOCH, reasonsOf, SITE, type DeskUnderTest } from './desk-under-test.ts';
import { performance } from './performances.ts';

const UNKNOWN = 'A999999999';
const SOME_ID = '019d0000-0000-7000-8000-ffffffffffff';

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

function status(provisional: SitePolicy['provisional']): DeskStatus {
  return {
    deskId: SOME_ID,
    site: SITE,
    policy: { provisional },
    serverTime: '2026-11-20T10:00:00.000Z',
    ...HANDED_KEYS,
    epoch: { id: FIRST_EPOCH, frozen: false, head: null },
  };
}

async function deskWith(policy: SitePolicy['provisional']): Promise<DeskUnderTest> {
  const desk = await deskUnderTest();
  open = [desk];
  const offered = performance();
  await desk.offer(offered);
  await desk.call('desk.pick', { performanceId: offered.id });
  await desk.desk.deskSide.checkEpoch(status(policy), false);
  return desk;
}

const LISTS = {
  stale: (desk: DeskUnderTest) => desk.cards.say({ freshAt: '2026-11-10T00:00:00.000Z' }),
  empty: (desk: DeskUnderTest) => desk.cards.say({ state: 'empty', count: 0, freshAt: null, keyGeneration: 0 }),
  damaged: (desk: DeskUnderTest) => desk.cards.say({ state: 'damaged', count: 0, freshAt: null, keyGeneration: 0 }),
};

async function answer(desk: DeskUnderTest, conflicts: Conflict[]): Promise<void> {
  const delivery = (await desk.desk.deskSide.nextDelivery(10))!;
  const result = conflicts.length > 0 ? 'recorded-with-conflict' : 'recorded';
  const answers = delivery.items.map(({ event: { id } }) => ({ id, result, conflicts, problem: null }) as const);
  await desk.desk.deskSide.delivered(delivery, answers, desk.now());
}

describe('a card that the list cannot tell (CARD-4)', () => {
  test.each([
    ['off', 'stale', 'refuse'],
    ['ask', 'stale', 'warn'],
    ['allow', 'stale', 'accept'],
    ['off', 'empty', 'refuse'],
    ['ask', 'empty', 'warn'],
    ['allow', 'empty', 'accept'],
    ['off', 'damaged', 'refuse'],
    ['ask', 'damaged', 'warn'],
    ['allow', 'damaged', 'accept'],
  ] as const)('policy %s, a list that is %s: %s', async (policy, list, outcome) => {
    const desk = await deskWith(policy);
    LISTS[list](desk);
    const shown = await desk.scan(UNKNOWN);
    expect(shown.verdict.outcome).toBe(outcome);
    expect(reasonsOf(shown)).toEqual([list === 'stale' ? 'card.unknown-stale-cache' : 'cache.empty']);
    if (outcome === 'refuse') return;
    const unsure = { scanId: shown.scanId, children: 0, deliberately: false };
    expect((await desk.call('desk.confirm', unsure)).ok).toBe(outcome === 'accept');
    if (outcome === 'warn') await desk.confirmed(desk.state().shown!);
    expect(desk.state().last).toMatchObject({ provisional: true, state: 'redeemed', codeTail: '9999' });
    const generation = list === 'stale' ? 1 : 2;
    expect(desk.store.ledger.events(FIRST_EPOCH).at(-1)).toMatchObject({
      type: 'redeemed',
      cardKey: keyOf(UNKNOWN, generation),
      keyGeneration: generation,
    });
  });

  test('a list that is fresh is believed, whatever the policy; nothing of it is provisional', async () => {
    const desk = await deskWith('allow');
    expect(reasonsOf(await desk.scan(UNKNOWN))).toEqual(['card.unknown']);
    await desk.sell('A045198723');
    expect(desk.state().last?.provisional).toBe(false);
  });

  test('the policy is kept for a start without a network, and changes what is on screen', async () => {
    const desk = await deskWith('ask');
    LISTS.empty(desk);
    const again = await desk.restart();
    open = [again];
    await again.call('desk.pick', { performanceId: again.state().performances[0]!.performance.id });
    expect((await again.scan(UNKNOWN)).verdict.outcome).toBe('warn');
    await again.desk.deskSide.checkEpoch(status('off'), false);
    expect(again.state().shown?.verdict.outcome).toBe('refuse');
  });

  test('without a list the same card is still stopped the second time, and is known when the list is back (CARD-5)', async () => {
    const desk = await deskWith('allow');
    LISTS.damaged(desk);
    await desk.sell('A045198723');
    expect(reasonsOf(await desk.scan('A045198723'))).toContain('duplicate.same-performance');
    desk.cards.say({ state: 'ready', freshAt: desk.now(), keyGeneration: 1 });
    expect(reasonsOf(await desk.scan('A045198723'))).toEqual(['duplicate.same-performance']);
  });

  test('a reservation can be provisional, and a ticket is let in with no list at all', async () => {
    const desk = await deskWith('ask');
    LISTS.empty(desk);
    await desk.call('desk.stage', { stage: 'reserve', cardSeen: true });
    await desk.confirmed(await desk.scan(UNKNOWN));
    expect(desk.state().last).toMatchObject({ state: 'reserved', provisional: true });
    await desk.call('desk.stage', { stage: 'redeem', cardSeen: true });
    await desk.confirmed(await desk.scan(UNKNOWN));
    await desk.desk.deskSide.checkEpoch(status('off'), false);
    await desk.call('desk.stage', { stage: 'attend', cardSeen: true });
    expect((await desk.scan(UNKNOWN)).verdict.outcome).toBe('warn');
    await desk.confirmed(desk.state().shown!);
    expect(desk.state().last).toMatchObject({ state: 'attended', provisional: true });
  });
});

describe('follow-ups', () => {
  test('what the registry remarked stays until staff have seen it, through a restart; a later remark is shown again', async () => {
    const desk = await deskWith('allow');
    LISTS.empty(desk);
    const acquisitionId = await desk.sell(UNKNOWN);
    const performanceId = desk.state().pickedId!;
    expect(desk.state().followUps).toEqual([]);
    await answer(desk, ['card-unknown']);
    const remark = { acquisitionId, performanceId, codeTail: '9999', provisional: true, conflicts: ['card-unknown'] };
    expect(desk.state().followUps).toMatchObject([remark]);
    const again = await desk.restart();
    open = [again];
    expect(again.state().followUps).toMatchObject([remark]);
    expect(await again.call('desk.followed-up', { acquisitionId })).toEqual(ok(null));
    expect(again.state().followUps).toEqual([]);
    const later = await again.restart();
    open = [later];
    expect(later.state().followUps).toEqual([]);
    await later.call('desk.undo', { acquisitionId, why: 'mistake' });
    await answer(later, ['epoch-frozen']);
    expect(later.state().followUps).toMatchObject([{ acquisitionId, conflicts: ['epoch-frozen'] }]);
    expect(await later.call('desk.followed-up', { acquisitionId: SOME_ID })).toEqual(fail('desk.unknown-acquisition'));
  });

  test('of any acquisition, newest first, each conflict once; refusals have none', async () => {
    const desk = await deskWith('off');
    const first = await desk.sell('A045198723');
    await desk.scan('A100000005');
    await desk.call('desk.correct', { acquisitionId: first, children: 1 });
    const second = await desk.sell('A100000001');
    await answer(desk, ['beyond-lease', 'card-not-valid']);
    expect(desk.state().followUps).toMatchObject([
      { acquisitionId: second, provisional: false },
      { acquisitionId: first, conflicts: ['card-not-valid', 'beyond-lease'] },
    ]);
    await desk.call('desk.followed-up', { acquisitionId: second });
    expect(desk.state().followUps.map(({ acquisitionId }) => acquisitionId)).toEqual([first]);
  });

  test('what is recorded as it is needs none', async () => {
    const desk = await deskWith('allow');
    LISTS.stale(desk);
    await desk.sell(UNKNOWN);
    await answer(desk, []);
    expect(desk.state()).toMatchObject({ followUps: [], last: { delivery: 'delivered', provisional: true } });
  });
});
