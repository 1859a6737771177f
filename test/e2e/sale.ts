/** A sale as staff make it, with real keys. */
import { expect, type Page } from '@playwright/test';
import { scan } from './wedge.ts';

/** Opens a desk's screen and picks a performance. */
export async function openSale(page: Page, deskUrl: string, performanceId: string): Promise<void> {
  await page.goto(deskUrl);
  await pick(page, performanceId);
}

/** Picks a performance from the list, going back to the list first where need be. */
export async function pick(page: Page, performanceId: string): Promise<void> {
  const list = page.locator('[data-screen="performances"]');
  const sale = page.locator('[data-screen="sale"]');
  await expect(list.or(sale)).toBeVisible();
  if (await sale.isVisible()) await page.locator('[data-action="back"]').click();
  await page.locator(`[data-performance-id="${performanceId}"]`).click();
  await expect(sale).toBeVisible();
}

/** The verdict on screen. */
export function verdict(page: Page) {
  return page.locator('[role="status"][data-verdict]');
}

/** Waits for a verdict and its reasons. */
export async function expectVerdict(page: Page, outcome: string, reasons: readonly string[]): Promise<void> {
  await expect(verdict(page)).toHaveAttribute('data-verdict', outcome);
  await expect(verdict(page)).toHaveAttribute('data-reasons', reasons.join(' '));
}

/** Scans, waits for the ticket to be on offer and records it with Enter; gives the acquisition's id. */
export async function sell(page: Page, code: string): Promise<string> {
  await scan(page, code);
  await expect(verdict(page)).toHaveAttribute('data-verdict', 'accept');
  return confirm(page);
}

/** Presses Enter on the ticket on offer; gives the id of the acquisition that the screen says is recorded. */
export async function confirm(page: Page): Promise<string> {
  const before = await lastRecorded(page);
  await page.keyboard.press('Enter');
  await expect.poll(() => lastRecorded(page)).not.toBe(before);
  return (await lastRecorded(page)) ?? '';
}

/** The acquisition that the screen names as the last one recorded, or null. */
export async function lastRecorded(page: Page): Promise<string | null> {
  const line = page.locator('[data-recorded]');
  return (await line.count()) === 0 ? null : line.first().getAttribute('data-recorded');
}

/** Scans a code that was just scanned: for a moment it counts as the same scan (field lesson 7), so until it is judged. */
export async function scanAgain(page: Page, code: string, reason: string | RegExp): Promise<void> {
  await expect(async () => {
    await scan(page, code);
    await expect(verdict(page)).toHaveAttribute('data-reasons', reason, { timeout: 500 });
  }).toPass({ intervals: [1_600] });
}
