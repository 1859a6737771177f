/** The webcam reads cards: both engines before a fake camera, in small; `npm run bench camera` has all conditions. */
import { percentile } from '../bench/figures.ts';
import { expect, test } from './camera/camera-test.ts';
import { mixedCondition, NO_CARD } from './camera/conditions.ts';
import { measure } from './camera/measure.ts';
import { IDS } from './fake-facts.ts';

test.describe.configure({ timeout: 180_000 });

for (const engine of ['wasm', 'script'] as const) {
  test(`${engine}: each card shown is read once, of two in the picture none, and the console stays silent`, async () => {
    const figures = await measure(mixedCondition(), { engine, decoderOff: false, frames: 450 });
    const { sent, times, longTasks } = figures;
    process.stdout.write(
      `${engine}: ${sent} cards, p50 ${percentile(times, 0.5).toFixed(0)} ms, p95 ${percentile(times, 0.95).toFixed(0)} ms, ` +
        `${longTasks.length} tasks over 50 ms\n`,
    );
    expect(sent).toBeGreaterThanOrEqual(4);
    // How soon, and what the screen pays, the bench holds to its limits: this machine may have other work to do.
    expect(figures).toMatchObject({ read: sent, wrong: 0, doubled: 0, complaints: [] });
  });

  test(`${engine}: nothing is read from an empty counter, and nothing is asked of the network`, async ({ open }) => {
    const camera = await open({ clip: NO_CARD.clip, camera: { engine } });
    await expect(camera.page.locator(`.viewfinder[data-engine="${engine}"]`)).toBeVisible();
    await camera.watchFor(150);
    expect((await camera.watched()).sent).toEqual([]);
    expect(camera.complaints).toEqual([]);
    const { origin } = new URL(camera.page.url());
    expect(camera.requests.filter((address) => !address.startsWith(origin) && !address.startsWith('data:'))).toEqual(
      [],
    );
    // The engine did come from here, and not from where its package would fetch it by itself.
    const own = camera.requests.filter((address) => /zxing_reader[^/]*\.wasm$/.test(address));
    expect(own).toHaveLength(engine === 'wasm' ? 1 : 0);
  });
}

test('what is read goes to the desk as the camera’s, with its symbology, and the verdict is shown', async ({
  open,
}) => {
  const [, , ...rest] = mixedCondition().clip.showings;
  const { desk, page } = await open({ clip: { ...mixedCondition().clip, showings: rest } });
  await expect(page.locator('[role="status"][data-verdict]')).toBeVisible({ timeout: 60_000 });
  const scan = desk.requests.find(({ command }) => command === 'desk.scan');
  expect(scan?.payload).toEqual({ text: mixedCondition().codes[3], source: 'camera', symbology: 'code-39' });
});

test('in the test area the desk hears too what it took', async ({ open }) => {
  const [, , ...rest] = mixedCondition().clip.showings;
  const { desk, page } = await open({ clip: { ...mixedCondition().clip, showings: rest.slice(0, 2) } });
  await expect(page.locator('.viewfinder')).toHaveAttribute('data-camera', 'on', { timeout: 60_000 });
  desk.change({ pickedId: null, scanners: { ...desk.state().scanners, test: [] } });
  await expect
    .poll(() => desk.requests.find(({ command, payload }) => command === 'desk.scan' && hasRaw(payload))?.payload, {
      timeout: 60_000,
    })
    .toMatchObject({ source: 'camera', symbology: 'code-39', raw: { parts: 2 } });
});

function hasRaw(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && 'raw' in payload;
}

test('a card that lies in view is read once, through a panel too, and again for another performance', async ({
  open,
}) => {
  const showings = mixedCondition().clip.showings.slice(1, 2);
  const { desk, page, watched, watchFor } = await open({ clip: { ...mixedCondition().clip, showings } });
  const finder = page.locator('.viewfinder');
  const scans = () => desk.requests.filter(({ command }) => command === 'desk.scan').length;
  await expect.poll(scans, { timeout: 60_000 }).toBe(1);
  await page.keyboard.press('F9');
  await expect(finder).toHaveAttribute('data-camera', 'off');
  await page.keyboard.press('Escape');
  await expect(finder).toHaveAttribute('data-finding', 'code', { timeout: 60_000 });
  await watchFor((await watched()).frames + 90);
  expect(scans()).toBe(1);
  desk.change({ pickedId: IDS.concert });
  await expect.poll(scans, { timeout: 60_000 }).toBe(2);
});

test('two cards in the picture: staff are told to show one', async ({ open }) => {
  const pair = mixedCondition().clip.showings.slice(-1);
  const { desk, page, watchFor } = await open({ clip: { ...mixedCondition().clip, showings: pair } });
  await expect(page.locator('.viewfinder')).toHaveAttribute('data-finding', 'several', { timeout: 60_000 });
  await expect(page.locator('.viewfinder [role="status"]')).toHaveText('Show one card at a time.');
  await watchFor(90);
  expect(desk.requests.filter(({ command }) => command === 'desk.scan')).toEqual([]);
});
