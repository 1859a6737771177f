/** The scanners' set-up page: devices and what to do about them, the test area, help, settings; scans that devices send. */
import { randomUUID } from 'node:crypto';
import { PRESET_SCANNERS, type ScannersState } from '../../src-shared/desk-api/scanners.ts';
import type { Page } from '@playwright/test';
import { expect, test, type Counter } from './counter.ts';
import { enrolledState, startFakeDesk } from './fake-desk.ts';
import { EVERY_DEVICE, HID_SCANNER, SERIAL_SCANNER, testRead, variedReads } from './fake-scanners.ts';

function setScanners({ desk }: Counter, changes: Partial<ScannersState>): void {
  desk.change({ scanners: { ...desk.state().scanners, ...changes } });
}

async function openPage({ page }: Counter): Promise<void> {
  await page.locator('[data-action="scanners"]').click();
  await expect(page.locator('[data-screen="scanners"]')).toBeVisible();
}

function sent({ desk }: Counter, command: string): unknown[] {
  return desk.requests.filter((request) => request.command === command).map(({ payload }) => payload);
}

function device(page: Page, id: string) {
  return page.locator(`[data-device="${id}"]`);
}

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

test('every state is said in words, with what to do about it', async ({ counter }) => {
  const { page } = counter;
  setScanners(counter, { devices: [...EVERY_DEVICE] });
  await openPage(counter);
  await expect(page.locator('[data-device]')).toHaveCount(EVERY_DEVICE.length + 2);
  const permission = device(page, 'hid:no-permission');
  await expect(permission).toContainText('No permission');
  await expect(permission.locator('[data-permission="rule"]')).toHaveText(
    'SUBSYSTEM=="hidraw", KERNEL=="hidraw*", KERNELS=="000[35]:0C2E:0B61.*", TAG+="uaccess"',
  );
  await expect(permission).toContainText('resources/udev/70-kaikudesk-scanners.rules');
  await expect(device(page, 'serial:no-permission').locator('[data-permission="group"]')).toContainText('dialout');
  await expect(device(page, 'hid:busy')).toContainText('Another program holds it');
  await expect(device(page, 'hid:lost')).toContainText('Plug it in again');
  await expect(device(page, 'hid:reconnecting')).toContainText('tried again by itself');
  await expect(device(page, 'hid:absent')).toContainText('has worked at this desk');
  await expect(device(page, 'hid:nameless')).toContainText('Device without a name');
  await device(page, 'hid:keyboard-mode').locator('[data-action="how-to-switch"]').click();
  await expect(page.locator('[data-help="pos"]')).toContainText('HID POS');
});

test('what cannot be looked for is said, and never called not plugged in', async ({ counter }) => {
  const { page } = counter;
  setScanners(counter, { blind: ['hid'] });
  await openPage(counter);
  await expect(page.locator('[data-blind="hid"]')).toContainText('USB scanners in POS mode cannot be looked for');
  await expect(page.getByText('No scanner is plugged into')).toHaveCount(0);
  setScanners(counter, { blind: [] });
  await expect(page.locator('[data-blind]')).toHaveCount(0);
  await expect(page.getByText('No scanner is plugged into')).toHaveCount(1);
});

test('what worked here is shown as not plugged in, unless this host has no devices', async ({ counter }) => {
  const { id, kind, name, vendorId, productId } = HID_SCANNER;
  setScanners(counter, { settings: { ...PRESET_SCANNERS, known: [{ id, kind, name, vendorId, productId }] } });
  await openPage(counter);
  await expect(device(counter.page, id)).toHaveAttribute('data-device-state', 'absent');
  setScanners(counter, { driver: 'away' });
  await expect(device(counter.page, id)).toHaveCount(0);
  await expect(counter.page.locator('[data-driver="away"]')).toContainText('keyboard mode');
  setScanners(counter, { driver: 'running', devices: [HID_SCANNER] });
  await expect(device(counter.page, id)).toHaveAttribute('data-device-state', 'connected');
});

