/** Small helpers for stopping what has begun. */
import type { AbortLike, Timer } from '../../src-shared/kernel/ports.ts';

/** Aborts `controller` as soon as `signal` does; gives the way to stop following it. */
export function follow(signal: AbortLike | undefined, controller: AbortController): () => void {
  if (signal === undefined) return () => {};
  const abort = (): void => controller.abort();
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return () => signal.removeEventListener('abort', abort);
}

export interface Watchdog {
  /** Starts the time anew. */
  feed(): void;
  stop(): void;
}

/** Calls `onLate` once so many milliseconds have passed without `feed` or `stop`. */
export function watchdog(timer: Timer, milliseconds: number, onLate: () => void): Watchdog {
  let current = new AbortController();
  const start = async (): Promise<void> => {
    const { signal } = current;
    await timer.sleep(milliseconds, signal);
    if (!signal.aborted) onLate();
  };
  void start();
  return {
    feed() {
      current.abort();
      current = new AbortController();
      void start();
    },
    stop: () => current.abort(),
  };
}
