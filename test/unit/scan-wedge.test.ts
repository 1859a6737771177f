/** The wedge reducer, key by key: field lessons 5 to 8. */
import { describe, expect, test } from 'vitest';
import { readCardCode } from '../../src-shared/card/code.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { LATE_SUFFIX } from '../../src-shared/scan/wedge-suffix.ts';
import { Keyboard, lettersOf, US } from './scan-keyboard.ts';
import { keysOf } from './wedge-layouts.ts';

const CODE = 'A045198723';

describe('a scan is recognised', () => {
  test.each(['Enter', 'Tab'])('with %s at its end, which acts as nothing', (suffix) => {
    const keyboard = new Keyboard(true).type(lettersOf(CODE), 10).press(suffix, 10);
    expect(keyboard.scans).toEqual([CODE]);
    expect(keyboard.acted).toEqual([]);
  });

  test('with nothing at its end, by silence', () => {
    expect(new Keyboard(true).type(lettersOf(CODE), 10).rest(1_000).scans).toEqual([CODE]);
  });

  test.each([1, 19, 50])('at %i ms a key', (gap) => {
    expect(new Keyboard(true).type(lettersOf(CODE), gap).press('Enter', gap).scans).toEqual([CODE]);
  });

  test('with a few stalls', () => {
    const keyboard = new Keyboard(true);
    for (const [at, letter] of lettersOf(CODE).entries()) keyboard.key(letter, at === 4 || at === 8 ? 250 : 10);
    expect(keyboard.press('Enter', 500).scans).toEqual([CODE]);
  });

  test('sooner, once the readers are known to send nothing after a code, and how long codes are', () => {
    const keyboard = new Keyboard(true);
    for (let time = 0; time < 5; time += 1) keyboard.type(lettersOf(CODE), 10).rest(900);
    keyboard.type(lettersOf('AM99000123'), 10).rest(310);
    expect(keyboard.scans.slice(5)).toEqual(['AM99000123']);
    // Part of a code is waited for as ever.
    keyboard.rest(900).type(lettersOf('A0451'), 10).type(lettersOf('9'), 550).type(lettersOf('8723'), 10).rest(650);
    expect(keyboard.scans.slice(6)).toEqual([CODE]);
  });

  test('from a slow reader, where no text field is focused', () => {
    const keyboard = new Keyboard(false).type(lettersOf(CODE), 100).press('Enter', 100);
    expect(keyboard.scans).toEqual([CODE]);
    expect(keyboard.acted).toEqual([]);
  });

  test('behind a key that counts children, stalling at more places than its length allows: never its end alone', () => {
    const keyboard = new Keyboard(false).press('-', 1_000);
    const gaps = [200, 30, 60, 30, 200, 30, 30, 30, 200, 30];
    for (const [at, letter] of lettersOf('K960967746').entries()) keyboard.key(letter, gaps[at]!);
    expect(keyboard.press('Enter', 30).scans).toEqual(['K960967746']);
  });

  test('of which the rest is handed on late: as one, once it is there', () => {
    const keyboard = new Keyboard(false).type(lettersOf('K960'), 30).rest(400).type(lettersOf('967746'), 30);
    expect(keyboard.press('Enter', 30).scans).toEqual(['K960967746']);
  });

  test('of which only the end has the pace of a reader, of another length than its codes: never its end alone', () => {
    const keyboard = new Keyboard(false);
    for (let scan = 0; scan < 3; scan += 1) keyboard.type(lettersOf('K960967746'), 30).press('Enter', 30).rest(2_000);
    const gaps = [30, 30, 30, 30, 280, 30, 280, 30, 280, 30, 30, 30];
    for (const [at, letter] of lettersOf('$K9609677466').entries()) keyboard.key(letter, gaps[at]!);
    expect(keyboard.press('Enter', 30).scans.slice(3)).toEqual(['$K9609677466']);
  });

  test('with Caps Lock on: its letters come in lower case (CARD-2)', () => {
    const keyboard = new Keyboard(true).press('CapsLock', 500).type(lettersOf('am99000123'), 10).press('Enter', 10);
    expect(keyboard.scans).toEqual(['am99000123']);
  });

  test('with Shift pressed before its capitals', () => {
    const keyboard = new Keyboard(true);
    for (const letter of lettersOf('AM99000123')) keyboard.press('Shift', 3).key(letter, 3);
    expect(keyboard.press('Enter', 5).scans).toEqual(['AM99000123']);
  });

  test('through a French layout, from the keys themselves', () => {
    const french = [...'Qà\'(&ç_èé"'].map((key, at) => ({ key, code: US(CODE[at]!) }));
    expect(new Keyboard(true).type(french, 10).press('Enter', 10).scans).toEqual([CODE]);
  });

  test('through an input method, which hides the text of every key', () => {
    const hidden = [...CODE].map((letter) => ({ key: 'Process', code: US(letter) }));
    expect(new Keyboard(true).type(hidden, 10).press('Enter', 10).scans).toEqual([CODE]);
  });

  test('from the number pad', () => {
    const pad = [...'0451987230'].map((digit) => ({ key: digit, code: `Numpad${digit}` }));
    expect(new Keyboard(false).type(pad, 10).press('Enter', 10).scans).toEqual(['0451987230']);
  });

  test('after a stray key long before, which stays typed', () => {
    const keyboard = new Keyboard(true).type(lettersOf('x'), 10).rest(400).type(lettersOf(CODE), 10).press('Enter', 10);
    expect(keyboard.scans).toEqual([CODE]);
    expect(keyboard.field).toBe('x');
  });

  test('right after one that could not be read (field lesson 6)', () => {
    const keyboard = new Keyboard(true).type(lettersOf('A04'), 10).rest(300).type(lettersOf(CODE), 10);
    expect(keyboard.press('Enter', 10).scans).toEqual([CODE]);
  });

  test('twice in a row, each of them', () => {
    const keyboard = new Keyboard(false).type(lettersOf(CODE), 10).press('Enter', 10);
    expect(keyboard.type(lettersOf('AM99000123'), 10).press('Enter', 10).scans).toEqual([CODE, 'AM99000123']);
  });

  test('though it is no code: it is handed on and judged malformed, never dropped', () => {
    const noise = 'https://kaikukortti.example/?x=1';
    expect(new Keyboard(true).type(lettersOf(noise), 10).rest(700).scans).toEqual([noise]);
  });

  test('and cut at 1,000 characters', () => {
    const [scan] = new Keyboard(true).type(lettersOf('X'.repeat(1_500)), 2).press('Enter', 2).scans;
    expect(scan).toHaveLength(1_000);
  });
});

