/** A bus in memory: devices that are plugged in, refused, held by others, and that fail, when a test says so. */
import type { Timer } from '../../src-shared/kernel/ports.ts';
import { DeviceNotOpened, type Bus, type DeviceListener, type FoundDevice } from '../../src-main/scanners/ports.ts';
import type { DriverSettings } from '../../src-main/services/scanner-port.ts';

export interface MemoryDevice {
  readonly entries: readonly Omit<FoundDevice, 'path'>[];
  permitted: boolean;
  heldByAnother: boolean;
  /** Opening fails with something that is no DeviceNotOpened. */
  broken: boolean;
  /** Closing never ends. */
  stuck: boolean;
}

interface Handle {
  readonly path: string;
  readonly device: MemoryDevice;
  readonly id: string;
  readonly settings: DriverSettings;
  readonly listener: DeviceListener;
}

export interface MemoryBus extends Bus {
  /** What a test may never see: two opens at once, what is open under two ids. */
  readonly violations: string[];
  /** Paths in the order in which their opening was tried. */
  readonly tries: string[];
  looks: number;
  /** `list` throws. */
  blind: boolean;
  /** `list` never answers. */
  silent: boolean;
  /** `open` never answers. */
  opensNever: boolean;
  plug(device: MemoryDevice, path?: string): string;
  /** `silently`: the handle stays open without a word, as on Windows. */
  unplug(device: MemoryDevice, silently?: boolean): void;
  /** It closes by itself and stays plugged in. */
  crash(device: MemoryDevice): void;
  scan(device: MemoryDevice, text: string): void;
  /** It has a scan that is not whole. */
  partial(device: MemoryDevice): void;
  handleOf(device: MemoryDevice): Handle | null;
  readonly open: Bus['open'];
}

/** A bus of a kind; listing, opening and closing take time of `timer`. */
export function memoryBus(kind: FoundDevice['kind'], timer: Timer): MemoryBus {
  const plugged = new Map<string, MemoryDevice>();
  const handles = new Set<Handle>();
  const opening = new Set<MemoryDevice>();
  let ports = 0;

  const handleOf = (device: MemoryDevice): Handle | null =>
    [...handles].find((handle) => handle.device === device && plugged.get(handle.path) === device) ?? null;

  function end(handle: Handle): void {
    if (handles.delete(handle)) handle.listener.onClosed();
  }

  const bus: MemoryBus = {
    kind,
    violations: [],
    tries: [],
    looks: 0,
    blind: false,
    silent: false,
    opensNever: false,
    async list() {
      bus.looks += 1;
      await timer.sleep(3);
      if (bus.silent) return new Promise(() => undefined);
      if (bus.blind) throw new Error('the bus cannot be listed');
      return [...plugged].flatMap(([path, { entries }]) => entries.map((entry) => ({ ...entry, path })));
    },
    async open({ path }, id, settings, listener) {
      bus.tries.push(path);
      if (bus.opensNever) return new Promise(() => undefined);
      const device = plugged.get(path);
      if (device !== undefined) {
        if (opening.has(device) || handleOf(device) !== null) bus.violations.push(`${id} is opened twice`);
        opening.add(device);
        await timer.sleep(20);
        opening.delete(device);
      }
      if (device === undefined || plugged.get(path) !== device) throw new DeviceNotOpened('gone', 'no such device');
      if (!device.permitted) throw new DeviceNotOpened('no-permission', 'not permitted');
      if (device.heldByAnother) throw new DeviceNotOpened('busy', 'held by another program');
      if (device.broken) throw new Error('the driver failed');
      if ([...handles].some((other) => other.id === id && plugged.has(other.path))) {
        bus.violations.push(`${id} is two devices`);
      }
      const handle: Handle = { path, device, id, settings, listener };
      handles.add(handle);
      return {
        async close() {
          if (device.stuck) return new Promise(() => undefined);
          await timer.sleep(5);
          handles.delete(handle);
        },
      };
    },
    plug(device, path) {
      ports += 1;
      const at = path ?? `/dev/${kind}${ports}`;
      plugged.set(at, device);
      return at;
    },
    unplug(device, silently = false) {
      const path = [...plugged].find(([, one]) => one === device)?.[0];
      if (path === undefined) return;
      plugged.delete(path);
      if (!silently) for (const handle of handles) if (handle.path === path) end(handle);
    },
    crash(device) {
      const handle = handleOf(device);
      if (handle !== null) end(handle);
    },
    scan(device, text) {
      const handle = handleOf(device);
      handle?.listener.onScan(
        { text, symbology: 'code-39', aim: ']A0', source: kind, device: handle.id, at: 0 },
        { raw: '00', milliseconds: 1, parts: 1 },
      );
    },
    partial: (device) => handleOf(device)?.listener.onPartial(),
    handleOf,
  };
  return bus;
}

const ENTRY = {
  kind: 'hid',
  vendorId: 0x0c_2e,
  productId: 0x09_01,
  serialNumber: 'S1',
  manufacturer: 'Honeywell',
  product: 'Voyager',
  usagePage: 0x8c,
  usage: 2,
  interfaceNumber: 1,
} as const;

/** A device of these entries, a HID POS scanner where nothing else is said. */
export function deviceOf(...entries: Partial<Omit<FoundDevice, 'path'>>[]): MemoryDevice {
  const whole = (entries.length === 0 ? [{}] : entries).map((entry) => ({ ...ENTRY, ...entry }));
  return { entries: whole, permitted: true, heldByAnother: false, broken: false, stuck: false };
}

/** Of a USB serial adapter that could be anything. */
export const ADAPTER: Partial<Omit<FoundDevice, 'path'>> = {
  kind: 'serial',
  vendorId: 0x1a_86,
  productId: 0x75_23,
  serialNumber: 'A1',
  manufacturer: null,
  product: 'USB Serial',
  usagePage: null,
  usage: null,
  interfaceNumber: 0,
};

/** Of a scanner's own serial port. */
export const SERIAL_SCANNER: Partial<Omit<FoundDevice, 'path'>> = {
  ...ADAPTER,
  vendorId: 0x05_f9,
  productId: 0x42_04,
  serialNumber: 'D1',
  product: 'Gryphon',
};

/** Of a keyboard. */
export const KEYBOARD: Partial<Omit<FoundDevice, 'path'>> = {
  vendorId: 0x04_6d,
  product: 'Keyboard',
  manufacturer: 'Logitech',
  usagePage: 1,
  usage: 6,
  interfaceNumber: 0,
};
