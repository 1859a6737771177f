import { afterEach, describe, expect, test } from 'vitest';
import type { DeskStatus } from '../../src-shared/registry-api/bodies/enrolment.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { deskUnderTest, FIRST_EPOCH, reasonsOf, SITE, type DeskUnderTest } from './desk-under-test.ts';
import { HANDED_KEYS, keyOf } from './cards.ts';
import { capped } from './performances.ts';

const SECOND_EPOCH = '019d0000-0000-7000-a000-000000000002';
const OTHER_EPOCH = '019d0000-0000-7000-a000-000000000009';

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

async function onlineWith(offered: Performance): Promise<DeskUnderTest> {
  const desk = await deskUnderTest();
  open.push(desk);
  await desk.online();
  await desk.offer(offered);
  await desk.call('desk.pick', { performanceId: offered.id });
  return desk;
}

function status(part: Partial<DeskStatus['epoch']> = {}): DeskStatus {
  return {
    deskId: '019d0000-0000-7000-9000-000000000003',
    site: SITE,
    policy: { provisional: 'off' },
    serverTime: '2026-11-20T10:00:00.000Z',
    ...HANDED_KEYS,
    epoch: { id: FIRST_EPOCH, frozen: false, head: null, ...part },
  };
}

describe('epochs', () => {
  const hash = 'ab'.repeat(32);

  test('all is well: no head yet, or our own event at the head', async () => {
    const desk = await onlineWith(capped(20));
    expect(await desk.desk.deskSide.checkEpoch(status(), false)).toBeNull();
    await desk.answerLeases(4);
    await desk.sell('A045198723');
    await desk.sell('A100000001');
    const [first] = desk.store.ledger.events(FIRST_EPOCH);
    const head = { sequence: 1, hash: first!.hash };
    expect(await desk.desk.deskSide.checkEpoch(status({ head }), false)).toBeNull();
  });

  test.each([
    ['a head ahead of ours', status({ head: { sequence: 9, hash } }), false, 'restored'],
    ['another hash at our sequence', status({ head: { sequence: 1, hash } }), false, 'forked'],
    ['a frozen epoch', status({ frozen: true }), false, 'restored'],
    ['an epoch that we never had', status({ id: OTHER_EPOCH }), false, 'restored'],
    ['a fork that the registry saw', status(), true, 'forked'],
  ] as const)('%s asks for a new epoch, with one id until it is started', async (_, seen, forked, why) => {
    const desk = await onlineWith(capped(20));
    await desk.answerLeases(4);
    await desk.sell('A045198723');
    const request = await desk.desk.deskSide.checkEpoch(seen, forked);
    expect(request).toMatchObject({ before: seen.epoch.id, why });
    expect(await desk.desk.deskSide.checkEpoch(status(), false)).toEqual(request);
    const again = await desk.restart();
    open = [again];
    expect(await again.desk.deskSide.checkEpoch(status(), false)).toEqual(request);
  });

  test('from then on nothing is sold from its leases or given back from them; sales without a cap go on', async () => {
    const offered = capped(20);
    const desk = await onlineWith(offered);
    await desk.answerLeases(4);
    await desk.desk.deskSide.checkEpoch(status({ frozen: true }), false);
    const shown = await desk.scan('A045198723');
    expect(shown.asking).toBe(false);
    expect(reasonsOf(shown)).toEqual(['cap.no-lease']);
    await desk.desk.deskSide.heard({ wanted: [offered.id], freed: [] });
    expect(desk.store.ledger.events(FIRST_EPOCH).map(({ type }) => type)).toEqual(['refused']);
    expect(await desk.desk.deskSide.wantedPlaces()).toEqual([]);
    await desk.offer({ ...offered, cap: null });
    expect(desk.state().shown?.verdict.outcome).toBe('accept');
  });

  test('a started epoch has empty leases; a void of an older sale goes to the pool; a replay changes nothing', async () => {
    const offered = capped(20);
    const desk = await onlineWith(offered);
    await desk.answerLeases(4);
    const acquisitionId = await desk.sell('A045198723');
    await desk.desk.deskSide.checkEpoch(status({ frozen: true }), false);
    await desk.desk.deskSide.startedEpoch(SECOND_EPOCH);
    await desk.desk.deskSide.startedEpoch(SECOND_EPOCH);
    await desk.time.advance(0);
    expect(desk.store.epochs.find(FIRST_EPOCH)?.frozenAt).not.toBeNull();
    expect(await desk.desk.deskSide.checkEpoch(status({ id: SECOND_EPOCH }), false)).toBeNull();
    expect(await desk.desk.deskSide.checkEpoch(status(), false)).toBeNull();
    expect(await desk.desk.deskSide.wantedPlaces()).toMatchObject([{ epoch: SECOND_EPOCH, units: 4 }]);
    expect(reasonsOf(await desk.scan('A100000001'))).toEqual(['cap.no-lease']);
    await desk.call('desk.undo', { acquisitionId, why: 'mistake' });
    expect(desk.store.ledger.events(SECOND_EPOCH)).toMatchObject([
      { sequence: 1, previousHash: '0'.repeat(64), type: 'voided', placeTo: 'pool', units: 1 },
    ]);
    expect(desk.store.leases.find(FIRST_EPOCH, offered.id)!.counters.released).toBe(0);
    expect(reasonsOf(await desk.scan('A045198723'))).toEqual(['cap.no-lease']);
  });

  test('a fork of an epoch that has been left starts no other', async () => {
    const desk = await onlineWith(capped(20));
    await desk.answerLeases(4);
    await desk.sell('A045198723');
    await desk.desk.deskSide.startedEpoch(SECOND_EPOCH);
    const delivery = (await desk.desk.deskSide.nextDelivery(10))!;
    await desk.desk.deskSide.delivered(delivery, [], desk.now());
    expect(await desk.desk.deskSide.checkEpoch(status({ id: SECOND_EPOCH }), true)).toBeNull();
  });

  test('a sale of this desk that its restored ledger does not know counts as another’s', async () => {
    const offered = capped(2);
    const desk = await onlineWith(offered);
    await desk.hearUses({
      acquisitionId: '019d0000-0000-7000-8000-fffffffffffd',
      performanceId: offered.id,
      cardKey: keyOf('A045198723'),
      epoch: FIRST_EPOCH,
      deskName: 'Kassa 1',
      at: '2026-11-20T09:00:00.000Z',
      children: 0,
      units: 1,
      state: 'redeemed',
      cardSeen: true,
      lapsesAt: null,
    });
    expect(desk.state().performances[0]?.left).toBe(1);
    expect(reasonsOf(await desk.scan('A045198723'))).toContain('duplicate.same-performance');
  });
});
