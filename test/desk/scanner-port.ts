/** The process of devices as a test plays it. */
import type { DriverSettings, ScannerListener, ScannerPort } from '../../src-main/services/scanner-port.ts';
import type { ScannerDevice } from '../../src-shared/desk-api/scanners.ts';
import type { RawRead, Scan } from '../../src-shared/scan/scan.ts';

export interface PlayedScanners extends ScannerPort {
  /** What the desk has told it, the latest last. */
  readonly told: DriverSettings[];
  listener(): ScannerListener;
}

/** A port that does nothing by itself. */
export function playedScanners(): PlayedScanners {
  const told: DriverSettings[] = [];
  let heard: ScannerListener | null = null;
  return {
    told,
    start(settings, listener) {
      told.push(settings);
      heard = listener;
    },
    configure: (settings) => void told.push(settings),
    stop: async () => undefined,
    listener() {
      if (heard === null) throw new Error('the desk has not started it');
      return heard;
    },
  };
}

/** A HID scanner at work. */
export const SCANNER: ScannerDevice = {
  id: 'hid:0c2e:0901:S1',
  kind: 'hid',
  name: 'Voyager',
  vendorId: 0x0c_2e,
  productId: 0x09_01,
  path: '/dev/hidraw3',
  state: 'connected',
};

/** A read of it. */
export function readOf(text: string, changes: Partial<Scan> = {}): Scan {
  return { text, symbology: 'code-39', aim: ']A0', source: 'hid', device: SCANNER.id, at: 0, ...changes };
}

export const RAW: RawRead = { raw: '02', milliseconds: 3, parts: 1 };
