/** The HID bus: over a package of the test's own, and over node-hid as far as it goes without devices. */
import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { PRESET_SCANNERS } from '../../src-shared/desk-api/scanners.ts';
import { profileOf } from '../../src-shared/scan/hid-profiles.ts';
import { CONTINUATION_TIMEOUT } from '../../src-shared/scan/hid-report.ts';
import type { RawRead, Scan } from '../../src-shared/scan/scan.ts';
import { hidBus } from '../../src-main/scanners/hid-bus.ts';
import {
  failureOf,
  found,
  handleOf,
  hidSystem,
  loadNodeHid,
  type HidHandle,
  type HidPackage,
  type HidSystem,
} from '../../src-main/scanners/hid-package.ts';
import type { Bus, DeviceNotOpened, FoundDevice } from '../../src-main/scanners/ports.ts';
import { descriptorOf, layoutOf, lengthOf, reportsOf, type Shape } from '../unit/hid-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'hid-'));
afterAll(() => rmSync(folder, { recursive: true }));

const NO_SYSTEM: HidSystem = { descriptor: async () => null, barred: async () => null };
const SCANNER: FoundDevice = {
  kind: 'hid',
  path: '/dev/hidraw7',
  vendorId: 0x0c_2e,
  productId: 0x0b_61,
  serialNumber: 'S1',
  manufacturer: 'Honeywell',
  product: 'Vuquest',
  usagePage: 0x8c,
  usage: 0x02,
  interfaceNumber: 1,
};

/** What node-hid's device is, as far as the bus uses it: it begins to read a tick after the first listener. */
class FakeDevice extends EventEmitter {
  readonly sent: number[][] = [];
  closed = 0;
  refusesToClose = false;

  constructor() {
    super();
    this.on('newListener', (event) => {
      if (event === 'data') process.nextTick(() => this.begin());
    });
  }

  private begin(): void {
    if (this.closed > 0) throw new TypeError('device has been closed');
  }

  async sendFeatureReport(report: number[] | Buffer): Promise<number> {
    this.sent.push([...report]);
    throw new Error('could not send feature report to device');
  }

  async close(): Promise<void> {
    this.closed += 1;
    if (this.closed > 1 || this.refusesToClose) throw new TypeError('device is already closed');
  }
}

function busOf(hid: Partial<HidPackage>, system = NO_SYSTEM): Bus {
  let elapsed = 0;
  const whole: HidPackage = { list: async () => [], open: () => Promise.reject(new Error('no device')), ...hid };
  return hidBus({ load: async () => whole, system, now: () => 1_000, elapsed: () => (elapsed += 1) });
}

async function opened(device: FakeDevice, system = NO_SYSTEM, asked = SCANNER) {
  const reads: { scan: Scan; raw: RawRead }[] = [];
  let partials = 0;
  let closed = 0;
  const bus = busOf({ open: async () => handleOf(device) }, system);
  const handle = await bus.open(asked, 'hid:1', PRESET_SCANNERS, {
    onScan: (scan, raw) => reads.push({ scan, raw }),
    onPartial: () => (partials += 1),
    onClosed: () => (closed += 1),
  });
  return { handle, reads, partials: () => partials, closed: () => closed };
}

const whyOf = (opening: Promise<unknown>): Promise<string> =>
  opening.then(
    () => 'opened',
    (error: DeviceNotOpened) => error.why,
  );

