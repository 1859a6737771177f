/** Every demo card at every kind of performance, with real keys, and what of it is in PostgreSQL. */
import { expect, test } from '@playwright/test';
import { openDeskSocket, type DeskSocket } from './desk-socket.ts';
import { ticketsIn } from './ledger.ts';
import { isReady, offered, type Offer } from './offer.ts';
import { startDesk, startRegistry, temporaryFolder, type Part, type RegistryPart } from './processes.ts';
import { confirm, expectVerdict, lastRecorded, openSale, pick, scanAgain, sell, verdict } from './sale.ts';
import { scan, type Suffix } from './wedge.ts';

let registry: RegistryPart;
let desk: Part;
let socket: DeskSocket;

test.beforeAll(async () => {
  registry = await startRegistry({ folder: temporaryFolder('registry'), seed: 'demo' });
  desk = await startDesk({ folder: temporaryFolder('desk'), registry: registry.url });
  socket = await openDeskSocket(desk.url);
  await socket.until(isReady);
});

test.afterAll(async () => {
  socket?.close();
  await desk?.stop();
  await registry?.stop();
});

const AT_THE_FESTIVAL: [code: string, outcome: string, reasons: string[]][] = [
  ['A045198723', 'accept', []],
  ['A100000001', 'accept', []],
  ['A100000002', 'refuse', ['card.expired']],
  ['A100000003', 'accept', []],
  ['A100000004', 'refuse', ['card.not-yet-valid']],
  ['A100000005', 'refuse', ['card.ended']],
  ['A100000006', 'refuse', ['card.out-of-use']],
  ['AM99000123', 'warn', ['card.community-without-client']],
  ['AM99000124', 'refuse', ['card.ended', 'card.community-without-client']],
  ['A999999999', 'refuse', ['card.unknown']],
  ['ABC', 'refuse', ['card.malformed']],
];

for (const suffix of ['Enter', 'Tab', null] as const satisfies Suffix[]) {
  test(`each demo card gives its verdict and reasons; nothing is recorded by a scan that ends with ${suffix ?? 'nothing'}`, async ({
    page,
  }) => {
    await openSale(page, desk.url, offered(socket.state(), 'festival'));
    let before = '';
    for (const [code, outcome, reasons] of AT_THE_FESTIVAL) {
      // Three letters are too few to tell a scanner from a person: they are typed into the field.
      if (code.length < 6) await typeCode(code, page);
      else await scan(page, code, suffix);
      await expect(verdict(page)).not.toHaveAttribute('data-scan-id', before);
      before = (await verdict(page).getAttribute('data-scan-id')) ?? '';
      await expectVerdict(page, outcome, reasons);
    }
    expect(await lastRecorded(page)).toBeNull();
    await page.keyboard.press('Escape');
  });
}

async function typeCode(code: string, page: import('@playwright/test').Page): Promise<void> {
  await page.locator('input[name="code"]').click();
  await page.keyboard.type(code, { delay: 120 });
  await page.keyboard.press('Enter');
}

test('a code typed with spaces and in lower case is read as it should be (CARD-2)', async ({ page }) => {
  await openSale(page, desk.url, offered(socket.state(), 'festival'));
  await typeCode('a045 198 723', page);
  await expectVerdict(page, 'accept', []);
  expect(await lastRecorded(page)).toBeNull();
});

test('Caps Lock turns letters round, the code stays the code', async ({ page }) => {
  await openSale(page, desk.url, offered(socket.state(), 'festival'));
  await scan(page, 'a045198723');
  await expectVerdict(page, 'accept', []);
});

test('a scan is taken with the focus in a text field, whose text stays as it was', async ({ page }) => {
  await openSale(page, desk.url, offered(socket.state(), 'festival'));
  await page.locator('input[name="code"]').click();
  await page.keyboard.type('A1', { delay: 250 });
  await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'code');
  await scan(page, 'A100000002');
  await expectVerdict(page, 'refuse', ['card.expired']);
  await expect(page.locator('input[name="code"]')).toHaveValue('A1');
});

