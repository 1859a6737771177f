/** The latest acquisitions of a performance: taking back with a reason, correcting children (CAP-9, CHILD-3). */
import type { Counter } from './counter.ts';
import { expect, test } from './counter.ts';

async function sell({ page, verdict, scan }: Counter, code: string): Promise<void> {
  await scan(code, 'Enter');
  await expect(verdict).toHaveAttribute('data-verdict', 'accept');
  await page.keyboard.press('Enter');
  await expect(verdict).toHaveCount(0);
}

test('a ticket before the last is taken back with a reason, with the keyboard alone (CAP-9)', async ({ counter }) => {
  const { page, desk } = counter;
  await sell(counter, 'A045198723');
  await sell(counter, 'A100000001');
  await page.keyboard.press('F9');
  const rows = page.locator('[data-row]');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('…0001');
  await expect(rows.nth(1)).toContainText('Handed over 18:20');
  await rows.nth(1).locator('[data-action="undo-row"]').focus();
  await page.keyboard.press('Enter');
  await expect(rows.nth(1).locator('[data-why]')).toHaveCount(3);
  // A second Enter presses nothing: the reason has to be chosen.
  await page.keyboard.press('Enter');
  expect(desk.requests.filter(({ command }) => command === 'desk.undo')).toHaveLength(0);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(rows.nth(1)).toHaveAttribute('data-row-state', 'voided');
  await expect(rows.nth(1).locator('button')).toHaveCount(0);
  expect(desk.requests.find(({ command }) => command === 'desk.undo')?.payload).toMatchObject({ why: 'customer' });
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-panel]')).toHaveCount(0);
  await expect(page.locator('[data-recorded]')).toHaveAttribute('data-state', 'redeemed');
});

test('the number of children is corrected; what cannot be is told in the panel (CHILD-3)', async ({ counter }) => {
  const { page, desk } = counter;
  await sell(counter, 'A045198723');
  await page.locator('[data-action="recent"]').click();
  const row = page.locator('[data-row]');
  await row.locator('[data-action="correct"]').click();
  await row.locator('[data-action="more"]').click();
  await row.locator('[data-action="more"]').click();
  await row.locator('[data-action="save-children"]').click();
  await expect(row).toContainText('1 adult, 2 children');
  expect(desk.requests.find(({ command }) => command === 'desk.correct')?.payload).toMatchObject({ children: 2 });
  await row.locator('[data-action="correct"]').click();
  for (let press = 0; press < 4; press += 1) await row.locator('[data-action="more"]').click();
  await row.locator('[data-action="save-children"]').click();
  await expect(page.locator('[data-panel] [data-error="desk.cannot-correct"]')).toBeVisible();
  await expect(row).toContainText('1 adult, 2 children');
  await row.locator('[data-action="keep-row"]').click();
  await expect(row.locator('[data-action="correct"]')).toBeVisible();
});

test('a scan closes the panel and is judged; Escape closes the panel and not the verdict', async ({ counter }) => {
  const { page, verdict } = counter;
  await page.locator('[data-action="recent"]').click();
  await expect(page.locator('[data-panel="recent"]')).toContainText('Nothing has been recorded here');
  await counter.scan('A045198723', 'Enter');
  await expect(page.locator('[data-panel]')).toHaveCount(0);
  await expect(verdict).toHaveAttribute('data-verdict', 'accept');
  await expect(page.locator('[data-action="confirm"]')).toBeFocused();
  await page.keyboard.press('F9');
  await expect(page.locator('[data-panel="recent"]')).toBeVisible();
  await page.keyboard.press('+');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-panel]')).toHaveCount(0);
  await expect(verdict).toBeVisible();
  await expect(page.locator('[data-children="0"]')).toBeVisible();
  await expect(page.locator('[data-action="confirm"]')).toBeFocused();
  expect(counter.confirms()).toBe(0);
});
