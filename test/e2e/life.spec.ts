/** The life of an acquisition across desks, restarts and the registry; a group; children corrected; places all back. */
import { expect, test, type Page } from '@playwright/test';
import pg from 'pg';
import { atTime, helsinkiDay } from '../../src-shared/kernel/helsinki.ts';
import { openDeskSocket, type DeskSocket } from './desk-socket.ts';
import { offered } from './offer.ts';
import { startDesk } from './processes.ts';
import { expectVerdict, lastRecorded, openSale, sell, verdict } from './sale.ts';
import { scan } from './wedge.ts';
import { expectArrived, openAt, startWorld, type World } from './world.ts';

const MORNING = new Date(atTime(helsinkiDay(Date.now()), '10:00')).toISOString();
const ONE = { site: 'lipputoimisto', name: 'Kassa 1' };
const TWO = { site: 'lipputoimisto', name: 'Kassa 2' };

let world: World;
test.beforeAll(async () => {
  world = await startWorld([ONE, TWO], MORNING);
});
test.afterAll(() => world?.close());

interface Ticket {
  readonly state: string;
  readonly children: number;
}

async function rowOf(acquisitionId: string): Promise<Ticket | undefined> {
  return (await query<Ticket>('SELECT state, children FROM acquisitions WHERE id = $1', [acquisitionId]))[0];
}

async function query<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
  const client = new pg.Client(world.registry.database);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

async function toStage(page: Page, name: 'redeem' | 'reserve' | 'attend'): Promise<void> {
  await page.locator(`[data-action="stage-${name}"]`).click();
  await expect(page.locator(`[data-stage="${name}"]`)).toBeVisible();
}

/** Waits until a desk has heard of an acquisition's state, then scans until the screen knows it too. */
async function scanUntil(page: Page, code: string, reasons: string): Promise<void> {
  await expect(async () => {
    await scan(page, code);
    await expect(verdict(page)).toHaveAttribute('data-reasons', reasons, { timeout: 500 });
  }).toPass({ intervals: [1_600], timeout: 60_000 });
}

test('reserved by telephone, the desk killed, handed over at the other desk, let in at the first, taken back: once each (SALE-7, CARD-8, CAP-9)', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const [first, second] = world.desks;
  const performanceId = offered(first!.socket.state(), 'small');
  await openAt(page, first!, 'small');
  await toStage(page, 'reserve');
  await page.locator('[data-action="telephone"]').click();
  await scan(page, 'A045198723');
  await expectVerdict(page, 'accept', ['card.not-seen']);
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-recorded][data-state="reserved"]')).toBeVisible();
  const acquisitionId = (await lastRecorded(page)) ?? '';

  first!.socket.close();
  await first!.part.kill();
  const part = await startDesk({ folder: first!.folder, registry: first!.between.url, ...ONE, clock: MORNING });
  const socket: DeskSocket = await openDeskSocket(part.url);
  await socket.call('desk.pick', { performanceId });
  const { recent } = await socket.until((state) => state.recent.length > 0);
  expect(recent[0]).toMatchObject({ acquisitionId, state: 'reserved', cardSeen: false });
  await expectArrived(world, 'reserved', (event) => event.acquisitionId === acquisitionId && !event.cardSeen);

  await openSale(page, second!.part.url, performanceId);
  await scanUntil(page, 'A045198723', 'reservation.found');
  await page.keyboard.press('Enter');
  await expectArrived(world, 'redeemed', (event) => event.acquisitionId === acquisitionId && event.units === 0);
  await expect.poll(() => rowOf(acquisitionId)).toEqual({ state: 'redeemed', children: 0 });

  await openSale(page, part.url, performanceId);
  await toStage(page, 'attend');
  await expect(async () => {
    await scan(page, 'A045198723');
    await expectVerdict(page, 'accept', []);
  }).toPass({ intervals: [1_600] });
  await page.keyboard.press('Enter');
  await expectArrived(world, 'attended', (event) => event.acquisitionId === acquisitionId);
  await expect.poll(() => rowOf(acquisitionId)).toEqual({ state: 'attended', children: 0 });

  // Taken back where it was handed over: the place comes home to the desk that reserved it, once.
  await second!.socket.call('desk.pick', { performanceId });
  expect((await second!.socket.call('desk.undo', { acquisitionId, why: 'customer' })).ok).toBe(true);
  await expectArrived(world, 'voided', (event) => event.acquisitionId === acquisitionId && event.placeTo === 'seller');
  await expectArrived(world, 'released', (event) => event.acquisitionId === acquisitionId && event.placeTo === 'epoch');
  await expect.poll(() => rowOf(acquisitionId)).toEqual({ state: 'voided', children: 0 });
  const leases = await query<{ balance: number }>(
    `SELECT sum(consumed - released)::integer AS balance FROM leases WHERE performance_id = $1`,
    [performanceId],
  );
  expect(leases).toEqual([{ balance: 0 }]);
  socket.close();
  await part.stop();
});

test('a small group in any order is recorded whole, each card as its own acquisition (GROUP-1, CC-1)', async ({
  page,
}) => {
  const { socket } = world.desks[1]!;
  await openAt(page, world.desks[1]!, 'theatre');
  await page.locator('[data-action="group"]').click();
  const codes = ['A100000001', 'AM99000123', 'A100000003'];
  for (const [index, code] of [...codes, 'A100000002'].entries()) {
    await scan(page, code);
    await expect(page.locator('[data-line]')).toHaveCount(index + 1);
  }
  await expect(page.locator('[data-line]').nth(3)).toHaveAttribute('data-line-reasons', 'card.expired');
  await page.locator('[data-line]').nth(3).locator('[data-action="drop"]').click();
  await expect(page.locator('[data-basket]')).toHaveAttribute('data-outcome', 'accept');
  await page.locator('[data-action="group-confirm"]').click();
  await socket.until(({ basket, recent, sync }) => basket === null && recent.length === 3 && sync.waiting === 0);
  const rows = await query<{ code: string }>(
    `SELECT code FROM acquisitions WHERE performance_id = $1 AND state = 'redeemed' ORDER BY code`,
    [offered(socket.state(), 'theatre')],
  );
  expect(rows.map(({ code }) => code)).toEqual(codes.toSorted());
});

test('the number of children is corrected afterwards, and the cap that counts all tickets with it (CHILD-3, CAP-8)', async ({
  page,
}) => {
  const { socket } = world.desks[1]!;
  await openAt(page, world.desks[1]!, 'festival');
  const acquisitionId = await sell(page, 'A045198723');
  expect((await socket.call('desk.correct', { acquisitionId, children: 2 })).ok).toBe(true);
  await expectArrived(
    world,
    'children-corrected',
    (event) => event.acquisitionId === acquisitionId && event.unitsChange === 2,
  );
  await expect.poll(() => rowOf(acquisitionId)).toEqual({ state: 'redeemed', children: 2 });
});
