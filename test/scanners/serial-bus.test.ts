/** The serial bus over a package that misbehaves, over a made-up sysfs, and over lists as Windows gives them. */
import { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DeviceListener, FoundDevice } from '../../src-main/scanners/ports.ts';
import { serialBus } from '../../src-main/scanners/serial-bus.ts';
import { failureOf, found, type Port } from '../../src-main/scanners/serial-package.ts';
import { CLOSE_LIMIT } from '../../src-main/scanners/serial-reader.ts';
import { sysfsPorts } from '../../src-main/scanners/serial-sysfs.ts';
import type { DriverSettings } from '../../src-main/services/scanner-port.ts';

const SETTINGS: DriverSettings = { serial: { framing: 'silence', baudRate: 9_600 }, chosen: [], known: [] };
const [PORT] = found([{ path: 'COM3' } as never]) as [FoundDevice];

/** A port of the package as a test wants it. */
class FakePort extends EventEmitter {
  openError: Error | null = null;
  answersClose = true;
  closes = 0;

  open(done: (error: Error | null) => void): void {
    done(this.openError);
  }

  close(done: (error: Error | null) => void): void {
    this.closes += 1;
    if (this.answersClose) done(null);
  }
}

function busOf(port: FakePort) {
  const load = async () => ({ list: async () => [PORT], port: () => port as unknown as Port });
  return serialBus({ load, settings: () => SETTINGS });
}

function listening() {
  const heard: string[] = [];
  const listener: DeviceListener = {
    onScan: ({ text }) => heard.push(text),
    onPartial: () => heard.push('partial'),
    onClosed: () => heard.push('closed'),
  };
  return { heard, listener };
}

