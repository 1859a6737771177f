/** The scanners' set-up page: the test area, what stands around it, and scans that devices send. */
import { randomUUID } from 'node:crypto';
import { expect, test } from './counter.ts';
import { enrolledState, startFakeDesk } from './fake-desk.ts';
import { EVERY_DEVICE, HID_SCANNER, SERIAL_SCANNER, testRead, variedReads } from './fake-scanners.ts';
import { device, openPage, sent, setScanners } from './scanners-page.ts';
import { whatIsCut } from './what-is-cut.ts';

test('the status line counts what is connected, and says that something needs a look', async ({ counter }) => {
  const mark = counter.page.locator('[data-action="scanners"]');
  await expect(mark).toHaveText('Scanners');
  setScanners(counter, { devices: [HID_SCANNER, SERIAL_SCANNER] });
  await expect(mark).toHaveText('2 scanners connected');
  await expect(mark).toHaveAttribute('data-tone', 'calm');
  setScanners(counter, { devices: [HID_SCANNER, { ...SERIAL_SCANNER, state: 'busy' }] });
  await expect(mark).toHaveText('1 scanner needs a look');
  await expect(mark).toHaveAttribute('data-tone', 'attention');
  setScanners(counter, { driver: 'restarting' });
  await expect(mark).toHaveText('Scanners are starting again');
});

test('the page opens the test area and leaving it closes it, by button and by Escape', async ({ counter }) => {
  const { page } = counter;
  await openPage(counter);
  await expect(page.locator('.sells-nothing')).toContainText('Scans on this page sell nothing');
  await expect(page.locator('.scanners h1')).toBeFocused();
  await page.locator('[data-action="leave-scanners"]').click();
  await expect(page.locator('[data-screen="sale"]')).toBeVisible();
  await page.locator('[data-action="scanners"]').click();
  await page.locator('.test-area').waitFor();
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-screen="sale"]')).toBeVisible();
  expect(sent(counter, 'scanners.test')).toEqual([{ open: true }, { open: false }, { open: true }, { open: false }]);
});

test('a scan on the page sells nothing and is shown with what was made of it', async ({ counter }) => {
  const { page, verdict } = counter;
  await openPage(counter);
  await counter.scan('A045198723', 'Enter');
  const latest = page.locator('.read-verdict');
  await expect(latest).toHaveAttribute('data-made', 'code');
  await expect(latest).toContainText('Card code A045198723');
  await expect(page.locator('[data-detail="source"]').first()).toContainText('Keyboard scanner');
  await counter.scan('A045198723', 'Enter');
  await expect(latest).toContainText('counts once');
  await counter.scan('https://example.org/ticket', 'Enter');
  await expect(latest).toContainText('Not a card code');
  await expect(page.locator('.test-area')).toHaveAttribute('data-reads', '3');
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-screen="sale"]')).toBeVisible();
  await expect(verdict).toHaveCount(0);
  expect(counter.confirms()).toBe(0);
});

test('what was made of a scan is seen at once, wherever the page was scrolled to', async ({ counter }) => {
  const { page } = counter;
  await page.setViewportSize({ width: 1024, height: 600 });
  setScanners(counter, { devices: [...EVERY_DEVICE] });
  await openPage(counter);
  await device(page, 'camera').scrollIntoViewIfNeeded();
  await expect(page.locator('.nothing-read')).not.toBeInViewport();
  await counter.scan('A045198723', 'Enter');
  await expect(page.locator('.read-verdict')).toBeInViewport({ ratio: 1 });
});

