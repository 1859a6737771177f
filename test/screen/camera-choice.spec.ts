/** Which of several cameras, its own light, its mirror image. */
import type { Page } from '@playwright/test';
import { expect, test } from './camera/camera-test.ts';
import { keepTracks, liveTracks, refuse } from './camera/kept-tracks.ts';

test.describe.configure({ timeout: 120_000 });

async function openScanners(page: Page): Promise<void> {
  await page.locator('[data-action="scanners"]').click();
  await expect(page.locator('[data-screen="scanners"] .viewfinder')).toHaveAttribute('data-camera', 'on');
}

/** The choice's buttons, the first of which leaves it to the system. */
const choices = (page: Page) => page.locator('[data-setting^="camera:"]');

test('of several cameras one is chosen, and remembered; no scan chooses', async ({ open }) => {
  const { desk, page } = await open({ prepare: keepTracks, cameras: 2 });
  await openScanners(page);
  await expect(choices(page)).toHaveText(['any', 'fake_device_0', 'fake_device_1']);
  await choices(page).nth(2).click();
  await expect.poll(() => desk.state().scanners.settings.camera.label).toBe('fake_device_1');
  await expect(choices(page).nth(2)).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.type('A045198723', { delay: 10 });
  await page.keyboard.press('Enter');
  await expect(page.locator('.read-verdict')).toContainText('Card code A045198723');
  expect(desk.state().scanners.settings.camera.label).toBe('fake_device_1');
  await expect(page.locator('.viewfinder')).toHaveAttribute('data-camera', 'on');
  expect(await liveTracks(page)).toBe(1);
});

test('while the chosen camera is busy another can be chosen', async ({ open }) => {
  const { desk, page } = await open({ prepare: keepTracks, cameras: 2 });
  await openScanners(page);
  await refuse(page, 'NotReadableError');
  await choices(page).nth(1).click();
  await expect(page.locator('.viewfinder')).toHaveAttribute('data-problem', 'camera.busy');
  await refuse(page, '');
  await choices(page).nth(2).click();
  await expect(page.locator('.viewfinder')).toHaveAttribute('data-camera', 'on');
  expect(desk.state().scanners.settings.camera.label).toBe('fake_device_1');
});

test('cameras of one name are told apart, and one that is plugged in later is there to choose', async ({ open }) => {
  const { desk, page } = await open({
    cameras: 3,
    async prepare(opened) {
      await keepTracks(opened);
      await opened.addInitScript(() => {
        const { mediaDevices } = navigator;
        const list = mediaDevices.enumerateDevices.bind(mediaDevices);
        const plugged = { cameras: 2 };
        Object.assign(window, { plugged });
        mediaDevices.enumerateDevices = async () => {
          const cameras = (await list()).filter(({ kind }) => kind === 'videoinput').slice(0, plugged.cameras);
          return cameras.map(({ kind, deviceId, groupId, label, toJSON }) => ({
            kind,
            deviceId,
            groupId,
            toJSON,
            label: label === '' ? '' : 'HD Webcam',
          }));
        };
      });
    },
  });
  await openScanners(page);
  await expect(choices(page)).toHaveText(['any', 'HD Webcam', 'HD Webcam #2']);
  await page.evaluate(() => {
    (window as unknown as { plugged: { cameras: number } }).plugged.cameras = 3;
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  });
  await expect(choices(page)).toHaveText(['any', 'HD Webcam', 'HD Webcam #2', 'HD Webcam #3']);
  await choices(page).nth(2).click();
  await expect.poll(() => desk.state().scanners.settings.camera.label).toBe('HD Webcam #2');
  const opened = () =>
    page.evaluate(async () => {
      const [, second] = await navigator.mediaDevices.enumerateDevices();
      const shown = document.querySelector('video')?.srcObject;
      const [track] = shown instanceof MediaStream ? shown.getVideoTracks() : [];
      return track !== undefined && track.getSettings().deviceId === second?.deviceId;
    });
  await expect.poll(opened).toBe(true);
});

/** A camera with a light, which faces whoever looks at the screen. */
async function withTorch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { prototype } = MediaStreamTrack;
    const { getSettings } = prototype;
    const torch = { wishes: [] as string[], refuses: false };
    Object.assign(window, { torch });
    prototype.getCapabilities = () => ({ torch: true }) as MediaTrackCapabilities;
    prototype.getSettings = function settings() {
      return { ...getSettings.call(this), facingMode: 'user' };
    };
    prototype.applyConstraints = (wish) => {
      torch.wishes.push(JSON.stringify(wish));
      return torch.refuses ? Promise.reject(new DOMException('refused', 'OverconstrainedError')) : Promise.resolve();
    };
  });
}

test('a camera’s own light, switched once even by a double click; a front camera’s mirror', async ({ open }) => {
  const { page, set } = await open({ prepare: withTorch });
  const torch = page.locator('[data-action="torch"]');
  await torch.dblclick();
  await expect(torch).toHaveAttribute('aria-pressed', 'true');
  expect(await page.evaluate(() => (window as unknown as { torch: { wishes: string[] } }).torch.wishes)).toEqual([
    '{"advanced":[{"torch":true}]}',
  ]);
  const picture = page.locator('.viewfinder .picture');
  await expect(picture).toHaveAttribute('data-mirrored', 'true');
  set({ mirror: 'off' });
  await expect(picture).toHaveAttribute('data-mirrored', 'false');
});

test('a light that refuses is not shown as on', async ({ open }) => {
  const { page } = await open({ prepare: withTorch });
  const torch = page.locator('[data-action="torch"]');
  await torch.waitFor();
  await page.evaluate(() => {
    (window as unknown as { torch: { refuses: boolean } }).torch.refuses = true;
  });
  await torch.click();
  await expect(torch).toHaveAttribute('aria-pressed', 'false');
  await page.evaluate(() => {
    (window as unknown as { torch: { refuses: boolean } }).torch.refuses = false;
  });
  await torch.click();
  await expect(torch).toHaveAttribute('aria-pressed', 'true');
});
