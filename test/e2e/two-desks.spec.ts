/** Two desks, one cap: never oversold, and what one desk does the other hears of. */
import { expect, test } from '@playwright/test';
import { openDeskSocket, type DeskSocket } from './desk-socket.ts';
import { ticketsIn } from './ledger.ts';
import { isReady, offered } from './offer.ts';
import { startDesk, startRegistry, temporaryFolder, type Part, type RegistryPart } from './processes.ts';
import { breakableNetwork, type BreakableNetwork } from './proxy.ts';
import { expectVerdict, openSale, scanAgain } from './sale.ts';
import { scan } from './wedge.ts';

let registry: RegistryPart;
let between: BreakableNetwork;
let desks: Part[];
let sockets: DeskSocket[];

test.beforeEach(async () => {
  registry = await startRegistry({ folder: temporaryFolder('registry'), seed: 'demo' });
  between = await breakableNetwork(registry.url);
  desks = await Promise.all(
    ['Kassa 1', 'Kassa 2'].map((name) => startDesk({ folder: temporaryFolder('desk'), registry: between.url, name })),
  );
  sockets = await Promise.all(desks.map((desk) => openDeskSocket(desk.url)));
  await Promise.all(sockets.map((socket) => socket.until(isReady)));
});

test.afterEach(async () => {
  for (const socket of sockets) socket.close();
  for (const desk of desks) await desk.stop();
  await between.close();
  await registry.stop();
});

/** Scans at a desk and records if the desk lets it; gives the acquisition's id or the reasons why not. */
async function tryToSell(socket: DeskSocket, code: string): Promise<{ sold: string } | { reasons: string[] }> {
  const before = socket.state().shown?.scanId;
  const scanned = await socket.call('desk.scan', { text: code, source: 'typed' });
  if (!scanned.ok) throw new Error(scanned.error.code);
  const { shown } = await socket.until(
    (state) => state.shown !== null && state.shown.scanId !== before && !state.shown.asking,
  );
  if (shown === null) throw new Error('nothing is shown');
  if (shown.verdict.outcome === 'refuse') {
    await socket.call('desk.dismiss', { scanId: shown.scanId });
    return { reasons: shown.verdict.reasons.map((reason) => reason.code) };
  }
  const { scanId } = shown;
  const confirmed = await socket.call('desk.confirm', { scanId, children: 0, deliberately: true });
  return confirmed.ok ? { sold: confirmed.value.acquisitionId } : { reasons: [confirmed.error.code] };
}

const CODES = ['A045198723', 'A100000001', 'A100000003', 'AM99000123'];

test('a cap of 2 with both desks trying at once, also with the registry away in the middle: never more than 2', async () => {
  const performanceId = offered(sockets[0]!.state(), 'small');
  for (const socket of sockets) expect((await socket.call('desk.pick', { performanceId })).ok).toBe(true);
  const outcomes: Awaited<ReturnType<typeof tryToSell>>[] = [];
  for (const [index, code] of CODES.entries()) {
    if (index === 1) between.set('cut');
    if (index === 2) between.set('through');
    outcomes.push(...(await Promise.all(sockets.map((socket) => tryToSell(socket, code)))));
  }
  const sold = outcomes.flatMap((outcome) => ('sold' in outcome ? [outcome.sold] : []));
  expect(sold.length).toBeLessThanOrEqual(2);
  await Promise.all(sockets.map((socket) => socket.until((state) => state.sync.waiting === 0)));
  const tickets = (await ticketsIn(registry.database)).filter((ticket) => ticket.performanceId === performanceId);
  expect(tickets.map((ticket) => ticket.acquisitionId).toSorted()).toEqual(sold.toSorted());
});

test('both places of a cap of 2 are sold, no third; after a void exactly one more, at either desk (CAP-9)', async () => {
  const performanceId = offered(sockets[0]!.state(), 'small');
  const [one, two] = [sockets[0]!, sockets[1]!];
  for (const socket of sockets) await socket.call('desk.pick', { performanceId });
  const first = await sellInTheEnd(one, 'A045198723');
  await sellInTheEnd(two, 'A100000001');
  for (const socket of sockets) expect(await tryToSell(socket, 'A100000003')).toEqual({ reasons: ['cap.reached'] });

  expect((await one.call('desk.undo', { acquisitionId: first, why: 'mistake' })).ok).toBe(true);
  await sellInTheEnd(two, 'A100000003');
  for (const socket of sockets) {
    const outcome = await tryToSell(socket, 'AM99000123');
    expect('reasons' in outcome && outcome.reasons.includes('cap.reached')).toBe(true);
  }
});

/** Tries until a place that is free somewhere has come to this desk. */
async function sellInTheEnd(socket: DeskSocket, code: string): Promise<string> {
  let sold = '';
  await expect(async () => {
    const outcome = await tryToSell(socket, code);
    expect(outcome).toHaveProperty('sold');
    if ('sold' in outcome) sold = outcome.sold;
  }).toPass();
  return sold;
}

test('a card used at one desk is refused at the other, which says when and where (CARD-5, field lesson 4)', async ({
  page,
}) => {
  const performanceId = offered(sockets[0]!.state(), 'theatre');
  await openSale(page, desks[1]!.url, performanceId);
  await sockets[0]!.call('desk.pick', { performanceId });
  await sellInTheEnd(sockets[0]!, 'A045198723');
  await expect(async () => {
    await page.keyboard.press('Escape');
    await scan(page, 'A045198723');
    await expectVerdictSoon(page);
  }).toPass();
  await expect(page.getByText('Kassa 1').first()).toBeVisible();
});

async function expectVerdictSoon(page: import('@playwright/test').Page): Promise<void> {
  await expect(page.locator('[role="status"][data-verdict]')).toHaveAttribute(
    'data-reasons',
    'duplicate.same-performance',
    {
      timeout: 2_000,
    },
  );
}

test('a card ended in the registry is refused at an on-line desk by push, without a poll', async ({ page }) => {
  await openSale(page, desks[0]!.url, offered(sockets[0]!.state(), 'festival'));
  await scan(page, 'A100000001');
  await expectVerdict(page, 'accept', []);
  const freshBefore = sockets[0]!.state().sync.cards.freshAt;
  const ended = await sockets[1]!.call('demo.card', { code: 'A100000001', action: 'end' });
  expect(ended.ok).toBe(true);
  // The fallback poll comes every 30 s: news by then can only have been pushed.
  await test
    .expect(async () => {
      expect(sockets[0]!.state().sync.cards.freshAt).not.toBe(freshBefore);
    })
    .toPass({ timeout: 8_000 });
  // The verdict on screen is judged anew, and so is a new scan.
  await expectVerdict(page, 'refuse', ['card.ended']);
  await page.keyboard.press('Escape');
  await scanAgain(page, 'A100000001', 'card.ended');
});