test('all that a scanner sent can be seen, and cleared; ten reads at most', async ({ counter }) => {
  const { page } = counter;
  await openPage(counter);
  setScanners(counter, { test: variedReads() });
  const latest = page.locator('.read-verdict');
  await expect(latest).toHaveAttribute('data-made', 'check-digit-stripped');
  await expect(latest).toContainText('Code 39 check digit');
  const details = page.locator('.test-area > .read-details');
  await expect(details.locator('[data-detail="device"]')).toContainText('Honeywell Xenon 1900');
  await expect(details.locator('[data-detail="symbology"]')).toContainText('Code 39');
  await expect(details.locator('[data-detail="aim"]')).toContainText(']A3');
  await expect(details.locator('[data-detail="timing"]')).toContainText('0 ms, in 1 part');
  await expect(details.locator('[data-detail="raw"]')).toContainText('020a5d41');
  const older = page.locator('.older-reads li');
  await expect(older).toHaveCount(9);
  await older.nth(3).locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(older.nth(3)).toContainText('12 ms, in 3 parts');
  const long = older.nth(3).locator('[data-detail="raw"] code');
  await long.focus();
  const isCut = await long.evaluate((element) => element.scrollWidth > element.clientWidth);
  expect(isCut).toBe(true);
  await expect(older.nth(6)).toContainText('A045198723');
  await page.locator('[data-action="clear-test"]').click();
  await expect(page.locator('.test-area')).toHaveAttribute('data-reads', '0');
  await expect(page.locator('.nothing-read')).toBeVisible();
});

test('a read is remarked on where a setting of the scanner will cost cards', async ({ counter }) => {
  const { page } = counter;
  await openPage(counter);
  const latest = page.locator('.read-verdict');
  for (const [aim, words] of [
    [']A1', 'verifies a check digit'],
    [']A5', 'Full ASCII'],
  ] as const) {
    setScanners(counter, { test: [testRead({ aim })] });
    await expect(latest).toContainText(words);
  }
  setScanners(counter, { test: [testRead({ text: 'a045198723' })] });
  await expect(latest).toContainText('lower case');
});

test('advice fits the source: keyboard layouts for a keyboard scanner, none for a poster before the camera', async ({
  counter,
}) => {
  const { page } = counter;
  await openPage(counter);
  const latest = page.locator('.read-verdict');
  const made = { what: 'malformed', why: 'characters' } as const;
  setScanners(counter, { test: [testRead({ source: 'wedge', made })] });
  await expect(latest).toContainText('keyboard layout');
  for (const source of ['camera', 'hid', 'serial', 'replay', 'typed'] as const) {
    setScanners(counter, { test: [testRead({ source, made })] });
    await expect(latest).toHaveAttribute('data-read', source);
    await expect(latest).toContainText('If it was a card, read it once more');
    await expect(latest).not.toContainText('keyboard');
  }
  setScanners(counter, { test: [testRead({ source: 'camera', made: { ...made, why: 'address' } })] });
  await expect(latest).toContainText('web address ends in no card code');
});

test('the samples are drawn, of a code that no register has', async ({ counter }) => {
  await openPage(counter);
  const samples = counter.page.locator('[data-sample]');
  await expect(samples).toHaveCount(2);
  const drawn = await samples.evaluateAll((all) => all.every((image) => (image as HTMLImageElement).naturalWidth > 50));
  expect(drawn).toBe(true);
  await expect(counter.page.locator('.samples')).toContainText('TEST0000');
});

test('on paper stand the samples alone', async ({ counter }) => {
  const { page } = counter;
  await openPage(counter);
  await expect(page.locator('[data-sample]')).toHaveCount(2);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('[data-sample="code39"]')).toBeVisible();
  await expect(page.locator('.top-bar')).toBeHidden();
  await expect(page.locator('.devices')).toBeHidden();
});

test('a lost connection ends the trying out: afterwards scans are sales', async ({ counter }) => {
  const { page, desk } = counter;
  await openPage(counter);
  desk.cut();
  await expect(page.locator('[data-connection="lost"]')).toBeVisible();
  desk.restore();
  await expect(page.locator('[data-screen="sale"]')).toBeVisible();
  expect(desk.state().scanners.test).toBeNull();
  await counter.scan('A045198723', 'Enter');
  await expect(counter.verdict).toHaveAttribute('data-verdict', 'accept');
});

