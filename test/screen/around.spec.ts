/** Around the sale: choosing a performance, languages, the connection, the status line, enrolment, the demo panel. */
import { IDS } from './fake-facts.ts';
import { enrolledState } from './fake-desk.ts';
import { expect, test } from './counter.ts';

test('a performance is chosen with arrows and Enter, today’s first', async ({ counter }) => {
  const { page, desk } = counter;
  desk.change({ pickedId: null });
  const rows = page.locator('[data-performance-id]');
  await expect(rows).toHaveCount(7);
  await expect(rows.first()).toHaveAttribute('data-performance-id', IDS.swimming);
  await expect(rows.first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-screen="sale"]')).toContainText('A Midsummer Night’s Dream');
  expect(desk.state().pickedId).toBe(IDS.evening);
});

test('the language changes at run time, with a verdict on screen', async ({ counter }) => {
  const { page, verdict } = counter;
  await counter.scan('A100000002', 'Enter');
  await expect(verdict).toContainText('Last valid on 13/03/2026');
  await page.locator('[data-language="sv"]').click();
  await expect(verdict).toContainText('Sista giltighetsdagen var 13.3.2026');
  await expect(page.locator('html')).toHaveAttribute('lang', 'sv');
  await page.locator('[data-language="fi"]').click();
  await expect(verdict).toContainText('Viimeinen voimassaolopäivä oli 13.3.2026');
  expect(counter.desk.state().language).toBe('fi');
});

test('a lost connection is shown and comes back by itself', async ({ counter }) => {
  const { page, desk } = counter;
  desk.cut();
  await expect(page.locator('[data-screen="connecting"]')).toBeVisible();
  await expect(page.locator('[data-connection="lost"]')).toBeVisible();
  desk.change({ pickedId: IDS.small });
  desk.restore();
  await expect(page.locator('[data-screen="sale"]')).toContainText('Puppet theatre');
  await counter.scan('A045198723', 'Enter');
  await expect(counter.verdict).toHaveAttribute('data-reasons', 'cap.reached');
});

test('a page without the token is refused and says so; a reload keeps the token', async ({ counter, context }) => {
  await counter.page.reload();
  await expect(counter.page.locator('[data-screen="sale"]')).toBeVisible();
  const stranger = await context.newPage();
  await stranger.goto(new URL('/', counter.desk.url).href);
  await expect(stranger.locator('[data-connection="refused"]')).toBeVisible();
});

test('the status line tells network, cards, deliveries and the clock', async ({ counter }) => {
  const line = counter.page.locator('.status-line');
  await expect(line).toHaveAttribute('data-network', 'online');
  await expect(line).toHaveAttribute('data-cards', '98412');
  await expect(line).toContainText('98,412 cards, checked 2 minutes ago');
  await expect(line.locator('[data-skew]')).toHaveCount(0);
  const { sync } = counter.desk.state();
  counter.desk.change({
    sync: { ...sync, network: 'offline', waiting: 3, setAside: 1, skewMilliseconds: -130_000 },
  });
  await expect(line).toHaveAttribute('data-network', 'offline');
  await expect(line).toHaveAttribute('data-waiting', '3');
  await expect(line).toContainText('No network: selling goes on');
  await expect(line).toContainText('3 wait for delivery');
  await expect(line).toContainText('1 set aside');
  await expect(line).toContainText('Clock 2 minutes slow');
});

test('enrolment: a wrong password is told in words, the right one goes on; typing fast is no scan there', async ({
  counter,
}) => {
  const { page, desk } = counter;
  desk.change({ site: null, deskName: null, pickedId: null });
  await expect(page.locator('[data-screen="enrol"]')).toBeVisible();
  await page.locator('[name="registryUrl"]').fill('http://127.0.0.1:9');
  await page.locator('[name="site"]').fill('teatteri');
  await page.locator('[name="deskName"]').fill('Pääovi 1');
  await page.locator('[name="password"]').focus();
  await page.keyboard.type('wrong12345', { delay: 5 });
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-error="registry.wrong-login"]')).toBeVisible();
  await page.locator('[name="password"]').fill('right');
  await page.keyboard.press('Enter');
  await expect.poll(() => desk.requests.filter(({ command }) => command === 'desk.enrol')).toHaveLength(2);
  expect(desk.requests.filter(({ command }) => command === 'desk.scan')).toHaveLength(0);
  desk.change({ ...enrolledState() });
  await expect(page.locator('[data-screen="performances"]')).toBeVisible();
});

test('the demo panel: only in a demo; cuts the network, reads a card, shows its codes, remembers being open', async ({
  counter,
}) => {
  const { page, desk } = counter;
  await expect(page.locator('[data-action="demo"]')).toHaveCount(0);
  desk.change({ demo: { networkCut: false } });
  await page.locator('[data-action="demo"]').click();
  await page.locator('[data-action="demo-network"]').click();
  await expect(page.locator('.status-line')).toHaveAttribute('data-network', 'offline');
  await page.locator('[data-demo-card="A100000005"]').click();
  await expect(counter.verdict).toHaveAttribute('data-reasons', 'card.ended');
  await page.locator('[data-demo-more="A100000005"]').click();
  const images = page.locator('.opened-card img');
  await expect(images).toHaveCount(2);
  const drawn = await images.evaluateAll((all) => all.every((image) => (image as HTMLImageElement).naturalWidth > 50));
  expect(drawn).toBe(true);
  await page.locator('[data-demo-change="extend"]').click();
  await expect(page.locator('.opened-card')).toContainText('Done in the registry');
  await page.reload();
  await expect(page.locator('.demo')).toBeVisible();
});
