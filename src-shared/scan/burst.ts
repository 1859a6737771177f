/** A burst: keys so close together that a reader in keyboard mode may have sent them, at least the last of them. */
import { gapsOf, isQuick, isRegular, LONGEST_REST, mayStall, median, USUAL_GAP } from './gaps.ts';
import type { PressedKey } from './wedge-layout.ts';
import { learntOf, usualLength, type Learning } from './wedge-learning.ts';

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

/** A learnt pace above this, in milliseconds, is looked for in text fields too; below, the usual gap will do. */
const SLOW_PACE = 30;

/**
 * A character within so many milliseconds is looked at together with those before it: a busy machine may have cut a code
 * in two. What a reader began is waited for so long too, except where its readers are known to send nothing after a code
 * and as many keys as their codes have came without a stall. Where readers have a suffix of their own, only that makes a scan.
 */
export const LONGEST_STALL = 600;

/**
 * The same outside text fields, where nobody types, for what only Enter, Tab or the readers' own suffix ends as a rule: it
 * costs nobody time, and a very busy machine is waited for.
 */
const LONGEST_WAIT = 1_000;

/** After so many milliseconds without a character a person's typing has ended. */
const PERSONS_SILENCE = 150;

/** So many gaps at a reader's pace make a reader likely. */
const LIKELY_GAPS = 2;

/** In a learnt slow reader's first gaps another key is waited for so many times its pace. */
const SLOW_PATIENCE = 2.5;

/** Fewer characters are never a scan: codes have at least four (CARD-2). */
export const SHORTEST_SCAN = 4;

/** What is longer is cut: it is no code anyway. */
const LONGEST_TEXT = 1_000;

/** Keys that are enough to see a reader's pace. */
const LONGEST_LOOK = 10;

/** A burst of one character. */
export function startBurst(character: Character): Burst {
  return { keys: [character], lastAt: character.time, intoText: character.intoText };
}

/**
 * Adds a character, or gives `null` where it does not belong to the burst and starts one of its own. Keys that count
 * children outside text fields, + and −, belong only if they come at a reader's pace.
 */
export function joinBurst(burst: Burst, character: Character, habits: Habits): Burst | null {
  const gap = character.time - burst.lastAt;
  if (
    character.time > Math.max(lastsUntil(burst, habits), burst.lastAt + LONGEST_STALL) ||
    burst.intoText !== character.intoText
  )
    return null;
  if (gap > USUAL_GAP && !burst.intoText && (countChildren(burst.keys) || countChildren([character]))) return null;
  const keys = burst.keys.length < LONGEST_TEXT ? [...burst.keys, character] : burst.keys;
  return { keys, lastAt: character.time, intoText: burst.intoText };
}

/** The time, in milliseconds, until which another key can belong to the burst. */
export function lastsUntil({ keys, lastAt, intoText }: Burst, { learning, prefix, suffix }: Habits): number {
  const pace = intoText ? slowPace(learning) : null;
  const isReaders =
    lastGapsWithin(keys, isQuick) >= LIKELY_GAPS ||
    (pace !== null && lastGapsWithin(keys, (gap) => isQuick(gap) || isRegular(gap, pace)) >= LIKELY_GAPS);
  if (isReaders || (!intoText && keys.length > LIKELY_GAPS)) {
    if (!intoText && (suffix !== '' || learning.ending === 'sent')) return lastAt + LONGEST_WAIT;
    const isOver = suffix === '' && learning.ending === 'never' && isWhole(keys, learning);
    return lastAt + (isOver ? LONGEST_REST : LONGEST_STALL);
  }
  if (suffix !== '' || (prefix !== '' && intoText)) return lastAt + LONGEST_STALL;
  if (!intoText) return lastAt + LONGEST_REST;
  return lastAt + Math.max(PERSONS_SILENCE, pace === null ? 0 : SLOW_PATIENCE * pace);
}

/** Whether as many keys as this desk's codes have came without a stall. */
function isWhole(keys: readonly Character[], learning: Learning): boolean {
  const { length, learnt } = usualLength(learning);
  const gaps = gapsOf(keys.slice(-length));
  const pace = median(gaps);
  return learnt && keys.length >= length && gaps.every((gap) => isQuick(gap) || isRegular(gap, pace));
}

/** The learnt pace if it is one that a person may have too, in milliseconds; else null. */
export function slowPace(learning: Learning): number | null {
  const { paceMilliseconds } = learntOf(learning);
  return paceMilliseconds !== null && paceMilliseconds > SLOW_PACE ? paceMilliseconds : null;
}

/** Keys that a person presses outside text fields: + and − count children, Space presses a button. */
export function isPersons(keys: readonly Character[]): boolean {
  return keys.every(({ text }) => text !== null && /^[+\- ]$/.test(text));
}

/** Only + and −, and none of them a digit of a reader: on a French layout the key of 6 says −. */
function countChildren(keys: readonly Character[]): boolean {
  return keys.every(({ text, code }) => (text === '+' || text === '-') && !code.startsWith('Digit'));
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
