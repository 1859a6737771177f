/** Busy desks at once: what they confirmed is there once, no cap is oversold, and nobody who follows a feed misses anything. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliver } from '../../src-registry/services/delivery/deliver.ts';
import { call } from './helpers/call.ts';
import { checkConsistency } from './helpers/consistency.ts';
import { enrolDesk } from './helpers/desk.ts';
import { putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, settableClock, startTestRegistry } from './helpers/registry.ts';

let registry: Awaited<ReturnType<typeof startTestRegistry>>;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
});
afterAll(() => registry.close());

test('CAP-7, CAP-9, USE-1: with parallel desks every moment adds up, and feeds and counts end with the database’s state', async () => {
  // A longer run of the same: test/full/consistency.test.ts.
  const seen = await checkConsistency(registry, { clients: 4, operations: 250, seed: 20_261_009 });
  expect(Math.min(seen.samples, seen.pages, seen.acquisitions, seen.grants, seen.shared)).toBeGreaterThan(10);
}, 120_000);

test('a follower of the feed of uses misses no commit of parallel writers that commit late', async () => {
  const writers = await Promise.all(
    Array.from({ length: 6 }, async (_, index) => {
      const desk = await enrolDesk(registry.url, 'teatteri', `Kassa ${index}`);
      const { id } = await putPerformance(registry, {});
      return { desk, sales: Array.from({ length: 5 }, () => desk.sale({ performanceId: id, code: 'A045198723' })) };
    }),
  );
  const reader = await enrolDesk(registry.url, 'teatteri', 'Lukija');
  const read = (after?: string) => call(registry.url, 'uses', { token: reader.token, query: { after, limit: 2 } });
  /** Transactions that have written and are held open. */
  const held: (() => void)[] = [];
  const { database, context } = registry.services;
  let open = writers.length;
  const writing = writers.map(async ({ desk, sales }) => {
    const { deskId: id, deskName: name, site } = desk.enrolment;
    for (const sale of sales) {
      await database.transaction(async (tx) => {
        const delivered = await deliver(tx, context, { id, name, site }, { epoch: desk.epoch, items: [sale] });
        await new Promise<void>((resolve) => held.push(resolve));
        return delivered;
      });
    }
    open -= 1;
  });
  const seen = new Set<string>();
  let cursor: string | undefined;
  for (let isLast = false; !isLast;) {
    isLast = open === 0;
    // One page is read while a writer holds its transaction open; only then may it commit.
    const page = await read(cursor);
    for (const { acquisitionId } of page.changes) seen.add(acquisitionId);
    ({ cursor } = page);
    if (page.more) isLast = false;
    held.shift()?.();
  }
  await Promise.all(writing);
  const sold = writers.flatMap(({ sales }) => sales.map(({ event }) => event.acquisitionId));
  expect(sold.filter((id) => !seen.has(id))).toEqual([]);
});
