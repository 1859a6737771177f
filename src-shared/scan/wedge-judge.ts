/** What a burst was: a scan, part of one, or a person's typing; and where in it the scan began. */
import { readCardCode } from '../card/code.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import {
  gapsOf,
  isPersons,
  isQuick,
  isRegular,
  mayStall,
  median,
  SHORTEST_SCAN,
  slowPace,
  SURELY_SCANNED,
  type Burst,
  type Character,
} from './burst.ts';
import { readingsOf, saysCharacters } from './wedge-layout.ts';
import { usualLength, type Learning } from './wedge-learning.ts';

/** What codes look like (CARD-2), and what the readers put before and after them; empty: nothing. */
export interface WedgeWays {
  readonly grammar: RuleSet['code'];
  readonly prefix: string;
  readonly suffix: string;
}

/** How a burst came to its end: Enter or Tab, the readers' own suffix, or nothing. */
export type BurstEnd = 'key' | 'suffix' | 'silence';

export interface Judged {
  readonly what: 'scan' | 'partial';
  readonly text: string;
  /** The first key of it, with the prefix; what comes before is a person's. */
  readonly from: number;
  /** The code's length, null where it is none. */
  readonly codeLength: number | null;
  /** The pace that it teaches, in milliseconds a key; null where a person may have typed it. */
  readonly pace: number | null;
}

interface Code {
  readonly text: string;
  readonly length: number;
  readonly from: number;
}

/** A reader slower than this, in milliseconds a key, is not learnt: that is how people type. */
const SLOWEST_READER = 130;

/** A longer gap than this, in milliseconds, is hardly a reader's. */
const LONGEST_REST = 300;

/** Fewer characters at a slow pace in a text field are a person's. */
const SHORTEST_SLOW = 8;

/** More keys are no code (CARD-2), with all that may surround it. */
const LONGEST_CODE = 64;

/** So many quick gaps before a code are hardly a person's. */
const QUICK_BEFORE = 2;

/** In a text field so many keys, at most so many milliseconds apart, are a reader's even if they are no code. */
const PARTIAL = { keys: 4, gap: 30, keysElsewhere: 3 } as const;

/** Judges a burst that has ended; null where it is a person's. A configured suffix is not among its keys any more. */
export function judgeBurst(burst: Burst, end: BurstEnd, ways: WedgeWays, learning: Learning): Judged | null {
  const { keys, intoText } = burst;
  if (isPersons(keys)) return null;
  if (ways.prefix !== '') {
    const begun = afterPrefix(keys, ways);
    if (begun === null) return part(burst, end);
    const { from, code } = begun;
    const sent = keys.slice(from + ways.prefix.length);
    if (code === null) return quickStart(sent) === null ? part(burst, end) : noCode(sent, from, end, ways);
    if (end === 'silence' && ways.suffix !== '') return { ...scanOf(code, keys, true), what: 'partial' };
    return scanOf(code, keys, true);
  }
  const quick = quickStart(keys);
  const code = codeIn(burst, end, ways, learning, quick);
  if (code === null) return notACode(burst, quick, end, ways);
  const usual = usualLength(learning);
  const isCut = code.length !== usual.length && (restsBeside(code.from, keys) || comesBehindReader(code.from, keys));
  const unfinished =
    isCut ||
    (end === 'silence' &&
      (ways.suffix !== '' || (learning.ending === 'sent' && usual.learnt && code.length < usual.length)));
  if (unfinished && quick === null && intoText) return null;
  return {
    ...scanOf(code, keys, !intoText || quick !== null || end === 'suffix'),
    what: unfinished ? 'partial' : 'scan',
  };
}

/**
 * The code in a burst. Where it begins is seen from the gaps: before a code there may be a stray key or a person's
 * typing. A stall may look like that; then the beginning that gives a code of the usual length is the right one.
 */
function codeIn(
  { keys, intoText }: Burst,
  end: BurstEnd,
  { grammar }: WedgeWays,
  learning: Learning,
  quick: number | null,
): Code | null {
  const usual = usualLength(learning).length;
  const slow = slowStart(keys, intoText, end, learning);
  const seen = [quick, slow].filter((start) => start !== null).toSorted((first, second) => first - second);
  const starts = intoText ? seen : [...seen, 0];
  const codes = starts
    .flatMap((start) => [start, ...neighboursOf(start, keys)])
    .filter((from) => keys.length - from <= LONGEST_CODE)
    .filter((from) => from === 0 || from === starts[0] || standsApart(from, keys) || isPersons(keys.slice(0, from)))
    .map((from) => codeFrom(keys, from, grammar))
    .filter((code) => code !== null);
  const chosen = codes.find(({ length }) => length === usual) ?? codes[0] ?? null;
  if (chosen === null || !intoText || quick !== null) return chosen;
  // A slow reader in a text field: a person who rests in the middle of a code must not be cut short.
  const whole = end === 'silence' ? chosen.length === usual : chosen.length >= SHORTEST_SLOW;
  return whole ? chosen : null;
}

