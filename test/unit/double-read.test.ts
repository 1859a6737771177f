/** One guard for all sources (field lesson 7), and a wedge whose timer never rang. */
import { describe, expect, test } from 'vitest';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { guardRead } from '../../src-shared/scan/double-read.ts';
import { beginWedge, wedgeKey, type WedgeAction } from '../../src-shared/scan/wedge.ts';

describe('a double read', () => {
  const WINDOW = 1_500;
  const read = { text: 'A045198723', at: 1_000 };
  const other = { text: 'AM99000123', at: 1_001 };

  test('is the same code within the window, and not a millisecond later', () => {
    expect(guardRead([read], { ...read, at: 2_499 }, WINDOW).isDouble).toBe(true);
    expect(guardRead([read], { ...read, at: 2_500 }, WINDOW).isDouble).toBe(false);
  });

  test('is never another code, nor the first', () => {
    expect(guardRead([read], other, WINDOW).isDouble).toBe(false);
    expect(guardRead([], read, WINDOW).isDouble).toBe(false);
  });

  test('is one too where another code was read between: two scanners see one card', () => {
    const { recent } = guardRead([read], other, WINDOW);
    expect(guardRead(recent, { ...read, at: 1_300 }, WINDOW).isDouble).toBe(true);
  });

  test('counts anew with each sighting, and remembers nothing beyond the window', () => {
    let { recent } = guardRead([], read, WINDOW);
    for (let at = 2_000; at < 9_000; at += 1_000) {
      const guarded = guardRead(recent, { ...read, at }, WINDOW);
      expect(guarded.isDouble).toBe(true);
      ({ recent } = guarded);
    }
    expect(guardRead(recent, { text: 'x', at: 60_000 }, WINDOW).recent).toHaveLength(1);
  });
});

describe('a wedge', () => {
  test('whose silence nobody told of ends its scan with the next key', () => {
    let state = beginWedge({ paceMilliseconds: null, ending: 'unknown' });
    const actions: WedgeAction[] = [];
    const keys = [...'A045198723'].map((key, index) => ({ key, time: 1_000 + index * 10 }));
    for (const { key, time } of [...keys, { key: 'x', time: 9_000 }]) {
      const code = /[0-9]/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
      const step = wedgeKey(
        state,
        { key, code, time, shifted: false, modified: false, repeat: false, intoText: true },
        { grammar: PRESET_RULE_SET.code, prefix: '', suffix: '' },
      );
      ({ state } = step);
      actions.push(...step.actions);
    }
    expect(actions.flatMap((action) => (action.type === 'scan' ? [action.text] : []))).toEqual(['A045198723']);
    expect(state.burst).not.toBeNull();
  });
});
