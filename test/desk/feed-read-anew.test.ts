/** A feed that is read from its beginning: what a registry that came back from a backup has lost is on offer no more. */
import { afterEach, expect, test } from 'vitest';
import { PRESET_RULE_SET, type RuleSet } from '../../src-shared/rules/rule-set.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { deskUnderTest, type DeskUnderTest } from './desk-under-test.ts';
import { performance } from './performances.ts';

let desk: DeskUnderTest;
afterEach(() => desk.close());

function apply(performances: readonly Performance[], fromBeginning: boolean, more: boolean): Promise<void> {
  const changes = performances.map((each) => ({ id: each.id, performance: each }));
  const page = { cursor: 'c', fromBeginning, more, serverTime: desk.now() };
  return desk.desk.deskSide.apply({ stream: 'performances', changes, ...page });
}

const offered = (): string[] => desk.state().performances.map(({ performance: { id } }) => id);

test('performances that do not come by the end of it go, those that are over stay; a feed that goes on takes none away', async () => {
  desk = await deskUnderTest();
  const [kept, later, lost] = [performance(), performance({ day: '2026-11-21' }), performance()];
  const over = performance({ startsAt: '2026-11-20T07:00:00.000Z', endsAt: '2026-11-20T09:00:00.000Z' });
  await desk.offer(kept, later, lost, over);
  await desk.call('desk.pick', { performanceId: lost.id });
  await apply([kept], false, false);
  expect(offered()).toContain(lost.id);

  await apply([kept], true, true);
  expect(offered()).toContain(lost.id);
  await apply([later], false, false);
  expect(offered().toSorted()).toEqual([kept.id, later.id].toSorted());
  expect(desk.state().pickedId).toBeNull();
  expect(desk.store.performances.find(over.id)).not.toBeNull();

  await apply([], false, false);
  expect(offered()).toHaveLength(2);
});

test('a desk that ended meanwhile goes on, and takes away all the same', async () => {
  desk = await deskUnderTest();
  const [kept, later, lost] = [performance(), performance({ day: '2026-11-21' }), performance()];
  await desk.offer(kept, later, lost);
  await apply([kept], true, true);
  desk = await desk.restart();
  expect(await desk.desk.deskSide.cursor('performances')).toBe('c');
  await apply([later], false, false);
  expect(offered().toSorted()).toEqual([kept.id, later.id].toSorted());
});

test('rule sets that do not come by the end of it are in force no more', async () => {
  desk = await deskUnderTest();
  const sets: RuleSet[] = [PRESET_RULE_SET, { ...PRESET_RULE_SET, firstDay: '2026-11-01', staleAfterHours: 1 }];
  const page = { stream: 'rule-sets', cursor: 'c', more: false, serverTime: desk.now() } as const;
  await desk.desk.deskSide.apply({ ...page, changes: sets, fromBeginning: false });
  expect(desk.store.ruleSets.all()).toEqual(sets);
  await desk.desk.deskSide.apply({ ...page, changes: sets.slice(0, 1), fromBeginning: true });
  expect(desk.store.ruleSets.all()).toEqual(sets.slice(0, 1));
});
