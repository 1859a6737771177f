/** 8 parallel desks, 10,000 operations each: many minutes long. What is checked stands in test/registry/helpers/consistency.ts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkConsistency } from '../registry/helpers/consistency.ts';
import { FRIDAY_NOON, settableClock, startTestRegistry } from '../registry/helpers/registry.ts';

const AN_HOUR = 3_600_000;
let registry: Awaited<ReturnType<typeof startTestRegistry>>;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
});
afterAll(() => registry.close());

test(
  'CAP-7, CAP-9, USE-1: 8 clients × 10,000 operations: every moment adds up, every acquisition is there once',
  async () => {
    const seen = await checkConsistency(registry, { clients: 8, operations: 10_000, seed: 20_261_122 });
    process.stdout.write(`Consistency: ${JSON.stringify(seen)}\n`);
    expect(Math.min(seen.samples, seen.shared)).toBeGreaterThan(100);
  },
  AN_HOUR,
);