test('a scan that a device sent and that could not be taken is told, over help and panels', async ({ counter }) => {
  const { page, desk } = counter;
  desk.change({ pickedId: null });
  await page.locator('[data-screen="performances"]').waitFor();
  await page.keyboard.press('F1');
  await expect(page.locator('dialog[open]')).toBeVisible();
  setScanners(counter, { refused: { refusalId: randomUUID(), code: 'desk.nothing-picked' } });
  const notice = page.locator('[data-error="desk.nothing-picked"]');
  await expect(notice).toBeVisible();
  await expect(page.locator('dialog[open]')).toHaveCount(0);
  await notice.getByRole('button').click();
  await expect(notice).toHaveCount(0);
  // Another push with the same refusal tells nothing again; after a new connection neither.
  setScanners(counter, { driver: 'restarting' });
  await page.reload();
  await expect(page.locator('[data-screen="performances"]')).toBeVisible();
  await expect(notice).toHaveCount(0);
  setScanners(counter, { refused: { refusalId: randomUUID(), code: 'desk.nothing-picked' } });
  await expect(notice).toBeVisible();
});

test('a verdict from a device closes an open panel; the set-up page stays', async ({ counter }) => {
  const { page, desk } = counter;
  await counter.scan('A045198723', 'Enter');
  await expect(counter.verdict).toBeVisible();
  await page.keyboard.press('F9');
  await expect(page.locator('[data-panel="recent"]')).toBeVisible();
  const shown = desk.state().shown;
  if (shown === null) throw new Error('no verdict');
  desk.change({ shown: { ...shown, asking: true } });
  await expect(page.locator('[data-panel="recent"]')).toBeVisible();
  desk.change({ shown: { ...shown, scanId: randomUUID() } });
  await expect(page.locator('[data-panel="recent"]')).toHaveCount(0);
  await openPage(counter);
  desk.change({ shown: { ...shown, scanId: randomUUID() } });
  await expect(page.locator('[data-screen="scanners"]')).toBeVisible();
});

test('before enrolment scanners can be tried out too', async ({ page }) => {
  const desk = await startFakeDesk({ ...enrolledState(), site: null, deskName: null });
  await page.goto(desk.url);
  await page.locator('[name="registryUrl"]').fill('https://registry.example.org');
  await page.locator('[name="password"]').fill('half a passw');
  await page.locator('.top-bar [data-action="scanners"]').click();
  await page.locator('.test-area').waitFor();
  await page.keyboard.type('A045198723', { delay: 10 });
  await page.keyboard.press('Enter');
  await expect(page.locator('.read-verdict')).toContainText('Card code A045198723');
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-screen="enrol"] .enrol')).toBeVisible();
  await expect(page.locator('[name="registryUrl"]')).toHaveValue('https://registry.example.org');
  await expect(page.locator('[name="password"]')).toHaveValue('half a passw');
  await desk.close();
});

for (const [width, height] of [
  [1280, 800],
  [1920, 1080],
  [1024, 600],
] as const) {
  test(`at ${width}×${height} nothing is cut in any language, and only the page scrolls`, async ({ counter }) => {
    const { page, desk } = counter;
    await page.setViewportSize({ width, height });
    const { settings } = desk.state().scanners;
    setScanners(counter, {
      devices: [...EVERY_DEVICE],
      driver: 'restarting',
      settings: {
        ...settings,
        camera: { ...settings.camera, use: true, label: 'A camera with a long name (046d:0825)' },
      },
    });
    await openPage(counter);
    setScanners(counter, { test: variedReads() });
    for (const language of ['fi', 'sv', 'en'] as const) {
      desk.change({ language });
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      for (const part of ['devices', 'help', 'settings']) {
        await page.locator(`[data-part="${part}"]`).click();
        expect(await page.evaluate(whatIsCut), `${language} ${part}`).toEqual([]);
      }
    }
  });
}
