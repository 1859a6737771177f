/** The scanners' set-up page over a scripted desk. */
import type { Locator, Page } from '@playwright/test';
import type { ScannersState } from '../../src-shared/desk-api/scanners.ts';
import { expect, type Counter } from './counter.ts';

export function setScanners({ desk }: Counter, changes: Partial<ScannersState>): void {
  desk.change({ scanners: { ...desk.state().scanners, ...changes } });
}

export async function openPage({ page }: Counter): Promise<void> {
  await page.locator('[data-action="scanners"]').click();
  await expect(page.locator('[data-screen="scanners"]')).toBeVisible();
}

export function sent({ desk }: Counter, command: string): unknown[] {
  return desk.requests.filter((request) => request.command === command).map(({ payload }) => payload);
}

export function device(page: Page, id: string): Locator {
  return page.locator(`[data-device="${id}"]`);
}
