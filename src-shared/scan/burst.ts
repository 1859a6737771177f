/** A burst: keys so close together that a reader in keyboard mode may have sent them, at least the last of them. */
import type { PressedKey } from './wedge-layout.ts';
import { learntOf, type Learning } from './wedge-learning.ts';

export interface Character extends PressedKey {
  /** In milliseconds. */
  readonly time: number;
  /** Whether the character lands in a text field, where a person may be typing. */
  readonly intoText: boolean;
}

export interface Burst {
  readonly keys: readonly Character[];
  /** Time of the last character, in milliseconds. */
  readonly lastAt: number;
  readonly intoText: boolean;
}

/** What is known of the readers: what was learnt, and which characters they put around a code. */
export interface Habits {
  readonly learning: Learning;
  readonly prefix: string;
  readonly suffix: string;
}

/** Characters of a reader come at most so far apart, in milliseconds, if nothing was learnt; a few may stall. */
const USUAL_GAP = 50;

/** A learnt pace above this, in milliseconds, is looked for in text fields too; below, the usual gap will do. */
const SLOW_PACE = 30;

/**
 * After how many milliseconds without a character a burst has ended. What may still be a person's typing ends soon.
 * What began like a reader's may stall, since readers and machines are busy at times; and once nobody but a reader can
 * have sent it there is time, unless its readers are known to send nothing after the code: then its end is waited for.
 * Where readers have a suffix of their own, only that makes a scan.
 */
const SILENCE = { person: 150, slowReader: 350, reader: 300, surelyReader: 600, ownSuffix: 600 } as const;

/** A character within so many milliseconds is looked at together with those before it: a busy machine may have cut a code in two. */
export const LONGEST_STALL = 600;

/** So many gaps at a reader's pace make a reader likely, and sure. */
const LIKELY_GAPS = 2;
const SURE_GAPS = 4;

/** In a learnt slow reader's first gaps another key is waited for so many times its pace. */
const SLOW_PATIENCE = 2.5;

/** Fewer characters are never a scan: codes have at least four (CARD-2). */
export const SHORTEST_SCAN = 4;

/** Nobody types so many characters at a reader's pace: even if they are no code, they were scanned. */
export const SURELY_SCANNED = 6;

/** What is longer is cut: it is no code anyway. */
const LONGEST_TEXT = 1_000;

/** A burst of one character. */
export function startBurst(character: Character): Burst {
  return { keys: [character], lastAt: character.time, intoText: character.intoText };
}

/**
 * Adds a character, or gives `null` where it does not belong to the burst and starts one of its own. Keys that a person
 * presses outside text fields, + and − for the children and Space, belong only if they come at a reader's pace.
 */
export function joinBurst(burst: Burst, character: Character, habits: Habits): Burst | null {
  const gap = character.time - burst.lastAt;
  if (
    character.time > Math.max(lastsUntil(burst, habits), burst.lastAt + LONGEST_STALL) ||
    burst.intoText !== character.intoText
  )
    return null;
  if (gap > USUAL_GAP && !burst.intoText && (isApart(burst.keys) || isApart([character]))) return null;
  const keys = burst.keys.length < LONGEST_TEXT ? [...burst.keys, character] : burst.keys;
  return { keys, lastAt: character.time, intoText: burst.intoText };
}

/** The time, in milliseconds, until which another key can belong to the burst. */
export function lastsUntil({ keys, lastAt, intoText }: Burst, { learning, prefix, suffix }: Habits): number {
  if (suffix !== '') return lastAt + SILENCE.ownSuffix;
  const gaps = lastGapsWithin(keys, isQuick);
  if (gaps >= SURE_GAPS && learning.ending !== 'never') return lastAt + SILENCE.surelyReader;
  const pace = intoText ? slowPace(learning) : null;
  if (pace !== null && lastGapsWithin(keys, (gap) => isQuick(gap) || isRegular(gap, pace)) >= LIKELY_GAPS) {
    return lastAt + SILENCE.slowReader;
  }
  if (prefix !== '' && intoText) return lastAt + SILENCE.surelyReader;
  if (gaps >= LIKELY_GAPS || !intoText) return lastAt + SILENCE.reader;
  return lastAt + (pace === null ? SILENCE.person : Math.max(SILENCE.person, SLOW_PATIENCE * pace));
}

/** The learnt pace if it is one that a person may have too, in milliseconds; else null. */
export function slowPace(learning: Learning): number | null {
  const { paceMilliseconds } = learntOf(learning);
  return paceMilliseconds !== null && paceMilliseconds > SLOW_PACE ? paceMilliseconds : null;
}

/** Whether a gap is one of a reader at that pace: its clock is steady, the bus between adds a little. */
export function isRegular(gap: number, pace: number): boolean {
  return Math.abs(gap - pace) <= 12 + pace / 5;
}

/** Whether a gap is one of any quick reader. */
export function isQuick(gap: number): boolean {
  return gap <= USUAL_GAP;
}

/** The gaps between keys, in milliseconds: one fewer than keys. */
export function gapsOf(keys: readonly Character[]): number[] {
  return keys.slice(1).map(({ time }, at) => time - (keys[at]?.time ?? time));
}

/** The gap in the middle; 0 where there is none. */
export function median(gaps: readonly number[]): number {
  return gaps.toSorted((first, second) => first - second)[Math.floor(gaps.length / 2)] ?? 0;
}

/** Keys that a person presses outside text fields: + and − count children, Space presses a button. */
export function isPersons(keys: readonly Character[]): boolean {
  return keys.every(({ text }) => text !== null && /^[+\- ]$/.test(text));
}

/** The same, and none of them a digit of a reader: on a French layout the key of 6 says −. */
function isApart(keys: readonly Character[]): boolean {
  return isPersons(keys) && !keys.some(({ code }) => code.startsWith('Digit'));
}

/** How many stalls so many characters may have: few have none. */
export function mayStall(length: number): number {
  return length < SURELY_SCANNED ? 0 : Math.floor(length / 4);
}

/** How many of the latest gaps are a reader's, back to where there are more stalls than it may have. */
function lastGapsWithin(keys: readonly Character[], fits: (gap: number) => boolean): number {
  let fitting = 0;
  let stalls = 0;
  for (const gap of gapsOf(keys.slice(-LONGEST_LOOK)).toReversed()) {
    if (fits(gap)) fitting += 1;
    else stalls += 1;
    if (stalls > mayStall(LONGEST_LOOK)) break;
  }
  return fitting;
}

/** Keys that are enough to see a reader's pace. */
const LONGEST_LOOK = 10;
