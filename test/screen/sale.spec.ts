/** The sale with the keyboard alone: verdict, children, recording, undo. */
import { expect, test } from './counter.ts';

test('Enter records an accepted card, once, with the children on screen (CHILD-1, CHILD-4)', async ({ counter }) => {
  await counter.scan('A100000001', 'Enter');
  await expect(counter.verdict).toHaveAttribute('data-verdict', 'accept');
  for (let press = 0; press < 4; press += 1) await counter.page.keyboard.press('+');
  await expect(counter.page.locator('[data-children="2"]')).toBeVisible();
  await expect(counter.page.locator('[data-action="more"]')).toHaveAttribute('aria-disabled', 'true');
  await counter.page.keyboard.press('-');
  await expect(counter.page.locator('[data-children="1"]')).toBeVisible();
  await counter.page.keyboard.press('Enter');
  const recorded = counter.page.locator('[data-recorded]');
  await expect(recorded).toHaveAttribute('data-delivery', 'waiting');
  await expect(recorded).toContainText('1 adult, 1 child');
  await expect(counter.verdict).toHaveCount(0);
  expect(counter.confirms()).toBe(1);
  const confirm = counter.desk.requests.find(({ command }) => command === 'desk.confirm');
  expect(confirm?.payload).toMatchObject({ children: 1, deliberately: false });
});

test('a click on + leaves Enter on the button that records', async ({ counter }) => {
  await counter.scan('A045198723', 'Enter');
  await expect(counter.verdict).toBeVisible();
  await counter.page.locator('[data-action="more"]').click();
  await expect(counter.page.locator('[data-children="1"]')).toBeVisible();
  await expect(counter.page.locator('[data-action="confirm"]')).toBeFocused();
});

test('Enter does not go past a warning; the button, reached deliberately, does (CC-1)', async ({ counter }) => {
  await counter.scan('AM99000123', 'Enter');
  await expect(counter.verdict).toHaveAttribute('data-verdict', 'warn');
  await counter.page.keyboard.press('Enter');
  await counter.page.keyboard.press('Tab');
  const button = counter.page.locator('[data-action="confirm"]');
  await expect(button).toBeFocused();
  expect(counter.confirms()).toBe(0);
  await counter.page.keyboard.press('Enter');
  await expect(counter.page.locator('[data-recorded]')).toBeVisible();
  const confirm = counter.desk.requests.find(({ command }) => command === 'desk.confirm');
  expect(confirm?.payload).toMatchObject({ children: 0, deliberately: true });
});

test('a warning that a client lifts becomes an accepted card (CC-1)', async ({ counter }) => {
  await counter.scan('AM99000123', 'Enter');
  await expect(counter.verdict).toHaveAttribute('data-verdict', 'warn');
  await expect(counter.page.getByRole('group', { name: 'Clients under 16' })).toBeVisible();
  await counter.page.keyboard.press('+');
  await expect(counter.verdict).toHaveAttribute('data-verdict', 'accept');
  await expect(counter.page.locator('[data-action="confirm"]')).toBeFocused();
  await counter.page.keyboard.press('-');
  await expect(counter.verdict).toHaveAttribute('data-verdict', 'warn');
  await expect(counter.page.locator('[data-action="confirm"]')).not.toBeFocused();
});

test('a refused card has nothing to record with; Escape clears it', async ({ counter }) => {
  await counter.scan('A100000002', 'Enter');
  await expect(counter.verdict).toHaveAttribute('data-reasons', 'card.expired');
  await expect(counter.page.locator('[data-action="confirm"]')).toHaveCount(0);
  await counter.page.keyboard.press('Enter');
  await counter.page.keyboard.press('Escape');
  await expect(counter.verdict).toHaveCount(0);
  expect(counter.confirms()).toBe(0);
});

test('the same verdict is announced anew for each scan', async ({ counter }) => {
  await counter.scan('A100000002', 'Enter');
  await expect(counter.verdict).toBeVisible();
  const region = await counter.page.locator('.stage').elementHandle();
  const content = await counter.page.locator('.stage > *').elementHandle();
  const scanId = await counter.verdict.getAttribute('data-scan-id');
  await counter.scan('A100000002', 'Enter');
  await expect(counter.verdict).not.toHaveAttribute('data-scan-id', scanId ?? '');
  expect(await region?.evaluate((node) => node.isConnected)).toBe(true);
  expect(await content?.evaluate((node) => node.isConnected)).toBe(false);
});

test('undo takes the last one back, once', async ({ counter }) => {
  await counter.scan('A045198723', 'Enter');
  await expect(counter.verdict).toBeVisible();
  await counter.page.keyboard.press('Enter');
  await counter.page.locator('[data-action="undo"]').dblclick();
  await expect(counter.page.locator('[data-recorded]')).toHaveAttribute('data-state', 'voided');
  await expect(counter.page.locator('[data-action="undo"]')).toHaveCount(0);
  expect(counter.desk.requests.filter(({ command }) => command === 'desk.undo')).toHaveLength(1);
});

test('a sale that is no longer on screen is not recorded, and the screen says so', async ({ counter }) => {
  await counter.scan('A045198723', 'Enter');
  await expect(counter.verdict).toBeVisible();
  const shown = counter.desk.state().shown;
  if (shown === null) throw new Error('no verdict');
  counter.desk.change({ shown: { ...shown, verdict: { ...shown.verdict, outcome: 'refuse' } } });
  await expect(counter.page.locator('[data-action="confirm"]')).toHaveCount(0);
  counter.desk.change({ shown: null });
  await expect(counter.verdict).toHaveCount(0);
  await counter.page.keyboard.press('Enter');
  await counter.scan('A100000002', 'Enter');
  await expect(counter.verdict).toHaveAttribute('data-verdict', 'refuse');
  expect(counter.confirms()).toBe(0);
});
