/** Cuts what a serial reader sends into frames, one a scan: pure, no clock of its own. */
import { frameOf, type SerialFrame } from './serial-frame.ts';
import {
  learnEnd,
  NOTHING_LEARNT,
  type SerialEnd,
  type SerialFraming,
  type SerialLearning,
} from './serial-learning.ts';

export interface FramingState {
  readonly framing: SerialFraming;
  readonly baudRate: number;
  readonly learning: SerialLearning;
  /** The bytes of the frame that is under way. */
  readonly held: readonly number[];
  /** When its first and its latest part came, in milliseconds. */
  readonly since: number;
  readonly lastAt: number;
  readonly parts: number;
  /** It is longer than any frame: dropped, up to its end. */
  readonly tooLong: boolean;
  /** A frame has been given up: what begins by this time, in milliseconds, is what was left of it, and is dropped. Null: none has. */
  readonly restUntil: number | null;
  /** A carriage return has ended a frame, and a line feed may still belong to it. */
  readonly returned: boolean;
  /** Call `takeSilence` at this time, in milliseconds; a later step replaces it. Null: nothing is waited for. */
  readonly waitUntil: number | null;
  /** The timer rang late and was set once more. */
  readonly waitedAgain: boolean;
}

export interface FramingStep {
  readonly state: FramingState;
  readonly frames: readonly SerialFrame[];
  /** A scan that was not whole, or may not be, was dropped: it has to be read again. */
  readonly cut: boolean;
}

/** Bytes of the longest frame; no code is longer, a QR code holds at most 7,089 digits. What is longer is noise. */
export const LONGEST_FRAME = 8_000;

/** After so many milliseconds without a byte a frame whose end never came is given up (field lesson 6). */
export const PARTIAL_EXPIRES = 1_000;

/** For so many milliseconds after its last byte the rest of such a frame may still come: the line or the machine had stalled. */
export const REST_COMES = 5_000;

/** While the ends are being learnt a pause counts as an end only after so many milliseconds: a reader may just have stalled. */
export const PATIENCE_OF_LEARNING = 500;

/** A timer that rings so many milliseconds late tells of a busy machine, not of a silent reader. */
const LATE = 20;

const NUL = 0x00;
const LF = 0x0a;
const CR = 0x0d;

/** No bytes yet. `baudRate` in bits a second. */
export function startFraming(framing: SerialFraming, baudRate: number): FramingState {
  return {
    framing,
    baudRate,
    learning: NOTHING_LEARNT,
    held: [],
    since: 0,
    lastAt: 0,
    parts: 0,
    tooLong: false,
    restUntil: null,
    returned: false,
    waitUntil: null,
    waitedAgain: false,
  };
}

/**
 * For how long a line is silent, in milliseconds, once a frame has ended: the time of two characters of ten bits, and
 * 30 ms because adapters hand bytes on in lumps (FTDI's every 16 ms). From 31 at 115,200 baud to 47 at 1,200.
 */
export function silenceOf(baudRate: number): number {
  return 30 + Math.ceil(20_000 / baudRate);
}

/** Takes bytes that came together at `now`, in milliseconds of a clock that never goes back. */
export function takeBytes(before: FramingState, bytes: Uint8Array, now: number): FramingStep {
  if (bytes.length === 0) return { state: before, frames: [], cut: false };
  const silent = before.waitUntil !== null && now >= before.waitUntil;
  const started = silent ? endBySilence(before) : { state: before, frames: [], cut: false };
  const { state } = started;
  let { learning, tooLong, restUntil, returned, since, parts } = state;
  let { cut } = started;
  let held = [...state.held];
  const found = [...started.frames];
  let counted = false;
  for (const byte of bytes) {
    if (returned) {
      returned = false;
      learning = learnEnd(learning, byte === LF ? 'crlf' : 'cr');
    }
    if (held.length === 0) {
      if (restUntil !== null && (byte === CR || byte === LF)) {
        // The end of what was given up: nothing else is left of it.
        restUntil = null;
        if (state.framing === 'learn' && byte === CR) returned = true;
        else if (state.framing === 'learn') learning = learnEnd(learning, 'lf');
      }
      // What is left of an end, or fills a pause: no frame begins with it.
      if (byte === CR || byte === LF || byte === NUL) continue;
      since = now;
      parts = 0;
      counted = false;
    }
    if (!counted) parts += 1;
    counted = true;
    const end = endOf(endsNow(state.framing, learning), held.at(-1), byte);
    held.push(byte);
    if (end !== null) {
      const frame = tooLong ? null : frameOf(held, now - since, parts);
      if (frame !== null && isRest(restUntil, since)) cut = true;
      else if (frame !== null) found.push(frame);
      if (state.framing === 'learn' && frame !== null) {
        if (end === 'cr') returned = true;
        else learning = learnEnd(learning, end);
      }
      held = [];
      tooLong = false;
      restUntil = null;
    } else if (tooLong || held.length > LONGEST_FRAME) {
      // What was learnt may be why no end was seen. Only the last byte is kept: it may be the first half of an end.
      learning = NOTHING_LEARNT;
      tooLong = true;
      held = [byte];
    }
  }
  const after = {
    ...state,
    learning,
    held,
    since,
    lastAt: now,
    parts,
    tooLong,
    restUntil,
    returned,
    waitedAgain: false,
  };
  return { state: { ...after, waitUntil: waitUntil(after, now) }, frames: found, cut };
}

