/** What the wedge knows and learns of its readers: prefix and suffix, pace, ending, parts of scans, raw keys. */
import { describe, expect, test } from 'vitest';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { beginWedge, wedgeKey } from '../../src-shared/scan/wedge.ts';
import { beginLearning, isNotable, learnCode, learnEnding, learntOf } from '../../src-shared/scan/wedge-learning.ts';
import { Keyboard, lettersOf, type Remembered } from './scan-keyboard.ts';
import { keysOf } from './wedge-layouts.ts';

const CODE = 'A045198723';
const NOTHING: Remembered = { prefix: '', suffix: '', paceMilliseconds: null, ending: 'unknown' };

function taught(intoText: boolean, remembered: Partial<Remembered>): Keyboard {
  return new Keyboard(intoText, '', { ...NOTHING, ...remembered });
}

describe('a slow reader in a text field', () => {
  test('is a person as long as it is not known', () => {
    expect(new Keyboard(true).type(lettersOf(CODE), 90).press('Enter', 90).scans).toEqual([]);
  });

  test('is found once three scans elsewhere have taught its pace', () => {
    const keyboard = new Keyboard(false);
    for (let time = 0; time < 3; time += 1) keyboard.type(lettersOf(CODE), 90).press('Enter', 90).rest(1_000);
    expect(keyboard.learnt).toEqual({ paceMilliseconds: 90, ending: 'sent' });
    keyboard.focus(true).type(lettersOf('AM99000123'), 90).press('Enter', 90);
    expect(keyboard.scans.at(-1)).toBe('AM99000123');
    expect(keyboard.field).toBe('');
  });

  test('is found at once where it is remembered, though nothing ends its codes', () => {
    const keyboard = taught(true, { paceMilliseconds: 90, ending: 'never' }).type(lettersOf(CODE), 90).rest(650);
    expect(keyboard.scans).toEqual([CODE]);
  });

  test('leaves a person alone who types a code less steadily', () => {
    const keyboard = taught(true, { paceMilliseconds: 90, ending: 'sent' });
    for (const [at, key] of lettersOf(CODE).entries()) keyboard.key(key, at % 2 === 0 ? 130 : 220);
    expect(keyboard.press('Enter', 150).scans).toEqual([]);
    expect(keyboard.field).toBe(CODE);
  });
});

describe('with a prefix and a suffix', () => {
  const framed = keysOf(`!${CODE}$`, 'US', 'US', false);

  test('a slow reader is found in a text field, and the suffix ends it at once', () => {
    const keyboard = taught(true, { prefix: '!', suffix: '$' }).type(framed, 100);
    expect(keyboard.scans).toEqual([CODE]);
    expect(keyboard.field).toBe('');
  });

  test('that the layout makes other signs of, they are known by their keys', () => {
    const seen = keysOf(`!${CODE}$`, 'US', 'Finnish', false);
    expect(seen.at(-1)?.key).toBe('¤');
    expect(taught(true, { prefix: '!', suffix: '$' }).type(seen, 10).scans).toEqual([CODE]);
  });

  test('a shifted 4 of a French reader is no suffix', () => {
    const keys = keysOf('!A045198743$', 'French', 'French', false);
    expect(taught(false, { prefix: '!', suffix: '$' }).type(keys, 10).scans).toEqual(['A045198743']);
  });

  test('a code without them is part of a scan only', () => {
    const keyboard = taught(false, { prefix: '!', suffix: '$' }).type(framed.slice(0, 8), 10).rest(1_100);
    expect(keyboard.scans).toEqual([]);
    expect(keyboard.partials).toHaveLength(1);
  });
});

describe('part of a scan', () => {
  test('expires and says so, and its Enter presses nothing', () => {
    const keyboard = new Keyboard(false).type(lettersOf('A04'), 10).rest(610);
    expect(keyboard.partials).toEqual(['A04']);
    expect(keyboard.press('Enter', 200).acted).toEqual([]);
  });

  test('is a code that is shorter than this desk’s and lacks the Enter that its readers send', () => {
    const keyboard = new Keyboard(true);
    for (let time = 0; time < 3; time += 1) keyboard.type(lettersOf(CODE), 10).press('Enter', 10).rest(1_000);
    keyboard.type(lettersOf('A0451987'), 10).rest(1_100);
    expect(keyboard.scans).toHaveLength(3);
    expect(keyboard.partials).toEqual(['A0451987']);
  });
});

