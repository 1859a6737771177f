/** Makes scans of a HID scanner's reports: pure, no clock of its own, one state a device. */
import { symbologyOf, takeAim } from './aim.ts';
import type { BitField, ByteField, HidLayout } from './hid-layout.ts';
import { aimIdentifier, LONGEST_SCAN, rawRead, type RawRead, type Scan } from './scan.ts';

/** What was read of a scan that goes on in the next report. */
export interface HidState {
  readonly unfinished: Unfinished | null;
  /** The scan before it, whose next part did not come in time. */
  readonly expired: Expired | null;
}

interface Unfinished {
  readonly aim: string | null;
  readonly letter: number;
  readonly data: readonly number[];
  readonly raw: string;
  readonly parts: number;
  readonly startedAt: number;
  readonly lastAt: number;
  /** It is what was left of one that has expired: dropped, up to its end. */
  readonly isRest: boolean;
}

interface Expired {
  readonly aim: string | null;
  /** What comes by this time, in milliseconds, may be what was left of it. */
  readonly restUntil: number;
}

export interface HidRead extends Pick<Scan, 'text' | 'symbology' | 'aim'> {
  readonly raw: RawRead;
}

export interface HidStep {
  readonly state: HidState;
  /** A scan that is complete, or null. */
  readonly read: HidRead | null;
  /** A scan that was not whole, or may not be, was dropped: it has to be read again. */
  readonly cut: boolean;
}

export const NO_REPORTS: HidState = { unfinished: null, expired: null };

/**
 * So long after a report, in milliseconds, the next part of its scan may come. They follow each other within 255 ms at most
 * (USB 2.0, 5.7.4), and nobody holds the next card there as soon as this.
 */
export const CONTINUATION_TIMEOUT = 400;

/** So long after that its rest may still come: the driver or the machine had stalled. */
export const REST_COMES = 3_000;

/** No character has more bytes in UTF-8; what is longer is cut, so that a device gone mad fills nothing. */
const MOST_BYTES = LONGEST_SCAN * 4;
const LONGEST_RAW = rawRead.shape.raw.maxLength ?? 0;

/** The letter that Honeywell, Zebra and others send for Code 39 and for QR beside the AIM identifier. */
const CODE_39_LETTER = 0x62;
const QR_LETTER = 0x73;

/**
 * Takes a report as node-hid gives it: with its id where reports are numbered. `now` is in milliseconds of a clock that
 * only goes forward. A report that no layout knows changes nothing. An unfinished scan whose next part does not come in
 * time, or comes with another AIM identifier, is dropped: it is never merged with the next one, and what may be left of it,
 * which would pass for a scan, is dropped too.
 */
export function takeReport(before: HidState, layouts: readonly HidLayout[], report: Uint8Array, now: number): HidStep {
  const layout = layoutFor(layouts, report);
  if (layout === null) return { state: before, read: null, cut: false };
  const aim = aimAt(layout, report);
  const isLate = before.unfinished !== null && now - before.unfinished.lastAt > CONTINUATION_TIMEOUT;
  const late = isLate ? expire(before) : { state: before, cut: false };
  const { unfinished, expired } = late.state;
  const head = unfinished !== null && isOfOne(unfinished.aim, aim) ? unfinished : null;
  const isLateRest = expired !== null && now <= expired.restUntil && isOfOne(expired.aim, aim);
  const scan: Unfinished = {
    aim: head?.aim ?? aim,
    letter: head?.letter || (layout.symbology === null ? 0 : (report[layout.symbology] ?? 0)),
    data: [...(head?.data ?? []), ...dataOf(layout, report)].slice(0, MOST_BYTES),
    raw: `${head?.raw ?? ''}${hexadecimal(report)}`.slice(0, LONGEST_RAW),
    parts: (head?.parts ?? 0) + 1,
    startedAt: head?.startedAt ?? now,
    lastAt: now,
    isRest: head?.isRest ?? isLateRest,
  };
  const cut = late.cut || (unfinished !== null && head === null);
  const goesOn = layout.continued !== null && isSet(report, layout.continued);
  if (goesOn) return { state: { unfinished: scan, expired: null }, read: null, cut };
  return scan.isRest ? { state: NO_REPORTS, read: null, cut: true } : { state: NO_REPORTS, read: readOf(scan), cut };
}

