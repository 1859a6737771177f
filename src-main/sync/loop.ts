/** The shape that every direction of the sync shares: a round, then a pause; a failure of one stops no other (field lesson 14). */
import type { AbortLike, Random, Timer } from '../../src-shared/kernel/ports.ts';
import type { CodedError } from '../../src-shared/kernel/result.ts';
import { deskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { follow } from './abort.ts';
import { backoff, jittered } from './backoff.ts';

export interface Turn {
  readonly signal: AbortLike;
  /** Something was brought to its end: a failure after it is the first in a row. */
  progress(): void;
}

/**
 * Does what there is to do. Gives null when all is done, else why not. What it throws is a bug, but for an error whose
 * message is a code of the desk's: a disk that refuses, on the other side of the desk's port.
 */
export type Round = (turn: Turn) => Promise<CodedError | null>;

export interface LoopOptions {
  readonly round: Round;
  /** Milliseconds until the next round, should nothing wake the loop. */
  readonly beat: () => number;
  readonly longestBackoff: number;
  /** Whether it has anything to do now: a revoked desk only delivers. */
  readonly enabled: () => boolean;
  readonly timer: Timer;
  readonly random: Random;
  /** Hears what each round came to, null when it went well. */
  readonly onOutcome: (failure: CodedError | null) => void;
  /** Hears of what a round threw. */
  readonly onBug: (error: unknown) => void;
}

export interface Loop {
  /** Runs until the signal aborts; never rejects. */
  run(signal: AbortLike): Promise<void>;
  /** There is something to do: begin a round now, or another one after the present one. Cuts no backoff short. */
  wake(): void;
  /** The network came back: a failed loop tries again at once. */
  recover(): void;
}

/** What a bug is shown as. */
export const FAILED: CodedError = { code: 'sync.failed', parameters: {} };

/** Makes a loop; `run` starts it. */
export function createLoop(options: LoopOptions): Loop {
  const { round, timer, random } = options;
  let failures = 0;
  let state: 'working' | 'idle' | 'backing-off' = 'idle';
  let woken = false;
  let recovered = false;
  let pause = new AbortController();

  function progress(): void {
    failures = 0;
  }

  async function work(signal: AbortLike): Promise<CodedError | null> {
    try {
      return await round({ signal, progress });
    } catch (error) {
      const code = deskErrorCode.safeParse(error instanceof Error ? error.message : null);
      if (code.success) return { code: code.data, parameters: {} };
      if (!signal.aborted) options.onBug(error);
      return FAILED;
    }
  }

  async function rest(milliseconds: number, signal: AbortLike): Promise<void> {
    pause = new AbortController();
    const unfollow = follow(signal, pause);
    await timer.sleep(milliseconds, pause.signal);
    unfollow();
  }

  return {
    async run(signal) {
      while (!signal.aborted) {
        woken = false;
        recovered = false;
        state = 'working';
        const enabled = options.enabled();
        const failure = enabled ? await work(signal) : null;
        if (signal.aborted) return;
        if (failure === null) {
          failures = 0;
          if (enabled) options.onOutcome(null);
          state = 'idle';
          if (!woken) await rest(jittered(options.beat(), random), signal);
        } else {
          failures += 1;
          options.onOutcome(failure);
          state = 'backing-off';
          if (!recovered) await rest(backoff(failures, options.longestBackoff, random), signal);
        }
      }
    },
    wake() {
      woken = true;
      if (state === 'idle') pause.abort();
    },
    recover() {
      recovered = true;
      if (state === 'backing-off') pause.abort();
    },
  };
}
