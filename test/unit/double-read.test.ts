/** One guard for all sources (field lesson 7), and a wedge whose timer never rang. */
import { describe, expect, test } from 'vitest';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { DOUBLE_READ_MILLISECONDS, isDoubleRead } from '../../src-shared/scan/double-read.ts';
import { NO_KEYS, wedgeKey, type WedgeAction } from '../../src-shared/scan/wedge.ts';

describe('a double read', () => {
  const last = { text: 'A045198723', at: 1_000 };

  test('is the same code within the window, and not a millisecond later', () => {
    expect(isDoubleRead(last, { text: last.text, at: 2_499 }, DOUBLE_READ_MILLISECONDS)).toBe(true);
    expect(isDoubleRead(last, { text: last.text, at: 2_500 }, DOUBLE_READ_MILLISECONDS)).toBe(false);
  });

  test('is never another code, nor the first', () => {
    expect(isDoubleRead(last, { text: 'AM99000123', at: 1_001 }, DOUBLE_READ_MILLISECONDS)).toBe(false);
    expect(isDoubleRead(null, last, DOUBLE_READ_MILLISECONDS)).toBe(false);
  });
});

describe('a wedge', () => {
  test('whose silence nobody told of ends its scan with the next key', () => {
    let state = NO_KEYS;
    const actions: WedgeAction[] = [];
    const keys = [...'A045198723'].map((key, index) => ({ key, time: 1_000 + index * 10 }));
    for (const { key, time } of [...keys, { key: 'x', time: 9_000 }]) {
      const code = /[0-9]/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
      const step = wedgeKey(
        state,
        { key, code, time, modified: false, repeat: false, intoText: true },
        PRESET_RULE_SET.code,
      );
      ({ state } = step);
      actions.push(...step.actions);
    }
    expect(actions.filter(({ type }) => type === 'scan')).toEqual([{ type: 'scan', text: 'A045198723' }]);
    expect(state.burst).not.toBeNull();
  });
});