describe('what a scan leaves behind', () => {
  test('nothing in the text field that was focused', () => {
    const keyboard = new Keyboard(true, 'before ').type(lettersOf(CODE), 10).press('Tab', 10);
    expect(keyboard.field).toBe('before ');
  });

  test('a suffix that comes late is still the scan’s', () => {
    const keyboard = new Keyboard(false).type(lettersOf(CODE), 10).press('Enter', LATE_SUFFIX - 50);
    expect(keyboard.scans).toEqual([CODE]);
    expect(keyboard.acted).toEqual([]);
  });

  test('also after silence had ended the scan', () => {
    const keyboard = new Keyboard(false).type(lettersOf(CODE), 10).rest(1_000).type(lettersOf(CODE), 10).rest(650);
    expect(keyboard.scans).toEqual([CODE, CODE]);
    expect(keyboard.press('Enter', 100).acted).toEqual([]);
    expect(keyboard.press('Enter', 150).acted).toEqual(['Enter']);
  });

  test('after it, Enter is the person’s', () => {
    const keyboard = new Keyboard(false).type(lettersOf(CODE), 10).press('Enter', LATE_SUFFIX + 50);
    expect(keyboard.acted).toEqual(['Enter']);
  });

  test.each([10, 60, 90])(
    'after a suffix the next Enter is the person’s, as soon as a person can be, %i ms a key',
    (pace) => {
      const keyboard = new Keyboard(false).type(lettersOf(CODE), pace).press('Enter', pace).press('Enter', 200);
      expect(keyboard.scans).toEqual([CODE]);
      expect(keyboard.acted).toEqual(['Enter']);
    },
  );

  test.each([4, 10, 30, 50, 90])(
    'carriage return and line feed, or Tab and Enter, are one suffix at %i ms a key',
    (pace) => {
      for (const first of ['Enter', 'Tab']) {
        const keyboard = new Keyboard(false).type(lettersOf(CODE), pace).press(first, pace).press('Enter', pace);
        expect(keyboard.scans).toEqual([CODE]);
        expect(keyboard.acted).toEqual([]);
      }
    },
  );

  test.each([10, 60, 100])('a space anywhere within it presses no button, %i ms a key', (pace) => {
    for (const text of ['A0451 98723', 'A04 5198723', 'A 045 198 723']) {
      const keyboard = new Keyboard(false).type(lettersOf(text), pace).press('Enter', pace);
      expect(keyboard.scans).toEqual([text]);
      expect(keyboard.acted).toEqual([]);
    }
  });

  test('digits that the layout makes signs of count no children', () => {
    const keyboard = new Keyboard(false).type(keysOf('A645196723', 'US', 'French', false), 10).press('Enter', 10);
    expect(keyboard.scans).toEqual(['A645196723']);
    expect(keyboard.counted).toEqual([]);
  });

  test('its Enter presses nothing, though an input method hides that it is Enter', () => {
    const hidden = [...CODE].map((letter) => ({ key: 'Process', code: US(letter) }));
    const keyboard = new Keyboard(false).type(hidden, 10).key({ key: 'Process', code: 'Enter' }, 10);
    expect(keyboard.scans).toEqual([CODE]);
    expect(keyboard.learnt.ending).toBe('sent');
    expect(keyboard.acted).toHaveLength(hidden.length);
  });
});

