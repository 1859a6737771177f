/** The camera is on only while it is needed, and what is the matter with it is told. */
import type { Page } from '@playwright/test';
import { expect, test } from './camera/camera-test.ts';

test.describe.configure({ timeout: 120_000 });

/** Keeps every track that the page was given, and lets a test break `getUserMedia`. */
function keepTracks(): void {
  const kept: MediaStreamTrack[] = [];
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  const state = { tracks: kept, refusal: '', torch: [] as unknown[] };
  Object.assign(window, { cameraTest: state });
  mediaDevices.getUserMedia = async (wish) => {
    if (state.refusal !== '') throw new DOMException('refused', state.refusal);
    const stream = await open(wish);
    kept.push(...stream.getTracks());
    return stream;
  };
}

interface Kept {
  readonly tracks: readonly MediaStreamTrack[];
  refusal: string;
  readonly torch: readonly unknown[];
}

const prepare = (page: Page) => page.addInitScript(keepTracks);
const liveTracks = (page: Page) =>
  page.evaluate(() => {
    const { tracks } = (window as unknown as { cameraTest: Kept }).cameraTest;
    return tracks.filter(({ readyState }) => readyState === 'live').length;
  });
const refuse = (page: Page, name: string) =>
  page.evaluate((refusal) => {
    (window as unknown as { cameraTest: Kept }).cameraTest.refusal = refusal;
  }, name);

test('its light is out while it is not needed: not in use, a dialog, another window, no performance', async ({
  open,
}) => {
  const { desk, page, set, complaints } = await open({ prepare, camera: { use: false } });
  const finder = page.locator('.viewfinder');
  await expect(page.locator('[data-screen="sale"]')).toBeVisible();
  await expect(finder).toHaveCount(0);
  set({ use: true });
  await expect(finder).toHaveAttribute('data-camera', 'on');
  expect(await liveTracks(page)).toBe(1);

  for (const key of ['F1', 'F9']) {
    await page.keyboard.press(key);
    await expect(finder).toHaveAttribute('data-camera', 'off');
    expect(await liveTracks(page)).toBe(0);
    await page.keyboard.press('Escape');
    await expect(finder).toHaveAttribute('data-camera', 'on');
    expect(await liveTracks(page)).toBe(1);
  }

  const show = (visibilityState: string) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, visibilityState);
  await show('hidden');
  await expect(finder).toHaveAttribute('data-camera', 'off');
  expect(await liveTracks(page)).toBe(0);
  await show('visible');
  await expect(finder).toHaveAttribute('data-camera', 'on');

  desk.change({ stage: 'reserve', cardSeen: false });
  await expect(finder).toHaveAttribute('data-camera', 'off');
  desk.change({ stage: 'redeem', cardSeen: true });
  await expect(finder).toHaveAttribute('data-camera', 'on');

  await page.locator('[data-action="back"]').click();
  await expect(finder).toHaveCount(0);
  expect(await liveTracks(page)).toBe(0);
  expect(complaints).toEqual([]);
});

test('switched off before it was on: its light does not stay', async ({ open }) => {
  const { page, set } = await open({ prepare, camera: { use: false } });
  await expect(page.locator('[data-screen="sale"]')).toBeVisible();
  set({ use: true });
  set({ use: false });
  set({ use: true });
  await expect(page.locator('.viewfinder')).toHaveAttribute('data-camera', 'on');
  await expect.poll(() => liveTracks(page)).toBe(1);
});

for (const [name, problem] of [
  ['NotAllowedError', 'camera.denied'],
  ['NotFoundError', 'camera.none'],
  ['NotReadableError', 'camera.busy'],
  ['TypeError', 'camera.failed'],
] as const) {
  test(`${problem}: told in words, and tried again`, async ({ open }) => {
    const { page, set, complaints } = await open({ prepare, camera: { use: false } });
    await expect(page.locator('[data-screen="sale"]')).toBeVisible();
    await refuse(page, name);
    set({ use: true });
    const finder = page.locator('.viewfinder');
    await expect(finder).toHaveAttribute('data-problem', problem);
    await expect(finder.locator('[role="status"]')).toHaveText(/^\p{Lu}.{20,}\.$/u);
    await refuse(page, '');
    await page.locator('[data-action="camera-retry"]').click();
    await expect(finder).toHaveAttribute('data-camera', 'on');
    expect(complaints).toEqual([]);
  });
}

