/** 1,000 days at a desk with a keyboard wedge, ten scans each: none lost, none doubled, none wrong, none from typing. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { days, play, printTallies, SCANS_A_DAY, type Tally } from './wedge-days.ts';

/** To replay a failure, add the `path` that it prints. */
const SEED = 20_261_123;
const DAYS = 1_000;

test('every scan is found once, nothing else is, what was typed stays, no late Enter presses anything', () => {
  const tallies = new Map<string, Tally>();
  fc.assert(
    fc.property(days, (day) => play(day, tallies)),
    { seed: SEED, numRuns: DAYS },
  );
  printTallies(tallies);
  expect(tallies.get('all')).toEqual({ sent: DAYS * SCANS_A_DAY, read: DAYS * SCANS_A_DAY, wrong: 0, doubled: 0 });
}, 300_000);
