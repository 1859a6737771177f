/** The network goes, the registry goes, the power goes: selling goes on and nothing is lost or doubled. */
import { expect, test } from '@playwright/test';
import { openDeskSocket } from './desk-socket.ts';
import { ticketsIn } from './ledger.ts';
import { isReady, offered } from './offer.ts';
import { startDesk, startRegistry, temporaryFolder } from './processes.ts';
import { breakableNetwork, type NetworkMode } from './proxy.ts';
import { openSale, sell } from './sale.ts';

const network = (page: import('@playwright/test').Page, state: string) => page.locator(`[data-network="${state}"]`);

test('the registry is stopped: selling goes on, the screen says so; it comes back: all delivered, exactly once', async ({
  page,
}) => {
  const folder = temporaryFolder('registry');
  let registry = await startRegistry({ folder, seed: 'demo' });
  const port = Number(new URL(registry.url).port);
  const desk = await startDesk({ folder: temporaryFolder('desk'), registry: registry.url });
  const socket = await openDeskSocket(desk.url);
  const state = await socket.until(isReady);
  await openSale(page, desk.url, offered(state, 'festival'));
  await expect(network(page, 'online')).toBeVisible();

  // A capped performance: what is sold without the registry comes from the places that this desk holds already.
  const first = await sell(page, 'A045198723');
  await registry.stop();
  await expect(network(page, 'offline')).toBeVisible();
  const second = await sell(page, 'A100000001');
  const third = await sell(page, 'A100000003');
  await expect(page.locator('[data-waiting="2"]')).toBeVisible();

  registry = await startRegistry({ folder, seed: 'demo', port });
  await expect(network(page, 'online')).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('[data-waiting="0"]')).toBeVisible({ timeout: 60_000 });
  const tickets = await ticketsIn(registry.database);
  expect(tickets.map((ticket) => ticket.acquisitionId)).toEqual([first, second, third].toSorted());
  socket.close();
  await desk.stop();
  await registry.stop();
});

for (const mode of ['cut', 'swallow', 'html'] as const satisfies NetworkMode[]) {
  test(`a network that is broken by "${mode}": selling goes on, all is delivered once it works, exactly once`, async ({
    page,
  }) => {
    const registry = await startRegistry({ folder: temporaryFolder('registry'), seed: 'demo' });
    const between = await breakableNetwork(registry.url);
    const desk = await startDesk({ folder: temporaryFolder('desk'), registry: between.url });
    const socket = await openDeskSocket(desk.url);
    const state = await socket.until(isReady);
    await openSale(page, desk.url, offered(state, 'swimming'));
    await expect(network(page, 'online')).toBeVisible();

    between.set(mode);
    const sold = [await sell(page, 'A045198723'), await sell(page, 'A100000001')];
    await expect(network(page, 'offline')).toBeVisible({ timeout: 30_000 });
    await expect(page.locator('[data-waiting="2"]')).toBeVisible();
    sold.push(await sell(page, 'A100000003'));

    between.set('through');
    await expect(page.locator('[data-waiting="0"]')).toBeVisible({ timeout: 60_000 });
    await expect(network(page, 'online')).toBeVisible({ timeout: 60_000 });
    const tickets = await ticketsIn(registry.database);
    expect(tickets.map((ticket) => ticket.acquisitionId)).toEqual(sold.toSorted());
    socket.close();
    await desk.stop();
    await between.close();
    await registry.stop();
  });
}

test('the desk is killed right after "recorded": the ticket is there on restart and is delivered', async ({ page }) => {
  const registry = await startRegistry({ folder: temporaryFolder('registry'), seed: 'demo' });
  const between = await breakableNetwork(registry.url);
  const folder = temporaryFolder('desk');
  let desk = await startDesk({ folder, registry: between.url });
  let socket = await openDeskSocket(desk.url);
  const state = await socket.until(isReady);
  await openSale(page, desk.url, offered(state, 'swimming'));
  between.set('cut');
  const sold = await sell(page, 'A045198723');
  await desk.kill();
  socket.close();
  expect(await ticketsIn(registry.database)).toEqual([]);

  desk = await startDesk({ folder, registry: between.url });
  socket = await openDeskSocket(desk.url);
  expect(socket.state().sync.waiting).toBe(1);
  between.set('through');
  await socket.until((now) => now.sync.waiting === 0);
  const tickets = await ticketsIn(registry.database);
  expect(tickets.map(({ acquisitionId, code }) => ({ acquisitionId, code }))).toEqual([
    { acquisitionId: sold, code: 'A045198723' },
  ]);
  socket.close();
  await desk.stop();
  await between.close();
  await registry.stop();
});
