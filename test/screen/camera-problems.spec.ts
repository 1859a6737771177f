/** What can be the matter with a camera or its engine: told in words, with the light out, and taken again. */
import type { Page } from '@playwright/test';
import { translate } from '../../src-shared/i18n/translate.ts';
import type { CameraProblem } from '../../src-renderer/scan/camera/camera-problem.ts';
import { expect, test } from './camera/camera-test.ts';
import { keepTracks, keptOf, liveTracks, refuse } from './camera/kept-tracks.ts';

test.describe.configure({ timeout: 120_000 });

/** Its sentence, said aloud, and its light out. */
async function expectProblem(page: Page, problem: CameraProblem): Promise<void> {
  const finder = page.locator('.viewfinder');
  // No picture is noticed after some seconds.
  await expect(finder).toHaveAttribute('data-problem', problem, { timeout: 30_000 });
  await expect(finder.locator('[role="status"]')).toHaveText(translate('en', `camera.problem.${problem}`, {}));
}

async function expectOn(page: Page): Promise<void> {
  await expect(page.locator('.viewfinder')).toHaveAttribute('data-camera', 'on');
  expect(await liveTracks(page)).toBe(1);
}

for (const [name, problem] of [
  ['NotAllowedError', 'camera.denied'],
  ['NotFoundError', 'camera.none'],
  ['NotReadableError', 'camera.busy'],
  ['TypeError', 'camera.failed'],
] as const) {
  test(`${problem}: told in words, and tried again without losing the place of the keyboard`, async ({ open }) => {
    const { page, set, complaints } = await open({ prepare: keepTracks, camera: { use: false } });
    await expect(page.locator('[data-screen="sale"]')).toBeVisible();
    await refuse(page, name);
    set({ use: true });
    await expectProblem(page, problem);
    const again = page.locator('[data-action="camera-retry"]');
    await again.focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('.viewfinder')).toBeFocused();
    await expectProblem(page, problem);
    await page.keyboard.press('Tab');
    await expect(again).toBeFocused();
    await refuse(page, '');
    await again.click();
    await expectOn(page);
    expect(complaints).toEqual([]);
  });
}

test('a browser that offers no camera: told', async ({ open }) => {
  const { page, complaints } = await open({
    prepare: (opened) => opened.addInitScript(() => Object.defineProperty(navigator, 'mediaDevices', {})),
  });
  await expectProblem(page, 'camera.unavailable');
  expect(complaints).toEqual([]);
});

test('what fails after the camera was opened puts out its light', async ({ open }) => {
  const { page } = await open({
    // A name is looked up: once before the opening, once after it.
    camera: { label: 'fake_device_0' },
    async prepare(opened) {
      await keepTracks(opened);
      await opened.addInitScript(() => {
        const { mediaDevices } = navigator;
        const list = mediaDevices.enumerateDevices.bind(mediaDevices);
        const { kept } = window as unknown as { readonly kept: { readonly tracks: readonly MediaStreamTrack[] } };
        mediaDevices.enumerateDevices = () =>
          kept.tracks.length === 0 ? list() : Promise.reject(new TypeError('broken'));
      });
    },
  });
  await expectProblem(page, 'camera.failed');
  expect(await (await keptOf(page)).evaluate(({ tracks }) => tracks.length)).toBe(1);
  expect(await liveTracks(page)).toBe(0);
});

test('a browser that does not know what its camera can do has a picture all the same', async ({ open }) => {
  const { page } = await open({
    async prepare(opened) {
      await keepTracks(opened);
      await opened.addInitScript(() => Reflect.deleteProperty(MediaStreamTrack.prototype, 'getCapabilities'));
    },
  });
  await expectOn(page);
  await expect(page.locator('[data-action="torch"]')).toHaveCount(0);
});

test('unplugged while in use: told, and taken again by itself once it is back', async ({ open }) => {
  const { page } = await open({ prepare: keepTracks });
  await expectOn(page);
  const kept = await keptOf(page);
  await kept.evaluate(({ tracks }) => tracks.forEach((track) => track.dispatchEvent(new Event('ended'))));
  await expectProblem(page, 'camera.unplugged');
  expect(await liveTracks(page)).toBe(0);
  await page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')));
  await expectOn(page);
});

test('unplugged before the engine was there: told as that', async ({ open }) => {
  const engine = Promise.withResolvers<void>();
  const { page } = await open({
    async prepare(opened) {
      await keepTracks(opened);
      await opened.route('**/*.wasm', async (route) => {
        await engine.promise;
        await route.continue();
      });
    },
  });
  const kept = await keptOf(page);
  await expect.poll(() => liveTracks(page)).toBe(1);
  await kept.evaluate(({ tracks }) => {
    for (const track of tracks) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
  });
  await expectProblem(page, 'camera.unplugged');
  engine.resolve();
});

test('a camera that goes on without a picture, or freezes: told, and no longer lit', async ({ open }) => {
  const { page } = await open({ prepare: keepTracks });
  await expectOn(page);
  const kept = await keptOf(page);
  await kept.evaluate(({ tracks }) =>
    tracks.forEach((track) => Object.defineProperty(track, 'muted', { get: () => true })),
  );
  await expectProblem(page, 'camera.no-picture');
  expect(await liveTracks(page)).toBe(0);

  await page.locator('[data-action="camera-retry"]').click();
  await expectOn(page);
  // No further frame comes.
  await page.evaluate(() => {
    HTMLVideoElement.prototype.requestVideoFrameCallback = () => 0;
  });
  await expectProblem(page, 'camera.no-picture');
  expect(await liveTracks(page)).toBe(0);
});

test('a picture that is scrolled out of view is a picture all the same', async ({ open }) => {
  const { page, watched, watchFor } = await open({ prepare: keepTracks });
  await page.setViewportSize({ width: 1_024, height: 600 });
  await page.locator('[data-action="scanners"]').click();
  const finder = page.locator('[data-screen="scanners"] .viewfinder');
  await expect(finder).toHaveAttribute('data-camera', 'on');
  await page.locator('[data-action="print-samples"]').scrollIntoViewIfNeeded();
  await expect(finder).not.toBeInViewport();
  // Longer than a picture may be away.
  await watchFor((await watched()).frames + 150);
  await expect(finder).toHaveAttribute('data-camera', 'on');
});

test('an engine that dies at work: told, and started anew', async ({ open }) => {
  const { page, complaints } = await open({ prepare: keepTracks });
  await expectOn(page);
  const kept = await keptOf(page);
  // With the next frame that it is given.
  await kept.evaluate(({ workers }) => {
    for (const worker of workers) {
      worker.postMessage = () => worker.dispatchEvent(new ErrorEvent('error', { cancelable: true }));
    }
  });
  await expectProblem(page, 'camera.engine-failed');
  expect(await liveTracks(page)).toBe(0);
  await page.locator('[data-action="camera-retry"]').click();
  await expectOn(page);
  expect(await kept.evaluate(({ workers, ended }) => workers.length - ended)).toBe(1);
  expect(complaints).toEqual([]);
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
  await expectProblem(page, 'camera.engine-refused');
  set({ engine: 'script' });
  await expect(page.locator('.viewfinder')).toHaveAttribute('data-engine', 'script');
});
