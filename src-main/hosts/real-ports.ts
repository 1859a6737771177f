/** The ports of src-shared/kernel/ports.ts on a real machine. */
import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Clock, Ids, Random, Timer } from '../../src-shared/kernel/ports.ts';

/** The machine's clock, moved by `offsetMilliseconds` (0 but in tests and demonstrations). */
export function machineClock(offsetMilliseconds: number): Clock {
  return { now: () => Date.now() + offsetMilliseconds };
}

/** Random bytes of the operating system. */
export const machineRandom: Random = { bytes: (count) => randomBytes(count) };

/** UUIDv7 ids with the given clock's time; they rise within one millisecond, and where the clock is set back. */
export function timedIds(clock: Clock): Ids {
  let last = 0;
  let counter = 0;
  return {
    next() {
      const now = Math.max(last, clock.now());
      counter = now === last ? counter + 1 : randomBytes(2).readUInt16BE();
      last = now;
      return v7({ msecs: now, seq: counter });
    },
  };
}

/** Node's timers. */
export const machineTimer: Timer = {
  sleep(milliseconds, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const finish = (): void => {
        clearTimeout(timeout);
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const timeout = setTimeout(finish, milliseconds);
      signal?.addEventListener('abort', finish, { once: true });
    });
  },
};
