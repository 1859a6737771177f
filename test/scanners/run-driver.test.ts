/** The work of the driver's process: its orders, its news, its end. */
import { expect, test } from 'vitest';
import { ANSWER_DEADLINE } from '../../src-main/scanners/bus-deadlines.ts';
import type { DriverChannel } from '../../src-main/scanners/driver-channel.ts';
import { driverNews } from '../../src-main/scanners/protocol.ts';
import { runDriver } from '../../src-main/scanners/run-driver.ts';
import type { DriverSettings } from '../../src-main/services/scanner-port.ts';
import { PRESET_SCANNERS } from '../../src-shared/desk-api/scanners.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { NO_PAST } from './managed.ts';
import { deviceOf, memoryBus } from './memory-bus.ts';

const { serial, chosen, known } = PRESET_SCANNERS;
const SETTINGS: DriverSettings = { serial, chosen, known };
const HID = 'hid:0c2e:0901:S1';

function running() {
  const time = new VirtualTime();
  const bus = memoryBus('hid', time);
  const scanner = deviceOf();
  bus.plug(scanner);
  const sent: unknown[] = [];
  const said: string[] = [];
  let exits = 0;
  let hear: (message: unknown) => void = () => undefined;
  let gone: () => void = () => undefined;
  let inForce: () => DriverSettings = () => SETTINGS;
  const channel: DriverChannel = {
    send: (message) => void sent.push(driverNews.parse(message)),
    onMessage: (listener) => void (hear = listener),
    onGone: (listener) => void (gone = listener),
  };
  runDriver({
    channel,
    clock: time,
    timer: time,
    buses(settings) {
      inForce = settings;
      return [bus];
    },
    exit: () => void (exits += 1),
    say: (sentence) => void said.push(sentence),
  });
  return {
    time,
    bus,
    scanner,
    sent,
    said,
    exits: () => exits,
    order: (message: unknown) => hear(message),
    disappear: () => gone(),
    inForce: () => inForce(),
  };
}

test('it is ready at once, holds nothing before it is configured, then tells devices and scans', async () => {
  const driver = running();
  await driver.time.pass(5_000);
  expect(driver.sent).toEqual([{ tell: 'ready' }, { tell: 'alive' }]);
  expect(driver.bus.looks).toBe(0);
  driver.order({ say: 'configure', settings: SETTINGS, past: NO_PAST });
  await driver.time.pass(100);
  driver.bus.scan(driver.scanner, 'A045198723');
  expect(driver.sent.at(-2)).toMatchObject({ tell: 'devices', devices: [{ id: HID, state: 'connected' }] });
  expect(driver.sent.at(-1)).toMatchObject({ tell: 'scan', scan: { text: 'A045198723', device: HID } });
  driver.bus.partial(driver.scanner);
  expect(driver.sent.at(-1)).toEqual({ tell: 'partial' });
});

test('it says every five seconds that it is alive', async () => {
  const driver = running();
  await driver.time.pass(60_000);
  expect(driver.sent.slice(1)).toEqual(Array.from({ length: 12 }, () => ({ tell: 'alive' })));
});

test.each([
  ['silent', 'Scanners: the hid driver hangs while it lists devices.'],
  ['opensNever', 'Scanners: the hid driver hangs while it opens a device.'],
] as const)('it gives up where its native part hangs: %s', async (how, sentence) => {
  const driver = running();
  driver.bus[how] = true;
  driver.order({ say: 'configure', settings: SETTINGS, past: NO_PAST });
  await driver.time.pass(ANSWER_DEADLINE - 1);
  expect(driver.exits()).toBe(0);
  await driver.time.pass(100);
  expect([driver.exits(), driver.said]).toEqual([1, [sentence]]);
});

test.each([
  [[], ['opening S1', 'opening S2', 'opened S1', 'opened S2']],
  [['hid:0c2e:0901:S3'], ['opening S1', 'opened S1', 'opening S2', 'opened S2']],
])('it tells of each opening, and opens one at a time while a device is suspect: %j', async (suspects, expected) => {
  const driver = running();
  driver.bus.plug(deviceOf({ serialNumber: 'S2' }));
  driver.order({ say: 'configure', settings: SETTINGS, past: { ...NO_PAST, suspects } });
  await driver.time.pass(100);
  const openings = driver.sent
    .map((news) => driverNews.parse(news))
    .flatMap((news) => ('id' in news ? [`${news.tell} ${news.id.slice(-2)}`] : []));
  expect(openings).toEqual(expected);
});

test('one that cannot be opened keeps no other waiting', async () => {
  const driver = running();
  driver.scanner.permitted = false;
  driver.bus.plug(deviceOf({ serialNumber: 'S2' }));
  driver.order({ say: 'configure', settings: SETTINGS, past: { ...NO_PAST, suspects: [HID] } });
  await driver.time.pass(100);
  expect(driver.sent.at(-1)).toMatchObject({ devices: [{ state: 'no-permission' }, { state: 'connected' }] });
});

test('other settings reach the devices and the buses', async () => {
  const driver = running();
  driver.order({ say: 'configure', settings: SETTINGS, past: NO_PAST });
  await driver.time.pass(100);
  const aside: DriverSettings = { ...SETTINGS, chosen: [{ id: HID, use: false }] };
  driver.order({ say: 'configure', settings: aside, past: NO_PAST });
  await driver.time.pass(100);
  expect(driver.inForce()).toEqual(aside);
  expect(driver.sent.at(-1)).toMatchObject({ devices: [{ state: 'found' }] });
  expect(driver.bus.handleOf(driver.scanner)).toBeNull();
});

test('what is no order is said, without what it held, and changes nothing', async () => {
  const driver = running();
  driver.order({ say: 'configure', settings: { ...SETTINGS, secret: 'A045198723' }, past: NO_PAST });
  driver.order('A045198723');
  await driver.time.pass(1_000);
  expect(driver.said).toEqual(Array.from({ length: 2 }, () => 'Scanners: the desk sent what is no order.'));
  expect(driver.bus.looks).toBe(0);
});

test('trouble of a bus is said in a sentence', async () => {
  const driver = running();
  driver.bus.blind = true;
  driver.order({ say: 'configure', settings: SETTINGS, past: NO_PAST });
  await driver.time.pass(1_000);
  expect(driver.said).toEqual(['Scanners: the bus cannot be listed']);
});

test.each(['stop', 'gone'] as const)('it lets its devices go and ends, once: %s', async (why) => {
  const driver = running();
  driver.order({ say: 'configure', settings: SETTINGS, past: NO_PAST });
  await driver.time.pass(100);
  if (why === 'stop') driver.order({ say: 'stop' });
  driver.disappear();
  expect(driver.exits()).toBe(0);
  // What comes too late is not begun.
  driver.order({ say: 'configure', settings: SETTINGS, past: NO_PAST });
  await driver.time.pass(100);
  expect(driver.bus.handleOf(driver.scanner)).toBeNull();
  expect(driver.exits()).toBe(1);
});

test('it ends where it was never configured', async () => {
  const driver = running();
  driver.order({ say: 'stop' });
  await driver.time.pass(10);
  expect(driver.exits()).toBe(1);
});
