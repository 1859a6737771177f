/** Where in a burst a card code stands: behind a prefix or, without one, where the gaps between keys say that it begins. */
import { LONGEST_ADDRESS, readCardCode } from '../card/code.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { isPersons, SHORTEST_SCAN, slowPace, type Burst, type Character } from './burst.ts';
import { gapsOf, isQuick, isRegular, LONGEST_REST, mayStall, median, USUAL_GAP } from './gaps.ts';
import { isFrenchReader, readingsOf, saysCharacters } from './wedge-layout.ts';
import { usualLength, type Learning } from './wedge-learning.ts';

/** What codes look like (CARD-2), and what the readers put before and after them; empty: nothing. */
export interface WedgeWays {
  readonly grammar: RuleSet['code'];
  readonly prefix: string;
  readonly suffix: string;
}

/** How a burst came to its end: Enter or Tab, the readers' own suffix, or nothing. */
export type BurstEnd = 'key' | 'suffix' | 'silence';

export interface Code {
  readonly text: string;
  readonly length: number;
  /** Its first key. */
  readonly from: number;
  /** There is reason to believe that its beginning is missing, or that it is two. */
  readonly isCut: boolean;
}

/** A reader slower than this, in milliseconds a key, is not learnt: that is how people type. */
export const SLOWEST_READER = 130;

/** Fewer characters at a slow pace in a text field are a person's. */
const SHORTEST_SLOW = 8;

/** More keys are no code (CARD-2), with all that may surround it. */
const LONGEST_CODE = 64;

/** So many stalls at the very beginning of a code may hide where it begins. */
const STALLS_AT_START = 3;

/** So many gaps at its pace just before a code make its beginning doubtful: in a text field a few keys may be rolled. */
const READERS_BEFORE = { inText: 4, elsewhere: 1 } as const;

/**
 * The code in a burst without a prefix, null where there is none. Before a code there may be a stray key or a person's
 * typing, and a stall within it may look like that: so a code of the usual length may begin wherever the gap is no
 * reader's; any other only where a reader's pace begins, and what other keys come before makes it doubtful. `quick` is
 * `quickStart` of its keys.
 */
export function codeIn(
  { keys, intoText }: Burst,
  end: BurstEnd,
  { grammar }: WedgeWays,
  learning: Learning,
  quick: number | null,
): Code | null {
  const usual = usualLength(learning).length;
  const slow = slowStart(keys, intoText, end, learning);
  const starts = [quick, slow, intoText ? null : 0].filter((start) => start !== null).toSorted((a, b) => a - b);
  const [first] = starts;
  if (first === undefined) return null;
  const read = (from: number): Code | null => codeFrom(keys, from, grammar, usual, intoText);
  const earliest = Math.max(0, first - STALLS_AT_START, keys.length - LONGEST_CODE);
  const ofUsualLength = Array.from({ length: keys.length - earliest }, (_, at) => earliest + at)
    .filter((from) => from === first || mayBegin(from, keys))
    .map(read)
    // A space before the code is a person's rather than the code's.
    .findLast((code) => code !== null && code.length === usual && !code.isCut);
  const chosen = ofUsualLength ?? starts.map(read).find((code) => code !== null) ?? null;
  if (chosen === null || !intoText || quick !== null) return chosen;
  // A slow reader in a text field: a person who rests in the middle of a code must not be cut short.
  const whole = end === 'silence' ? chosen.length === usual : chosen.length >= SHORTEST_SLOW;
  return whole ? chosen : null;
}

/** What follows the prefix: at its first place that a code follows, else at its last; null where there is no prefix. */
export function afterPrefix(
  keys: readonly Character[],
  { prefix, grammar }: WedgeWays,
): { readonly from: number; readonly code: Code | null } | null {
  const isUs = !isFrenchReader(keys);
  const places = [...keys.keys()].filter((at) => saysCharacters(keys.slice(at, at + prefix.length), prefix, isUs));
  const [first] = places;
  if (first === undefined) return null;
  for (const from of places) {
    // Only an address is longer, and its prefix comes first.
    if (from !== first && keys.length - from > LONGEST_CODE) continue;
    const code = codeFrom(keys, from + prefix.length, grammar, 0, false);
    if (code !== null) return { from, code: { ...code, from, isCut: false } };
  }
  return { from: places.at(-1) ?? first, code: null };
}

/** Where the last keys begin to come as a quick reader's do, with few stalls and none at the beginning; null if they do not. */
export function quickStart(keys: readonly Character[]): number | null {
  return startOf(gapsOf(keys), isQuick);
}

function codeFrom(
  keys: readonly Character[],
  from: number,
  grammar: RuleSet['code'],
  usual: number,
  intoText: boolean,
): Code | null {
  const sent = keys.slice(from);
  if (sent.length < SHORTEST_SCAN || sent.length > LONGEST_ADDRESS) return null;
  for (const text of readingsOf(sent)) {
    const code = readCardCode(text, grammar);
    if (!code.ok) continue;
    const { length } = code.value;
    return { text, length, from, isCut: isCutAt(from, keys, length === usual, intoText) };
  }
  return null;
}

/** Whether a code that begins at a key may lack its beginning, or be two. */
function isCutAt(from: number, keys: readonly Character[], isUsual: boolean, intoText: boolean): boolean {
  if (!isUsual && gapsOf(keys.slice(from)).some((gap) => gap > LONGEST_REST)) return true;
  if (from === 0 || isPersons(keys.slice(0, from))) return false;
  return !isUsual || comesBehindReader(from, keys, intoText);
}

/** Whether the gap before a key is unlike a reader's: then what comes before may be a person's. */
function mayBegin(from: number, keys: readonly Character[]): boolean {
  if (from === 0 || isPersons(keys.slice(0, from))) return true;
  const [before = 0, ...after] = gapsOf(keys.slice(from - 1));
  return before > USUAL_GAP && before > median(after) * 1.5 + 10;
}

/** Whether the keys just before came as a reader's do, without a rest after them: then they may be the code's beginning. */
function comesBehindReader(from: number, keys: readonly Character[], intoText: boolean): boolean {
  const pace = median(gapsOf(keys.slice(from)));
  const [rest = 0, ...before] = gapsOf(keys.slice(0, from + 1)).toReversed();
  const run = before.findIndex((gap) => !isRegular(gap, pace));
  const length = run === -1 ? before.length : run;
  return rest <= LONGEST_REST && length >= (intoText ? READERS_BEFORE.inText : READERS_BEFORE.elsewhere);
}

/**
 * Where a slow reader's pace begins. In a text field only at a pace that was learnt, or if the readers' own suffix ended it;
 * elsewhere nobody types, and any steady pace will do.
 */
function slowStart(keys: readonly Character[], intoText: boolean, end: BurstEnd, learning: Learning): number | null {
  const gaps = gapsOf(keys);
  const own = median(gaps.slice(-SHORTEST_SLOW));
  const pace = intoText && end !== 'suffix' ? slowPace(learning) : own;
  if (pace === null || (intoText && pace > SLOWEST_READER)) return null;
  return startOf(gaps, (gap) => isRegular(gap, pace));
}

function startOf(gaps: readonly number[], fits: (gap: number) => boolean): number | null {
  let stalls = 0;
  let start: number | null = null;
  for (let at = gaps.length; at >= 0; at -= 1) {
    const length = gaps.length - at + 1;
    if (at < gaps.length && !fits(gaps[at] ?? 0)) stalls += 1;
    const begins = gaps.slice(at, at + 2).every(fits);
    if (length >= SHORTEST_SCAN && begins && stalls <= mayStall(length)) start = at;
  }
  return start;
}
