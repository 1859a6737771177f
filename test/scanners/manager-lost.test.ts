/** The manager: devices that are pulled out, and devices that fail. */
import { describe, expect, test } from 'vitest';
import { managed } from './managed.ts';
import { deviceOf, SERIAL_SCANNER } from './memory-bus.ts';

const HID = 'hid:0c2e:0901:S1';
const SERIAL = 'serial:05f9:4204:D1';

describe('pulled out', () => {
  test('a scanner in use is lost, and connected again under its new path within two seconds, twenty times', async () => {
    const world = managed();
    const scanner = deviceOf();
    world.hid.plug(scanner);
    await world.pass(100);
    for (let round = 0; round < 20; round += 1) {
      world.hid.unplug(scanner);
      await world.pass(300 + 137 * round);
      expect(world.devices()).toMatchObject([{ id: HID, name: 'Voyager', path: null, state: 'lost' }]);
      const path = world.hid.plug(scanner);
      await world.pass(2_000);
      expect(world.devices()).toMatchObject([{ id: HID, path, state: 'connected' }]);
    }
  });

  test('out and in again at once, under the same path, is back within two seconds', async () => {
    const world = managed();
    const scanner = deviceOf();
    const path = world.hid.plug(scanner);
    await world.pass(100);
    world.hid.unplug(scanner);
    world.hid.plug(scanner, path);
    await world.pass(2_000);
    expect(world.states()).toEqual({ [HID]: 'connected' });
    expect(world.hid.handleOf(scanner)).not.toBeNull();
  });

  test('one that vanishes without a word (Windows) is closed, lost, and back', async () => {
    const world = managed();
    const scanner = deviceOf(SERIAL_SCANNER);
    world.serial.plug(scanner);
    await world.pass(100);
    world.serial.unplug(scanner, true);
    await world.pass(1_100);
    expect(world.states()).toEqual({ [SERIAL]: 'lost' });
    world.serial.plug(scanner);
    await world.pass(2_000);
    expect(world.states()).toEqual({ [SERIAL]: 'connected' });
  });

  test('a device whose close never comes is given up after two seconds, and connected again', async () => {
    const world = managed();
    const scanner = deviceOf(SERIAL_SCANNER);
    world.serial.plug(scanner);
    await world.pass(100);
    scanner.stuck = true;
    world.serial.unplug(scanner, true);
    world.serial.plug(scanner);
    await world.pass(1_500);
    expect(world.states()).toEqual({ [SERIAL]: 'reconnecting' });
    await world.pass(1_700);
    expect(world.states()).toEqual({ [SERIAL]: 'connected' });
    expect(world.serial.handleOf(scanner)).not.toBeNull();
  });

  test('what is unplugged while it is being opened is not kept', async () => {
    const world = managed();
    const scanner = deviceOf();
    world.hid.plug(scanner);
    await world.pass(10);
    world.hid.unplug(scanner);
    await world.pass(1_100);
    expect(world.devices()).toEqual([]);
    expect(world.hid.handleOf(scanner)).toBeNull();
  });

  test('a lost device that is put aside is shown no longer', async () => {
    const world = managed();
    const scanner = deviceOf();
    world.hid.plug(scanner);
    await world.pass(100);
    world.hid.unplug(scanner);
    await world.pass(500);
    expect(world.states()).toEqual({ [HID]: 'lost' });
    world.configure({ chosen: [{ id: HID, use: false }] });
    expect(world.devices()).toEqual([]);
  });
});

describe('after another process has died', () => {
  const KNOWN = { id: HID, kind: 'hid', name: 'Voyager', vendorId: 0x0c_2e, productId: 0x09_01 } as const;

  test('what was in use then and is plugged in no more is lost', async () => {
    const world = managed({}, { used: [KNOWN] });
    await world.pass(100);
    expect(world.devices()).toEqual([{ ...KNOWN, path: null, state: 'lost' }]);
    world.hid.plug(deviceOf());
    await world.pass(1_100);
    expect(world.states()).toEqual({ [HID]: 'connected' });
  });

  test('what was put aside meanwhile is not', async () => {
    const world = managed({ chosen: [{ id: HID, use: false }] }, { used: [KNOWN] });
    await world.pass(100);
    expect(world.devices()).toEqual([]);
  });

  test('a device that is fatal to open is shown as failing and left alone, until it is plugged in anew', async () => {
    const world = managed({}, { avoided: [HID] });
    const [fatal, other] = [deviceOf(), deviceOf(SERIAL_SCANNER)];
    world.hid.plug(fatal);
    world.serial.plug(other);
    await world.pass(60_000);
    expect(world.states()).toEqual({ [HID]: 'reconnecting', [SERIAL]: 'connected' });
    expect(world.hid.tries).toEqual([]);
    world.hid.unplug(fatal);
    await world.pass(1_100);
    world.hid.plug(fatal);
    await world.pass(1_100);
    expect(world.states()).toEqual({ [HID]: 'connected', [SERIAL]: 'connected' });
  });
});

describe('failing', () => {
  test('a device that fails is reconnecting, and connected again after a quarter of a second', async () => {
    const world = managed();
    const scanner = deviceOf();
    world.hid.plug(scanner);
    await world.pass(20_000);
    world.hid.crash(scanner);
    expect(world.states()).toEqual({ [HID]: 'reconnecting' });
    await world.pass(300);
    expect(world.states()).toEqual({ [HID]: 'connected' });
  });

  test('one that closed by itself is opened again only when it was seen since: its path may be another device’s', async () => {
    const world = managed();
    const scanner = deviceOf();
    world.hid.plug(scanner);
    await world.pass(20_000);
    world.hid.blind = true;
    world.hid.crash(scanner);
    await world.pass(20_000);
    expect(world.hid.tries).toHaveLength(1);
    expect(world.states()).toEqual({ [HID]: 'reconnecting' });
    world.hid.blind = false;
    await world.pass(10_100);
    expect(world.states()).toEqual({ [HID]: 'connected' });
  });

  test('one that fails as soon as it is open is opened ever more rarely', async () => {
    const world = managed();
    const scanner = deviceOf();
    world.hid.plug(scanner);
    for (let step = 0; step < 600; step += 1) {
      await world.pass(100);
      world.hid.crash(scanner);
    }
    expect(world.hid.tries.length).toBeLessThanOrEqual(12);
    expect(world.hid.looks).toBeLessThan(100);
    await world.pass(10_100);
    expect(world.states()).toEqual({ [HID]: 'connected' });
  });

  test('closing by itself many times a second makes nobody look more often than four times a second', async () => {
    const world = managed();
    const scanner = deviceOf();
    for (let step = 0; step < 500; step += 1) {
      world.hid.plug(scanner);
      await world.pass(40);
      world.hid.unplug(scanner);
      await world.pass(10);
    }
    expect(world.hid.tries.length).toBeGreaterThan(20);
    expect(world.hid.looks).toBeLessThan(105);
  });
});
