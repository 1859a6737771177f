/** Work of which only so much runs at once, and only so much waits for it. */

export interface Queue {
  /** Runs the work in its turn, first come first served. */
  run<Outcome>(work: () => Promise<Outcome>): Promise<Outcome>;
  /** How much waits for its turn; null: the next would not have to. */
  waiting(): number | null;
}

/** A queue that lets `atOnce` through. */
export function makeQueue(atOnce: number): Queue {
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    async run(work) {
      if (running < atOnce) running += 1;
      // Whoever ends hands its place on: it is not free in between.
      else await new Promise<void>((resolve) => void waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
    waiting: () => (running < atOnce ? null : waiting.length),
  };
}

export interface Gate {
  /** Runs the work in its turn; `full`: too much waits already, and it is not run. */
  run<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | 'full'>;
}

/** A gate that lets `atOnce` through, first come first served, while at most `mostWaiting` wait. */
export function makeGate(atOnce: number, mostWaiting: number): Gate {
  const queue = makeQueue(atOnce);
  return {
    async run(work) {
      const waiting = queue.waiting();
      return waiting !== null && waiting >= mostWaiting ? 'full' : queue.run(work);
    },
  };
}
