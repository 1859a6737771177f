/** A scripted desk and its screen for each test, and the ways to use them. */
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { IDS } from './fake-facts.ts';
import { enrolledState, startFakeDesk, type FakeDesk } from './fake-desk.ts';
import { TimedKeyboard } from './wedge/keys.ts';

export interface Counter {
  readonly desk: FakeDesk;
  readonly page: Page;
  /** The verdict's element, there only while a verdict is shown. */
  readonly verdict: Locator;
  /** The field for typed codes. */
  readonly typed: Locator;
  /** A scan at a reader's pace. */
  scan(code: string, suffix: 'Enter' | 'Tab' | null): Promise<void>;
  /** Sales that were asked to be recorded. */
  confirms(): number;
}

/** Test with the sale of the evening's performance on screen; a message of the page's policy or a bug fails it. */
export const test = base.extend<{ counter: Counter }>({
  counter: async ({ page }, use) => {
    const desk = await startFakeDesk({
      ...enrolledState(),
      pickedId: IDS.evening,
      assistance: { assistants: 0, supportPersons: 0, lastId: null },
    });
    const complaints: string[] = [];
    page.on('console', (message) => {
      // A refused connection is what some tests are about.
      if (message.type() === 'error' && !message.text().includes('WebSocket')) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(desk.url);
    await expect(page.locator('[data-screen="sale"]')).toBeVisible();
    const keyboard = await TimedKeyboard.at(page);
    await use({
      desk,
      page,
      verdict: page.locator('[role="status"][data-verdict]'),
      typed: page.locator('input[name="code"]'),
      scan: (code, suffix) => keyboard.scan(code, suffix),
      confirms: () => desk.requests.filter(({ command }) => command === 'desk.confirm').length,
    });
    await desk.close();
    expect(complaints).toEqual([]);
  },
});

export { expect };
