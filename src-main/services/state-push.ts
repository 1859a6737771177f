/** Hands the whole state to the screens after every change; changes of one turn become one push. */
import type { DeskState } from '../../src-shared/desk-api/state.ts';

export interface StatePush {
  /** Something changed. */
  changed(): void;
  /** Runs `work` once the screens have what is true now: for writes that a verdict must not wait for. */
  afterwards(work: () => void): void;
  /** Hands on the state now and after every change; gives the way to stop. */
  onState(listener: (state: DeskState) => void): () => void;
  /** No more pushes; what was to run afterwards runs now. */
  close(): void;
}

/** Makes the push; `read` gives the present state, `onBug` hears of a listener or a later work that threw. */
export function createStatePush(read: () => DeskState, onBug: (error: unknown) => void): StatePush {
  const listeners = new Set<(state: DeskState) => void>();
  let later: (() => void)[] = [];
  let scheduled = false;
  let closed = false;

  function guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      onBug(error);
    }
  }

  function runLater(): void {
    const works = later;
    later = [];
    for (const work of works) guarded(work);
  }

  function flush(): void {
    scheduled = false;
    if (closed) return;
    guarded(() => {
      if (listeners.size === 0) return;
      const state = read();
      for (const listener of listeners) guarded(() => listener(state));
    });
    runLater();
  }

  function changed(): void {
    if (scheduled || closed) return;
    scheduled = true;
    queueMicrotask(flush);
  }

  return {
    changed,
    afterwards(work) {
      later.push(work);
      changed();
    },
    onState(listener) {
      listeners.add(listener);
      guarded(() => listener(read()));
      return () => void listeners.delete(listener);
    },
    close() {
      closed = true;
      listeners.clear();
      runLater();
    },
  };
}
