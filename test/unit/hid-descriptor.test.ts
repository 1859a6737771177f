/** Report descriptors: known ones, generated ones, and whatever bytes. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeHid } from '../../src-shared/scan/hid-descriptor.ts';
import { readItems } from '../../src-shared/scan/hid-items.ts';
import { profileOf } from '../../src-shared/scan/hid-profiles.ts';
import { fuzzDescriptors } from './hid-fuzz.ts';
import { descriptorOf, layoutOf, shapes } from './hid-writer.ts';

const SEED = 20_261_123;
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

/** As Honeywell's readers have it: node-hid saw a device with it as usage page 140, usage 2. */
const STANDARD = `058C0902A101 8502 0912A102 0501093B150026FF007508950181 02 058C09FB09FC09FD95038102 09FE953882 0201
  0666FF0904950181 02 0905950181 02 058C09FF2501750195018102 750795018103C0C0`.replaceAll(/\s/g, '');

const MOUSE = '05010902A1010901A100050919012903150025019503750181029501750581010501093009311581257F750895028106C0C0';

describe('descriptors of scanners', () => {
  test('the usual one says what the makers publish', () => {
    const { layouts, featureIds } = describeHid(bytes(STANDARD));
    expect(layouts).toEqual([profileOf(0x05_36).layouts[0]]);
    expect(featureIds).toEqual(new Set());
  });

  test('any shape is found where it was put', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        expect(describeHid(descriptorOf(shape)).layouts).toEqual([layoutOf(shape)]);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  test('feature reports are known by their numbers', () => {
    const feature = '06 66FF 0901 A101 85FE 0902 1500 25FF 7508 9501 B102 C0';
    expect(describeHid(bytes(`${STANDARD}${feature}`))).toMatchObject({ featureIds: new Set([254]) });
    expect(describeHid(bytes(`${STANDARD}${feature}`)).layouts).toHaveLength(1);
  });

  test('data that are declared item by item are one run', () => {
    const one = '09FE 7508 9501 8102';
    const split = `058C 0902 A101 8502 ${one.repeat(4)} 0920 8102 ${one} C0`;
    expect(describeHid(bytes(split)).layouts).toMatchObject([{ data: { at: 1, bytes: 4 } }]);
  });

  test('the last usage is that of all values that are left; alternatives of a delimited set are not counted', () => {
    const last = '058C 0902 A101 8502 09FB 09FC 09FD 09FE 7508 953B 8102 C0';
    expect(describeHid(bytes(last)).layouts).toMatchObject([{ aim: [1, 2, 3], data: { at: 4, bytes: 56 } }]);
    const delimited = '058C 0902 A101 8502 A901 09FB 0920 0921 A900 09FC 09FD 09FE 7508 953B 8102 C0';
    expect(describeHid(bytes(delimited)).layouts).toMatchObject([{ aim: [1, 2, 3], data: { at: 4, bytes: 56 } }]);
  });

  test('only the last usage takes what is left; a maximum without a minimum is none; usages end with their item', () => {
    const data = (hex: string) => describeHid(bytes(`058C 0902 A101 8502 7508 ${hex} C0`)).layouts[0]?.data;
    expect(data('09FE 0920 9508 8102')).toEqual({ at: 1, bytes: 1 });
    expect(data('1AFB00 2AFD00 2AFE00 09FE 950B 8102')).toEqual({ at: 4, bytes: 8 });
    expect(data('0920 9501 9102 09FE 9508 8102')).toEqual({ at: 1, bytes: 8 });
  });

  test('a usage takes the page that holds at its Input item, a long item is skipped', () => {
    const late = '09FE 058C FE03AA112233 7508 9508 8102';
    expect(describeHid(bytes(late)).layouts).toMatchObject([{ reportId: null, data: { at: 0, bytes: 8 } }]);
  });
});

describe('descriptors that say nothing of scans', () => {
  test.each([
    ['nothing', ''],
    ['a mouse', MOUSE],
    ['data that do not begin with a byte', '058C 0902 A101 8502 0920 7501 9501 8102 09FE 7508 9508 8102 C0'],
    ['data of seven bits', '058C 0902 A101 8502 09FE 7507 9508 8102 C0'],
    ['constant data', '058C 0902 A101 8502 09FE 7508 9508 8103 C0'],
    ['a report without end', '058C 0902 A101 8502 09FE 7508 97FFFFFFFF 8102 C0'],
    ['the number 0', '058C 0902 A101 8500 09FE 7508 9508 8102 C0'],
    ['a number after the first field', '058C 0902 A101 0920 7508 9501 8102 8502 09FE 7508 9508 8102 C0'],
    ['a pop without a push', 'B4 058C 0902 A101 8502 09FE 7508 9508 8102 C0'],
    ['a collection that does not end', '058C 0902 A101 8502 09FE 7508 9508 8102'],
    ['an end without a collection', 'C0 058C 0902 8502 09FE 7508 9508 8102'],
  ])('%s', (_what, hex) => {
    expect(describeHid(bytes(hex)).layouts).toEqual([]);
  });

  test('one that is cut off is not trusted: what would follow could matter', () => {
    const whole = bytes(STANDARD);
    for (let length = 0; length < whole.length; length += 1) {
      expect(describeHid(whole.subarray(0, length)).layouts).toEqual([]);
    }
    expect(describeHid(bytes(`${STANDARD}26FF`)).layouts).toEqual([]);
    expect(describeHid(bytes(`${STANDARD}FE0300AA`)).layouts).toEqual([]);
  });

  test.each([
    ['a keyboard', '0501 0906 A101 0507 19E0 29E7 7501 9508 8102 C0', true],
    ['a keyboard whose usage brings its page', '0B06000100 A101 7508 9501 8102 C0', true],
    ['a scanner', STANDARD, false],
    ['a scanner whose usage brings its page', '0501 0B02008C00 A101 7508 9501 8102 C0', false],
    ['a keyboard and a scanner', '0501 0906 A101 C0 058C 0902 A101 C0', false],
    ['nothing', '', false],
    ['a keyboard that is cut off', '0501 0906 A101', false],
  ])('%s says that it is something else, or does not', (_what, hex, isOther) => {
    expect(describeHid(bytes(hex)).isOther).toBe(isOther);
  });

  test('deep stacks and long descriptors are refused', () => {
    expect(readItems(new Uint8Array(65).fill(0xa4))).toBeNull();
    expect(readItems(new Uint8Array(4_097).fill(0x04))).toBeNull();
  });
});

test('50,000 inputs of bytes: none throws, and every layout lies within its report', () => {
  const report = fuzzDescriptors(50_000, SEED);
  expect(report.wrong).toEqual([]);
  expect(report.inputs).toBe(50_000);
  expect(report.withLayouts).toBeGreaterThan(1_000);
}, 120_000);
