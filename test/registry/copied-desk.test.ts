/** Two desks on copies of one disk: the registry notices, and each goes on in an epoch of its own (decision 3). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeskState } from '../../src-shared/desk-api/state.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { realDesk, skippingClock, type RealDesk } from './helpers/real-desk.ts';
import { FRIDAY_NOON, rows, startTestRegistry } from './helpers/registry.ts';

const CODES = ['A045198723', 'A100000001', 'AM99000123'];
const clock = skippingClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
beforeAll(async () => {
  registry = await startTestRegistry(clock);
});
afterAll(() => registry.close());

/** Whether each epoch is frozen, in the order of their beginnings. */
async function frozenEpochs(): Promise<boolean[]> {
  const found = await rows<{ frozen: boolean }>(
    registry.database.url,
    'SELECT frozen_at IS NOT NULL AS frozen FROM epochs ORDER BY number',
  );
  return found.map(({ frozen }) => frozen);
}

/** In how many epochs that are not frozen places are held. */
async function holding(): Promise<number> {
  const found = await rows(
    registry.database.url,
    'SELECT FROM leases JOIN epochs ON epochs.id = epoch_id WHERE frozen_at IS NULL AND granted > 0',
  );
  return found.length;
}

/** Lets desks ask what the registry knows of them, as they do now and then. */
async function askAnew(desks: readonly RealDesk[]): Promise<void> {
  for (const desk of desks) {
    await desk.stop();
    desk.start();
  }
}

test('after the fork both have places and sell on, and neither takes the other’s epoch away', async () => {
  const { id: capped } = await putPerformance(registry, { cap: capOf(60) });
  const { id: free } = await putPerformance(registry, { kind: 'day-admission', startsAt: null });
  const isOffered = ({ performances, sync }: DeskState): boolean =>
    sync.cards.state === 'ready' && performances.some(({ performance }) => performance.id === capped);
  const original = await realDesk(registry.url, 'teatteri', 'Kassa', clock);
  await original.until(isOffered);
  await original.stop();
  const copy = await original.copy();
  const both: RealDesk[] = [original, copy];
  for (const [index, desk] of both.entries()) {
    await desk.pick(free);
    await desk.sell(CODES[index]!);
  }
  original.start();
  for (const desk of both) await desk.until(({ sync }) => sync.waiting === 0);
  await askAnew(both);
  while ((await frozenEpochs()).length < 3);

  for (const desk of both) await desk.pick(capped);
  while ((await holding()) < 2);
  for (const code of CODES) {
    await askAnew(both);
    for (const desk of both) {
      await desk.pick(free);
      await desk.sell(code);
      await desk.until(({ sync }) => sync.waiting === 0);
    }
  }
  expect(await frozenEpochs()).toEqual([true, false, false]);
  for (const desk of both) await desk.close();
}, 60_000);
