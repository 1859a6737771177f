/** Scans of HID reports: whatever the layout they come back as they were sent, and never mixed. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HidLayout } from '../../src-shared/scan/hid-layout.ts';
import { profileOf } from '../../src-shared/scan/hid-profiles.ts';
import {
  CONTINUATION_TIMEOUT,
  NO_REPORTS,
  REST_COMES,
  takeReport,
  type HidRead,
  type HidState,
} from '../../src-shared/scan/hid-report.ts';
import { LONGEST_SCAN } from '../../src-shared/scan/scan.ts';
import { aims, layoutOf, lengthOf, reportsOf, scanTexts, shapes } from './hid-writer.ts';

const SEED = 20_261_123;
const [STANDARD, LONG_LENGTH, PLAIN] = profileOf(null).layouts as [HidLayout, HidLayout, HidLayout];

/** A device of some layout, and what it sends. */
class Device {
  readonly reads: HidRead[] = [];
  readonly layouts: readonly HidLayout[];
  cuts = 0;
  private state: HidState = NO_REPORTS;

  constructor(layouts: readonly HidLayout[]) {
    this.layouts = layouts;
  }

  send(report: Uint8Array, now: number): void {
    const step = takeReport(this.state, this.layouts, report, now);
    this.state = step.state;
    if (step.cut) this.cuts += 1;
    if (step.read !== null) this.reads.push(step.read);
  }
}

const scans = fc.array(fc.record({ text: scanTexts, aim: fc.option(aims), gap: fc.integer({ min: 0, max: 60_000 }) }), {
  minLength: 1,
  maxLength: 6,
});
const gaps = fc.infiniteStream(fc.integer({ min: 0, max: CONTINUATION_TIMEOUT }));