/** The unfinished scan, if any, is given up: its next part has not come in time. */
export function expire(state: HidState): HidStep {
  const { unfinished } = state;
  if (unfinished === null) return { state, read: null, cut: false };
  const expired = { aim: unfinished.aim, restUntil: unfinished.lastAt + CONTINUATION_TIMEOUT + REST_COMES };
  return { state: { unfinished: null, expired }, read: null, cut: true };
}

/** Parts of one scan have one AIM identifier; a part may lack it. */
function isOfOne(one: string | null, other: string | null): boolean {
  return one === null || other === null || one === other;
}

/** The layout of this report; where several could be, as in a profile, the first whose AIM identifier is where it says. */
function layoutFor(layouts: readonly HidLayout[], report: Uint8Array): HidLayout | null {
  const possible = layouts.filter(
    ({ reportId, data }) => (reportId === null || reportId === report[0]) && report.length > data.at,
  );
  return possible.find((layout) => fits(layout, report)) ?? possible.at(-1) ?? null;
}

/** Some readers leave the identifier's place empty. */
function fits(layout: HidLayout, report: Uint8Array): boolean {
  if (layout.aim === null || aimAt(layout, report) !== null) return true;
  return layout.aim.every((place) => (report[place] ?? 0) === 0);
}

/** Null: there is none, or what is there is none. */
function aimAt({ aim }: HidLayout, report: Uint8Array): string | null {
  if (aim === null) return null;
  const text = String.fromCharCode(...aim.map((place) => report[place] ?? 0));
  return aimIdentifier.safeParse(text).success ? text : null;
}

/** The bytes that count. Where the report does not say how many, NULs at the end are filling. */
function dataOf({ data, count }: HidLayout, report: Uint8Array): number[] {
  const all = [...report.subarray(data.at, data.at + data.bytes)];
  if (count !== null) return all.slice(0, numberAt(report, count));
  return all.slice(0, all.findLastIndex((byte) => byte !== 0) + 1);
}

function numberAt(report: Uint8Array, { at, bytes }: ByteField): number {
  return report.subarray(at, at + bytes).reduceRight((number, byte) => number * 0x1_00 + byte, 0);
}

function isSet(report: Uint8Array, { bit, bits }: BitField): boolean {
  for (let place = bit; place < bit + bits; place += 1) {
    const byte = report[Math.floor(place / 8)] ?? 0;
    if ((byte & (1 << (place % 8))) !== 0) return true;
  }
  return false;
}

/** Null where nothing is left of it without its framing. */
function readOf({ aim, letter, data, raw, parts, startedAt, lastAt }: Unfinished): HidRead | null {
  const whole = textOf(data)
    .replace(/[\r\n\0]+$/, '')
    .slice(0, LONGEST_SCAN);
  const inText = takeAim(whole);
  // A reader may be set to send it in the data too.
  const isTwice = inText.aim !== null && (aim === null || aim === inText.aim);
  const text = isTwice ? inText.text : whole;
  const known = aim ?? inText.aim;
  if (text === '') return null;
  return {
    text,
    aim: known,
    symbology: known === null ? symbologyOfLetter(letter) : symbologyOf(known),
    raw: { raw, milliseconds: lastAt - startedAt, parts },
  };
}

function symbologyOfLetter(letter: number): Scan['symbology'] {
  if (letter === 0) return null;
  if (letter === CODE_39_LETTER) return 'code-39';
  return letter === QR_LETTER ? 'qr-code' : 'other';
}

/** Bytes as UTF-8; where they are none, as Latin-1, in which every byte is a character. */
function textOf(bytes: readonly number[]): string {
  try {
    return decodeURIComponent(bytes.map((byte) => `%${twoDigits(byte)}`).join(''));
  } catch {
    return bytes.map((byte) => String.fromCharCode(byte)).join('');
  }
}

function hexadecimal(bytes: Uint8Array): string {
  return [...bytes.subarray(0, LONGEST_RAW / 2)].map(twoDigits).join('');
}

function twoDigits(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
