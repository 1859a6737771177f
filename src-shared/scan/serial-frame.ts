/** One frame of a serial reader: its bytes as text, and what the test area shows of it. */
import { takeAim } from './aim.ts';
import { LONGEST_SCAN, rawRead, type RawRead, type Scan } from './scan.ts';

export interface SerialFrame {
  /** Without its end and without control characters around it, never empty; an AIM identifier is still in it. */
  readonly text: string;
  readonly raw: RawRead;
}

const LONGEST_RAW = rawRead.shape.raw.maxLength ?? 0;

/** Line ends, NULs, STX and ETX, a Tab: what readers put around a code. */
const AROUND = /^\p{Cc}+|\p{Cc}+$/gu;

/**
 * Reads a frame as Latin-1, in which every byte is a character: codes are ASCII, and whatever else a frame holds is
 * only shown. Takes its bytes with its end, the milliseconds from its first to its last part, and their number.
 * Gives null where nothing is left of it: an empty frame.
 */
export function frameOf(bytes: readonly number[], milliseconds: number, parts: number): SerialFrame | null {
  const text = String.fromCharCode(...bytes)
    .replaceAll(AROUND, '')
    .slice(0, LONGEST_SCAN);
  if (text === '') return null;
  const shown = bytes.slice(0, LONGEST_RAW / 2).map((byte) => byte.toString(16).padStart(2, '0'));
  return { text, raw: { raw: shown.join(''), milliseconds: Math.round(milliseconds), parts } };
}

/** The scan of a frame of this device, complete at `at`, or null where it holds nothing but an AIM identifier. */
export function serialScan(frame: SerialFrame, source: 'serial' | 'replay', device: string, at: number): Scan | null {
  const { aim, symbology, text } = takeAim(frame.text);
  return text === '' ? null : { text, symbology, aim, source, device, at };
}
