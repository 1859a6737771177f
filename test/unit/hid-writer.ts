/** A scanner as its firmware would be: writes report descriptors, and cuts scans into reports. */
import * as fc from 'fast-check';
import type { HidLayout } from '../../src-shared/scan/hid-layout.ts';

/** What a device's one report holds, in this order. */
export type Part = 'count' | 'aim' | 'data' | 'letter' | 'continued' | 'filling';

export interface Shape {
  readonly reportId: number | null;
  readonly parts: readonly Part[];
  readonly dataBytes: number;
  readonly countBytes: 1 | 2;
  /** Other reports and collections before the scanner's. */
  readonly preamble: readonly number[];
  /** The usages of the AIM identifier are declared as a range. */
  readonly ranged: boolean;
  /** Usages carry their page, in four bytes. */
  readonly paged: boolean;
}

/** A keyboard's report before the scanner's, with the number 7. */
const KEYBOARD = [
  0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, 0x85, 0x07, 0x05, 0x07, 0x19, 0xe0, 0x29, 0xe7, 0x15, 0x00, 0x25, 0x01, 0x75,
  0x01, 0x95, 0x08, 0x81, 0x02, 0x95, 0x06, 0x75, 0x08, 0x25, 0x65, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xc0,
];

/** Collections of a scanner, and in it of its scanned data, whose values are bytes. */
const SCANNER = [0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01];
const SCANNED_DATA = [0x09, 0x12, 0xa1, 0x02, 0x15, 0x00, 0x26, 0xff, 0x00];

export const shapes: fc.Arbitrary<Shape> = fc
  .record({
    reportId: fc.option(fc.integer({ min: 1, max: 255 }).filter((id) => id !== 7)),
    parts: fc.shuffledSubarray<Part>(['count', 'aim', 'letter', 'filling'], { minLength: 0 }),
    dataAt: fc.nat(),
    continuedAt: fc.nat(),
    dataBytes: fc.integer({ min: 1, max: 120 }),
    countBytes: fc.constantFrom<1 | 2>(1, 2),
    keyboard: fc.boolean(),
    ranged: fc.boolean(),
    paged: fc.boolean(),
  })
  .map(({ parts, dataAt, continuedAt, keyboard, ...rest }) => {
    const withData = parts.toSpliced(dataAt % (parts.length + 1), 0, 'data');
    const all = withData.toSpliced(continuedAt % (withData.length + 1), 0, 'continued');
    return { ...rest, parts: all, preamble: keyboard && rest.reportId !== null ? KEYBOARD : [] };
  });

/** The report descriptor of the shape. */
export function descriptorOf({ reportId, parts, dataBytes, countBytes, preamble, ranged, paged }: Shape): Uint8Array {
  const usage = (page: number, id: number): number[] =>
    paged ? [0x0b, id % 256, id >> 8, page % 256, page >> 8] : [0x06, page % 256, page >> 8, 0x0a, id % 256, id >> 8];
  const items: Record<Part, number[]> = {
    // Two bytes wide as one value, between a push and a pop.
    count: [0xa4, ...usage(0x01, 0x3b), 0x75, 8 * countBytes, 0x95, 1, 0x81, 0x02, 0xb4],
    aim: ranged
      ? [0x05, 0x8c, 0x1a, 0xfb, 0x00, 0x2a, 0xfd, 0x00, 0x75, 8, 0x95, 3, 0x81, 0x02]
      : [...usage(0x8c, 0xfb), ...usage(0x8c, 0xfc), ...usage(0x8c, 0xfd), 0x75, 8, 0x95, 3, 0x81, 0x02],
    data: [...usage(0x8c, 0xfe), 0x75, 8, 0x95, dataBytes, 0x82, 0x02, 0x01],
    letter: [...usage(0xff_66, 0x04), 0x75, 8, 0x95, 1, 0x81, 0x02],
    continued: [...usage(0x8c, 0xff), 0x75, 1, 0x95, 1, 0x81, 0x02, 0x75, 7, 0x95, 1, 0x81, 0x03],
    filling: [...usage(0x8c, 0x20), 0x75, 8, 0x95, 2, 0x81, 0x03],
  };
  return Uint8Array.from([
    ...preamble,
    ...SCANNER,
    ...(reportId === null ? [] : [0x85, reportId]),
    ...SCANNED_DATA,
    ...parts.flatMap((part) => items[part]),
    0xc0,
    0xc0,
  ]);
}

/** Where the parts of the shape lie, reckoned apart from the parser. */
export function layoutOf({ reportId, parts, dataBytes, countBytes }: Shape): HidLayout {
  const lengths = { count: countBytes, aim: 3, data: dataBytes, letter: 1, continued: 1, filling: 2 };
  const places = new Map<Part, number>();
  let at = reportId === null ? 0 : 1;
  for (const part of parts) {
    places.set(part, at);
    at += lengths[part];
  }
  const aim = places.get('aim');
  const count = places.get('count');
  const continued = places.get('continued');
  return {
    reportId,
    aim: aim === undefined ? null : [aim, aim + 1, aim + 2],
    count: count === undefined ? null : { at: count, bytes: countBytes },
    data: { at: places.get('data')!, bytes: dataBytes },
    symbology: places.get('letter') ?? null,
    continued: continued === undefined ? null : { bit: continued * 8, bits: 1 },
  };
}

/** The reports in which a device sends a scan, cut where its data are full. */
export function reportsOf(layout: HidLayout, length: number, text: string, aim: string | null): Uint8Array[] {
  const bytes = [...new TextEncoder().encode(text)];
  const reports: Uint8Array[] = [];
  do {
    const report = new Uint8Array(length);
    const part = bytes.splice(0, layout.data.bytes);
    if (layout.reportId !== null) report[0] = layout.reportId;
    // What is beyond the count may be left from the scan before.
    if (layout.count !== null) {
      report.fill(0x23, layout.data.at, layout.data.at + layout.data.bytes);
      report[layout.count.at] = part.length;
    }
    report.set(part, layout.data.at);
    if (aim !== null) layout.aim?.forEach((place, index) => (report[place] = aim.charCodeAt(index)));
    if (bytes.length > 0 && layout.continued !== null) report[layout.continued.bit / 8] = 1;
    reports.push(report);
  } while (bytes.length > 0);
  return reports;
}

/** Bytes of the shape's reports, with their id. */
export function lengthOf({ reportId, parts, dataBytes, countBytes }: Shape): number {
  const lengths = { count: countBytes, aim: 3, data: dataBytes, letter: 1, continued: 1, filling: 2 };
  return parts.reduce((sum, part) => sum + lengths[part], reportId === null ? 0 : 1);
}

/** Texts that cards and other codes hold: no control characters at their ends, no AIM identifier of their own. */
export const scanTexts: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 3, arbitrary: fc.constantFrom('A045198723', 'AM99000123', 'https://kaiku.example/k/A045198723') },
    { weight: 2, arbitrary: fc.string({ minLength: 1, maxLength: 150, unit: 'grapheme-ascii' }) },
    { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 100, unit: 'grapheme' }) },
  )
  .filter((text) => !/[\r\n\0]$/.test(text) && !text.includes('\0') && !/^\][A-Za-z][0-9A-Za-z]/.test(text));

export const aims = fc.constantFrom(']A0', ']A1', ']A3', ']Q1', ']Q3', ']C0', ']d2');
