/** Pictures of a real desk's screens, of everything but its scanners. Runs when it is imported. */
import { chromium, type Page } from '@playwright/test';
import { openDeskSocket } from './desk-socket.ts';
import { forDocs, lookAt, type Language } from './looks.ts';
import { isReady, offered } from './offer.ts';
import { startDesk, startPart, startRegistry, temporaryFolder } from './processes.ts';
import { openSale, pick, scanAgain } from './sale.ts';
import { scan } from './wedge.ts';

const IN_README = ['performances', 'sale-accept', 'sale-refuse', 'demo'];

const registry = await startRegistry({ folder: temporaryFolder('registry'), seed: 'demo' });
const desk = await startDesk({ folder: temporaryFolder('desk'), registry: registry.url });
const fresh = await startPart('dist/src-main/hosts/web/main.js', [
  '--no-open',
  '--scanners',
  'off',
  '--data',
  temporaryFolder('desk'),
]);
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
await stages();
await recent();
await assistants();
await group();
await followUps();
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

/** A reservation by telephone, and the ticket handed over of it, with the grounds opened. */
async function stages(): Promise<void> {
  await page.locator('[data-action="stage-reserve"]').click();
  await page.locator('[data-action="telephone"]').click();
  await page.locator('[data-ready="telephone"]').waitFor();
  await everyLook(page, 'ready-telephone');
  await scan(page, 'A045198723');
  await page.locator('[data-reasons~="card.not-seen"]').waitFor();
  await everyLook(page, 'reserve');
  await page.locator('[data-action="confirm"]').click();
  await page.locator('[data-recorded][data-state="reserved"]').waitFor();
  await everyLook(page, 'reserved');
  await page.locator('[data-action="stage-redeem"]').click();
  await scanAgain(page, 'A045198723', 'reservation.found');
  await page.locator('[data-action="why"]').click();
  await everyLook(page, 'reservation-found');
  await page.keyboard.press('Escape');
}

/** What was recorded last: one row being taken back, one being corrected. */
async function recent(): Promise<void> {
  await page.locator('[data-action="recent"]').click();
  await page.locator('[data-row]').first().locator('[data-action="undo-row"]').click();
  await page.locator('[data-row]').nth(1).locator('[data-action="correct"]').click();
  await everyLook(page, 'recent');
  await page.keyboard.press('Escape');
}

async function assistants(): Promise<void> {
  await page.locator('[data-action="assist"]').click();
  await page.locator('[data-action="assist-confirm"]').click();
  await page.locator('[data-assistants="1"]').waitFor();
  await everyLook(page, 'assistants');
  await page.keyboard.press('Escape');
}

/** A worker, a member, and a card that has run out. */
async function group(): Promise<void> {
  await page.locator('[data-action="group"]').click();
  for (const [index, code] of ['AM99000123', 'A100000003', 'A100000002'].entries()) {
    await scan(page, code);
    await page.locator('[data-line]').nth(index).waitFor();
  }
  await everyLook(page, 'group');
  await page.locator('[data-action="group-close"]').click();
}

/** Another desk hands over a ticket that this one, cut off, does not hear of: the registry remarks on the second. */
async function followUps(): Promise<void> {
  await socket.call('demo.network', { cut: true });
  await socket.until(({ sync }) => sync.network === 'offline');
  const second = await startDesk({ folder: temporaryFolder('desk'), registry: registry.url, name: 'Kassa 2' });
  const other = await openDeskSocket(second.url);
  await other.call('desk.pick', { performanceId: offered(await other.until(isReady), 'theatre') });
  await other.call('desk.scan', { text: 'A100000003', source: 'typed' });
  const { shown } = await other.until((now) => now.shown !== null && !now.shown.asking);
  if (shown === null) throw new Error('the second desk shows no verdict');
  await other.call('desk.confirm', { scanId: shown.scanId, children: 0, deliberately: false });
  await other.until(({ last, sync }) => last !== null && sync.waiting === 0);
  other.close();
  await second.stop();
  await scan(page, 'A100000003');
  await page.locator('[data-verdict="accept"]').waitFor();
  await page.locator('[data-action="confirm"]').click();
  await socket.call('demo.network', { cut: false });
  await page.locator('[data-follow-ups]').waitFor();
  await page.locator('[data-follow-ups]').click();
  await everyLook(page, 'follow-ups');
  await page.keyboard.press('Escape');
}

async function everyLook(of: Page, name: string): Promise<void> {
  await lookAt(of, name, (language) => speak(of, language));
  if (IN_README.includes(name)) forDocs(name, name);
  await speak(of, 'fi');
}

/** Changes the language; behind an open panel, where nothing can be clicked, by the desk's contract. */
async function speak(of: Page, language: Language): Promise<void> {
  if ((await of.locator('dialog[open]').count()) > 0) await socket.call('desk.language', { language });
  else await of.locator(`[data-language="${language}"]`).click();
  await of.locator(`html[lang="${language}"]`).waitFor();
}
