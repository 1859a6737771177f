/** The demo panel on a real desk: whoever tries the project sees its promise in two minutes. */
import { expect, test } from '@playwright/test';
import { openDeskSocket } from './desk-socket.ts';
import { isReady, offered } from './offer.ts';
import { startDesk, startRegistry, temporaryFolder } from './processes.ts';
import { expectVerdict, openSale, sell } from './sale.ts';

test('cut the network, sell, restore it and see the ticket arrive; end a card; open a second desk', async ({
  page,
}) => {
  const registry = await startRegistry({ folder: temporaryFolder('registry'), seed: 'demo' });
  const desk = await startDesk({ folder: temporaryFolder('desk'), registry: registry.url });
  const socket = await openDeskSocket(desk.url);
  const state = await socket.until(isReady);
  await openSale(page, desk.url, offered(state, 'swimming'));
  await page.locator('[data-action="demo"]').click();

  await page.locator('[data-action="demo-network"]').click();
  await expect(page.locator('[data-network="offline"]')).toBeVisible();
  await sell(page, 'A045198723');
  await expect(page.locator('[data-waiting="1"]')).toBeVisible();
  await page.locator('[data-action="demo-network"]').click();
  await expect(page.locator('[data-network="online"]')).toBeVisible();
  await expect(page.locator('[data-received][data-type="redeemed"]')).toHaveCount(1);

  await page.locator('[data-demo-card="A100000001"]').click();
  await expectVerdict(page, 'accept', []);
  await page.locator('[data-demo-more="A100000001"]').click();
  await expect(page.locator('img[src^="data:image/svg+xml"]')).toHaveCount(2);
  await page.locator('[data-demo-change="end"]').click();
  await expectVerdict(page, 'refuse', ['card.ended']);

  const popup = page.context().waitForEvent('page');
  await page.locator('[data-action="second-desk"]').click();
  const second = await popup;
  await expect(second.locator('[data-screen="performances"]')).toBeVisible();
  await expect(second.getByText('Kassa 1 2')).toBeVisible();

  socket.close();
  await desk.stop();
  await registry.stop();
});
