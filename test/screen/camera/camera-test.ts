/** Tests that open screens with a camera; all are closed at their end. */
import { expect, test as base } from '@playwright/test';
import { openCameraPage, type CameraPage, type CameraPageWish } from './camera-page.ts';

export const test = base.extend<{ open: (wish: Partial<CameraPageWish>) => Promise<CameraPage> }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are wanted from the pattern.
  open: async ({}, use) => {
    const opened: CameraPage[] = [];
    await use(async (wish) => {
      const camera = await openCameraPage(wish);
      opened.push(camera);
      return camera;
    });
    for (const camera of opened) await camera.close();
  },
});

export { expect };
