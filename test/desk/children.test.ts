import { afterEach, describe, expect, test } from 'vitest';
import { balance } from '../../src-shared/cap/lease.ts';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { deskUnderTest, FIRST_EPOCH, type DeskUnderTest } from './desk-under-test.ts';
import { capped, performance } from './performances.ts';
import { checkFold, epochId } from './world.ts';

const SOME_ID = '019d0000-0000-7000-8000-ffffffffffff';
const ALL = { limit: 8, counts: 'all-tickets' } as const;

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) {
    checkFold(one.store.ledger.events(FIRST_EPOCH), one);
    one.close();
  }
  open = [];
});

async function deskAt(offered: Performance, granted = 8): Promise<DeskUnderTest> {
  const desk = await deskUnderTest();
  open = [desk];
  await desk.online();
  await desk.offer(offered);
  await desk.call('desk.pick', { performanceId: offered.id });
  await desk.answerLeases(granted);
  return desk;
}

function held(desk: DeskUnderTest, { id }: Performance): number {
  return balance(desk.store.leases.find(FIRST_EPOCH, id)!.counters);
}

function last(desk: DeskUnderTest) {
  return desk.store.ledger.events(FIRST_EPOCH).at(-1);
}

describe('children are corrected (CHILD-3)', () => {
  test('where all tickets are counted, up takes units and down gives them back; the number is kept (CAP-8)', async () => {
    const offered = capped(8, { cap: ALL });
    const desk = await deskAt(offered);
    const acquisitionId = await desk.sell('A045198723', 1);
    const before = held(desk, offered);
    expect(await desk.call('desk.correct', { acquisitionId, children: 3 })).toEqual(ok(null));
    expect(last(desk)).toMatchObject({ type: 'children-corrected', acquisitionId, children: 3, unitsChange: 2 });
    expect([held(desk, offered), desk.state().last?.children]).toEqual([before - 2, 3]);
    expect(await desk.call('desk.correct', { acquisitionId, children: 0 })).toEqual(ok(null));
    expect(last(desk)).toMatchObject({ children: 0, unitsChange: -3 });
    expect([held(desk, offered), desk.state().performances[0]?.left]).toEqual([before + 1, 7]);
    expect(await desk.call('desk.correct', { acquisitionId, children: 0 })).toEqual(ok(null));
    expect(desk.store.ledger.events(FIRST_EPOCH).filter(({ type }) => type === 'children-corrected')).toHaveLength(2);
    await desk.call('desk.undo', { acquisitionId, why: 'mistake' });
    expect(desk.store.leases.find(FIRST_EPOCH, offered.id)!.counters).toMatchObject({ consumed: 4, released: 4 });
  });

  test('where holders are counted no unit moves, at any stage', async () => {
    const offered = capped(8);
    const desk = await deskAt(offered);
    for (const stage of ['reserve', 'redeem', 'attend'] as const) {
      await desk.call('desk.stage', { stage, cardSeen: true });
      const acquisitionId = await desk.confirmed(await desk.scan('A045198723'));
      const children = desk.state().last!.children + 2;
      expect(await desk.call('desk.correct', { acquisitionId, children })).toEqual(ok(null));
      expect(last(desk)).toMatchObject({ children, unitsChange: 0 });
      expect(desk.state().last).toMatchObject({ state: desk.state().last!.state, children });
    }
    expect(desk.store.leases.find(FIRST_EPOCH, offered.id)!.counters).toMatchObject({ consumed: 1, released: 0 });
  });

  test('not past what the lease holds, nor past the card’s limit, but always down (CHILD-4)', async () => {
    const desk = await deskAt(capped(8, { cap: ALL }), 3);
    const acquisitionId = await desk.sell('A100000001', 2);
    expect(await desk.call('desk.correct', { acquisitionId, children: 3 })).toEqual(fail('desk.cannot-correct'));
    expect(await desk.call('desk.correct', { acquisitionId, children: 1 })).toEqual(ok(null));
    expect(await desk.call('desk.correct', { acquisitionId, children: 2 })).toEqual(ok(null));
    const unlimited = await deskAt(performance());
    const limited = await unlimited.sell('A100000001', 1);
    expect(await unlimited.call('desk.correct', { acquisitionId: limited, children: 3 })).toEqual(
      fail('desk.cannot-correct'),
    );
    const changes = [{ ...PRESET_RULE_SET, childLimit: 'warn' as const, firstDay: '2026-01-01' }];
    const page = { cursor: 'r', fromBeginning: false, more: false, serverTime: unlimited.now() };
    await unlimited.desk.deskSide.apply({ stream: 'rule-sets', changes, ...page });
    expect(await unlimited.call('desk.correct', { acquisitionId: limited, children: 3 })).toEqual(ok(null));
    desk.close();
  });

  test('not at a course, not what has ended, not what is unknown (CHILD-2)', async () => {
    const desk = await deskAt(performance({ kind: 'course' }));
    const acquisitionId = await desk.sell('A045198723');
    expect(await desk.call('desk.correct', { acquisitionId, children: 1 })).toEqual(fail('desk.cannot-correct'));
    await desk.call('desk.undo', { acquisitionId, why: 'mistake' });
    expect(await desk.call('desk.correct', { acquisitionId, children: 0 })).toEqual(fail('desk.cannot-correct'));
    expect(await desk.call('desk.correct', { acquisitionId: SOME_ID, children: 0 })).toEqual(
      fail('desk.unknown-acquisition'),
    );
  });

  test('where units would change, not from an epoch that is over or doubtful', async () => {
    const desk = await deskAt(capped(8, { cap: ALL }));
    const acquisitionId = await desk.sell('A045198723', 1);
    const request = { requestId: SOME_ID, before: FIRST_EPOCH, why: 'restored' } as const;
    desk.store.transaction(() => desk.store.settings.write('epoch-request', request));
    for (const children of [0, 2]) {
      expect(await desk.call('desk.correct', { acquisitionId, children })).toEqual(fail('desk.cannot-correct'));
    }
    await desk.desk.deskSide.startedEpoch(epochId(2));
    expect(await desk.call('desk.correct', { acquisitionId, children: 0 })).toEqual(fail('desk.cannot-correct'));
  });

  test('a reservation is redeemed with more or fewer children: its units follow, in one transaction', async () => {
    for (const [children, unitsChange] of [
      [3, 2],
      [0, -1],
    ] as const) {
      const offered = capped(8, { cap: ALL });
      const desk = await deskAt(offered);
      await desk.call('desk.stage', { stage: 'reserve', cardSeen: true });
      const { scanId } = await desk.scan('A045198723');
      await desk.call('desk.confirm', { scanId, children: 1, deliberately: false });
      await desk.call('desk.stage', { stage: 'redeem', cardSeen: true });
      const shown = await desk.scan('A045198723');
      expect(shown.verdict).toMatchObject({ children: 1, units: 0 });
      await desk.call('desk.confirm', { scanId: shown.scanId, children, deliberately: false });
      expect(desk.store.ledger.events(FIRST_EPOCH)).toMatchObject([
        { type: 'reserved', children: 1, units: 2 },
        { type: 'children-corrected', children, unitsChange },
        { type: 'redeemed', children, units: 0 },
      ]);
      expect(desk.state().last).toMatchObject({ state: 'redeemed', children });
      expect(desk.store.acquisitions.units(offered.id)).toBe(1 + children);
      checkFold(desk.store.ledger.events(FIRST_EPOCH), desk);
      desk.close();
    }
    open = [];
  });
});