test('unplugged while in use: told, and taken again by itself once it is back', async ({ open }) => {
  const { page } = await open({ prepare });
  const finder = page.locator('.viewfinder');
  await expect(finder).toHaveAttribute('data-camera', 'on');
  await page.evaluate(() => {
    const { tracks } = (window as unknown as { cameraTest: Kept }).cameraTest;
    for (const track of tracks) track.dispatchEvent(new Event('ended'));
  });
  await expect(finder).toHaveAttribute('data-problem', 'camera.unplugged');
  expect(await liveTracks(page)).toBe(0);
  await page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
  await expect(finder).toHaveAttribute('data-camera', 'on');
});

test('of several cameras one is chosen, and remembered', async ({ open }) => {
  const { desk, page } = await open({ prepare, cameras: 2 });
  const choice = page.locator('select[name="camera"]');
  await expect(choice.locator('option')).toHaveCount(2);
  const first = await choice.inputValue();
  const labels = await choice.locator('option').allTextContents();
  const other = labels.find((label) => label !== first) ?? '';
  await choice.selectOption(other);
  await expect.poll(() => desk.state().scanners.settings.camera.label).toBe(other);
  await expect(page.locator('.viewfinder')).toHaveAttribute('data-camera', 'on');
  await expect(choice).toHaveValue(other);
  expect(await liveTracks(page)).toBe(1);
});

test('a camera’s own light and a front camera’s mirror', async ({ open }) => {
  const { page, set } = await open({
    async prepare(opened) {
      await opened.addInitScript(() => {
        const { prototype } = MediaStreamTrack;
        const { getSettings } = prototype;
        prototype.getCapabilities = () => ({ torch: true }) as MediaTrackCapabilities;
        prototype.getSettings = function settings() {
          return { ...getSettings.call(this), facingMode: 'user' };
        };
        prototype.applyConstraints = (wish) => {
          document.documentElement.dataset['wish'] = JSON.stringify(wish);
          return Promise.resolve();
        };
      });
    },
  });
  const torch = page.locator('[data-action="torch"]');
  await torch.click();
  await expect(torch).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('html')).toHaveAttribute('data-wish', '{"advanced":[{"torch":true}]}');
  const picture = page.locator('.viewfinder .picture');
  await expect(picture).toHaveAttribute('data-mirrored', 'true');
  set({ mirror: 'off' });
  await expect(picture).toHaveAttribute('data-mirrored', 'false');
});

/** WebAssembly that does not start. */
const withoutWasm = (page: Page) =>
  page.route('**/*.wasm', (route) => route.fulfill({ status: 200, contentType: 'application/wasm', body: 'none' }));

test('where WebAssembly cannot start, the other engine reads, without a word in the console', async ({ open }) => {
  const { page, complaints } = await open({ prepare: withoutWasm });
  await expect(page.locator('.viewfinder')).toHaveAttribute('data-engine', 'script');
  expect(complaints).toEqual([]);
});

test('where the one engine that was chosen cannot start, that is told', async ({ open }) => {
  const { page, set } = await open({ prepare: withoutWasm, camera: { engine: 'wasm' } });
  const finder = page.locator('.viewfinder');
  await expect(finder).toHaveAttribute('data-problem', 'camera.engine-refused');
  set({ engine: 'script' });
  await expect(finder).toHaveAttribute('data-engine', 'script');
});

test('in the test area it is on without a performance', async ({ open }) => {
  const { desk, page } = await open({ prepare });
  await expect(page.locator('.viewfinder')).toHaveAttribute('data-camera', 'on');
  const { scanners } = desk.state();
  desk.change({ pickedId: null, scanners: { ...scanners, test: [] } });
  await expect(page.locator('[data-screen="scanners"] .viewfinder')).toHaveAttribute('data-camera', 'on');
  desk.change({ scanners: { ...scanners, test: null } });
  await expect(page.locator('.viewfinder')).toHaveCount(0);
  expect(await liveTracks(page)).toBe(0);
});
