/** What a burst was: a scan, part of one, or a person's typing; and where in it the scan began. */
import { isPersons, type Burst, type Character } from './burst.ts';
import {
  afterPrefix,
  codeIn,
  quickStart,
  SLOWEST_READER,
  type BurstEnd,
  type Code,
  type WedgeWays,
} from './code-in-burst.ts';
import { gapsOf, isQuick, isRegular, mayStall, median } from './gaps.ts';
import { readingsOf, usCharacter } from './wedge-layout.ts';
import { usualLength, type Learning } from './wedge-learning.ts';

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

/** Nobody types so many characters in a row at a reader's pace: even if they are no code, they were scanned. */
const SURELY_SCANNED = 6;

/** In a text field so many keys, at most so many milliseconds apart, are a reader's even if they are no code. */
const PARTIAL = { keys: 5, gap: 30, keysElsewhere: 3 } as const;

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
  const unfinished =
    code.isCut ||
    (end === 'silence' &&
      (ways.suffix !== '' || (learning.ending === 'sent' && usual.learnt && code.length < usual.length)));
  const sent = keys.slice(code.from);
  // What a person typed before it in the same field may reach into it, and a few keys may be rolled.
  if (intoText && unfinished && (quick === null || (code.from > 0 && !isSurelyScanned(sent)))) return null;
  if (intoText && sent.length < SURELY_SCANNED && code.length !== usual.length) return null;
  return {
    ...scanOf(code, keys, !intoText || quick !== null || end === 'suffix'),
    what: unfinished ? 'partial' : 'scan',
  };
}

/** A reader's keys that are no code are handed on and judged malformed, never dropped, unless they are too few. */
function notACode(burst: Burst, quick: number | null, end: BurstEnd, ways: WedgeWays): Judged | null {
  const { keys, intoText } = burst;
  if (quick !== null && (!intoText || isSurelyScanned(keys.slice(quick)))) {
    const whole = noCode(keys.slice(quick), quick, end, ways);
    return whole.what === 'scan' ? whole : part(burst, end);
  }
  if (!intoText && end !== 'silence' && keys.length >= SURELY_SCANNED) return noCode(keys, 0, end, ways);
  return part(burst, end);
}

/** Whether so many of the last keys came without a stall that nobody can have typed them. */
function isSurelyScanned(keys: readonly Character[]): boolean {
  return keys.length >= SURELY_SCANNED && gapsOf(keys.slice(-SURELY_SCANNED)).every(isQuick);
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

/** What no one layout makes a text of is told key by key. */
function textOf(keys: readonly Character[]): string {
  return readingsOf(keys)[0] ?? keys.map((key) => key.text ?? usCharacter(key)).join('');
}
