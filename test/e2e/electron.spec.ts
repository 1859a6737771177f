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
    args: [
      root,
      '--scanners',
      'off',
      '--data',
      temporaryFolder('electron'),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  const page = await app.firstWindow();
  await expect(page.locator('[data-screen="enrol"]')).toBeVisible();
  expect(await page.evaluate(() => 'require' in globalThis || 'process' in globalThis)).toBe(false);
  expect(page.url()).toBe('kaikudesk://screen/index.html');
  await app.close();
});

test('under Electron the screen may start workers and WebAssembly, and nothing outside of it is served', async () => {
  test.skip(program === null, "Electron's program is not on this machine; npm run electron:install fetches it");
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const app = await _electron.launch({
    executablePath: program ?? '',
    args: [
      root,
      '--scanners',
      'off',
      '--data',
      temporaryFolder('electron'),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  const page = await app.firstWindow();
  await expect(page.locator('[data-screen="enrol"]')).toBeVisible();
  const allowed = await page.evaluate(async () => {
    const statusOf = async (path: string): Promise<number> => (await fetch(path)).status;
    return {
      // The shortest module: its magic number and its version.
      wasm: WebAssembly.validate(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)),
      page: await statusOf('index.html'),
      outside: [await statusOf('/%2e%2e%2f%2e%2e%2fpackage.json'), await statusOf('/..%5c..%5cpackage.json')],
      microphone: (await navigator.permissions.query({ name: 'microphone' })).state,
    };
  });
  expect(allowed).toMatchObject({ wasm: true, page: 200, outside: [404, 404] });
  expect(allowed.microphone).not.toBe('granted');
  await app.close();
});