test('a device is used, and put aside, once even by a double click', async ({ counter }) => {
  const { page } = counter;
  setScanners(counter, { devices: [{ ...HID_SCANNER, state: 'found' }] });
  await openPage(counter);
  const row = device(page, HID_SCANNER.id);
  await expect(row).toContainText('not recognised as a scanner');
  await row.locator('[data-action="use-device"]').dblclick();
  await expect(row).toHaveAttribute('data-device-state', 'connected');
  await row.locator('[data-action="put-aside"]').click();
  await expect(row).toContainText('was put aside here');
  expect(sent(counter, 'scanners.choose')).toEqual([
    { deviceId: HID_SCANNER.id, use: true },
    { deviceId: HID_SCANNER.id, use: false },
  ]);
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

test('settings: what is in order is kept, what is not is refused beside the field and not lost', async ({
  counter,
}) => {
  const { page } = counter;
  await openPage(counter);
  await page.locator('[data-part="settings"]').click();
  const seconds = page.locator('[name="doubleRead"]');
  await expect(seconds).toHaveValue('1.5');
  await seconds.fill('12');
  await page.keyboard.press('Enter');
  const field = page.locator('.setting', { has: seconds });
  await expect(field).toHaveAttribute('data-refused', 'true');
  await expect(field.locator('[role="alert"]')).toContainText('from 0 to 10, for instance 1.5');
  expect(sent(counter, 'scanners.settings')).toHaveLength(0);
  // Another setting is kept meanwhile; what was typed stays.
  await page.locator('[data-setting="framing:crlf"]').click();
  await expect(page.locator('[data-setting="framing:crlf"]')).toHaveAttribute('aria-pressed', 'true');
  await expect(seconds).toHaveValue('12');
  await seconds.fill('2,25');
  await page.keyboard.press('Enter');
  await expect(field).toHaveAttribute('data-refused', 'false');
  await expect(seconds).toHaveValue('2.25');
  await page.locator('[name="prefix"]').fill('A');
  await page.locator('[name="suffix"]').fill('#');
  await seconds.focus();
  await expect(page.locator('.setting', { has: page.locator('[name="prefix"]') })).toContainText('no letters');
  await page.locator('[data-setting="baudRate:115200"]').click();
  await page.locator('[data-setting="engine:script"]').click();
  await page.locator('[data-setting="mirror:off"]').click();
  await expect(page.locator('[data-setting="mirror:off"]')).toHaveAttribute('aria-pressed', 'true');
  expect(counter.desk.state().scanners.settings).toEqual({
    ...PRESET_SCANNERS,
    doubleReadMilliseconds: 2_250,
    wedge: { ...PRESET_SCANNERS.wedge, suffix: '#' },
    serial: { framing: 'crlf', baudRate: 115_200 },
    camera: { ...PRESET_SCANNERS.camera, engine: 'script', mirror: 'off' },
  });
});

test('Escape in a field takes back what was typed, and stays on the page', async ({ counter }) => {
  const { page } = counter;
  await openPage(counter);
  await page.locator('[data-part="settings"]').click();
  await page.locator('[name="doubleRead"]').fill('99');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.locator('[name="doubleRead"]')).toHaveValue('1.5');
  await expect(page.locator('[data-screen="scanners"]')).toBeVisible();
});

test('two settings changed at once are both kept', async ({ counter }) => {
  const { page, desk } = counter;
  await openPage(counter);
  await page.locator('[data-part="settings"]').click();
  await page.locator('[data-setting="framing:lf"]').waitFor();
  await page.evaluate(() => {
    for (const setting of ['framing:lf', 'baudRate:1200', 'mirror:on']) {
      document.querySelector<HTMLButtonElement>(`[data-setting="${setting}"]`)?.click();
    }
  });
  await expect(page.locator('[data-setting="mirror:on"]')).toHaveAttribute('aria-pressed', 'true');
  const { serial, camera } = desk.state().scanners.settings;
  expect([serial.framing, serial.baudRate, camera.mirror]).toEqual(['lf', 1_200, 'on']);
});

test('a scan into a field of the settings is no setting', async ({ counter }) => {
  const { page } = counter;
  await openPage(counter);
  await page.locator('[data-part="settings"]').click();
  await page.locator('[name="doubleRead"]').focus();
  await counter.scan('A045198723', 'Enter');
  await expect(page.locator('.read-verdict')).toContainText('Card code A045198723');
  await expect(page.locator('[name="doubleRead"]')).toHaveValue('1.5');
  expect(counter.desk.state().scanners.settings.doubleReadMilliseconds).toBe(1_500);
});

test('what keyboard scanners taught the desk is shown, and can be learnt anew', async ({ counter }) => {
  const { page, desk } = counter;
  await openPage(counter);
  const row = device(page, 'wedge');
  await expect(row).toContainText('scan three times');
  await expect(row).toContainText('as slowly as a person');
  const { settings } = desk.state().scanners;
  const wedge = { ...settings.wedge, paceMilliseconds: 12.4, ending: 'sent' } as const;
  setScanners(counter, { settings: { ...settings, wedge } });
  await expect(row).toContainText('at most 12 ms');
  await expect(row).toContainText('Enter or Tab after the code');
  await row.locator('[data-action="learn-anew"]').click();
  await expect(row).toHaveAttribute('data-ending', 'unknown');
  expect(desk.state().scanners.settings.wedge).toEqual(PRESET_SCANNERS.wedge);
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
  await page.locator('.top-bar [data-action="scanners"]').click();
  await page.locator('.test-area').waitFor();
  await page.keyboard.type('A045198723', { delay: 10 });
  await page.keyboard.press('Enter');
  await expect(page.locator('.read-verdict')).toContainText('Card code A045198723');
  await page.keyboard.press('Escape');
  await expect(page.locator('[data-screen="enrol"]')).toBeVisible();
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
    setScanners(counter, { devices: [...EVERY_DEVICE], driver: 'restarting' });
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

/** Words that run out of their box or off the page, and boxes other than the page that scroll downwards. In the browser. */
function whatIsCut(): string[] {
  const cut: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement>('.screen, .screen *, .status-line *, .top-bar *')) {
    const { overflowX, overflowY } = getComputedStyle(element);
    const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll';
    const name = `${element.tagName}.${element.className} ${element.textContent?.slice(0, 30) ?? ''}`;
    const isPage = element.classList.contains('screen');
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && !scrolls(overflowX)) cut.push(name);
    if (isPage && element.scrollWidth > element.clientWidth + 1) cut.push(`sideways: ${name}`);
    if (!isPage && scrolls(overflowY) && element.scrollHeight > element.clientHeight + 1) cut.push(`scrolls: ${name}`);
    if (element.getBoundingClientRect().right > innerWidth + 1) cut.push(`off: ${name}`);
  }
  return cut;
}
