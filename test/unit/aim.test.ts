/** AIM identifiers: taken off, named, and what those of Code 39 say. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { code39Reading, symbologyOf, takeAim } from '../../src-shared/scan/aim.ts';

test.each([
  [']A0A045198723', ']A0', 'code-39', 'A045198723'],
  [']A3A04519872', ']A3', 'code-39', 'A04519872'],
  [']Q1https://kaiku.example/', ']Q1', 'qr-code', 'https://kaiku.example/'],
  [']C1A045198723', ']C1', 'other', 'A045198723'],
  [']e0A', ']e0', 'other', 'A'],
  [']A0', ']A0', 'code-39', ''],
  [']A0]A0A045198723', ']A0', 'code-39', ']A0A045198723'],
])('%s', (text, aim, symbology, rest) => {
  expect(takeAim(text)).toEqual({ aim, symbology, text: rest });
});

test.each(['', ']', ']A', 'A045198723', 'A]A0', ' ]A0A', ']1A', ']A-', ']ÄA045', '[A0A045'])(
  '%j carries none',
  (text) => {
    expect(takeAim(text)).toEqual({ aim: null, symbology: null, text });
  },
);

test('nothing is lost of any text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string().map((text) => `]${text}`),
      ),
      (text) => {
        const read = takeAim(text);
        expect(`${read.aim ?? ''}${read.text}`).toBe(text);
        expect(read.symbology).toBe(read.aim === null ? null : symbologyOf(read.aim));
      },
    ),
    { seed: 20_261_123, numRuns: 1_000 },
  );
});

describe('Code 39', () => {
  test.each([
    [']A0', false, false, false],
    [']A1', true, false, false],
    [']A2', true, true, false],
    [']A3', true, true, false],
    [']A4', false, false, true],
    [']A5', true, false, true],
    [']A7', true, true, true],
  ])('%s', (aim, verified, stripped, fullAscii) => {
    expect(code39Reading(aim)).toEqual({ verified, stripped, fullAscii });
  });

  test.each([']A8', ']AA', ']Q1', ']a3', 'A3', ''])('%j says nothing of it', (aim) => {
    expect(code39Reading(aim)).toBeNull();
  });
});
