// What the tests need of the system (a browser, a screen, pseudo terminals), through Debian's packages where this user may
// install them.
import { existsSync } from 'node:fs';
import { stop } from './node.mjs';
import { run, step } from './steps.mjs';

const NEEDED = {
  chromium: '/usr/bin/chromium',
  xvfb: '/usr/bin/Xvfb',
  xauth: '/usr/bin/xauth',
  xdotool: '/usr/bin/xdotool',
  socat: '/usr/bin/socat',
  // What node-hid is linked with.
  'libusb-1.0-0': `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/libusb-1.0.so.0`,
  'fonts-dejavu-core': '/usr/share/fonts/truetype/dejavu',
};

/** Installs what is missing, or ends with a sentence that says what to install. */
export async function ensureBrowser() {
  const missing = Object.keys(NEEDED).filter((name) => !existsSync(NEEDED[name]));
  if (missing.length === 0) return;
  const isRoot = process.getuid?.() === 0;
  const mayInstall = existsSync('/usr/bin/apt-get') && (isRoot || (await run('sudo', ['-n', 'true'])).code === 0);
  if (!mayInstall)
    stop(`The tests need ${missing.join(', ')}: install them (Debian: sudo apt-get install ${missing.join(' ')}).`);
  await step(`Installing ${missing.join(', ')} for the tests`, async () => {
    await apt(isRoot, ['update']);
    const { code, output } = await apt(isRoot, ['install', '-y', '--no-install-recommends', ...missing]);
    if (code !== 0) stop(`The tests need ${missing.join(', ')}, and installing them failed:\n${output.slice(-1_500)}`);
  });
}

function apt(isRoot, words) {
  const [command, ...rest] = [...(isRoot ? [] : ['sudo', '-n']), 'apt-get', ...words];
  return run(command, rest, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
