/** Work of which only so much runs at once, and only so much waits for it. */

export interface Gate {
  /** Runs the work in its turn; `full`: too much waits already, and it is not run. */
  run<Outcome>(work: () => Promise<Outcome>): Promise<Outcome | 'full'>;
}

/** A gate that lets `atOnce` through, first come first served, while at most `mostWaiting` wait. */
export function makeGate(atOnce: number, mostWaiting: number): Gate {
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    async run(work) {
      if (running < atOnce) running += 1;
      else if (waiting.length >= mostWaiting) return 'full';
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
  };
}
