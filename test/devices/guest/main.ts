/** The tests in the small machine: devices are plugged in, read, pulled out and refused, and the project's own driver copes. */
import { check, demand, demandAll, end } from './checks.ts';
import { installRules, openToAll, removeRules, seatUser, settle } from './access.ts';
import { startDriver } from './driver-process.ts';
import {
  MOUSE_DEVICE,
  OTHER_KEYBOARD,
  PLAIN_POS_SCANNER,
  POS_SCANNER,
  reportsOf,
  TYPING_SCANNER,
} from './hid-devices.ts';
import { measure, type Load } from './measure.ts';
import { MODEM, SERIAL_SCANNER } from './serial-devices.ts';
import { makeGadget } from './serial-gadget.ts';
import { plugHid, type VirtualHid } from './virtual-hid.ts';

const SCANS = 1_000;
/** To see that a device reads again. */
const FEW_SCANS = 100;
const REPLUGS = 5;
/** Back within this, in milliseconds, although the machine is emulated: the median of all replugs. */
const BACK_WITHIN = 2_000;
const SCANNERS: ReadonlySet<string> = new Set([POS_SCANNER.name, PLAIN_POS_SCANNER.name]);
const DESK_USER = 1_000;
/** The kernel keeps 64 reports for a reader, and drops what is more; a device on a wire never sends so many at once. */
const HID_UNDER_WAY = 16;
const PACE_MILLISECONDS = 20;
/** With it a text needs two reports. */
const LONG_PREFIX = 'https://example.org/culture-card/read/without-any-other-words/A';

type Source = 'CDC' | 'HID POS';

interface Manner {
  readonly prefix: string;
  /** 0: back to back. */
  readonly paceMilliseconds: number;
}

seatUser(DESK_USER);
openToAll(MOUSE_DEVICE.vendorId);
installRules();
const serial = makeGadget(SERIAL_SCANNER);
const modem = makeGadget(MODEM);
await serial.plug();
const mouse = plugHid(MOUSE_DEVICE);
const keyboard = plugHid(OTHER_KEYBOARD);
const typing = plugHid(TYPING_SCANNER);
await settle();
/** By the kernel, for its own console. */
const openedBefore = timesOpened();
let pos: VirtualHid | null = null;
const driver = startDriver(DESK_USER);

await check('A CDC scanner that is there at the start is found and connected', async () => {
  const { device, milliseconds } = await driver.reaches(SERIAL_SCANNER.product, 'connected');
  return `${device.id} at ${device.path}, ${milliseconds} ms after the driver was started`;
});
await check('A HID POS scanner that is plugged in is found and connected', async () => {
  pos = plugHid(POS_SCANNER);
  const { device, milliseconds } = await driver.reaches(POS_SCANNER.name, 'connected');
  return `${device.id} at ${device.path}, after ${milliseconds} ms`;
});
await check('A scanner that types is shown as such', async () => {
  await driver.reaches(TYPING_SCANNER.name, 'keyboard-mode');
});
await check('It was given the feature report that makes it send', async () => {
  const features = (await pos?.firstFeature()) ?? [];
  demand(String(features) === '254,1', `It was given ${features.join(', ')}.`);
});

await read('CDC', 'CR, back to back', SCANS, {});
await read('CDC', `CR, every ${PACE_MILLISECONDS} ms`, SCANS, { paceMilliseconds: PACE_MILLISECONDS });
await read('HID POS', 'one report, back to back', SCANS, {});
await read('HID POS', `one report, every ${PACE_MILLISECONDS} ms`, SCANS, { paceMilliseconds: PACE_MILLISECONDS });
await read('HID POS', 'two reports, back to back', SCANS, { prefix: LONG_PREFIX });
await check('Both at once do not mix', async () => {
  const loads = [
    loadOf('CDC', 'CR, beside HID POS', SCANS, { prefix: 'B' }),
    loadOf('HID POS', 'two reports, beside CDC', SCANS, { prefix: LONG_PREFIX }),
  ];
  for (const row of await measure(driver, loads)) demandAll(row, SCANS);
});

await check(`A CDC scanner is lost and back under another path, ${REPLUGS} times`, async () => {
  const times: number[] = [];
  for (let round = 0; round < REPLUGS; round += 1) {
    const before = (await driver.reaches(SERIAL_SCANNER.product, 'connected')).device.path;
    await serial.unplug();
    await driver.reaches(SERIAL_SCANNER.product, 'lost');
    // Another device takes the path meanwhile, in every other round.
    await (round % 2 === 0 ? modem.plug() : modem.unplug());
    await serial.plug();
    times.push(await back(SERIAL_SCANNER.product, before));
  }
  await modem.unplug();
  return backInTime(times);
});
await read('CDC', 'after replugs', FEW_SCANS, {});
await check(`A HID POS scanner is lost and back under another path, ${REPLUGS} times`, async () => {
  let inItsPlace: VirtualHid | null = null;
  const times: number[] = [];
  for (let round = 0; round < REPLUGS; round += 1) {
    const before = (await driver.reaches(POS_SCANNER.name, 'connected')).device.path;
    pos?.unplug();
    await driver.reaches(POS_SCANNER.name, 'lost');
    if (round % 2 === 0) inItsPlace = plugHid(MOUSE_DEVICE);
    else inItsPlace?.unplug();
    pos = plugHid(POS_SCANNER);
    times.push(await back(POS_SCANNER.name, before));
  }
  inItsPlace?.unplug();
  return backInTime(times);
});
await read('HID POS', 'after replugs', FEW_SCANS, {});

