/** Pictures of the scanners' set-up page and of the camera: a scripted desk plays them, for want of scanners here. */
import { PRESET_SCANNERS } from '../../src-shared/desk-api/scanners.ts';
import { openCameraPage } from '../screen/camera/camera-page.ts';
import { mixedCondition } from '../screen/camera/conditions.ts';
import { HID_SCANNER, SERIAL_SCANNER, variedReads } from '../screen/fake-scanners.ts';
import { forDocs, lookAt, type Language } from './looks.ts';

/** Takes them all; those of the documents are copied there. */
export async function pictureScanners(): Promise<void> {
  // One card, which lies before the camera all the while.
  const [, showing] = mixedCondition().clip.showings;
  if (showing === undefined) throw new Error('no card is shown');
  const cards = showing.cards.map((card) => ({ ...card, code: 'A045198723' }));
  const { page, desk, set, close } = await openCameraPage({
    clip: { ...mixedCondition().clip, showings: [{ ...showing, cards }] },
    camera: { use: false },
  });

  async function look(name: string, inDocs: string | null): Promise<void> {
    await lookAt(page, name, async (language: Language) => {
      desk.change({ language });
      await page.locator(`html[lang="${language}"]`).waitFor();
    });
    if (inDocs !== null) forDocs(name, inDocs);
  }

  await page.locator('[data-action="scanners"]').click();
  await page.locator('[data-sample]').first().waitFor();
  const devices = [HID_SCANNER, { ...SERIAL_SCANNER, state: 'no-permission' } as const];
  desk.change({ scanners: { ...desk.state().scanners, settings: PRESET_SCANNERS, devices } });
  await page.locator(`[data-device="${SERIAL_SCANNER.id}"]`).waitFor();
  await look('scanners', null);
  desk.change({ scanners: { ...desk.state().scanners, test: variedReads() } });
  await page.locator('.read-verdict').waitFor();
  await look('scanners-reads', 'scanners');
  for (const part of ['help', 'settings'] as const) {
    await page.locator(`[data-part="${part}"]`).click();
    await page.mouse.move(0, 0);
    await look(`scanners-${part}`, `scanners-${part}`);
  }

  desk.change({ scanners: { ...desk.state().scanners, devices: [HID_SCANNER] } });
  await page.keyboard.press('Escape');
  await page.locator('[data-screen="sale"]').waitFor();
  set({ use: true });
  await page.locator('.viewfinder[data-finding="code"]').waitFor();
  await page.locator('[data-verdict="accept"]').waitFor();
  await look('viewfinder', 'viewfinder');
  await close();
}