describe('what belongs to a code', () => {
  test('is not a stray key just before it, which stays typed', () => {
    const keyboard = new Keyboard(true).type(lettersOf('x'), 10).type([lettersOf('A')[0]!], 120);
    keyboard.type(lettersOf(CODE.slice(1)), 10).press('Enter', 10);
    expect(keyboard.scans).toEqual([CODE]);
    expect(keyboard.field).toBe('x');
  });

  test('is its rest, though a very busy machine held it up, where Enter or a suffix always comes', () => {
    for (const ways of [{ ending: 'sent' }, { prefix: '!', suffix: '$' }, { prefix: '!', ending: 'sent' }] as const) {
      const { prefix = '', suffix = '' } = { ...NOTHING, ...ways };
      const keys = keysOf(`${prefix}${CODE}${suffix}`, 'US', 'US', false);
      const keyboard = taught(false, ways).type(keys.slice(0, 7), 10).rest(880).type(keys.slice(7), 10);
      expect(keyboard.press('Enter', 10).scans).toEqual([CODE]);
      expect(keyboard.partials).toEqual([]);
    }
  });

  test('is its beginning, though a busy machine held up the rest', () => {
    const keyboard = new Keyboard(true).type(lettersOf('A0'), 10).type(lettersOf('4'), 250);
    keyboard.type(lettersOf('5198723'), 10).press('Enter', 10);
    expect(keyboard.scans).toEqual([CODE]);
    expect(keyboard.field).toBe('');
  });
});

test('a late Enter of a reader that sends it always presses nothing for a second', () => {
  const keyboard = taught(false, { ending: 'sent' }).type(lettersOf(CODE), 10).press('Enter', 950);
  expect(keyboard.acted).toEqual([]);
  expect(keyboard.scans).toEqual([CODE]);
});

describe('learning', () => {
  test('keeps the slower of two readers, and forgets it when it is long gone', () => {
    let learning = beginLearning({ paceMilliseconds: null, ending: 'unknown' });
    for (let time = 0; time < 3; time += 1) learning = learnCode(learning, 10, 90);
    for (let time = 0; time < 20; time += 1) learning = learnCode(learning, 10, 8);
    expect(learntOf(learning).paceMilliseconds).toBe(90);
    for (let time = 0; time < 10; time += 1) learning = learnCode(learning, 10, 8);
    expect(learntOf(learning).paceMilliseconds).toBe(8);
  });

  test('believes only after five scans in a row that Enter comes no more', () => {
    let learning = beginLearning({ paceMilliseconds: null, ending: 'sent' });
    for (let time = 0; time < 4; time += 1) learning = learnEnding(learning, 'never');
    expect(learning.ending).toBe('sent');
    expect(learnEnding(learning, 'never').ending).toBe('never');
  });

  test('is worth telling where the ending is another or the pace notably so, not for every scan', () => {
    const remembered = { paceMilliseconds: 80, ending: 'sent' } as const;
    expect(isNotable(remembered, { paceMilliseconds: 95, ending: 'sent' })).toBe(false);
    expect(isNotable(remembered, { paceMilliseconds: 20, ending: 'sent' })).toBe(true);
    expect(isNotable(remembered, { paceMilliseconds: 80, ending: 'never' })).toBe(true);
    expect(isNotable({ ...remembered, paceMilliseconds: null }, remembered)).toBe(true);
  });
});

test('a scan says which keys it came in, what they said where that differs, and how long it took', () => {
  let state = beginWedge(NOTHING);
  const keys = [...keysOf('K1234', 'US', 'French', false), { key: 'Enter', code: 'Enter' }];
  const ways = { grammar: PRESET_RULE_SET.code, prefix: '', suffix: '' };
  const raws = keys.flatMap(({ key, code, shifted = false }, at) => {
    const stroke = { key, code, shifted, time: at * 10, modified: false, repeat: false, intoText: false };
    const step = wedgeKey(state, stroke, ways);
    ({ state } = step);
    return step.actions.flatMap((action) => (action.type === 'scan' ? [action.raw] : []));
  });
  const raw = 'KeyK Digit1:& Digit2:é Digit3:" Digit4:\' Enter';
  expect(raws).toEqual([{ raw, milliseconds: 50, parts: 6 }]);
});