await check(
  'A mouse and a keyboard of other makers are neither shown nor opened, a scanner that types is not opened',
  () => {
    const shown = driver.devices().map(({ name }) => name);
    demand(
      [MOUSE_DEVICE, OTHER_KEYBOARD].every(({ name }) => !shown.includes(name)),
      `Shown: ${shown.join(', ')}.`,
    );
    demand(timesOpened() === openedBefore, `Opened ${timesOpened()} times, ${openedBefore} before the driver began.`);
    const held = driver.everHeld().filter((name) => !SCANNERS.has(name) && !name.startsWith('/dev/ttyACM'));
    demand(held.length === 0, `The driver held ${held.join(', ')}.`);
  },
);
await check('Scanners that this user may not open say so, until the udev rules are installed', async () => {
  pos?.unplug();
  await serial.unplug();
  removeRules();
  pos = plugHid(PLAIN_POS_SCANNER);
  await serial.plug();
  await driver.reaches(PLAIN_POS_SCANNER.name, 'no-permission');
  await driver.reaches(SERIAL_SCANNER.product, 'no-permission');
  installRules();
  const hid = await driver.reaches(PLAIN_POS_SCANNER.name, 'connected');
  const port = await driver.reaches(SERIAL_SCANNER.product, 'connected');
  return `connected ${hid.milliseconds} and ${hid.milliseconds + port.milliseconds} ms after the rules`;
});
await read('HID POS', 'after permission', FEW_SCANS, {});
await read('CDC', 'after permission', FEW_SCANS, {});

await check('A driver that crashes is started again and reads again', async () => {
  driver.crash();
  const lost = await driver.reaches(PLAIN_POS_SCANNER.name, 'reconnecting');
  const again = await driver.reaches(PLAIN_POS_SCANNER.name, 'connected');
  return `noticed after ${lost.milliseconds} ms, connected ${again.milliseconds} ms later`;
});
await read('HID POS', 'after a crash', FEW_SCANS, {});

await check('The driver ends when it is told to', async () => {
  const startedAt = performance.now();
  const endedBy = await driver.stop();
  const milliseconds = Math.round(performance.now() - startedAt);
  // It ends itself; a desk that has to do it waits for longer.
  demand(endedBy === 'SIGKILL' && milliseconds < 20_000, `It ended with ${endedBy} after ${milliseconds} ms.`);
  return `after ${milliseconds} ms`;
});
end();
process.exit(0);

function timesOpened(): string {
  return [mouse, keyboard, typing].map((device) => device.opened()).join(', ');
}

/** One test and one row: scans with a code of its own each. */
async function read(source: Source, condition: string, scans: number, more: Partial<Manner>): Promise<void> {
  await check(`${source}, ${condition}: every scan is read once and right`, async () => {
    const [row] = await measure(driver, [loadOf(source, condition, scans, more)]);
    if (row !== undefined) demandAll(row, scans);
  });
}

function loadOf(source: Source, condition: string, scans: number, more: Partial<Manner>): Load {
  const { prefix = 'A', paceMilliseconds = 0 } = more;
  const texts = Array.from({ length: scans }, (_, index) => `${prefix}${45_198_723 + index * 7_919}`);
  return source === 'CDC'
    ? {
        source,
        readAs: 'serial',
        condition,
        texts,
        paceMilliseconds,
        underWay: scans,
        send: (text) => serial.send(`${text}\r`),
      }
    : { source, readAs: 'hid', condition, texts, paceMilliseconds, underWay: HID_UNDER_WAY, send: sendHid };
}

function sendHid(text: string): void {
  for (const report of reportsOf(text, ']Q1')) pos?.send(report);
}

/** Milliseconds until it is connected again; throws where the path is the old one. */
async function back(name: string, before: string | null): Promise<number> {
  const { device, milliseconds } = await driver.reaches(name, 'connected');
  demand(device.path !== before, `It is at ${before} again.`);
  return milliseconds;
}

/** Tells them; throws unless most are within the limit. Single ones are the emulated processor's, which a busy machine stops. */
function backInTime(times: readonly number[]): string {
  const median = times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Infinity;
  demand(median <= BACK_WITHIN, `It was back after ${times.join(', ')} ms only.`);
  return `back after ${times.join(', ')} ms`;
}
