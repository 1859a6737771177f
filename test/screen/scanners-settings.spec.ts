/** The scanners' settings, and what keyboard scanners taught the desk. */
import { PRESET_SCANNERS } from '../../src-shared/desk-api/scanners.ts';
import { expect, test } from './counter.ts';
import { device, openPage, sent, setScanners } from './scanners-page.ts';

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
