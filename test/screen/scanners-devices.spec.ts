/** What is connected: each state in words, a device used or not, and what a press does and does not do. */
import { PRESET_SCANNERS } from '../../src-shared/desk-api/scanners.ts';
import { expect, test } from './counter.ts';
import { EVERY_DEVICE, HID_SCANNER, SERIAL_SCANNER } from './fake-scanners.ts';
import { device, openPage, sent, setScanners } from './scanners-page.ts';

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
  await expect(row).toContainText('It is not used here');
  expect(sent(counter, 'scanners.choose')).toEqual([
    { deviceId: HID_SCANNER.id, use: true },
    { deviceId: HID_SCANNER.id, use: false },
  ]);
});

test('the focus stays where a person worked: a device used, help asked for, a pace forgotten', async ({ counter }) => {
  const { page, desk } = counter;
  const { settings } = desk.state().scanners;
  setScanners(counter, {
    devices: [
      { ...HID_SCANNER, state: 'found' },
      { ...SERIAL_SCANNER, state: 'keyboard-mode' },
    ],
    settings: { ...settings, wedge: { ...settings.wedge, paceMilliseconds: 12, ending: 'sent' } },
  });
  await openPage(counter);
  const row = device(page, HID_SCANNER.id);
  for (const [action, next] of [
    ['use-device', 'put-aside'],
    ['put-aside', 'use-device'],
  ] as const) {
    await row.locator(`[data-action="${action}"]`).focus();
    await page.keyboard.press('Enter');
    await expect(row.locator(`[data-action="${next}"]`)).toBeFocused();
  }
  const anew = page.locator('[data-action="learn-anew"]');
  await anew.focus();
  await page.keyboard.press('Enter');
  await expect(anew).toHaveAttribute('aria-disabled', 'true');
  await expect(anew).toBeFocused();
  await page.locator('[data-action="how-to-switch"]').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-help="pos"] h2')).toBeFocused();
  await expect(page.locator('[data-help="pos"] h2')).toBeInViewport();
});

test('a double click opens the page, and uses the camera, once', async ({ counter }) => {
  const { page, desk } = counter;
  await page.locator('[data-action="scanners"]').dblclick();
  await expect(page.locator('[data-screen="scanners"]')).toBeVisible();
  await page.locator('[data-action="camera-use"]').dblclick();
  await expect(device(page, 'camera')).toHaveAttribute('data-camera-use', 'true');
  expect(sent(counter, 'scanners.test')).toEqual([{ open: true }]);
  expect(sent(counter, 'scanners.settings')).toHaveLength(1);
  expect(desk.state().scanners.test).toEqual([]);
});

test('the second half of a double click on "Back" presses nothing on the sale', async ({ counter }) => {
  const { page, desk } = counter;
  await openPage(counter);
  const back = await page.locator('[data-action="leave-scanners"]').boundingBox();
  if (back === null) throw new Error('no way back');
  await page.mouse.move(back.x + back.width / 2, back.y + back.height / 2);
  await page.mouse.down();
  await page.mouse.up();
  await expect(page.locator('[data-screen="sale"]')).toBeVisible();
  // The sale's own way back lies there.
  const under = await page.evaluate(([x, y]) => document.elementFromPoint(x, y)?.closest('button')?.dataset['action'], [
    back.x + back.width / 2,
    back.y + back.height / 2,
  ] as const);
  expect(under).toBe('back');
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  await page.keyboard.press('F1');
  await expect(page.locator('dialog[open]')).toBeVisible();
  expect(sent(counter, 'scanners.test')).toEqual([{ open: true }, { open: false }]);
  expect(desk.requests.filter(({ command }) => command === 'desk.pick')).toEqual([]);
  await expect(page.locator('[data-screen="sale"]')).toBeVisible();
});
