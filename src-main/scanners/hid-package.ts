/** The node-hid package, behind the little that the desk needs of it, and what the system tells besides. */
import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Device } from 'node-hid';
import type { FoundDevice, OpenFailure } from './ports.ts';

/** One open device of the package. */
export interface HidHandle {
  /** Called for each input report, with its id first where reports are numbered. */
  onReport(listener: (report: Uint8Array) => void): void;
  /** Called where reading ends: it was unplugged, or failed. */
  onFailed(listener: () => void): void;
  sendFeatureReport(report: number[]): Promise<unknown>;
  close(): Promise<void>;
}

/** What is used of the package's `HIDAsync`. */
interface NodeHidDevice {
  on(event: 'data' | 'error', listener: (told: Buffer) => void): unknown;
  sendFeatureReport(report: number[]): Promise<unknown>;
  close(): Promise<void>;
}

export interface HidPackage {
  list(): Promise<FoundDevice[]>;
  open(path: string): Promise<HidHandle>;
}

/** What the system says of a device besides the package. */
export interface HidSystem {
  /** The device's report descriptor; null where the system does not give it. Never rejects. */
  descriptor(path: string): Promise<Uint8Array | null>;
  /** The code of what keeps this process from reading and writing the device (EACCES, ENOENT…); null: nothing. Never rejects. */
  barred(path: string): Promise<string | null>;
}

/** Loads the package, whose native part may be missing or built for another machine: then it throws. */
export async function loadNodeHid(): Promise<HidPackage> {
  const hid = await import('node-hid');
  return {
    list: async () => (await hid.devicesAsync()).flatMap(found),
    open: async (path) => handleOf(await hid.HIDAsync.open(path)),
  };
}

/**
 * The package begins to read a tick after it was given a listener, and throws where nobody can catch it if the device has
 * been closed by then: so that tick is waited for.
 */
export function handleOf(device: NodeHidDevice): HidHandle {
  return {
    onReport: (listener) => void device.on('data', listener),
    onFailed: (listener) => void device.on('error', () => listener()),
    sendFeatureReport: (report) => device.sendFeatureReport(report),
    async close() {
      await setImmediate();
      await device.close();
    },
  };
}

/** On Linux the descriptor lies in sysfs, readable for all, and the node's rights tell who may open it; elsewhere neither is known. */
export function hidSystem(platform: NodeJS.Platform, sysfs: string): HidSystem {
  if (platform !== 'linux') return { descriptor: async () => null, barred: async () => null };
  return {
    async descriptor(path) {
      const file = `${sysfs}/class/hidraw/${basename(path)}/device/report_descriptor`;
      return readFile(file).catch(() => null);
    },
    async barred(path) {
      return access(path, constants.R_OK | constants.W_OK).then(() => null, codeOf);
    },
  };
}

/** Collections without a path cannot be opened, and are left out. */
export function found(device: Device): FoundDevice[] {
  if (device.path === undefined || device.path === '') return [];
  return [
    {
      kind: 'hid',
      path: device.path,
      vendorId: device.vendorId,
      productId: device.productId,
      serialNumber: device.serialNumber ?? null,
      manufacturer: device.manufacturer ?? null,
      product: device.product ?? null,
      usagePage: device.usagePage ?? null,
      usage: device.usage ?? null,
      interfaceNumber: device.interface < 0 ? null : device.interface,
    },
  ];
}

/** Words of Linux, numbers of Windows (CreateFile) and of macOS (IOReturn) in what the package says. */
const WORDS: readonly (readonly [OpenFailure, RegExp])[] = [
  ['no-permission', /permission denied|operation not permitted|0x00000005\b|0xe00002c1|0xe00002e2/i],
  ['busy', /resource busy|0x00000020\b|0xe00002c5|exclusive access/i],
  ['gone', /no such (?:file|device)|0x00000002\b|0x00000003\b|0x0000048f|0xe00002c0/i],
];

/** Why a device did not open, from what the package says and what bars the way to it. */
export function failureOf(message: string, barred: string | null): OpenFailure {
  if (barred === 'EACCES' || barred === 'EPERM') return 'no-permission';
  if (barred === 'ENOENT' || barred === 'ENODEV' || barred === 'ENXIO') return 'gone';
  return WORDS.find(([, words]) => words.test(message))?.[0] ?? 'failed';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
