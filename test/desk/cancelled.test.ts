/** A performance that is cancelled while a desk sells it, and one that an older desk.db holds. */
import { afterEach, expect, test } from 'vitest';
import SqliteDatabase from 'better-sqlite3';
import { fail } from '../../src-shared/kernel/result.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { migrate, MIGRATIONS } from '../../src-main/store/migrations.ts';
import { scratch } from '../store/scratch.ts';
import { deskUnderTest, reasonsOf, type DeskUnderTest } from './desk-under-test.ts';
import { performance } from './performances.ts';

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

test('SALE-7: a desk that hears of it refuses the next card, and the assistant too; what was sold can be taken back', async () => {
  const desk = await deskUnderTest();
  open = [desk];
  const offered = performance();
  await desk.offer(offered);
  await desk.call('desk.pick', { performanceId: offered.id });
  await desk.scan('A045198723');
  const { shown } = desk.state();
  expect(reasonsOf(shown)).toEqual([]);
  const sold = await desk.call('desk.confirm', { scanId: shown!.scanId, children: 0, deliberately: false });
  expect(sold.ok).toBe(true);
  await desk.offer({ ...offered, cancelled: true });
  await desk.scan('A100000001');
  expect(reasonsOf(desk.state().shown)).toContain('performance.cancelled');
  expect(desk.state().shown?.verdict?.outcome).toBe('refuse');
  expect(await desk.call('desk.assist', { kind: 'assistant', count: 1 })).toEqual(
    fail('desk.not-accepted', { reason: 'performance.cancelled' }),
  );
  const [{ acquisitionId } = { acquisitionId: '' }] = desk.state().recent;
  expect((await desk.call('desk.undo', { acquisitionId, why: 'cancelled' })).ok).toBe(true);
});

test('a desk.db of before knows none as cancelled, and asks for performances and rule sets anew', async () => {
  const place = scratch();
  const before = new SqliteDatabase(place.file);
  migrate(before, MIGRATIONS.slice(0, 2));
  const { cancelled: _, ...offered } = performance();
  before
    .prepare('INSERT INTO performances (id, over_from, body) VALUES (?, ?, ?)')
    .run(offered.id, Date.parse('2026-12-01T00:00:00Z'), JSON.stringify(offered));
  const { paperWithinDays: __, ...rules } = PRESET_RULE_SET;
  before.prepare('INSERT INTO rule_sets (first_day, body) VALUES (?, ?)').run('2026-01-01', JSON.stringify(rules));
  before.exec("INSERT INTO cursors VALUES ('rule-sets', 'r'), ('performances', 'p'), ('uses', 'u')");
  before.close();
  const store = place.open();
  expect(store.performances.find(offered.id)?.cancelled).toBe(false);
  expect(store.ruleSets.all()).toEqual([]);
  expect(['rule-sets', 'performances', 'uses'].map((stream) => store.cursors.read(stream as 'uses'))).toEqual([
    null,
    null,
    'u',
  ]);
  place.remove();
});
