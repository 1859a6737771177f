/** The desk's clock, set right by the registry's: a machine that is a day wrong is right in Helsinki days (field lesson 19). */
import type { Clock } from '../../src-shared/kernel/ports.ts';

/** A difference up to this many milliseconds is left as it is. */
const TOLERATED = 5_000;

/** A correction is changed by more than the measuring's own trembling only. */
const TREMBLING = 1_000;

export interface CorrectedClock extends Clock {
  /** Takes the machine's clock minus the registry's, in milliseconds. True where the time changes by it. */
  correct(skewMilliseconds: number): boolean;
}

/** Makes the clock over the machine's; `skewMilliseconds` as last known, null: not known. */
export function correctedClock(machine: Clock, skewMilliseconds: number | null): CorrectedClock {
  let correction = correctionFor(skewMilliseconds ?? 0);
  return {
    now: () => machine.now() - correction,
    correct(skew) {
      const next = correctionFor(skew);
      if (Math.abs(next - correction) <= TREMBLING) return false;
      correction = next;
      return true;
    },
  };
}

function correctionFor(skewMilliseconds: number): number {
  return Math.abs(skewMilliseconds) > TOLERATED ? skewMilliseconds : 0;
}
