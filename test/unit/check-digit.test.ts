/** Code 39's check character, and what speaks for a reader that keeps it to itself (CARD-2). */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCharacterOf, keptCharacter } from '../../src-shared/card/check-digit.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import type { Scan } from '../../src-shared/scan/scan.ts';

const GRAMMAR = PRESET_RULE_SET.code;
const NOTHING = { told: false, whole: null };

function read(text: string, otherwise: Partial<Scan> = {}): Pick<Scan, 'text' | 'source' | 'symbology' | 'aim'> {
  return { text, source: 'wedge', symbology: null, aim: null, ...otherwise };
}

describe('the check character, modulo 43 (ISO/IEC 16388)', () => {
  test.each([
    ['A04519872', '3'],
    ['AM9900012', 'A'],
    ['', '0'],
    ['CODE39', 'W'],
    ['159AZ', 'H'],
    ['%', '%'],
    ['%1', '0'],
    ['-. $/+', 'G'],
  ])('of “%s” it is “%s”', (text, character) => {
    expect(checkCharacterOf(text)).toBe(character);
  });

  test('a text of other characters has none', () => {
    for (const text of ['a04519872', 'Ä', '*', 'A\0', '１']) expect(checkCharacterOf(text)).toBeNull();
  });

  test('any single wrong character changes it', () => {
    expect.hasAssertions();
    const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%';
    const text = fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(text, fc.nat(15), fc.constantFrom(...characters), (right, place, other) => {
        const at = place % right.length;
        if (right[at] === other) return;
        const wrong = right.slice(0, at) + other + right.slice(at + 1);
        expect(checkCharacterOf(wrong)).not.toBe(checkCharacterOf(right));
      }),
      { seed: 43, numRuns: 2_000 },
    );
  });
});

describe('what speaks for a reader that keeps it', () => {
  test.each([']A2', ']A3', ']A7'])('the reader says so by %s, beside the data or before it', (aim) => {
    const told = { told: true, whole: null };
    expect(keptCharacter(read('A04519872', { aim }), GRAMMAR)).toEqual(told);
    expect(keptCharacter(read(`${aim}A04519872`), GRAMMAR)).toEqual(told);
    expect(keptCharacter(read(`\r${aim}*A04519872*`, { source: 'typed' }), GRAMMAR)).toEqual(told);
  });

  test.each([']A0', ']A1', ']A4', ']A5', ']Q1', ']C0'])('by %s it says that it has kept none', (aim) => {
    expect(keptCharacter(read('A04519872', { aim }), GRAMMAR)).toEqual(NOTHING);
    expect(keptCharacter(read(`${aim}A04519872`), GRAMMAR)).toEqual(NOTHING);
  });

  test.each(['wedge', 'hid', 'serial', 'replay'] as const)(
    'of %s that does not say, the whole is looked up',
    (source) => {
      const whole = { told: false, whole: 'A045198723' };
      expect(keptCharacter(read('A04519872', { source }), GRAMMAR)).toEqual(whole);
      expect(keptCharacter(read(' *a0451 9872*\r\n', { source, symbology: 'code-39' }), GRAMMAR)).toEqual(whole);
    },
  );

  test('what a person typed, a camera saw or a QR code holds lacks nothing that a reader kept', () => {
    expect(keptCharacter(read('A04519872', { source: 'typed' }), GRAMMAR)).toEqual(NOTHING);
    expect(keptCharacter(read('A04519872', { source: 'camera' }), GRAMMAR)).toEqual(NOTHING);
    expect(keptCharacter(read('A04519872', { symbology: 'qr-code' }), GRAMMAR)).toEqual(NOTHING);
    expect(keptCharacter(read('A04519872', { symbology: 'other' }), GRAMMAR)).toEqual(NOTHING);
    expect(keptCharacter(read('https://example.org/A04519872'), GRAMMAR)).toEqual(NOTHING);
  });

  test('one too short for a code, or with a digit too few, may be what is left of one', () => {
    expect(keptCharacter(read('105'), GRAMMAR).whole).toBe('1056');
    expect(keptCharacter(read('ABP123'), GRAMMAR).whole).toBe('ABP1239');
  });

  test('what made whole would be no code is not looked up', () => {
    // Nothing at all, too long, too few digits, a check character that no code has, characters that no code has.
    for (const text of [
      '',
      '1',
      'A1234567890123456',
      'ABCDEF1',
      'Z1Z0',
      'R0137',
      'A0451-9872',
      'Ä04519872',
      'A04\t19872',
    ]) {
      expect(keptCharacter(read(text), GRAMMAR)).toEqual(NOTHING);
    }
    expect(keptCharacter(read('A12345678901234'), GRAMMAR).whole).toHaveLength(16);
  });
});
