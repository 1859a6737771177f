/** A thousand wedge scans in Chromium: collected by npm run test:full alone. */
import { expect, test } from '@playwright/test';
import { printTally, ROWS, scanAtDesks } from './wedge/counted-scans.ts';
import { printedTallyUnderX } from './wedge/x-keyboard.ts';

const SEED = 20_261_124;
const DESKS = 5;
const TIMES = 30;
const TIMES_UNDER_X = 15;

test('900 scans under every two conditions: none lost, none wrong, none doubled', async ({ browser }) => {
  test.setTimeout(1_200_000);
  const tally = await scanAtDesks(browser, DESKS, TIMES, SEED);
  printTally('wedge, headless Chromium, pairwise', tally);
  expect(tally).toMatchObject({
    sent: ROWS.length * TIMES,
    read: ROWS.length * TIMES,
    wrong: 0,
    doubled: 0,
    failures: [],
  });
});

test('and 120 more through an X server: none lost, none wrong, none doubled', async () => {
  test.setTimeout(900_000);
  const tally = await printedTallyUnderX(TIMES_UNDER_X, SEED);
  expect(tally).toMatchObject({ sent: tally.sent, read: tally.sent, wrong: 0, doubled: 0, failures: [] });
});
