/** The ports of src-shared/kernel/ports.ts on a real machine. */
import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Clock, Ids, Random, Timer } from '../src-shared/kernel/ports.ts';

/** The machine's clock. */
export const machineClock: Clock = { now: () => Date.now() };

/** A clock that shows `instant` (milliseconds) now and runs on from there. */
export function clockFrom(instant: number): Clock {
  const offset = instant - Date.now();
  return { now: () => Date.now() + offset };
}

/** Random bytes of the operating system. */
export const machineRandom: Random = { bytes: (count) => randomBytes(count) };

/** UUIDv7 ids that carry the given clock's time. */
export function timedIds(clock: Clock): Ids {
  return { next: () => v7({ msecs: clock.now() }) };
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
