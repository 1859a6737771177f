/** The wedge reducer, key by key: field lessons 5 to 8. */
import { describe, expect, test } from 'vitest';
import { LATE_SUFFIX } from '../../src-shared/scan/wedge.ts';
import { Keyboard, lettersOf, US } from './scan-keyboard.ts';

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

  test('sooner, once the readers are known to send nothing after a code', () => {
    const keyboard = new Keyboard(true).type(lettersOf(CODE), 10).rest(700).type(lettersOf('AM99000123'), 10);
    expect(keyboard.rest(310).scans).toEqual([CODE, 'AM99000123']);
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

  test('of which only the end has the pace of a reader, of another length than its codes: not as a scan', () => {
    const keyboard = new Keyboard(false);
    for (let scan = 0; scan < 3; scan += 1) keyboard.type(lettersOf('K960967746'), 30).press('Enter', 30).rest(2_000);
    const gaps = [30, 30, 30, 30, 280, 30, 280, 30, 280, 30, 30, 30];
    for (const [at, letter] of lettersOf('$K9609677466').entries()) keyboard.key(letter, gaps[at]!);
    expect(keyboard.press('Enter', 30).scans.slice(3)).toEqual([]);
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
    const keyboard = new Keyboard(false).type(lettersOf(CODE), 10).rest(1_000).type(lettersOf(CODE), 10).rest(350);
    expect(keyboard.scans).toEqual([CODE, CODE]);
    expect(keyboard.press('Enter', 100).acted).toEqual([]);
    expect(keyboard.press('Enter', 100).acted).toEqual(['Enter']);
  });

  test('after it, Enter is the person’s', () => {
    const keyboard = new Keyboard(false).type(lettersOf(CODE), 10).press('Enter', LATE_SUFFIX + 50);
    expect(keyboard.acted).toEqual(['Enter']);
  });

  test('after a suffix the next Enter is the person’s, however soon a person can be', () => {
    const keyboard = new Keyboard(false).type(lettersOf(CODE), 10).press('Enter', 10).press('Enter', 30);
    expect(keyboard.acted).toEqual(['Enter']);
  });

  test('carriage return and line feed at a reader’s pace are one suffix', () => {
    const keyboard = new Keyboard(false).type(lettersOf(CODE), 4).press('Enter', 4).press('Enter', 4);
    expect(keyboard.acted).toEqual([]);
  });

  test('a space within it presses no button', () => {
    const keyboard = new Keyboard(false).type(lettersOf('A0451 98723'), 10).press('Enter', 10);
    expect(keyboard.scans).toEqual(['A0451 98723']);
    expect(keyboard.acted).toEqual([]);
  });
});

describe('a person is left alone', () => {
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