describe('what is doubtful is never another code', () => {
  test.each([
    ['K', 180, '685751408', ['K685751408']],
    ['K6', 180, '85751408', ['K685751408']],
    ['K6857', 420, '51408', ['K685751408']],
  ])('a stray key, %s, a stall of %i ms and the rest: the whole code', (begin, stall, rest, scans) => {
    const keyboard = new Keyboard(true).type(lettersOf('x'), 10).rest(290).type(lettersOf(begin), 10);
    keyboard
      .rest(stall - 10)
      .type(lettersOf(rest), 10)
      .press('Enter', 10);
    expect(keyboard.scans).toEqual(scans);
    expect(keyboard.field).toBe('x');
  });

  test.each([
    ['641', 26, '2345678901', '6412345678901'],
    ['AM', 20, '9900012345', 'AM9900012345'],
    ['12', 40, 'A045198723', '12A045198723'],
    ['https://example.org/?card=', 120, 'A045198723', 'https://example.org/?card=A045198723'],
    ['COUPON-NR-12345-', 30, 'A045198723', 'COUPON-NR-12345-A045198723'],
  ])('%s, a stall of %i ms and %s stay one', (begin, stall, rest, whole) => {
    for (const intoText of [false, true]) {
      const keyboard = new Keyboard(intoText).type(lettersOf(begin), 10).rest(stall - 10);
      keyboard.type(lettersOf(rest), 10).press('Enter', 10);
      for (const scan of keyboard.scans) expect(scan).toBe(whole);
      if (!intoText) expect(keyboard.scans).toHaveLength(1);
    }
  });

  test('the end of a longer number outside text fields, however it stalls', () => {
    const keyboard = new Keyboard(false).type(lettersOf('641'), 10).rest(190).type(lettersOf('2345678901'), 10);
    expect(keyboard.press('Enter', 10).scans).toEqual(['6412345678901']);
  });

  test('a web address of which the machine makes other signs is read, though it is long', () => {
    const address = `https://kaikukortti.example/${'k/'.repeat(30)}${CODE}`;
    const keyboard = new Keyboard(false).type(keysOf(address, 'US', 'Finnish', false), 10).press('Enter', 10);
    expect(keyboard.scans.map((text) => readCardCode(text, PRESET_RULE_SET.code))).toEqual([{ ok: true, value: CODE }]);
  });

  test('noise of 10,000 prefixes and suffixes hangs nothing', () => {
    const ways = { prefix: '!', suffix: '$', paceMilliseconds: null, ending: 'unknown' } as const;
    const keyboard = new Keyboard(false, '', ways).type(lettersOf('!$'.repeat(5_000)), 2).rest(2_000);
    expect(keyboard.scans).toEqual([]);
  });
});

