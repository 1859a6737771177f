/** Browser autofill never stores a card's code, nor offers one (DATA-1): looked up in the profile that a real browser leaves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from './counter.ts';
import { enrolledState, startFakeDesk } from './fake-desk.ts';
import { IDS } from './fake-facts.ts';

const CODE = 'A045198723';
const SCANNED = 'A100000001';

test('the field for codes asks browser, speller and password managers to keep out', async ({ counter }) => {
  const asks = { autocomplete: 'off', spellcheck: 'false', autocorrect: 'off', 'data-form-type': 'other' };
  for (const [name, value] of Object.entries({ ...asks, 'data-lpignore': 'true', 'data-1p-ignore': 'true' })) {
    await expect(counter.typed).toHaveAttribute(name, value);
  }
  await expect(counter.typed).not.toHaveAttribute('list');
  await expect(counter.page.locator('form').filter({ has: counter.typed })).toHaveAttribute('autocomplete', 'off');
});

test('a reload, and going away and back, restore nothing of a code', async ({ counter }) => {
  const { page, typed } = counter;
  await typed.fill(CODE);
  await page.reload();
  await expect(typed).toBeVisible();
  await expect(typed).toHaveValue('');
  await typed.fill(CODE);
  await page.goto('about:blank');
  await page.goBack();
  await expect(typed).toBeVisible();
  await expect(typed).toHaveValue('');
});

test('no code is in the profile afterwards, where what a field without these wishes took is', async ({
  playwright,
  launchOptions,
}) => {
  const profile = mkdtempSync(join(tmpdir(), 'kaikudesk-profile-'));
  const desk = await startFakeDesk({ ...enrolledState(), pickedId: IDS.evening });
  const plain = createServer((_, answer) => {
    answer
      .setHeader('content-type', 'text/html')
      .end('<form><input name="code" type="text"><button>OK</button></form>');
  });
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  try {
    const browser = await playwright.chromium.launchPersistentContext(profile, launchOptions);
    const page = await browser.newPage();
    await page.goto(desk.url);
    const field = page.locator('input[name="code"]');
    for (const typed of [CODE, CODE, 'A100000002']) {
      await field.click();
      await page.keyboard.type(typed, { delay: 130 });
      await page.keyboard.press('Enter');
      await expect(field).toHaveValue('');
    }
    await page.keyboard.type(SCANNED, { delay: 10 });
    await page.keyboard.press('Enter');
    await expect(page.locator('[role="status"][data-verdict]')).toBeVisible();
    await page.reload();
    await expect(field).toHaveValue('');

    await page.goto(`http://127.0.0.1:${(plain.address() as AddressInfo).port}/`);
    await field.click();
    await page.keyboard.type('kept');
    await Promise.all([page.waitForURL(/code=kept/), page.keyboard.press('Enter')]);
    // What a browser keeps is on disk when it has ended.
    await browser.close();
    expect(valuesIn(profile)).toEqual(['kept']);
  } finally {
    plain.close();
    await desk.close();
    rmSync(profile, { recursive: true, force: true });
  }
});

/** What Chromium would offer for any field. */
function valuesIn(profile: string): string[] {
  const database = new Database(join(profile, 'Default', 'Web Data'), { readonly: true });
  try {
    const rows = database.prepare<[], { value: string }>('SELECT value FROM autofill').all();
    return rows.map(({ value }) => value);
  } finally {
    database.close();
  }
}
