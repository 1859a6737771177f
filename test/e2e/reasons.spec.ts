/** A real sale for each reason code: real keys in Chromium, the desk's and the registry's programs, PostgreSQL. */
import { expect, test } from '@playwright/test';
import { REASON_CODES } from '../../src-shared/acquisition/reasons.ts';
import { AGENT, at, begin, end, OTHER_AGENT, THEATRE, world } from './reasons.ts';
import { BY_DAY } from './reasons-by-day.ts';
import { LATE } from './reasons-late.ts';
import { WITH_A_STALE_LIST } from './reasons-stale-list.ts';
import { takeAllBack } from './world.ts';

test.describe('by day', () => {
  test.beforeAll(async () => {
    await begin([AGENT, OTHER_AGENT, THEATRE], at('10:00'));
  });
  test.afterEach(async () => {
    for (const desk of world().desks) await takeAllBack(desk);
  });
  test.afterAll(end);
  for (const [code, scenario] of Object.entries(BY_DAY)) test(code, ({ page }) => scenario(page));
});

test('every reason code has its sale', () => {
  const shown = Object.keys({ ...BY_DAY, ...WITH_A_STALE_LIST, ...LATE });
  expect(shown.toSorted()).toEqual([...REASON_CODES].toSorted());
});
