/** npm run pictures: the screens of a real desk in each size, language and light, into a folder; the README's into docs/pictures. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { openDeskSocket } from './desk-socket.ts';
import { isReady, offered } from './offer.ts';
import { startDesk, startPart, startRegistry, temporaryFolder } from './processes.ts';
import { openSale, pick } from './sale.ts';
import { scan } from './wedge.ts';

const SIZES = [
  [1280, 800],
  [1920, 1080],
  [1024, 600],
] as const;
const LANGUAGES = ['fi', 'sv', 'en'] as const;
const LIGHTS = ['light', 'dark'] as const;
const IN_README = ['performances', 'sale-accept', 'sale-refuse', 'demo'];

const all = join(import.meta.dirname, '../../test-results/pictures');
const forReadme = join(import.meta.dirname, '../../docs/pictures');
mkdirSync(all, { recursive: true });
mkdirSync(forReadme, { recursive: true });

const registry = await startRegistry({ folder: temporaryFolder('registry'), seed: 'demo' });
const desk = await startDesk({ folder: temporaryFolder('desk'), registry: registry.url });
const fresh = await startPart('dist/src-main/hosts/web/main.js', ['--no-open', '--data', temporaryFolder('desk')]);
const socket = await openDeskSocket(desk.url);
const state = await socket.until(isReady);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
const enrolling = await browser.newPage();
await enrolling.goto(fresh.url);
await openSale(page, desk.url, offered(state, 'theatre'));

await everyLook(enrolling, 'enrol');
await everyLook(page, 'ready');
await scan(page, 'A100000001');
await page.locator('[data-verdict]').waitFor();
await page.keyboard.press('+');
await everyLook(page, 'sale-accept');
await page.locator('[data-action="confirm"]').click();
await page.locator('[data-recorded]').waitFor();
await everyLook(page, 'recorded');
await scan(page, 'AM99000123');
await page.locator('[data-verdict="warn"]').waitFor();
await everyLook(page, 'sale-warn');
await scan(page, 'A100000002');
await page.locator('[data-verdict="refuse"]').waitFor();
await everyLook(page, 'sale-refuse');
await page.keyboard.press('Escape');
await pick(page, offered(state, 'small'));
await page.locator('[data-action="back"]').click();
await everyLook(page, 'performances');
await page.locator('[data-action="demo"]').click();
await everyLook(page, 'demo');

await browser.close();
socket.close();
await fresh.stop();
await desk.stop();
await registry.stop();

async function everyLook(of: Page, name: string): Promise<void> {
  for (const language of LANGUAGES) {
    await of.locator(`[data-language="${language}"]`).click();
    await of.locator(`[data-language="${language}"][aria-pressed="true"]`).waitFor();
    for (const light of LIGHTS) {
      await of.emulateMedia({ colorScheme: light });
      for (const [width, height] of SIZES) {
        await of.setViewportSize({ width, height });
        await of.screenshot({ path: join(all, `${name}-${language}-${light}-${width}.png`) });
      }
    }
  }
  if (IN_README.includes(name)) copyFileSync(join(all, `${name}-en-light-1280.png`), join(forReadme, `${name}.png`));
  await of.locator('[data-language="fi"]').click();
}
