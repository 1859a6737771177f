/** A node and PostgreSQL killed under load, three times; a hundred times in test/full. */
import { expect, test } from 'vitest';
import { checkOutcome } from './helpers/kill-checks.ts';
import { killUnderLoad } from './helpers/kill-world.ts';

test('three kills under load: nothing that was answered is missing, nothing is doubled', async () => {
  const outcome = await killUnderLoad({ seed: 20_261_109, kills: 3 });
  expect(await checkOutcome(outcome)).toMatch(/none missing, none doubled$/);
  await outcome.server.remove();
}, 300_000);
