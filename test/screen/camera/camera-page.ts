/** A screen with the fake camera before it: its own Chromium, because a clip is given when that starts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { PRESET_SCANNERS, type ScannerSettings } from '../../../src-shared/desk-api/scanners.ts';
import { IDS } from '../fake-facts.ts';
import { enrolledState, startFakeDesk, type FakeDesk } from '../fake-desk.ts';
import { MARK, writeClip, type ClipWish } from './clips.ts';
import { watchPage, type Watched } from './watch-page.ts';

export interface CameraPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly desk: FakeDesk;
  /** Everything that the console or the page complained of. */
  readonly complaints: readonly string[];
  /** Addresses that were asked for. */
  readonly requests: readonly string[];
  watched(): Promise<Watched>;
  /** Waits until so many frames of the camera were there, since it was switched on for the first time. */
  watchFor(frames: number): Promise<void>;
  /** Changes the desk's camera settings. */
  set(camera: Partial<ScannerSettings['camera']>): void;
  close(): Promise<void>;
}

export interface CameraPageWish {
  readonly clip: ClipWish | null;
  readonly camera: Partial<ScannerSettings['camera']>;
  readonly decoderOff: boolean;
  /** How many cameras there are, where no clip is given. */
  readonly cameras: number;
  /** Before the page is opened. */
  readonly prepare: (page: Page) => Promise<unknown>;
}

const STAYS_AWAKE = ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'];

/** Opens the sale with its camera in use. */
export async function openCameraPage(wish: Partial<CameraPageWish>): Promise<CameraPage> {
  const { clip = null, camera = {}, decoderOff = false, cameras = 1, prepare = () => Promise.resolve() } = wish;
  const folder = mkdtempSync(join(tmpdir(), 'kaikudesk-camera-'));
  const path = join(folder, 'clip.y4m');
  if (clip !== null) writeClip(path, clip);
  const fake = ['--use-fake-ui-for-media-stream', `--use-fake-device-for-media-stream=device-count=${cameras}`];
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [...STAYS_AWAKE, ...fake, ...(clip === null ? [] : [`--use-file-for-fake-video-capture=${path}`])],
  });
  const settings = { ...PRESET_SCANNERS, camera: { ...PRESET_SCANNERS.camera, use: true, ...camera } };
  const state = enrolledState();
  const assistance = { assistants: 0, supportPersons: 0, lastId: null };
  const desk = await startFakeDesk({
    ...state,
    pickedId: IDS.evening,
    assistance,
    scanners: { ...state.scanners, settings },
  });
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(String(error)));
  context.on('request', (request) => requests.push(request.url()));
  await page.addInitScript(watchPage, { ...MARK, decoderOff });
  await prepare(page);
  await page.goto(desk.url);
  return {
    page,
    context,
    desk,
    complaints,
    requests,
    watched: () => page.evaluate(() => (window as unknown as { watched: Watched }).watched),
    async watchFor(frames) {
      const enough = (most: number): boolean => (window as unknown as { watched: Watched }).watched.frames >= most;
      // Asked seldom: the page is being measured.
      await page.waitForFunction(enough, frames, { polling: 500, timeout: 60_000 + frames * 100 });
    },
    set(changes) {
      const { scanners } = desk.state();
      const changed = { ...scanners.settings, camera: { ...scanners.settings.camera, ...changes } };
      desk.change({ scanners: { ...scanners, settings: changed } });
    },
    async close() {
      await browser.close();
      await desk.close();
      rmSync(folder, { recursive: true });
    },
  };
}
