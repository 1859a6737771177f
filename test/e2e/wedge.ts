/** Real key events at a scanner's pace. */
import type { Page } from '@playwright/test';

export type Suffix = 'Enter' | 'Tab' | null;

/** Types a code as a keyboard-wedge scanner does: 10 ms a key, with the given suffix. */
export async function scan(page: Page, code: string, suffix: Suffix = 'Enter'): Promise<void> {
  await page.keyboard.type(code, { delay: 10 });
  if (suffix !== null) await page.keyboard.press(suffix);
}