describe('a device', () => {
  const [standard] = profileOf(SCANNER.vendorId).layouts;
  const report = reportsOf(standard!, 64, 'A045198723\r', ']A0')[0]!;

  test('is read by its maker’s profile where it has no descriptor, and enabled where it needs that', async () => {
    const device = new FakeDevice();
    const { reads } = await opened(device);
    device.emit('data', Buffer.from(report));
    const scan = { text: 'A045198723', symbology: 'code-39', aim: ']A0', source: 'hid', device: 'hid:1', at: 1_000 };
    expect(reads).toEqual([{ scan, raw: { raw: Buffer.from(report).toString('hex'), milliseconds: 0, parts: 1 } }]);
    expect(device.sent).toEqual([[254, 1]]);
  });

  test('is read by its descriptor where that can be had, and sent only reports that it has', async () => {
    const shape: Shape = {
      reportId: 9,
      parts: ['continued', 'letter', 'data', 'aim', 'count'],
      dataBytes: 7,
      countBytes: 2,
      preamble: [],
      ranged: true,
      paged: false,
    };
    const device = new FakeDevice();
    const { reads } = await opened(device, { ...NO_SYSTEM, descriptor: async () => descriptorOf(shape) });
    for (const part of reportsOf(layoutOf(shape), lengthOf(shape), 'A045198723', ']Q1')) device.emit('data', part);
    device.emit('data', report);
    expect(reads).toMatchObject([
      { scan: { text: 'A045198723', symbology: 'qr-code', aim: ']Q1' }, raw: { parts: 2, milliseconds: 1 } },
    ]);
    expect(device.sent).toEqual([]);
    const taking = new FakeDevice();
    const feature = [0x06, 0x66, 0xff, 0x85, 254, 0x09, 0x02, 0x75, 8, 0x95, 1, 0xb1, 0x02];
    const descriptor = Uint8Array.from([...descriptorOf(shape), ...feature]);
    await opened(taking, { ...NO_SYSTEM, descriptor: async () => descriptor });
    expect(taking.sent).toEqual([[254, 1]]);
  });

  test('tells of a scan whose next part does not come, once, and not after it was closed', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const device = new FakeDevice();
    const { handle, reads, partials } = await opened(device);
    const [first] = reportsOf(standard!, 64, `https://kaiku.example/${'a'.repeat(60)}/A045198723`, ']Q1');
    device.emit('data', Buffer.from(first!));
    await vi.advanceTimersByTimeAsync(CONTINUATION_TIMEOUT);
    expect(partials()).toBe(0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([partials(), reads]).toEqual([1, []]);
    device.emit('data', Buffer.from(first!));
    await handle.close();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(partials()).toBe(1);
  });

  test('that is a keyboard by now is not opened, let alone sent anything', async () => {
    let opens = 0;
    const keyboard = Uint8Array.from(Buffer.from('05010906A101050719E029E7750195088102C0', 'hex'));
    const open = async (): Promise<HidHandle> => {
      opens += 1;
      return handleOf(new FakeDevice());
    };
    const bus = busOf({ open }, { ...NO_SYSTEM, descriptor: async () => keyboard });
    const listener = { onScan: () => undefined, onPartial: () => undefined, onClosed: () => undefined };
    expect(await whyOf(bus.open(SCANNER, 'hid:1', PRESET_SCANNERS, listener))).toBe('gone');
    expect(opens).toBe(0);
  });

  test('of another maker is sent nothing', async () => {
    const device = new FakeDevice();
    await opened(device, NO_SYSTEM, { ...SCANNER, vendorId: 0x05_e0 });
    expect(device.sent).toEqual([]);
  });

  test('that fails is closed, tells so once, and nothing comes after that', async () => {
    const device = new FakeDevice();
    const { handle, reads, closed } = await opened(device);
    device.emit('error', new Error('could not read from HID device'));
    device.emit('error', new Error('could not read from HID device'));
    device.emit('data', report);
    await handle.close();
    await handle.close();
    expect(closed()).toBe(1);
    expect(device.closed).toBe(1);
    expect(reads).toEqual([]);
  });

  test('that is let go tells nothing more, and an error of the package is none of ours', async () => {
    const device = new FakeDevice();
    const { handle, reads, closed } = await opened(device);
    device.refusesToClose = true;
    const gone = handle.close();
    device.emit('data', report);
    device.emit('error', new Error('could not read from HID device'));
    await gone;
    expect(reads).toEqual([]);
    expect(closed()).toBe(0);
  });

  test('can be let go in the very tick in which it was opened', async () => {
    const device = new FakeDevice();
    const { handle } = await opened(device);
    await handle.close();
    expect(device.closed).toBe(1);
  });
});

describe('the list', () => {
  test('holds scanners and scanners that type, with what the system says of them', async () => {
    const keyboard = { ...SCANNER, path: '/dev/hidraw6', usagePage: 0x01, usage: 0x06 };
    const others = [
      { ...keyboard, vendorId: 0x04_6d, manufacturer: 'Logitech', product: 'Keyboard' },
      { ...SCANNER, usagePage: 0x8e, usage: 0x01 },
    ];
    expect(await busOf({ list: async () => [SCANNER, keyboard, ...others] }).list()).toEqual([SCANNER, keyboard]);
  });

  test('takes over what node-hid tells; what has no path is left out', () => {
    const told = { vendorId: 0x0c_2e, productId: 0x0b_61, release: 1, interface: -1 };
    expect(found(told)).toEqual([]);
    expect(found({ ...told, path: '' })).toEqual([]);
    expect(found({ ...told, path: '/dev/hidraw7', usagePage: 0x8c, usage: 2 })).toEqual([
      { ...SCANNER, serialNumber: null, manufacturer: null, product: null, interfaceNumber: null },
    ]);
  });
});

