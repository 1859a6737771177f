/** Looks again and again what is plugged in at one bus. */
import type { Clock, Timer } from '../../src-shared/kernel/ports.ts';
import { doubling } from './backoff.ts';
import type { Bus, FoundDevice } from './ports.ts';

/** A device that is plugged in is seen within so many milliseconds. */
const LOOK_EVERY = 1_000;
/** Looks are not closer together than this, however often somebody asks for one. */
const BETWEEN_LOOKS = 250;
const LONGEST_PAUSE = 10_000;
/** A pause that took so many milliseconds longer than it should have: the machine slept, or its clock was set. */
const SLEPT_IN_PAUSE = 3_000;
/** A look that took so many: the machine slept. A slow bus, which is no reason to open anything anew, takes less. */
const SLEPT_IN_LOOK = 10_000;

export interface BusWatch {
  /** Looks as soon as may be: a device has closed. */
  hurry(): void;
  stop(): void;
}

export interface BusWatchPorts {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly timer: Timer;
  /** `hasSlept`: since the last look the machine has, so that what is open may be dead without a word. */
  onLook(found: readonly FoundDevice[], hasSlept: boolean): void;
  /** The bus cannot tell, for the first time or again after it could. */
  onTrouble(error: unknown): void;
}

/** Begins at once. A bus that cannot be listed is tried again after 1, 2, 4, 8, then every 10 seconds. */
export function watchBus({ bus, clock, timer, onLook, onTrouble }: BusWatchPorts): BusWatch {
  const ending = new AbortController();
  let hurried = new AbortController();

  async function watch(): Promise<void> {
    let failures = 0;
    let hasSlept = false;
    while (!ending.signal.aborted) {
      hurried = new AbortController();
      const since = clock.now();
      const found = await look(failures === 0);
      if (clock.now() - since > SLEPT_IN_LOOK) hasSlept = true;
      if (ending.signal.aborted) return;
      failures = found === null ? failures + 1 : 0;
      if (found !== null) {
        onLook(found, hasSlept);
        hasSlept = false;
      }
      hasSlept = (await pause(failures)) || hasSlept;
    }
  }

  async function look(tellsTrouble: boolean): Promise<FoundDevice[] | null> {
    try {
      return await bus.list();
    } catch (error) {
      if (tellsTrouble && !ending.signal.aborted) onTrouble(error);
      return null;
    }
  }

  /** True where the clock went on for much longer than the pause. */
  async function pause(failures: number): Promise<boolean> {
    const length = failures === 0 ? LOOK_EVERY : doubling(failures, LOOK_EVERY, LONGEST_PAUSE);
    const since = clock.now();
    await timer.sleep(BETWEEN_LOOKS, ending.signal);
    await timer.sleep(length - BETWEEN_LOOKS, hurried.signal);
    return clock.now() - since > length + SLEPT_IN_PAUSE;
  }

  void watch();
  return {
    hurry: () => hurried.abort(),
    stop() {
      ending.abort();
      hurried.abort();
    },
  };
}
