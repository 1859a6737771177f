/** A real sale for each reason code that the hour brings. */
import { test } from '@playwright/test';
import { end } from './reasons.ts';
import { LATE } from './reasons-late.ts';

test.describe('late', () => {
  test.afterEach(end);
  for (const [code, scenario] of Object.entries(LATE)) {
    test(code, ({ page }) => {
      test.setTimeout(180_000);
      return scenario(page);
    });
  }
});