/**
 * The time that was waited for has come, `now` in milliseconds: the frame ends, or is given up. Rung too soon, it does
 * nothing; rung much too late, it asks once to be rung again, since bytes may lie unread on a machine that was busy.
 */
export function takeSilence(state: FramingState, now: number): FramingStep {
  if (state.waitUntil === null || now < state.waitUntil) return { state, frames: [], cut: false };
  if (now >= state.waitUntil + LATE && !state.waitedAgain) {
    return { state: { ...state, waitUntil: waitUntil(state, now), waitedAgain: true }, frames: [], cut: false };
  }
  return endBySilence(state);
}

/** The end that alone counts now; null: any of them. */
function endsNow(framing: SerialFraming, learning: SerialLearning): SerialEnd | null {
  return framing === 'learn' ? learning.settled : framing;
}

/** Whether this byte ends a frame, and how. */
function endOf(ends: SerialEnd | null, last: number | undefined, byte: number): SerialEnd | null {
  if (byte === LF && (ends === 'lf' || ends === null)) return 'lf';
  if (byte === LF && ends === 'crlf' && last === CR) return 'crlf';
  return byte === CR && (ends === 'cr' || ends === null) ? 'cr' : null;
}

function waitUntil({ framing, baudRate, learning, held }: FramingState, now: number): number | null {
  if (held.length === 0) return null;
  const ends = endsNow(framing, learning);
  if (ends === 'silence') return now + silenceOf(baudRate);
  return now + (ends === null && !endsLines(learning) ? PATIENCE_OF_LEARNING : PARTIAL_EXPIRES);
}

/**
 * A pause ends a frame where no other end is agreed on, and no line end has been seen. Elsewhere the frame lost its end: it is
 * dropped, and so is what is left of it, which would pass for a scan.
 */
function endBySilence(state: FramingState): FramingStep {
  const { framing, learning, held, since, lastAt, parts, tooLong, restUntil } = state;
  const ends = endsNow(framing, learning);
  const frame = tooLong ? null : frameOf(held, lastAt - since, parts);
  const cleared = { ...state, held: [], tooLong: false, restUntil: null, waitUntil: null, waitedAgain: false };
  const isEnd = ends === 'silence' || (ends === null && !endsLines(learning));
  // While silence alone has been seen a rest is told by its line end.
  const isWhole = isEnd && (learning.seen === 'silence' || !isRest(restUntil, since));
  const rest = ends === 'silence' ? null : lastAt + REST_COMES;
  if (!isWhole && frame !== null) {
    return { state: { ...cleared, learning: NOTHING_LEARNT, restUntil: rest }, frames: [], cut: true };
  }
  if (frame === null) return { state: { ...cleared, restUntil: tooLong ? rest : restUntil }, frames: [], cut: false };
  const learnt = learnEnd(learning, lineEndOf(held) ?? 'silence');
  return { state: { ...cleared, learning: learnt, restUntil: rest }, frames: [frame], cut: false };
}

/** Whether what began at `since` is what was left of a frame that was given up. */
function isRest(restUntil: number | null, since: number): boolean {
  return restUntil !== null && since <= restUntil;
}

function endsLines({ seen }: SerialLearning): boolean {
  return seen !== null && seen !== 'silence';
}

/** The line end that a frame carries though only silence was waited for. */
function lineEndOf(held: readonly number[]): SerialEnd | null {
  if (held.at(-1) === LF) return held.at(-2) === CR ? 'crlf' : 'lf';
  return held.at(-1) === CR ? 'cr' : null;
}