/** Other keys at which the code may begin: the burst's very first, if a stall came soon after it, or a later one. */
function neighboursOf(start: number, keys: readonly Character[]): number[] {
  return [...(start === 1 || start === 2 ? [0] : []), ...keys.map((_, at) => at).slice(start + 1)];
}

/** Whether the gap before a key is unlike those after it: so may what comes before be a person's. */
function standsApart(from: number, keys: readonly Character[]): boolean {
  const [before = 0, ...after] = gapsOf(keys.slice(from - 1));
  const usual = median(after);
  return before > usual * 2 + 5 || before < usual / 2 - 5;
}

/** Whether there was a rest in the code or just before it: then it may have been cut in two, or be two. */
function restsBeside(from: number, keys: readonly Character[]): boolean {
  return gapsOf(keys.slice(Math.max(0, from - 1))).some((gap) => gap > LONGEST_REST);
}

/** Whether the keys before a code came as a reader's do: then they may be its beginning. */
function comesBehindReader(from: number, keys: readonly Character[]): boolean {
  return gapsOf(keys.slice(0, from)).filter(isQuick).length >= QUICK_BEFORE;
}

function codeFrom(keys: readonly Character[], from: number, grammar: RuleSet['code']): Code | null {
  const sent = keys.slice(from);
  if (sent.length < SHORTEST_SCAN) return null;
  for (const text of readingsOf(sent)) {
    const code = readCardCode(text, grammar);
    if (code.ok) return { text, length: code.value.length, from };
  }
  return null;
}

/** Where the last keys begin to come as a quick reader's do, with few stalls and none at the beginning; null if they do not. */
function quickStart(keys: readonly Character[]): number | null {
  return startOf(gapsOf(keys), isQuick);
}

/**
 * The same for a slow reader. In a text field only at a pace that was learnt, or if the readers' own suffix ended it;
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

/** What follows the prefix: at its first place that a code follows, else at its last. */
function afterPrefix(
  keys: readonly Character[],
  { prefix, grammar }: WedgeWays,
): { readonly from: number; readonly code: Code | null } | null {
  let last: number | null = null;
  for (let from = 0; from + prefix.length <= keys.length; from += 1) {
    if (!saysCharacters(keys.slice(from, from + prefix.length), prefix, keys)) continue;
    const code = codeFrom(keys, from + prefix.length, grammar);
    if (code !== null) return { from, code: { ...code, from } };
    last = from;
  }
  return last === null ? null : { from: last, code: null };
}

/** A reader's keys that are no code are handed on and judged malformed, never dropped, unless they are too few. */
function notACode(burst: Burst, quick: number | null, end: BurstEnd, ways: WedgeWays): Judged | null {
  if (quick !== null) {
    const whole = noCode(burst.keys.slice(quick), quick, end, ways);
    return whole.what === 'scan' ? whole : part(burst, end);
  }
  if (!burst.intoText && end !== 'silence' && burst.keys.length >= SURELY_SCANNED)
    return noCode(burst.keys, 0, end, ways);
  return part(burst, end);
}

function noCode(sent: readonly Character[], from: number, end: BurstEnd, { suffix }: WedgeWays): Judged {
  const ended = end !== 'silence' || (sent.length >= SURELY_SCANNED && suffix === '');
  return { what: ended ? 'scan' : 'partial', text: textOf(sent), from, codeLength: null, pace: null };
}

/** Too few keys for a scan, but a reader's: outside text fields any few at a steady pace, in one only the quickest. */
function part({ keys, intoText }: Burst, end: BurstEnd): Judged | null {
  const gaps = gapsOf(keys);
  const pace = median(gaps);
  const isSteady = pace <= SLOWEST_READER && gaps.every((gap) => isQuick(gap) || isRegular(gap, pace));
  const isReaders = intoText
    ? keys.length >= PARTIAL.keys && gaps.every((gap) => gap <= PARTIAL.gap)
    : keys.length >= PARTIAL.keysElsewhere && (end !== 'silence' || isSteady);
  return isReaders ? { what: 'partial', text: textOf(keys), from: 0, codeLength: null, pace: null } : null;
}

function scanOf({ text, length, from }: Code, keys: readonly Character[], surelyReaders: boolean): Judged {
  const gaps = gapsOf(keys.slice(from));
  const pace = median(gaps);
  const steady =
    gaps.filter((gap) => isQuick(gap) || isRegular(gap, pace)).length >= gaps.length - mayStall(gaps.length + 1);
  const teaches = surelyReaders && steady && pace <= SLOWEST_READER;
  return { what: 'scan', text, from, codeLength: length, pace: teaches ? Math.max(1, pace) : null };
}

function textOf(keys: readonly Character[]): string {
  return readingsOf(keys)[0] ?? '';
}
