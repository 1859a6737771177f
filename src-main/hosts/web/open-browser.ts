/** Opens the screen in a Chromium-like browser's app mode, where there is a display to open it on. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const ON_PATH = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

const ELSEWHERE: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** Opens `url` in a window of its own with the profile in `profileFolder`; false where that is not possible here. */
export function openInBrowser(url: string, profileFolder: string): boolean {
  const hasDisplay =
    process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);
  const browser = findBrowser();
  if (!hasDisplay || browser === null) return false;
  // Chromium's sandbox refuses to run as root; a kiosk never does, a container's demonstration may.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const words = [`--app=${url}`, `--user-data-dir=${profileFolder}`, '--window-size=1280,800', '--no-first-run'];
  const child = spawn(browser, [...words, '--disable-features=Translate', ...asRoot], {
    stdio: 'ignore',
    detached: true,
  });
  child.on('error', () => {});
  child.unref();
  process.once('exit', () => child.kill());
  return true;
}

function findBrowser(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const candidates = [
    ...ON_PATH.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...(ELSEWHERE[process.platform] ?? []),
  ];
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
