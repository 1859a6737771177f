/** The manager: each way that a device can come, be refused, chosen, put aside and let go. */
import { describe, expect, test } from 'vitest';
import { managed } from './managed.ts';
import { ADAPTER, deviceOf, KEYBOARD, SERIAL_SCANNER } from './memory-bus.ts';

const HID = 'hid:0c2e:0901:S1';
const SERIAL = 'serial:05f9:4204:D1';
const MAYBE = 'serial:1a86:7523:A1';
const KNOWN = { id: HID, kind: 'hid', name: 'Voyager', vendorId: 0x0c_2e, productId: 0x09_01 } as const;

describe('finding', () => {
  test('scanners that are plugged in at the start are connected, and read', async () => {
    const world = managed();
    const [hid, serial] = [deviceOf(), deviceOf(SERIAL_SCANNER)];
    world.hid.plug(hid);
    world.serial.plug(serial);
    await world.pass(100);
    expect(world.states()).toEqual({ [HID]: 'connected', [SERIAL]: 'connected' });
    world.hid.scan(hid, 'A045198723');
    world.serial.scan(serial, 'AM99000123');
    expect(world.scans).toEqual([`${HID} A045198723`, `${SERIAL} AM99000123`]);
  });

  test('a scanner that is plugged in later is connected within 1.1 seconds', async () => {
    const world = managed();
    await world.pass(5_050);
    world.hid.plug(deviceOf());
    await world.pass(1_100);
    expect(world.states()).toEqual({ [HID]: 'connected' });
  });

  test('nothing but scanners is opened or shown; what may be one is shown, and opened when staff choose it', async () => {
    const world = managed();
    const adapter = deviceOf(ADAPTER);
    const keyboard = world.hid.plug(deviceOf(KEYBOARD));
    world.serial.plug(adapter);
    await world.pass(30_000);
    expect(world.states()).toEqual({ [MAYBE]: 'found' });
    expect(world.serial.tries).toEqual([]);
    world.configure({ chosen: [{ id: MAYBE, use: true }] });
    await world.pass(100);
    expect(world.states()).toEqual({ [MAYBE]: 'connected' });
    expect(world.hid.tries).not.toContain(keyboard);
  });

  test('a choice never opens what is no scanner', async () => {
    const world = managed({ chosen: [{ id: 'hid:046d:0901:S1', use: true }] });
    world.hid.plug(deviceOf(KEYBOARD));
    await world.pass(30_000);
    expect(world.hid.tries).toEqual([]);
    expect(world.devices()).toEqual([]);
  });

  test('a scanner that is put aside is let go and stays found, and is taken again', async () => {
    const world = managed();
    const scanner = deviceOf();
    world.hid.plug(scanner);
    await world.pass(100);
    world.configure({ chosen: [{ id: HID, use: false }] });
    world.hid.scan(scanner, 'A045198723');
    await world.pass(5_000);
    expect(world.states()).toEqual({ [HID]: 'found' });
    expect(world.hid.handleOf(scanner)).toBeNull();
    expect(world.scans).toEqual([]);
    world.configure({ chosen: [] });
    await world.pass(100);
    expect(world.states()).toEqual({ [HID]: 'connected' });
  });

  test('a scanner that types is explained, never opened, and quiet once it is put aside', async () => {
    const world = managed({ chosen: [] });
    world.hid.plug(deviceOf({ ...KEYBOARD, vendorId: 0x0c_2e }));
    await world.pass(5_000);
    expect(world.states()).toEqual({ [HID]: 'keyboard-mode' });
    world.configure({ chosen: [{ id: HID, use: true }] });
    await world.pass(5_000);
    expect(world.states()).toEqual({ [HID]: 'keyboard-mode' });
    world.configure({ chosen: [{ id: HID, use: false }] });
    expect(world.states()).toEqual({ [HID]: 'found' });
    expect(world.hid.tries).toEqual([]);
  });

  test('a remembered device that is not plugged in is absent, under its remembered name', async () => {
    const world = managed({ known: [KNOWN] });
    await world.pass(100);
    expect(world.devices()).toEqual([{ ...KNOWN, path: null, state: 'absent' }]);
    world.hid.plug(deviceOf());
    await world.pass(1_100);
    expect(world.states()).toEqual({ [HID]: 'connected' });
  });

  test('a bus that cannot be listed is tried again, with growing pauses, and the other goes on', async () => {
    const world = managed();
    world.hid.blind = true;
    world.hid.plug(deviceOf());
    world.serial.plug(deviceOf(SERIAL_SCANNER));
    await world.pass(60_000);
    expect(world.states()).toEqual({ [SERIAL]: 'connected' });
    expect(world.blind()).toEqual(['hid']);
    expect(world.bugs).toHaveLength(1);
    expect(world.hid.looks).toBeLessThan(12);
    world.hid.blind = false;
    await world.pass(10_100);
    expect(world.blind()).toEqual([]);
    expect(world.states()).toEqual({ [HID]: 'connected', [SERIAL]: 'connected' });
  });

  test('a bus that cannot be listed for a while loses nothing that is open', async () => {
    const world = managed();
    const scanner = deviceOf();
    world.hid.plug(scanner);
    await world.pass(100);
    world.hid.blind = true;
    await world.pass(20_000);
    world.hid.scan(scanner, 'A045198723');
    expect(world.scans).toEqual([`${HID} A045198723`]);
    expect(world.hid.tries).toHaveLength(1);
  });
});

