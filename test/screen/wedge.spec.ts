/** The keyboard wedge in Chromium: real key events under a pairwise selection of conditions (field lessons 5 to 8). */
import { expect, test } from '@playwright/test';
import { printTally, ROWS, scanAtDesks } from './wedge/counted-scans.ts';
import { printedTallyUnderX } from './wedge/x-keyboard.ts';

const SEED = 20_261_123;
const DESKS = 5;
const TIMES = 1;

test('scans under every two conditions: none lost, none wrong, none doubled, nothing recorded', async ({ browser }) => {
  test.setTimeout(240_000);
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

test('through an X server, on US, Finnish and French layouts', async () => {
  test.setTimeout(120_000);
  const tally = await printedTallyUnderX(1, SEED);
  expect(tally).toMatchObject({ sent: tally.sent, read: tally.sent, wrong: 0, doubled: 0, failures: [] });
});
