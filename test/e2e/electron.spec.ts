/** The Electron host, where Electron's program is present. */
import { _electron, expect, test } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { findElectron } from '../../src-main/hosts/web/electron-binary.ts';
import { temporaryFolder } from './processes.ts';

const program = findElectron();

test('the desk opens under Electron, sandboxed, and shows the enrolment', async () => {
  test.skip(program === null, "Electron's program is not on this machine; npm run electron:install fetches it");
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const app = await _electron.launch({
    executablePath: program ?? '',
    args: [root, '--data', temporaryFolder('electron'), ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  const page = await app.firstWindow();
  await expect(page.locator('[data-screen="enrol"]')).toBeVisible();
  expect(await page.evaluate(() => 'require' in globalThis || 'process' in globalThis)).toBe(false);
  await app.close();
});
