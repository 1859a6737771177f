/** Time that passes only when a test says so. */
import type { AbortLike, Clock, Timer } from '../../src-shared/kernel/ports.ts';

interface Sleeper {
  readonly wakesAt: number;
  readonly wake: () => void;
}

export class VirtualTime implements Clock, Timer {
  #now = Date.parse('2026-06-01T12:00:00Z');
  #sleepers = new Set<Sleeper>();

  now(): number {
    return this.#now;
  }

  sleep(milliseconds: number, signal?: AbortLike): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { wakesAt: this.#now + milliseconds, wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }

  /** Lets so much time pass; whoever sleeps wakes in order, and `settle` lets what follows happen before the next one. */
  async pass(milliseconds: number, settle: () => Promise<void> = turn): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settle();
      const next = this.#next();
      if (next === null || next.wakesAt > end) break;
      this.#now = Math.max(this.#now, next.wakesAt);
      next.wake();
    }
    this.#now = end;
  }

  #next(): Sleeper | null {
    let next: Sleeper | null = null;
    for (const sleeper of this.#sleepers) {
      if (next === null || sleeper.wakesAt < next.wakesAt) next = sleeper;
    }
    return next;
  }
}

/** Lets all that is ready run: promises first, then one round of the event loop. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
