/** Scan complete → verdict painted, in Chromium against 100,000 cards, beside an empty page that paints a box on the same key. */
import { chromium, type Page } from '@playwright/test';
import { openDeskSocket } from '../e2e/desk-socket.ts';
import { isReady, offered } from '../e2e/offer.ts';
import { startDesk, startRegistry, temporaryFolder } from '../e2e/processes.ts';
import { printPair } from './figures.ts';

const PAIRS = 200;
/** So many that none comes again while the double-read guard still holds it back. */
const CODES = Array.from({ length: 40 }, (_, index) => `A${200_000_000 + index * 991}`);

const EMPTY_PAGE = `<!doctype html><div id="box" data-scan-id="0" style="width:600px;height:300px"></div><script>
  let scans = 0;
  addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    box.style.background = scans % 2 ? '#274' : '#742';
    box.dataset.scanId = String(++scans);
  });
</script>`;

/** In the page, before its own scripts, for those keep a scan's keys to themselves: from the Enter key's own time stamp to the task after the frame that shows the change. */
function watchPaints(): void {
  const state = globalThis as unknown as { pressed: number; painted: number | null };
  addEventListener('keydown', (event) => event.key === 'Enter' && (state.pressed = event.timeStamp), { capture: true });
  let shown: string | null = null;
  new MutationObserver(() => {
    const id = document.querySelector('[data-scan-id]')?.getAttribute('data-scan-id') ?? null;
    if (id === shown) return;
    shown = id;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => (state.painted = performance.now() - state.pressed), { once: true });
      port1.start();
      port2.postMessage(null);
    });
  }).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['data-scan-id'],
  });
}

async function oneScan(page: Page, code: string): Promise<number> {
  await page.evaluate(() => ((globalThis as unknown as { painted: number | null }).painted = null));
  await page.keyboard.type(code, { delay: 10 });
  await page.keyboard.press('Enter');
  const handle = await page.waitForFunction(() => (globalThis as unknown as { painted: number | null }).painted);
  return Number(await handle.jsonValue());
}

/** Measures and prints. */
export async function benchVerdict(): Promise<void> {
  const registry = await startRegistry({ folder: temporaryFolder('bench-registry'), seed: 'cards:100000' });
  const desk = await startDesk({ folder: temporaryFolder('bench-desk'), registry: registry.url });
  const socket = await openDeskSocket(desk.url);
  const state = await socket.until((now) => isReady(now) && now.sync.cards.count > 100_000);
  socket.close();
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(watchPaints);
  await page.goto(desk.url);
  await page.locator(`[data-performance-id="${offered(state, 'festival')}"]`).click();
  await page.locator('[data-screen="sale"]').waitFor();
  const empty = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await empty.setContent(EMPTY_PAGE);
  await empty.evaluate(watchPaints);

  const [verdicts, boxes]: [number[], number[]] = [[], []];
  for (let pair = -10; pair < PAIRS; pair += 1) {
    const code = CODES[(pair + 10) % CODES.length] ?? '';
    await page.bringToFront();
    const verdict = await oneScan(page, code);
    await empty.bringToFront();
    const box = await oneScan(empty, code);
    if (pair < 0) continue;
    verdicts.push(verdict);
    boxes.push(box);
  }
  printPair(
    `Scan complete → verdict painted (${state.sync.cards.count} cards)`,
    'ms',
    verdicts,
    'an empty page paints a box',
    boxes,
  );
  await browser.close();
  await desk.stop();
  await registry.stop();
}
