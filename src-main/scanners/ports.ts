/** What the manager needs of a bus of devices: thin shells around node-hid and serialport, or a test's own. */
import type { Scan, RawRead } from '../../src-shared/scan/scan.ts';
import type { DeviceKind, ScannerDevice } from '../../src-shared/desk-api/scanners.ts';
import type { DriverSettings } from '../services/scanner-port.ts';

/** A device that is plugged in. */
export interface FoundDevice {
  readonly kind: DeviceKind;
  /** The system's path; another one after a replug. */
  readonly path: string;
  readonly vendorId: number | null;
  readonly productId: number | null;
  readonly serialNumber: string | null;
  readonly manufacturer: string | null;
  readonly product: string | null;
  /** Of a HID collection. */
  readonly usagePage: number | null;
  readonly usage: number | null;
  /** USB interface, where it is known. */
  readonly interfaceNumber: number | null;
}

export type OpenFailure = 'no-permission' | 'busy' | 'gone' | 'failed';

/** Thrown by `Bus.open`; the message never holds what was read. */
export class DeviceNotOpened extends Error {
  readonly why: OpenFailure;

  constructor(why: OpenFailure, message: string) {
    super(message);
    this.why = why;
  }
}

/** What an open device tells. After `onClosed` nothing more comes. */
export interface DeviceListener {
  onScan(scan: Scan, raw: RawRead): void;
  /** A scan was dropped that was not whole, or may not be: the card has to be read again. */
  onPartial(): void;
  /** It was unplugged, or failed. */
  onClosed(): void;
}

export interface OpenDevice {
  /** Lets it go; resolves when the system has it back, or at once where it has gone already. Never rejects. */
  close(): Promise<void>;
}

export interface Bus {
  readonly kind: FoundDevice['kind'];
  /** What is plugged in now. May throw: the bus is then tried again later. */
  list(): Promise<FoundDevice[]>;
  /** Opens a device and reads it from then on; `id` is the device's in its scans. Throws DeviceNotOpened. */
  open(found: FoundDevice, id: string, settings: DriverSettings, listener: DeviceListener): Promise<OpenDevice>;
}

/** What the desk knows of the driver's processes before this one. */
export interface DriverPast {
  /** What was in use, as it was then. */
  readonly used: DriverSettings['known'];
  /** Ids of devices at whose opening one has died: they are opened one at a time. */
  readonly suspects: readonly string[];
  /** Ids of those at whose opening two have: left alone until they are plugged in anew. */
  readonly avoided: readonly string[];
}

/** Messages to the driver's process. */
export type DriverOrder =
  /** `past` counts with the first one alone. */
  | { readonly say: 'configure'; readonly settings: DriverSettings; readonly past: DriverPast }
  /** Ends it in order. */
  | { readonly say: 'stop' };

/** Messages of the driver's process. */
export type DriverNews =
  | { readonly tell: 'ready' }
  /** Every few seconds, whatever else there is to tell. */
  | { readonly tell: 'alive' }
  | { readonly tell: 'scan'; readonly scan: Scan; readonly raw: RawRead }
  /** It is being opened now; it has been, or could not be. */
  | { readonly tell: 'opening' | 'opened'; readonly id: string }
  /** A device had a scan that was not whole. */
  | { readonly tell: 'partial' }
  /** `blind`: kinds that cannot be listed. */
  | { readonly tell: 'devices'; readonly devices: readonly ScannerDevice[]; readonly blind: readonly DeviceKind[] };
