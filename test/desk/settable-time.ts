/** A clock that a test sets, and timers that it lets run out. */
import type { AbortLike, Clock, Ids, Timer } from '../../src-shared/kernel/ports.ts';
import { v7 } from 'uuid';

interface Sleep {
  readonly until: number;
  readonly wake: () => void;
}

export interface SettableTime {
  readonly clock: Clock;
  readonly timer: Timer;
  /** Ids with the time of this clock or, where it was set back, of the latest id. */
  idsOf(clock: Clock): Ids;
  /** Moves the clock on and wakes what has slept long enough, in order; what they set off has run when it resolves. */
  advance(milliseconds: number): Promise<void>;
  /** Moves the clock alone. */
  set(instant: string): void;
}

/** Time that begins at `instant` (ISO 8601) and stands still until it is moved. */
export function settableTime(instant: string): SettableTime {
  let now = Date.parse(instant);
  let sleeps: Sleep[] = [];
  let count = 0;
  let latest = 0;
  return {
    clock: { now: () => now },
    idsOf: (clock) => ({
      next() {
        count += 1;
        latest = Math.max(latest, clock.now());
        return v7({ msecs: latest, seq: count });
      },
    }),
    timer: {
      sleep(milliseconds, signal?: AbortLike) {
        return new Promise((resolve) => {
          if (signal?.aborted === true) return resolve();
          const sleep: Sleep = { until: now + milliseconds, wake: resolve };
          sleeps.push(sleep);
          signal?.addEventListener('abort', () => {
            sleeps = sleeps.filter((other) => other !== sleep);
            resolve();
          });
        });
      },
    },
    async advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const due = sleeps.filter(({ until }) => until <= end).toSorted((a, b) => a.until - b.until)[0];
        if (due === undefined) break;
        sleeps = sleeps.filter((other) => other !== due);
        now = Math.max(now, due.until);
        due.wake();
        await settled();
      }
      now = end;
      await settled();
    },
    set(at) {
      now = Date.parse(at);
    },
  };
}

/** Resolves when all that was set off in this turn has run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
