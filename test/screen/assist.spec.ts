/** Assistants for anyone (ASSIST-1), and sold out at the desk (CAP-7). */
import { IDS } from './fake-facts.ts';
import { expect, test } from './counter.ts';

test('an assistant’s ticket: no card, no reason, counted apart, taken back (ASSIST-1)', async ({ counter }) => {
  const { page, desk } = counter;
  await page.keyboard.press('F8');
  const panel = page.locator('[data-panel="assist"]');
  await expect(panel.locator('[data-assist-reasons]')).toHaveAttribute('data-assist-reasons', 'assistance.seat');
  await expect(panel).toContainText('Do not ask why');
  await panel.locator('[data-assist-count="2"]').click();
  await panel.locator('[data-action="assist-confirm"]').focus();
  await page.keyboard.press('Enter');
  await expect(panel.locator('[data-assistants="2"]')).toBeFocused();
  // A second Enter presses nothing.
  await page.keyboard.press('Enter');
  await panel.locator('[data-assist-kind="support-person"]').click();
  await panel.locator('[data-action="assist-confirm"]').click();
  await expect(panel.locator('[data-support-persons="1"]')).toBeVisible();
  await panel.locator('[data-action="assist-undo"]').click();
  await expect(panel.locator('[data-support-persons="0"]')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-assisted="2"]')).toBeVisible();
  await expect(page.locator('[data-recorded]')).toHaveCount(0);
  const sent = desk.requests.filter(({ command }) => command === 'desk.assist').map(({ payload }) => payload);
  expect(sent).toEqual([
    { kind: 'assistant', count: 2 },
    { kind: 'support-person', count: 1 },
  ]);
});

test('a double click hands over once, and takes back once (ASSIST-1)', async ({ counter }) => {
  const { page, desk } = counter;
  await page.locator('[data-action="assist"]').click();
  await page.locator('[data-assist-count="2"]').click();
  await page.locator('[data-action="assist-confirm"]').dblclick();
  await expect(page.locator('[data-assistants="2"]')).toBeVisible();
  await page.locator('[data-action="assist-confirm"]').click();
  await expect(page.locator('[data-assistants="3"]')).toBeVisible();
  await page.locator('[data-action="assist-undo"]').dblclick();
  await expect(page.locator('[data-assistants="2"]')).toBeVisible();
  const sent = desk.requests.filter(({ command }) => command.startsWith('desk.assist')).map(({ command }) => command);
  expect(sent).toEqual(['desk.assist', 'desk.assist', 'desk.assist-undo']);
});

test('support persons only where the organiser has them; a fee is told (ASSIST-1, SALE-5)', async ({ counter }) => {
  const { page, desk } = counter;
  desk.change({ pickedId: IDS.course });
  await page.locator('[data-action="assist"]').click();
  const reasons = page.locator('[data-assist-reasons]');
  await expect(reasons).toHaveAttribute('data-assist-reasons', /assistance\.support-persons-off/);
  await expect(page.locator('[data-assist-kind]')).toHaveCount(0);
  await expect(page.locator('[data-action="assist-confirm"]')).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press('Escape');
  desk.change({ pickedId: IDS.concert });
  await page.locator('[data-action="assist"]').click();
  await page.locator('[data-assist-count="3"]').click();
  await expect(reasons).toContainText('Service fee €7.50 (3 × €2.50)');
});

test('sold out: the second press marks it, the next scan is told so, and it can be on sale again (CAP-7)', async ({
  counter,
}) => {
  const { page, verdict, desk } = counter;
  const button = page.locator('[data-action="sold-out"]');
  await button.dblclick();
  await expect(button).toContainText('Press again');
  expect(desk.requests.filter(({ command }) => command === 'desk.sold-out')).toHaveLength(0);
  await button.click();
  await expect(button).toHaveAttribute('data-sold-out', 'true');
  await expect(page.locator('.sale-header .mark')).toHaveText('Sold out');
  await counter.scan('A045198723', 'Enter');
  await expect(verdict).toHaveAttribute('data-reasons', 'performance.sold-out');
  await page.keyboard.press('F8');
  await expect(page.locator('[data-action="assist-confirm"]')).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');
  await button.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(button).toHaveAttribute('data-sold-out', 'false');
});

test('the first press of sold out is forgotten when staff turn to something else (CAP-7)', async ({ counter }) => {
  const { page } = counter;
  const button = page.locator('[data-action="sold-out"]');
  await button.click();
  await expect(button).toContainText('Press again');
  await counter.scan('A045198723', 'Enter');
  await expect(counter.verdict).toBeVisible();
  await expect(button).toHaveText('Mark sold out');
});