test('a scan is taken in an open dialog, and presses nothing there', async ({ page }) => {
  await openSale(page, desk.url, offered(socket.state(), 'festival'));
  await page.locator('[data-action="help"]').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await scan(page, 'A100000006');
  await expectVerdict(page, 'refuse', ['card.out-of-use']);
});

test('a scan is taken with the focus on a button, and does not press it', async ({ page }) => {
  await openSale(page, desk.url, offered(socket.state(), 'festival'));
  await page.locator('[data-action="back"]').focus();
  await scan(page, 'A100000004', 'Enter');
  await expectVerdict(page, 'refuse', ['card.not-yet-valid']);
  await expect(page.locator('[data-screen="sale"]')).toBeVisible();
});

test('a scan replaces the verdict that was not confirmed, and is announced anew (field lesson 10)', async ({
  page,
}) => {
  await openSale(page, desk.url, offered(socket.state(), 'festival'));
  await scan(page, 'A045198723');
  await expectVerdict(page, 'accept', []);
  const first = await verdict(page).getAttribute('data-scan-id');
  await scan(page, 'A100000001');
  await expect(verdict(page)).not.toHaveAttribute('data-scan-id', first ?? '');
  await expectVerdict(page, 'accept', []);
});

const REFUSED: [offer: Offer, code: string, reasons: string[]][] = [
  ['excluded', 'A045198723', ['performance.excluded']],
  ['monthAhead', 'A045198723', ['window.reservation-not-open']],
  ['sameEvening', 'A045198723', ['window.redemption-not-open']],
  ['course', 'AM99000123', ['card.community-on-course']],
];
for (const [offer, code, reasons] of REFUSED) {
  test(`${offer}: ${reasons.join(' ')}`, async ({ page }) => {
    await openSale(page, desk.url, offered(socket.state(), offer));
    await scan(page, code);
    await expectVerdict(page, 'refuse', reasons);
  });
}

test('each ticket recorded is in PostgreSQL with its card, performance and children, exactly once', async ({
  page,
}) => {
  const state = socket.state();
  const expected: { acquisitionId: string; code: string; performanceId: string; children: number }[] = [];
  const note = (acquisitionId: string, code: string, offer: Offer, children: number): void => {
    expected.push({ acquisitionId, code, performanceId: offered(state, offer), children });
  };

  await openSale(page, desk.url, offered(state, 'theatre'));
  note(await sell(page, 'A045198723'), 'A045198723', 'theatre', 0);

  await scanAgain(page, 'A045198723', 'duplicate.same-performance');

  await scan(page, 'A100000001');
  await expectVerdict(page, 'accept', []);
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await expect(page.locator('[data-children]')).toHaveAttribute('data-children', '2');
  note(await confirm(page), 'A100000001', 'theatre', 2);

  await pick(page, offered(state, 'swimming'));
  note(await sell(page, 'A100000003'), 'A100000003', 'swimming', 0);
  await scanAgain(page, 'A100000003', 'duplicate.same-day');
  await page.locator('[data-action="confirm"]').click();
  await expect.poll(() => lastRecorded(page)).not.toBe(expected.at(-1)?.acquisitionId);
  note((await lastRecorded(page)) ?? '', 'A100000003', 'swimming', 0);

  await pick(page, offered(state, 'course'));
  note(await sell(page, 'A100000001'), 'A100000001', 'course', 0);

  await pick(page, offered(state, 'festival'));
  await scan(page, 'AM99000123');
  await expectVerdict(page, 'warn', ['card.community-without-client']);
  await page.keyboard.press('+');
  await expectVerdict(page, 'accept', []);
  note(await confirm(page), 'AM99000123', 'festival', 1);

  await expect(page.locator('[data-delivery="delivered"]')).toBeVisible();
  await socket.until((now) => now.sync.waiting === 0);
  const tickets = await ticketsIn(registry.database);
  const sorted = expected.toSorted((a, b) => (a.acquisitionId < b.acquisitionId ? -1 : 1));
  expect(tickets).toEqual(sorted.map((ticket) => ({ ...ticket, state: 'redeemed' })));
});
