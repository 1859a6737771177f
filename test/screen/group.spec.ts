/** A small-group visit: a basket that takes the cards in any order and records the good ones at once (GROUP-1). */
import type { Locator } from '@playwright/test';
import { IDS } from './fake-facts.ts';
import { expect, test, type Counter } from './counter.ts';

const MEMBER = 'A045198723';
const FAMILY = 'A100000001';
const EXPIRED = 'A100000002';
const WORKER = 'AM99000123';

/** Opens the group and reads cards, waiting for each line. */
async function readAll({ page, scan }: Counter, ...codes: string[]): Promise<Locator> {
  await page.keyboard.press('F7');
  await expect(page.locator('[data-basket]')).toBeVisible();
  for (const [index, code] of codes.entries()) {
    await scan(code, 'Enter');
    await expect(page.locator('[data-line]')).toHaveCount(index + 1);
  }
  return page.locator('[data-basket]');
}

const sent = ({ desk }: Counter, name: string) => desk.requests.filter(({ command }) => command === name);

test('cards in any order, recorded with one Enter; a trailing Enter records nothing (GROUP-1)', async ({ counter }) => {
  const { page, desk } = counter;
  const basket = await readAll(counter, MEMBER);
  await expect(basket).toHaveAttribute('data-reasons', 'group.without-community-card');
  await counter.scan(WORKER, 'Enter');
  await expect(page.locator('[data-line]')).toHaveCount(2);
  await counter.scan(FAMILY, 'Enter');
  await expect(page.locator('[data-line]')).toHaveCount(3);
  await expect(basket).toHaveAttribute('data-outcome', 'accept');
  expect(sent(counter, 'desk.group-confirm')).toHaveLength(0);
  await page.locator('[data-line]').nth(2).locator('[data-action="more"]').click();
  await expect(page.locator('.totals')).toHaveAttribute('data-tickets', '4');
  await expect(page.locator('.totals')).toHaveText('3 cards · 4 tickets · 3 places of the cap');
  await expect(page.locator('[data-action="group-confirm"]')).toBeFocused();
  await expect(page.locator('[data-action="group-confirm"]')).toContainText('Record all 3');
  await page.keyboard.press('Enter');
  await expect(basket).toHaveCount(0);
  expect(sent(counter, 'desk.group-confirm')).toHaveLength(1);
  expect(desk.state().recent.map(({ codeTail, children }) => [codeTail, children])).toEqual([
    ['0001', 1],
    ['0123', 0],
    ['8723', 0],
  ]);
});

test('a line that cannot be recorded is told in words, and dropped (GROUP-1)', async ({ counter }) => {
  const { page } = counter;
  const basket = await readAll(counter, WORKER, MEMBER, EXPIRED);
  const line = page.locator('[data-line]').nth(2);
  await expect(line).toHaveAttribute('data-line-verdict', 'refuse');
  await expect(line).toHaveAttribute('data-line-reasons', 'card.expired');
  await expect(line).toContainText('Last valid on 13/03/2026');
  await expect(page.locator('[data-action="group-confirm"]')).toContainText('Record 2 of 3');
  await line.locator('[data-action="drop"]').click();
  await expect(page.locator('[data-line]')).toHaveCount(2);
  await expect(page.locator('[data-action="group-confirm"]')).toContainText('Record all 2');
  await expect(basket).toHaveAttribute('data-outcome', 'accept');
});

test('what is left in the basket stays there to be repaired (GROUP-1)', async ({ counter }) => {
  const { page } = counter;
  await readAll(counter, WORKER, MEMBER, EXPIRED);
  await page.locator('[data-action="group-confirm"]').click();
  await expect(page.locator('[data-line]')).toHaveCount(1);
  await expect(page.locator('[data-action="group-confirm"]')).toHaveAttribute('aria-disabled', 'true');
  await page.locator('[data-action="group-confirm"]').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.blocked')).toBeVisible();
  expect(sent(counter, 'desk.group-confirm')).toHaveLength(1);
});

test('the same card twice is told at its line (CARD-5)', async ({ counter }) => {
  await readAll(counter, WORKER, MEMBER, MEMBER);
  const line = counter.page.locator('[data-line]').nth(2);
  await expect(line).toHaveAttribute('data-line-reasons', 'group.card-twice');
  await expect(line).toContainText('This card is in the group already');
});

test('too few places are told before anything is recorded, and nothing can be (GROUP-1)', async ({ counter }) => {
  const { page, desk } = counter;
  desk.change({ pickedId: IDS.concert });
  const basket = await readAll(counter, WORKER, FAMILY, MEMBER);
  await page.locator('[data-line]').nth(1).locator('[data-action="more"]').click();
  await expect(basket).toHaveAttribute('data-outcome', 'accept');
  await page.locator('[data-line]').nth(1).locator('[data-action="more"]').click();
  await expect(basket).toHaveAttribute('data-outcome', 'refuse');
  await expect(basket).toHaveAttribute('data-reasons', 'group.too-few-places');
  await expect(page.locator('.group-summary')).toContainText('The group needs 5 places, 4 left here');
  await expect(page.locator('[data-action="group-confirm"]')).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Enter');
  expect(sent(counter, 'desk.group-confirm')).toHaveLength(0);
});

test('Enter does not go past a group’s warning; the button, reached deliberately, does (GROUP-1)', async ({
  counter,
}) => {
  const { page } = counter;
  const basket = await readAll(counter, MEMBER, FAMILY);
  await expect(basket).toHaveAttribute('data-outcome', 'warn');
  await page.keyboard.press('Enter');
  expect(sent(counter, 'desk.group-confirm')).toHaveLength(0);
  await page.keyboard.press('Tab');
  await expect(page.locator('[data-action="group-confirm"]')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(basket).toHaveCount(0);
  expect(sent(counter, 'desk.group-confirm')[0]?.payload).toMatchObject({ deliberately: true });
});

test('the group is left with nothing recorded; a typed code adds a line as well', async ({ counter }) => {
  const { page } = counter;
  const basket = await readAll(counter, MEMBER);
  await counter.typed.fill(WORKER);
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-line]')).toHaveCount(2);
  await page.locator('[data-line]').nth(1).locator('[data-action="more"]').click();
  await page.keyboard.press('Escape');
  await expect(basket).toBeVisible();
  await page.keyboard.press('F7');
  await expect(page.locator('[data-line]')).toHaveCount(2);
  await page.locator('[data-action="group-close"]').click();
  await expect(basket).toHaveCount(0);
  expect(sent(counter, 'desk.group-confirm')).toHaveLength(0);
});
