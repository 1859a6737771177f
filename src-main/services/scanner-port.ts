/** The devices of this desk as its services see them. */
import type { RawRead, Scan } from '../../src-shared/scan/scan.ts';
import type { DeviceKind, ScannerDevice, ScannersState, ScannerSettings } from '../../src-shared/desk-api/scanners.ts';

/** What devices tell the desk service. */
export interface ScannerListener {
  onScan(scan: Scan, raw: RawRead): void;
  /** A scan of a device was not whole: nothing was taken, the card has to be read again. */
  onPartial(): void;
  /** All devices, and the kinds that cannot be looked for, whenever one of them changed. */
  onDevices(devices: readonly ScannerDevice[], blind: readonly DeviceKind[]): void;
  onDriver(driver: ScannersState['driver']): void;
}

/** What the driver needs of the settings. */
export type DriverSettings = Pick<ScannerSettings, 'serial' | 'chosen' | 'known'>;

/** The process that holds the devices, from the desk's side. */
export interface ScannerPort {
  /** Starts it, once. */
  start(settings: DriverSettings, listener: ScannerListener): void;
  configure(settings: DriverSettings): void;
  /** Ends it; resolves when every device is let go. */
  stop(): Promise<void>;
}