describe('a person is left alone', () => {
  test.each([
    ['kulttuuri', 3, 100],
    ['kulttuuri', 4, 250],
    ['A049871234', 3, 100],
    ['A045198723', 4, 250],
    ['6972', 3, 100],
    ['sfab', 3, 700],
  ])('who types %s with the last %i gaps quick, then Enter %i ms later', (text, rolled, enter) => {
    const keyboard = new Keyboard(true, 'Note: ');
    for (const [at, letter] of lettersOf(text).entries()) keyboard.key(letter, at < text.length - rolled ? 110 : 45);
    keyboard.press('Enter', enter).rest(1_000);
    expect(keyboard.scans).toEqual([]);
    expect(keyboard.field).toBe(`Note: ${text}`);
    expect(keyboard.acted).toEqual(['Enter']);
  });

  test('typing a code into a field and pressing Enter', () => {
    const keyboard = new Keyboard(true).type(lettersOf(CODE), 110).press('Enter', 110);
    expect(keyboard.scans).toEqual([]);
    expect(keyboard.field).toBe(CODE);
    expect(keyboard.acted).toEqual(['Enter']);
  });

  test.each([5, 90])('counting children in a hurry, %i ms a key, then pressing Enter', (gap) => {
    const keyboard = new Keyboard(false).type(lettersOf('+++++-'), gap).press('Enter', gap);
    expect(keyboard.scans).toEqual([]);
    expect(keyboard.acted).toEqual(['Enter']);
  });

  test('counting children just after a scan that nothing ended', () => {
    const keyboard = new Keyboard(false).type(lettersOf(CODE), 10).type(lettersOf('+'), 200).rest(700);
    expect(keyboard.scans).toEqual([CODE]);
  });

  test('counting children just before a scan', () => {
    const keyboard = new Keyboard(false).type(lettersOf('+'), 10).rest(90).type(lettersOf(CODE), 10);
    expect(keyboard.press('Enter', 10).scans).toEqual([CODE]);
  });

  test('holding a key down', () => {
    const keyboard = new Keyboard(true).hold({ key: '1', code: 'Digit1' }, 20, 30).rest(500);
    expect(keyboard.scans).toEqual([]);
    expect(keyboard.field).toBe('1'.repeat(20));
  });

  test('holding Enter down: it presses once', () => {
    expect(new Keyboard(false).hold({ key: 'Enter', code: 'Enter' }, 10, 30).acted).toEqual(['Enter']);
  });

  test('moving with arrows of the number pad', () => {
    const arrows = [...'84628462'].map((digit) => ({ key: 'ArrowUp', code: `Numpad${digit}` }));
    expect(new Keyboard(false).type(arrows, 30).press('Enter', 30).acted.at(-1)).toBe('Enter');
  });
});
