/** Enter and Tab after a scan: whose they are, the reader's or a person's. */
import { isPersons, type Burst } from './burst.ts';
import { gapsOf, isQuick, median } from './gaps.ts';
import type { Learning } from './wedge-learning.ts';

/** Until `until`, in milliseconds, an Enter or Tab belongs to what ended without one. `afterOwn`: the readers' own suffix ended it. */
export interface Due {
  readonly until: number;
  readonly afterOwn: boolean;
}

/**
 * So long after a scan's last character, in milliseconds, Enter or Tab still counts as its suffix: what silence ended is
 * handed on after 600, and nobody acts on what they see within another 250.
 */
export const LATE_SUFFIX = 850;

/** The same once readers are known to send it always, and where their own suffix ends every scan and nothing comes after it. */
const LATE_SUFFIX_SENT = 1_000;
const LATE_SUFFIX_AFTER_OWN = 250;

/** So soon after a suffix, in milliseconds, nobody acts on what they see: another Enter or Tab is the reader's (CR LF). */
const SOONEST_PERSON = 100;

/** At the pace of a slow reader it may come later, after so many times its pace. */
const SUFFIX_PATIENCE = 2;

/** Until when Enter or Tab may still come after what ended at `time`, in milliseconds, without one. */
export function dueAfter(time: number, { ending }: Learning, afterOwn: boolean): Due {
  if (ending === 'sent') return { until: time + LATE_SUFFIX_SENT, afterOwn };
  return { until: time + (ending === 'never' && afterOwn ? LATE_SUFFIX_AFTER_OWN : LATE_SUFFIX), afterOwn };
}

/** Until when, in milliseconds, a further Enter or Tab is part of the suffix that came at `time`. */
export function suffixLastsUntil(time: number, burst: Burst | null, learning: Learning): number {
  const pace = burst === null ? learning.paces.at(-1) : median(gapsOf(burst.keys));
  return time + Math.max(SOONEST_PERSON, SUFFIX_PATIENCE * (pace ?? 0));
}

/** Two keys and the ending at a reader's pace: nothing that a person presses at a button. */
export function isFewOfReader({ keys, lastAt }: Burst, time: number): boolean {
  return keys.length > 1 && !isPersons(keys) && [...gapsOf(keys), time - lastAt].every(isQuick);
}
