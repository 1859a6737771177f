/** The gate that password checks of strangers go through. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeGate } from '../../src-registry/services/gate.ts';

test('never more than so many run at once, in their order; what comes when too many wait is not run', async () => {
  const scheduled = fc.record({ works: fc.nat(30), atOnce: fc.integer({ min: 1, max: 4 }), mostWaiting: fc.nat(10) });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), scheduled, async (scheduler, { works, atOnce, mostWaiting }) => {
      const gate = makeGate(atOnce, mostWaiting);
      const started: number[] = [];
      let running = 0;
      let most = 0;
      const outcomes = Array.from({ length: works }, (_, number) =>
        gate.run(async () => {
          started.push(number);
          running += 1;
          most = Math.max(most, running);
          await scheduler.schedule(Promise.resolve());
          running -= 1;
          return number;
        }),
      );
      await scheduler.waitFor(Promise.all(outcomes));
      const fitting = Math.min(works, atOnce + mostWaiting);
      expect(most).toBe(Math.min(works, atOnce));
      expect(started).toEqual(Array.from({ length: fitting }, (_, number) => number));
      const all = await Promise.all(outcomes);
      expect(all.slice(fitting).every((outcome) => outcome === 'full')).toBe(true);
      expect(all.slice(0, fitting)).toEqual(started);
      // It is free again.
      expect(await gate.run(async () => 'through')).toBe('through');
    }),
    { seed: 4, numRuns: 200 },
  );
});

test('work that fails gives its place on', async () => {
  const gate = makeGate(1, 1);
  const failing = gate.run(() => Promise.reject(new Error('broken')));
  const waiting = gate.run(async () => 'through');
  await expect(failing).rejects.toThrow('broken');
  expect(await waiting).toBe('through');
});
