/** What a desk learns of its readers in keyboard mode: their pace, whether they send Enter or Tab, the codes' length. */

/** Whether the readers at this desk send Enter or Tab after a code, as far as was seen. */
export type Endings = 'unknown' | 'sent' | 'never';

/** What is worth remembering from one start to the next. */
export interface Learnt {
  /** The longest usual gap between keys, in milliseconds; null: not known yet. */
  readonly paceMilliseconds: number | null;
  readonly ending: Endings;
}

export interface Learning {
  /** The paces of the latest scans, in milliseconds a key, the newest last. */
  readonly paces: readonly number[];
  /** The lengths of the latest codes, the newest last. */
  readonly lengths: readonly number[];
  readonly ending: Endings;
  /** Scans in a row that nothing ended. */
  readonly unended: number;
}

/** So many scans teach a pace or a length, and so many in a row that nothing ends them. */
const ENOUGH = 3;
const ENOUGH_UNENDED = 5;

const MOST_PACES = 30;
const MOST_LENGTHS = 8;

/** The length of the codes that are known from cards: presumed until a desk has learnt its own. */
const PRESUMED_LENGTH = 10;

/** A pace counts as another, and is kept anew, if it differs by more than this share, and by more milliseconds. */
const NOTABLE = { share: 0.25, milliseconds: 5 } as const;

/** Begins with what was remembered. */
export function beginLearning({ paceMilliseconds, ending }: Learnt): Learning {
  const paces = paceMilliseconds === null ? [] : Array.from({ length: ENOUGH }, () => paceMilliseconds);
  return { paces, lengths: [], ending, unended: 0 };
}

/** What is to be remembered: the pace that at least three of the latest scans had or exceeded, so that the slower of two readers is not forgotten. */
export function learntOf({ paces, ending }: Learning): Learnt {
  const slowest = paces.toSorted((first, second) => second - first)[ENOUGH - 1];
  return { paceMilliseconds: slowest === undefined ? null : Math.max(1, Math.round(slowest)), ending };
}

/** Takes a code's length, and its pace in milliseconds a key; null where the pace may be a person's. */
export function learnCode(learning: Learning, length: number, pace: number | null): Learning {
  return {
    ...learning,
    lengths: [...learning.lengths, length].slice(-MOST_LENGTHS),
    paces: pace === null ? learning.paces : [...learning.paces, pace].slice(-MOST_PACES),
  };
}

/** A scan was ended by Enter or Tab, or by nothing. Readers may be late, and there may be several: that nothing comes is believed only after a while. */
export function learnEnding(learning: Learning, ending: 'sent' | 'never'): Learning {
  if (ending === 'sent') return { ...learning, ending, unended: 0 };
  const unended = learning.unended + 1;
  return { ...learning, unended, ending: unended >= ENOUGH_UNENDED ? 'never' : learning.ending };
}

/** The length that this desk's codes have, and whether that was learnt or is presumed. */
export function usualLength({ lengths }: Learning): { readonly length: number; readonly learnt: boolean } {
  const latest = lengths.at(-1);
  const learnt = latest !== undefined && lengths.filter((length) => length === latest).length >= ENOUGH;
  return learnt ? { length: latest, learnt } : { length: PRESUMED_LENGTH, learnt };
}

/** Whether what was learnt differs so much from what is remembered that it is worth remembering anew. */
export function isNotable(remembered: Learnt, learnt: Learnt): boolean {
  if (learnt.ending !== remembered.ending) return true;
  const [before, now] = [remembered.paceMilliseconds, learnt.paceMilliseconds];
  if (before === null || now === null) return now !== null;
  const difference = Math.abs(now - before);
  return difference > NOTABLE.milliseconds && difference > before * NOTABLE.share;
}