describe('a package that cannot be loaded', () => {
  const bus = hidBus({
    load: () => Promise.reject(new Error('wrong ELF class')),
    system: NO_SYSTEM,
    now: () => 0,
    elapsed: () => 0,
  });

  test('is an error of the bus', async () => {
    await expect(bus.list()).rejects.toThrow('wrong ELF class');
    const listener = { onScan: () => undefined, onPartial: () => undefined, onClosed: () => undefined };
    expect(await whyOf(bus.open(SCANNER, 'hid:1', PRESET_SCANNERS, listener))).toBe('failed');
  });
});

describe('why a device does not open', () => {
  test.each([
    ["Failed to open a device with path '/dev/hidraw0': Permission denied", null, 'no-permission'],
    ["Failed to open a device with path '/dev/hidraw0': Operation not permitted", null, 'no-permission'],
    ['cannot open device', 'EACCES', 'no-permission'],
    ['cannot open device', 'ENOENT', 'gone'],
    ["Failed to open a device with path '/dev/hidraw0': No such device", null, 'gone'],
    ["Failed to open a device with path '/dev/hidraw0': Device or resource busy", null, 'busy'],
    ['hid_open_path: (0x00000020) The process cannot access the file', null, 'busy'],
    ['hid_open_path: (0x00000005) Access is denied.', null, 'no-permission'],
    ['hid_open_path: failed to open IOHIDDevice: (0xE00002C5) (iokit/common) exclusive access', null, 'busy'],
    ['hid_open_path: failed to open IOHIDDevice: (0xE00002E2) (iokit/common) not permitted', null, 'no-permission'],
    ['something else', null, 'failed'],
  ])('%s, %s', (message, barred, why) => {
    expect(failureOf(message, barred)).toBe(why);
  });
});

describe('what Linux says of a device', () => {
  test('its descriptor lies in sysfs', async () => {
    mkdirSync(join(folder, 'class/hidraw/hidraw7/device'), { recursive: true });
    writeFileSync(join(folder, 'class/hidraw/hidraw7/device/report_descriptor'), Buffer.of(5, 0x8c));
    const system = hidSystem('linux', folder);
    expect([...((await system.descriptor('/dev/hidraw7')) ?? [])]).toEqual([5, 0x8c]);
    expect(await system.descriptor('/dev/hidraw8')).toBeNull();
    expect(await hidSystem('win32', folder).descriptor('/dev/hidraw7')).toBeNull();
  });
});

describe('node-hid itself', () => {
  const bus = hidBus({
    load: loadNodeHid,
    system: hidSystem(process.platform, '/sys'),
    now: () => Date.now(),
    elapsed: () => performance.now(),
  });
  const listener = { onScan: () => undefined, onPartial: () => undefined, onClosed: () => undefined };
  const open = (path: string) => whyOf(bus.open({ ...SCANNER, path }, 'hid:1', PRESET_SCANNERS, listener));

  test('lists scanners, if any', async () => {
    for (const { kind, path } of await bus.list()) {
      expect(kind).toBe('hid');
      expect(path).not.toBe('');
    }
  });

  test('tells a device that is not there from one that is none', async () => {
    expect(await open('/dev/hidraw-none')).toBe('gone');
    const notHid = join(folder, 'not-hid');
    writeFileSync(notHid, '');
    expect(await open(notHid)).toBe('failed');
  });

  test('tells a device that this user may not open', (context) => {
    const closed = join(folder, 'closed');
    writeFileSync(closed, '', { mode: 0o000 });
    // Root may open anything: so another process asks, as nobody.
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const code = `
      const { hidBus } = await import(${JSON.stringify(new URL('../../src-main/scanners/hid-bus.ts', import.meta.url))});
      const { hidSystem, loadNodeHid } = await import(${JSON.stringify(new URL('../../src-main/scanners/hid-package.ts', import.meta.url))});
      const bus = hidBus({ load: loadNodeHid, system: hidSystem(process.platform, '/sys'), now: () => 0, elapsed: () => 0 });
      await bus.list();
      await bus.open(${JSON.stringify({ ...SCANNER, path: closed })}, 'hid:1', null, {}).catch(({ why }) => console.log(why));`;
    const words = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', code];
    const ran = spawnSync(process.execPath, words, { ...nobody, cwd: '/', encoding: 'utf8' });
    if (ran.error !== undefined || /EACCES|ERR_MODULE_NOT_FOUND/.test(ran.stderr)) {
      const reason = 'nobody may not read this clone, so a refused permission cannot be tried as root';
      process.stdout.write(`  Skipped: ${reason}\n`);
      context.skip(reason);
    }
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toBe('no-permission\n');
  });
});