describe('refused', () => {
  test.each([
    ['no-permission', 'permitted', false],
    ['busy', 'heldByAnother', true],
  ] as const)('%s is said, tried again with backoff, and connected when it is over', async (state, flag, value) => {
    const world = managed();
    const scanner = deviceOf();
    scanner[flag] = value;
    world.hid.plug(scanner);
    await world.pass(60_000);
    expect(world.states()).toEqual({ [HID]: state });
    // After 0, 0.25, 0.75, 1.75, 3.75, 7.75, 15.75, 25.75, 35.75, 45.75, 55.75 seconds.
    expect(world.hid.tries).toHaveLength(11);
    scanner[flag] = !value;
    await world.pass(10_100);
    expect(world.states()).toEqual({ [HID]: 'connected' });
    expect(world.bugs).toEqual([]);
  });

  test('a new path is tried at once, however long the wait has become', async () => {
    const world = managed();
    const scanner = deviceOf();
    scanner.permitted = false;
    world.hid.plug(scanner);
    await world.pass(26_000);
    scanner.permitted = true;
    world.hid.unplug(scanner);
    world.hid.plug(scanner);
    await world.pass(1_100);
    expect(world.states()).toEqual({ [HID]: 'connected' });
  });

  test('one that was refused and is unplugged is forgotten, unless it is remembered', async () => {
    const world = managed();
    const scanner = deviceOf();
    scanner.permitted = false;
    world.hid.plug(scanner);
    await world.pass(5_000);
    world.hid.unplug(scanner);
    await world.pass(1_100);
    expect(world.devices()).toEqual([]);
    world.configure({ known: [KNOWN] });
    expect(world.states()).toEqual({ [HID]: 'absent' });
  });

  test('a driver that fails is told of once, and tried again', async () => {
    const world = managed();
    const scanner = deviceOf();
    scanner.broken = true;
    world.hid.plug(scanner);
    await world.pass(30_000);
    expect(world.states()).toEqual({ [HID]: 'reconnecting' });
    expect(world.bugs).toHaveLength(1);
    scanner.broken = false;
    await world.pass(10_100);
    expect(world.states()).toEqual({ [HID]: 'connected' });
  });
});

