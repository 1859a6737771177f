/** Nodes and PostgreSQL killed a hundred times under load. Minutes long: npm run test:full. */
import { test } from 'vitest';
import { checkOutcome } from '../registry/helpers/kill-checks.ts';
import { killUnderLoad } from '../registry/helpers/kill-world.ts';

const TWENTY_MINUTES = 1_200_000;

test(
  'a hundred kills under load: nothing that was answered is missing, nothing is doubled, pool arithmetic is exact',
  async () => {
    const outcome = await killUnderLoad({ seed: 4, kills: 100 });
    process.stdout.write(`${await checkOutcome(outcome)}\n`);
    await outcome.server.remove();
  },
  TWENTY_MINUTES,
);
