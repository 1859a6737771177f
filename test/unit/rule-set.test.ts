import { describe, expect, test } from 'vitest';
import { PRESET_RULE_SET, ruleSetInForce, type RuleSet } from '../../src-shared/rules/rule-set.ts';

function from(firstDay: string, staleAfterHours: number): RuleSet {
  return { ...PRESET_RULE_SET, firstDay, staleAfterHours };
}

describe('the rule set in force (CAP-10)', () => {
  const sets = [from('2027-01-01', 3), from('2026-01-01', 1), from('2026-07-01', 2)];

  test('CAP-10: is the latest that began on or before the day, in whatever order they came', () => {
    expect(ruleSetInForce(sets, '2026-06-30').staleAfterHours).toBe(1);
    expect(ruleSetInForce(sets, '2026-07-01').staleAfterHours).toBe(2);
    expect(ruleSetInForce(sets, '2028-01-01').staleAfterHours).toBe(3);
    expect(ruleSetInForce(sets.toReversed(), '2028-01-01').staleAfterHours).toBe(3);
  });

  test('CAP-10: is the preset before any other, and where none was handed out', () => {
    expect(ruleSetInForce(sets, '2025-12-31')).toBe(PRESET_RULE_SET);
    expect(ruleSetInForce([], '2026-11-20')).toBe(PRESET_RULE_SET);
  });

  test('CAP-10: one that begins with the preset takes its place', () => {
    expect(ruleSetInForce([from(PRESET_RULE_SET.firstDay, 9)], '2026-11-20').staleAfterHours).toBe(9);
  });
});
