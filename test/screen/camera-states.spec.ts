/** The camera is on only while it is needed, and what is the matter with it is told. */
import { expect, test } from './camera/camera-test.ts';
import { keepTracks, keptOf, liveTracks, refuse } from './camera/kept-tracks.ts';
import { whatIsCut } from './what-is-cut.ts';

test.describe.configure({ timeout: 120_000 });

test('its light is out while it is not needed: not in use, a dialog, another window, no performance', async ({
  open,
}) => {
  const { desk, page, set, complaints } = await open({ prepare: keepTracks, camera: { use: false } });
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

test('switched off while a person is still asked: its light and its engine do not stay', async ({ open }) => {
  const { page, set } = await open({ prepare: keepTracks, camera: { use: false } });
  await expect(page.locator('[data-screen="sale"]')).toBeVisible();
  const kept = await keptOf(page);
  await kept.evaluate((each) => {
    each.isHeld = true;
  });
  const finder = page.locator('.viewfinder');
  for (const times of [1, 2, 3]) {
    set({ use: true });
    await expect(finder).toHaveAttribute('data-camera', 'starting');
    await expect
      .poll(() => kept.evaluate(({ held, workers }) => [held.length, workers.length]))
      .toEqual([times, times]);
    set({ use: false });
    await expect(finder).toHaveCount(0);
  }
  // Nobody has answered yet.
  await expect.poll(() => kept.evaluate(({ ended }) => ended)).toBe(3);
  await kept.evaluate((each) => {
    each.isHeld = false;
    for (const letGo of each.held) letGo();
  });
  await expect.poll(() => kept.evaluate(({ tracks }) => tracks.length)).toBe(3);
  await expect.poll(() => liveTracks(page)).toBe(0);
  set({ use: true });
  await expect(finder).toHaveAttribute('data-camera', 'on');
  expect(await liveTracks(page)).toBe(1);
});

test('in the test area it is on without a performance', async ({ open }) => {
  const { desk, page } = await open({ prepare: keepTracks });
  await expect(page.locator('.viewfinder')).toHaveAttribute('data-camera', 'on');
  const { scanners } = desk.state();
  desk.change({ pickedId: null, scanners: { ...scanners, test: [] } });
  await expect(page.locator('[data-screen="scanners"] .viewfinder')).toHaveAttribute('data-camera', 'on');
  desk.change({ scanners: { ...scanners, test: null } });
  await expect(page.locator('.viewfinder')).toHaveCount(0);
  expect(await liveTracks(page)).toBe(0);
});

test('its words and buttons are not cut on the sale, in any language, and its picture keeps its height', async ({
  open,
}) => {
  const { desk, page } = await open({ prepare: keepTracks });
  const finder = page.locator('.viewfinder');
  const height = () => page.locator('.viewfinder .picture').evaluate((element) => element.clientHeight);
  for (const [width, tall] of [
    [1_280, 800],
    [1_920, 1_080],
    [1_024, 600],
  ] as const) {
    await page.setViewportSize({ width, height: tall });
    await refuse(page, '');
    await page.keyboard.press('F1');
    await expect(finder).toHaveAttribute('data-camera', 'off');
    const whileOff = await height();
    await page.keyboard.press('Escape');
    await expect(finder).toHaveAttribute('data-camera', 'on');
    expect(await height()).toBe(whileOff);
    await page.keyboard.press('F1');
    await expect(finder).toHaveAttribute('data-camera', 'off');
    // The longest of its sentences, with a button.
    await refuse(page, 'NotAllowedError');
    await page.keyboard.press('Escape');
    await expect(finder).toHaveAttribute('data-problem', 'camera.denied');
    for (const language of ['fi', 'sv', 'en'] as const) {
      desk.change({ language });
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      expect(await page.evaluate(whatIsCut), `${language} ${width}`).toEqual([]);
    }
  }
});
