/** People and scanners at one keyboard, at random: every scan is found once, nothing else is, what was typed stays. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Keyboard, lettersOf } from './scan-keyboard.ts';

const CODES = ['A045198723', 'A100000001', 'AM99000123', 'a999999999', 'am99000124'] as const;

const SEED = 20_260_314;
const RUNS = 2_000;

/** A person: mostly slow, now and then two keys rolled into each other, never a scanner's pace. */
const person = fc.record({
  who: fc.constant('person' as const),
  keys: fc.array(
    fc.record({
      letter: fc.constantFrom(...'abcdefgh0123456789 '),
      gap: fc.oneof({ weight: 1, arbitrary: fc.integer({ min: 20, max: 50 }) }, fc.integer({ min: 60, max: 400 })),
    }),
    { minLength: 1, maxLength: 12 },
  ),
  enter: fc.boolean(),
});

/** A scanner: some pace with jitter, at most two stalls, any suffix. */
const scanner = fc.record({
  who: fc.constant('scanner' as const),
  code: fc.constantFrom(...CODES),
  gaps: fc.array(fc.integer({ min: 1, max: 45 }), { minLength: 10, maxLength: 10 }),
  stallsAt: fc.uniqueArray(fc.integer({ min: 3, max: 9 }), { maxLength: 2 }),
  suffix: fc.constantFrom('Enter', 'Tab', null),
});

/** Long enough that a late suffix is no longer waited for. */
const PAUSE = 700;

test('mixed at one text field', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(person, scanner), { maxLength: 8 }), (turns) => {
      const keyboard = new Keyboard(true);
      const scans: string[] = [];
      const acted: string[] = [];
      let typed = '';
      for (const turn of turns) {
        keyboard.rest(PAUSE);
        if (turn.who === 'person') {
          let rolled = false;
          for (const { letter, gap } of turn.keys) {
            keyboard.type(lettersOf(letter), rolled ? Math.max(gap, 100) : gap);
            rolled = gap <= 50 && !rolled;
            typed += letter;
            if (letter === ' ') acted.push(' ');
          }
          if (!turn.enter) continue;
          keyboard.press('Enter', 120);
          acted.push('Enter');
        } else {
          for (const [at, letter] of lettersOf(turn.code).entries()) {
            keyboard.key(letter, turn.stallsAt.includes(at) ? 110 : turn.gaps[at]!);
          }
          if (turn.suffix !== null) keyboard.press(turn.suffix, 10);
          scans.push(turn.code);
        }
      }
      keyboard.rest(PAUSE);
      expect(keyboard.scans).toEqual(scans);
      expect(keyboard.field).toBe(typed);
      expect(keyboard.acted).toEqual(acted);
    }),
    // To replay a failure, add the `path` that it prints.
    { seed: SEED, numRuns: RUNS },
  );
});

test('any keys at all: what was typed is in the field or handed on, never lost', () => {
  const key = fc.record({
    key: fc.constantFrom('a', 'A', '0', '7', ' ', '+', 'Enter', 'Tab', 'Shift', 'Process', 'Dead', 'Escape', 'ArrowUp'),
    code: fc.constantFrom('KeyA', 'Digit0', 'Numpad7', 'Enter', 'Space', ''),
    gap: fc.integer({ min: 0, max: 900 }),
  });
  fc.assert(
    fc.property(fc.array(key, { maxLength: 60 }), fc.boolean(), (keys, intoText) => {
      const keyboard = new Keyboard(intoText, 'kept ');
      for (const { gap, ...one } of keys) keyboard.key(one, gap);
      keyboard.rest(PAUSE);
      expect(keyboard.field.startsWith('kept ')).toBe(true);
      const typed = keys.filter((one) => intoText && one.key.length === 1).length;
      const handedOn = [...keyboard.scans, ...keyboard.partials].join('').length;
      expect(keyboard.field.length - 'kept '.length + handedOn).toBeGreaterThanOrEqual(typed);
      for (const scan of keyboard.scans) expect(scan.length).toBeGreaterThanOrEqual(4);
    }),
    { seed: SEED, numRuns: RUNS },
  );
});