describe('sleep and settings', () => {
  test.each([
    ['for an hour', 10_000, 3_600_000],
    ['for some seconds', 10_000, 4_500],
    ['for an hour, while devices are listed', 1_004, 3_600_000],
  ])('after the machine has slept %s, every device is opened anew', async (_what, before, milliseconds) => {
    const world = managed();
    const [hid, serial] = [deviceOf(), deviceOf(SERIAL_SCANNER)];
    world.hid.plug(hid);
    world.serial.plug(serial);
    await world.pass(before);
    const awake = [world.hid.handleOf(hid), world.serial.handleOf(serial)];
    world.sleep(milliseconds);
    await world.pass(1_200);
    const after = [world.hid.handleOf(hid), world.serial.handleOf(serial)];
    expect(after).not.toContain(null);
    expect(after[0]).not.toBe(awake[0]);
    expect(after[1]).not.toBe(awake[1]);
    expect(world.states()).toEqual({ [HID]: 'connected', [SERIAL]: 'connected' });
    expect(world.hid.tries).toHaveLength(2);
  });

  test('a refused device is tried at once after the machine has slept', async () => {
    const world = managed();
    const scanner = deviceOf();
    scanner.heldByAnother = true;
    world.hid.plug(scanner);
    await world.pass(26_000);
    scanner.heldByAnother = false;
    world.sleep(3_600_000);
    await world.pass(1_100);
    expect(world.states()).toEqual({ [HID]: 'connected' });
  });

  test('a clock that is set back changes nothing', async () => {
    const world = managed();
    const scanner = deviceOf();
    world.hid.plug(scanner);
    await world.pass(5_000);
    world.sleep(-3_600_000);
    await world.pass(5_000);
    expect(world.hid.tries).toHaveLength(1);
    world.hid.crash(scanner);
    await world.pass(600);
    expect(world.states()).toEqual({ [HID]: 'connected' });
  });

  test('other serial settings open serial ports anew, and leave HID devices alone', async () => {
    const world = managed();
    const serial = deviceOf(SERIAL_SCANNER);
    world.hid.plug(deviceOf());
    world.serial.plug(serial);
    await world.pass(100);
    world.configure({ serial: { framing: 'cr', baudRate: 115_200 } });
    await world.pass(100);
    expect(world.states()).toEqual({ [HID]: 'connected', [SERIAL]: 'connected' });
    expect(world.serial.handleOf(serial)?.settings.serial).toEqual({ framing: 'cr', baudRate: 115_200 });
    expect(world.serial.tries).toHaveLength(2);
    expect(world.hid.tries).toHaveLength(1);
    world.configure({ known: [KNOWN] });
    await world.pass(5_000);
    expect(world.serial.tries).toHaveLength(2);
  });

  test('other settings have every bus looked at without delay: a port may be listed because of them', async () => {
    const world = managed();
    await world.pass(5_050);
    world.serial.plug(deviceOf(SERIAL_SCANNER));
    world.configure({});
    await world.pass(350);
    expect(world.states()).toEqual({ [SERIAL]: 'connected' });
  });

  test('what is put aside while it is being opened was never in use', async () => {
    const world = managed();
    const scanner = deviceOf();
    world.hid.plug(scanner);
    await world.pass(10);
    world.configure({ chosen: [{ id: HID, use: false }] });
    await world.pass(100);
    expect(world.hid.handleOf(scanner)).toBeNull();
    world.hid.unplug(scanner);
    await world.pass(1_100);
    expect(world.devices()).toEqual([]);
  });

  test('stopping lets every device go, also one that is being opened, and tells nothing more', async () => {
    const world = managed();
    const [open, opening] = [deviceOf(), deviceOf(SERIAL_SCANNER)];
    world.hid.plug(open);
    await world.pass(990);
    world.serial.plug(opening);
    await world.pass(20);
    const told = world.told.length;
    let stopped = false;
    const stopping = world.manager.stop().then(() => (stopped = true));
    await world.pass(100);
    await stopping;
    expect(stopped).toBe(true);
    expect(world.hid.handleOf(open)).toBeNull();
    expect(world.serial.handleOf(opening)).toBeNull();
    const looks = world.hid.looks;
    await world.pass(60_000);
    expect(world.hid.looks).toBe(looks);
    expect(world.told).toHaveLength(told);
  });

  test('stopping ends in time where a device does not let go', async () => {
    const world = managed();
    const scanner = deviceOf();
    scanner.stuck = true;
    world.hid.plug(scanner);
    await world.pass(100);
    const stopping = world.manager.stop();
    await world.pass(3_000);
    await stopping;
  });
});

describe('the list', () => {
  test('is told when every bus has been looked at; a bus that cannot be, or never answers, keeps nobody waiting', async () => {
    const both = managed();
    both.hid.plug(deviceOf());
    both.serial.plug(deviceOf(SERIAL_SCANNER));
    await both.pass(10_000);
    expect(both.told[0]).toHaveLength(2);
    const blind = managed();
    blind.hid.plug(deviceOf());
    blind.serial.blind = true;
    await blind.pass(100);
    expect(blind.states()).toEqual({ [HID]: 'connected' });
    const silent = managed();
    silent.hid.plug(deviceOf());
    silent.serial.silent = true;
    await silent.pass(2_900);
    expect(silent.told).toEqual([]);
    await silent.pass(200);
    expect(silent.states()).toEqual({ [HID]: 'connected' });
  });

  test('never says of a scanner that is being connected to that it is left alone', async () => {
    const world = managed();
    world.hid.plug(deviceOf());
    await world.pass(100);
    expect(world.told.map((devices) => devices.map(({ state }) => state))).toEqual([['reconnecting'], ['connected']]);
  });

  test('keeps its order whatever comes and goes, and is told only when it changed', async () => {
    const world = managed();
    const scanners = ['S3', 'S1', 'S2'].map((serialNumber) => deviceOf({ serialNumber }));
    for (const scanner of scanners) {
      world.hid.plug(scanner);
      await world.pass(1_500);
    }
    const ids = ['S1', 'S2', 'S3'].map((serialNumber) => `hid:0c2e:0901:${serialNumber}`);
    expect(world.devices().map(({ id }) => id)).toEqual(ids);
    world.hid.unplug(scanners[1]!);
    await world.pass(1_500);
    expect(world.devices().map(({ id }) => id)).toEqual(ids);
    const told = world.told.length;
    await world.pass(600_000);
    expect(world.told).toHaveLength(told);
    expect(world.told.map((list) => JSON.stringify(list))).toHaveLength(
      new Set(world.told.map((list) => JSON.stringify(list))).size,
    );
  });
});