describe('an open port', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('ends a scan by silence', async () => {
    const [port, { heard, listener }] = [new FakePort(), listening()];
    await busOf(port).open(PORT, 'serial:1', SETTINGS, listener);
    port.emit('data', Buffer.from(']A0A0451'));
    await vi.advanceTimersByTimeAsync(20);
    port.emit('data', Buffer.from('98723'));
    await vi.advanceTimersByTimeAsync(20);
    expect(heard).toEqual([]);
    await vi.advanceTimersByTimeAsync(20);
    expect(heard).toEqual(['A045198723']);
  });

  test('tells of a scan that was cut, and hands on no rest of it', async () => {
    const [port, { heard, listener }] = [new FakePort(), listening()];
    await busOf(port).open(PORT, 'serial:1', { ...SETTINGS, serial: { framing: 'cr', baudRate: 9_600 } }, listener);
    port.emit('data', Buffer.from('A0451'));
    await vi.advanceTimersByTimeAsync(1_200);
    expect(heard).toEqual(['partial']);
    port.emit('data', Buffer.from('98723\rA045198723\r'));
    expect(heard).toEqual(['partial', 'partial', 'A045198723']);
  });

  test('tells once that it has closed, and hands on nothing more', async () => {
    const [port, { heard, listener }] = [new FakePort(), listening()];
    await busOf(port).open(PORT, 'serial:1', SETTINGS, listener);
    port.emit('data', Buffer.from('A045198723'));
    port.emit('close', new Error('disconnected'));
    port.emit('close', null);
    port.emit('data', Buffer.from('A045198723'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(heard).toEqual(['closed']);
  });

  test('that fails is let go, and tells once', async () => {
    const [port, { heard, listener }] = [new FakePort(), listening()];
    await busOf(port).open(PORT, 'serial:1', SETTINGS, listener);
    port.emit('error', new Error('Reading failed.'));
    port.emit('close', null);
    expect([heard, port.closes]).toEqual([['closed'], 1]);
  });

  test('closed by the desk is closed though the system never says so (Windows after an unplug)', async () => {
    const [port, { heard, listener }] = [new FakePort(), listening()];
    port.answersClose = false;
    const device = await busOf(port).open(PORT, 'serial:1', SETTINGS, listener);
    port.emit('data', Buffer.from('A045198723'));
    let isClosed = false;
    const closing = device.close().then(() => (isClosed = true));
    await vi.advanceTimersByTimeAsync(CLOSE_LIMIT - 1);
    expect(isClosed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await closing;
    port.emit('data', Buffer.from('A045198723\r'));
    port.emit('close', null);
    await vi.advanceTimersByTimeAsync(10_000);
    await device.close();
    expect([heard, port.closes]).toEqual([[], 1]);
  });
});

describe('a port that does not open', () => {
  test.each([
    ['no-permission', 'Error: Permission denied, cannot open /dev/ttyACM0'],
    ['busy', 'Error Resource temporarily unavailable Cannot lock port'],
    ['busy', 'Error: Resource busy, cannot open /dev/tty.usbmodem1'],
    ['busy', 'Opening COM3: Access denied'],
    ['gone', 'Error: No such file or directory, cannot open /dev/ttyACM0'],
    ['gone', 'Error: No such device or address, cannot open /dev/ttyACM0'],
    ['gone', 'Opening COM3: File not found'],
    ['failed', 'Error: Input/output error setting custom baud rate of 9600'],
  ] as const)('is %s where the package says: %s', async (why, message) => {
    const port = new FakePort();
    port.openError = new Error(message);
    expect(failureOf(message)).toBe(why);
    const opening = busOf(port).open(PORT, 'serial:1', SETTINGS, listening().listener);
    await expect(opening).rejects.toMatchObject({ why });
  });

  test('has failed where the native part of the package is missing, and the bus cannot list', async () => {
    const load = () => Promise.reject(new Error('No native build was found.'));
    const bus = serialBus({ load, settings: () => SETTINGS });
    await expect(bus.list()).rejects.toThrow('No native build');
    const opening = bus.open(PORT, 'serial:1', SETTINGS, listening().listener);
    await expect(opening).rejects.toMatchObject({ why: 'failed' });
  });
});

describe('the list', () => {
  test('of Windows has its numbers read, its names, and nothing where it says nothing', () => {
    const usb = {
      path: 'COM3',
      manufacturer: 'Datalogic',
      serialNumber: 'S1234',
      vendorId: '05F9',
      productId: '4204',
      friendlyName: 'USB Serial Device (COM3)',
      pnpId: undefined,
      locationId: undefined,
    };
    const old = { path: 'COM1', vendorId: 'none', productId: '' };
    expect(found([usb, old as never])).toMatchObject([
      {
        kind: 'serial',
        path: 'COM3',
        vendorId: 0x05_f9,
        productId: 0x42_04,
        serialNumber: 'S1234',
        manufacturer: 'Datalogic',
        product: 'USB Serial Device (COM3)',
      },
      { path: 'COM1', vendorId: null, productId: null, serialNumber: null, manufacturer: null, product: null },
    ]);
  });

  describe('of Linux', () => {
    let root = '';

    async function file(path: string, text: string): Promise<void> {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), `${text}\n`);
    }

    async function port(name: string, device: string | null): Promise<void> {
      await mkdir(join(root, 'class/tty', name), { recursive: true });
      if (device === null) return;
      await mkdir(join(root, device), { recursive: true });
      await symlink(join(root, device), join(root, 'class/tty', name, 'device'));
    }

    beforeEach(async () => {
      root = await mkdtemp(join(tmpdir(), 'kaikudesk-sysfs-'));
      await mkdir(join(root, 'class/tty'), { recursive: true });
    });
    afterEach(() => rm(root, { recursive: true, force: true }));

    test('has readers and adapters on USB, with what they say of themselves', async () => {
      await port('ttyACM0', 'devices/usb1/1-1/1-1:1.0');
      await file('devices/usb1/1-1/1-1:1.0/bInterfaceNumber', '00');
      await file('devices/usb1/1-1/idVendor', '05f9');
      await file('devices/usb1/1-1/idProduct', '4204');
      await file('devices/usb1/1-1/serial', 'S1234');
      await file('devices/usb1/1-1/product', 'Handheld Scanner');
      await port('ttyUSB0', 'devices/usb1/1-2/1-2:1.1/ttyUSB0');
      await file('devices/usb1/1-2/1-2:1.1/bInterfaceNumber', '01');
      await file('devices/usb1/1-2/idVendor', '0403');
      await file('devices/usb1/1-2/idProduct', '6001');
      await file('devices/usb1/1-2/manufacturer', 'FTDI');
      expect(await sysfsPorts(root)).toMatchObject([
        {
          path: '/dev/ttyACM0',
          vendorId: 0x05_f9,
          productId: 0x42_04,
          serialNumber: 'S1234',
          manufacturer: null,
          product: 'Handheld Scanner',
          interfaceNumber: 0,
        },
        { path: '/dev/ttyUSB0', vendorId: 0x04_03, productId: 0x60_01, manufacturer: 'FTDI', interfaceNumber: 1 },
      ]);
    });

    test('has RS-232 ports that are there and Bluetooth, but no consoles and no empty places', async () => {
      await port('ttyS0', 'devices/pnp0/00:05');
      await file('class/tty/ttyS0/type', '4');
      await port('ttyS1', 'devices/platform/serial8250');
      await file('class/tty/ttyS1/type', '0');
      await port('rfcomm0', null);
      await port('ttyACM1', null);
      await port('tty0', null);
      const ports = await sysfsPorts(root);
      expect(ports.map(({ path, vendorId }) => [path, vendorId])).toEqual([
        ['/dev/rfcomm0', null],
        ['/dev/ttyS0', null],
      ]);
    });
  });
});