describe('scans in random layouts', () => {
  test('come back exactly, with their bytes, parts and time', () => {
    fc.assert(
      fc.property(shapes, scans, gaps, (shape, sent, pauses) => {
        const layout = layoutOf(shape);
        const device = new Device([layout]);
        let now = 0;
        const expected = sent.map(({ text, aim, gap }) => {
          const reports = reportsOf(layout, lengthOf(shape), text, aim);
          now += gap;
          const started = now;
          for (const [index, report] of reports.entries()) {
            if (index > 0) now += pauses.next().value as number;
            device.send(report, now);
          }
          const raw = reports
            .map((report) => Buffer.from(report).toString('hex'))
            .join('')
            .slice(0, 2_000);
          const named = layout.aim === null ? null : aim;
          return { text, aim: named, raw: { raw, milliseconds: now - started, parts: reports.length } };
        });
        expect(device.reads.map(({ symbology: _symbology, ...read }) => read)).toEqual(expected);
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  test('of two devices at once never mix', () => {
    const sequence = fc.array(fc.tuple(scanTexts, aims), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        shapes,
        shapes,
        sequence,
        sequence,
        fc.infiniteStream(fc.boolean()),
        (one, other, left, right, turns) => {
          const sides = [
            { shape: one, sent: left },
            { shape: other, sent: right },
          ].map(({ shape, sent }) => ({
            device: new Device([layoutOf(shape)]),
            texts: sent.map(([text]) => text),
            queue: sent.flatMap(([text, aim]) => reportsOf(layoutOf(shape), lengthOf(shape), text, aim)),
          }));
          const [first, second] = sides as [(typeof sides)[0], (typeof sides)[0]];
          for (let now = 0; first.queue.length + second.queue.length > 0; now += 1) {
            const isFirst = second.queue.length === 0 || (first.queue.length > 0 && turns.next().value === true);
            const { device, queue } = isFirst ? first : second;
            device.send(queue.shift()!, now);
          }
          for (const { device, texts } of sides) expect(device.reads.map(({ text }) => text)).toEqual(texts);
        },
      ),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  test('an unfinished one expires and is never merged with the next', () => {
    fc.assert(
      fc.property(shapes, scanTexts, scanTexts, aims, fc.nat(), (shape, cut, next, aim, where) => {
        const layout = layoutOf(shape);
        const reports = reportsOf(layout, lengthOf(shape), cut, aim);
        fc.pre(reports.length > 1);
        const device = new Device([layout]);
        const kept = reports.slice(0, 1 + (where % (reports.length - 1)));
        for (const report of kept) device.send(report, 0);
        const later = CONTINUATION_TIMEOUT + REST_COMES + 1;
        for (const report of reportsOf(layout, lengthOf(shape), next, aim)) device.send(report, later);
        expect(device.reads.map(({ text }) => text)).toEqual([next]);
        expect(device.cuts).toBe(1);
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  test('whose parts come late are never read in part, and told of', () => {
    const stall = fc.oneof(
      fc.integer({ min: 0, max: CONTINUATION_TIMEOUT }),
      fc.integer({ min: CONTINUATION_TIMEOUT + 1, max: CONTINUATION_TIMEOUT + REST_COMES }),
    );
    const sequence = fc.array(fc.tuple(scanTexts, fc.array(stall, { minLength: 120, maxLength: 120 })), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(shapes, sequence, aims, (shape, sent, aim) => {
        const layout = layoutOf(shape);
        const device = new Device([layout]);
        let now = 0;
        const expected: string[] = [];
        for (const [text, stalls] of sent) {
          const before = device.cuts;
          for (const [index, report] of reportsOf(layout, lengthOf(shape), text, aim).entries()) {
            now += stalls[index % stalls.length]!;
            device.send(report, now);
          }
          if (device.cuts === before) expected.push(text);
        }
        expect(device.reads.map(({ text }) => text)).toEqual(expected);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});

describe('continued scans', () => {
  const long = `https://kaiku.example/${'a'.repeat(60)}/A045198723`;

  test('another AIM identifier begins another scan, in time or not', () => {
    const device = new Device([STANDARD]);
    device.send(reportsOf(STANDARD, 64, long, ']Q1')[0]!, 0);
    device.send(reportsOf(STANDARD, 64, 'A045198723', ']A0')[0]!, 1);
    expect(device.reads).toMatchObject([{ text: 'A045198723', aim: ']A0', raw: { parts: 1 } }]);
  });

  test.each([401, 1_001, 3_400])('a web address whose end comes %i ms late is no scan, and told of', (stall) => {
    const device = new Device([STANDARD]);
    const [first, second] = reportsOf(STANDARD, 64, long, ']Q1') as [Uint8Array, Uint8Array];
    device.send(first, 0);
    device.send(second, stall);
    expect([device.reads, device.cuts]).toEqual([[], 1]);
    device.send(reportsOf(STANDARD, 64, 'A045198723', ']Q1')[0]!, stall + 10);
    expect(device.reads).toMatchObject([{ text: 'A045198723' }]);
  });

  test('a scan whose last part was lost is never merged with the next one, which has to be read again', () => {
    const device = new Device([STANDARD]);
    const next = reportsOf(STANDARD, 64, 'AM99000123', ']Q1')[0]!;
    device.send(reportsOf(STANDARD, 64, long, ']Q1')[0]!, 0);
    device.send(next, 600);
    expect([device.reads, device.cuts]).toEqual([[], 1]);
    device.send(next, 1_200);
    expect(device.reads).toMatchObject([{ text: 'AM99000123', raw: { parts: 1 } }]);
  });

  test('a part without an identifier belongs to the scan before it', () => {
    const device = new Device([STANDARD]);
    const [first, second] = reportsOf(STANDARD, 64, long, ']Q1') as [Uint8Array, Uint8Array];
    second.fill(0, 2, 5);
    device.send(first, 0);
    device.send(second, CONTINUATION_TIMEOUT);
    expect(device.reads).toMatchObject([{ text: long, aim: ']Q1', symbology: 'qr-code' }]);
  });

  test('the maker’s letter of the first part that has one is the scan’s', () => {
    const device = new Device([STANDARD]);
    const [first, second] = reportsOf(STANDARD, 64, long, null) as [Uint8Array, Uint8Array];
    device.send(first.with(61, 0x73), 0);
    device.send(second.with(61, 0x62), 1);
    expect(device.reads).toMatchObject([{ text: long, aim: null, symbology: 'qr-code' }]);
  });

  test('a device that never ends a scan fills nothing, and what is longer than any code is cut', () => {
    const device = new Device([STANDARD]);
    const report = reportsOf(STANDARD, 64, 'a'.repeat(57), ']Q1')[0]!;
    for (let index = 0; index < 5_000; index += 1) device.send(report, index);
    device.send(reportsOf(STANDARD, 64, 'end', ']Q1')[0]!, 5_000);
    expect(device.reads).toMatchObject([{ text: 'a'.repeat(LONGEST_SCAN), raw: { parts: 5_001 } }]);
    expect(device.reads[0]?.raw.raw).toHaveLength(2_000);
  });
});

describe('one report', () => {
  const read = (layouts: readonly HidLayout[], report: Uint8Array): HidRead | null =>
    takeReport(NO_REPORTS, layouts, report, 0).read;
  const sent = (text: string | readonly number[], aim: string | null = null, letter = 0): Uint8Array => {
    const report = new Uint8Array(64);
    const data = typeof text === 'string' ? [...Buffer.from(text)] : text;
    report.set([2, data.length], 0);
    report.set(
      [...(aim ?? '')].map((character) => character.charCodeAt(0)),
      2,
    );
    report.set(data, 5);
    report[61] = letter;
    return report;
  };

  test.each([
    ['a line end', 'A045198723\r\n', 'A045198723'],
    ['NULs and a line end', 'A045198723\r\0\0', 'A045198723'],
    ['spaces, which are data', ' A045198723 ', ' A045198723 '],
  ])('loses its framing, and no more: %s', (_what, data, text) => {
    expect(read([STANDARD], sent(data))).toMatchObject({ text });
  });

  test.each([
    ['nothing', ''],
    ['a line end alone', '\r\n'],
    ['an AIM identifier alone', ']A0'],
  ])('of %s is no scan', (_what, data) => {
    expect(read([STANDARD], sent(data))).toBeNull();
  });

  test('is UTF-8, and Latin-1 where it is not', () => {
    expect(read([STANDARD], sent('Ääkköset €'))).toMatchObject({ text: 'Ääkköset €' });
    expect(read([STANDARD], sent([0xc4, 0xe4, 0x6b]))).toMatchObject({ text: 'Ääk' });
  });

  test.each([
    ['where the report has none', null, ']A3A04519872', ']A3'],
    ['twice', ']A0', ']A0A04519872', ']A0'],
  ])('an AIM identifier in the data is taken off: %s', (_what, aim, data, expected) => {
    expect(read([STANDARD], sent(data, aim))).toMatchObject({ text: 'A04519872', aim: expected, symbology: 'code-39' });
  });

  test('data that only look like another identifier stay', () => {
    expect(read([STANDARD], sent(']C1A045198723', ']Q1'))).toMatchObject({ text: ']C1A045198723', aim: ']Q1' });
  });

  test.each([
    [0x62, 'code-39'],
    [0x73, 'qr-code'],
    [0x6a, 'other'],
    [0, null],
  ])('without an identifier the maker’s letter %i names %s', (letter, symbology) => {
    expect(read([STANDARD], sent('A045198723', null, letter))).toMatchObject({ aim: null, symbology });
    expect(read([STANDARD], sent('A045198723', ']C0', letter))).toMatchObject({ symbology: 'other' });
  });

  test('a length beyond the data is the data', () => {
    const report = sent('A045198723');
    report[1] = 255;
    expect(read([STANDARD], report)).toMatchObject({ text: 'A045198723' });
    expect(read([STANDARD], report.subarray(0, 15))).toMatchObject({ text: 'A045198723' });
  });

  test('another report, a short one, an empty one change nothing', () => {
    const unfinished = takeReport(NO_REPORTS, [STANDARD], reportsOf(STANDARD, 64, 'a'.repeat(57), ']Q1')[0]!, 0).state;
    for (const report of [sent('x').with(0, 7), Uint8Array.of(2, 1), new Uint8Array()]) {
      expect(takeReport(unfinished, [STANDARD], report, 1)).toEqual({ state: unfinished, read: null, cut: false });
    }
  });
});

describe('profiles, where the descriptor cannot be read', () => {
  test.each([
    ['Honeywell', 0x0c_2e, STANDARD],
    ['Hand Held Products', 0x05_36, STANDARD],
    ['Zebra', 0x05_e0, LONG_LENGTH],
    ['Zebra, the other layout', 0x05_e0, STANDARD],
    ['Datalogic', 0x05_f9, STANDARD],
    ['Datalogic, the other layout', 0x05_f9, LONG_LENGTH],
    ['Newland', 0x1e_ab, PLAIN],
    ['Newland, the other layout', 0x1e_ab, STANDARD],
    ['any maker', 0x12_34, STANDARD],
    ['any maker, a longer length', 0x12_34, LONG_LENGTH],
    ['any maker, no AIM identifier', 0x12_34, PLAIN],
    ['any maker, another number', null, { ...STANDARD, reportId: 1 }],
  ])('%s', (_maker, vendorId, layout) => {
    const texts = fc.constantFrom('A045198723', 'AM99000123', `https://kaiku.example/${'a'.repeat(60)}/A045198723`);
    fc.assert(
      fc.property(texts, aims, (text, aim) => {
        const device = new Device(profileOf(vendorId).layouts);
        for (const report of reportsOf(layout, 64, text, aim)) device.send(report, 0);
        expect(device.reads).toMatchObject([{ text, aim: layout.aim === null ? null : aim }]);
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  test('an identifier’s empty place is one', () => {
    const device = new Device(profileOf(0x05_f9).layouts);
    device.send(reportsOf(STANDARD, 64, 'A045198723', null)[0]!, 0);
    expect(device.reads).toMatchObject([{ text: 'A045198723', aim: null }]);
  });

  test('only readers that need one get a feature report', () => {
    expect(profileOf(0x0c_2e).enabling).toEqual([254, 1]);
    for (const vendorId of [null, 0x05_e0, 0x05_f9, 0x1e_ab, 0x12_34]) expect(profileOf(vendorId).enabling).toBeNull();
  });
});
