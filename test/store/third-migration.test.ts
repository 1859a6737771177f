/** A desk.db of the second version goes on judging by the rule sets that it had, also without a network. */
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { performanceSchema } from '../../src-shared/performance/performance.ts';
import { PRESET_RULE_SET, ruleSetInForce, ruleSetSchema } from '../../src-shared/rules/rule-set.ts';
import { MIGRATIONS, migrate } from '../../src-main/store/migrations.ts';
import { deskUnderTest } from '../desk/desk-under-test.ts';
import { performance } from '../desk/performances.ts';
import { scratch, type Scratch } from './scratch.ts';

let place: Scratch;
beforeEach(() => {
  place = scratch();
});
afterEach(() => place.remove());

test('CAP-10: rule sets and performances stay, with what they have got since, until the registry tells them anew', async () => {
  const offered = performance({});
  const sets = [
    { ...PRESET_RULE_SET, firstDay: '2026-01-01', childLimit: 'warn' as const },
    { ...PRESET_RULE_SET, firstDay: '2027-01-01', staleAfterHours: 24 },
  ];
  const before = new SqliteDatabase(place.file);
  migrate(before, MIGRATIONS.slice(0, 2));
  for (const { paperWithinDays: _days, ...set } of sets) {
    before.prepare('INSERT INTO rule_sets (first_day, body) VALUES (?, ?)').run(set.firstDay, JSON.stringify(set));
  }
  const { cancelled: _cancelled, ...body } = offered;
  before
    .prepare('INSERT INTO performances (id, over_from, body) VALUES (?, ?, ?)')
    .run(offered.id, Date.parse('2030-01-01T00:00:00Z'), JSON.stringify(body));
  before.exec(`INSERT INTO cursors VALUES ('rule-sets', 'r'), ('performances', 'p'), ('uses', 'u'), ('cards', 'c')`);
  before.close();

  const desk = await deskUnderTest({ folder: place.folder });
  const kept = desk.store.ruleSets.all().map((set) => ruleSetSchema.parse(set));
  expect(kept).toEqual(sets);
  expect(ruleSetInForce(kept, '2026-11-20').childLimit).toBe('warn');
  expect(performanceSchema.parse(desk.store.performances.find(offered.id))).toEqual(offered);
  const cursors = (['rule-sets', 'performances', 'uses'] as const).map((stream) => desk.store.cursors.read(stream));
  expect(cursors).toEqual([null, null, 'u']);
  desk.desk.close();
  desk.store.close();
});
