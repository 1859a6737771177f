/** The devices that are played on the HID bus: scanners as their makers describe them, a keyboard, a mouse. */
import type { HidTraits } from './virtual-hid.ts';

/** Vendor ids of makers of scanners (Honeywell, Datalogic), and of one who makes none (Logitech). */
const HONEYWELL = 0x0c_2e;
const DATALOGIC = 0x05_f9;
const LOGITECH = 0x04_6d;

const DATA_BYTES = 56;
const REPORT_BYTES = 64;

/** A scanner's report 2: length, AIM identifier, 56 bytes of data, the maker's letter, reserved, continued. */
const POS_REPORT =
  '85020912a1020501093b150026ff00750895018102058c09fb09fc09fd9503810209fe953882020106' +
  '66ff090495018102090595018102058c09ff25017501950181027507950181' +
  '03c0';
/** Feature report 254: the device sends no scan before it was given the value 1. */
const ENABLING_REPORT = '85fe0912150026ff0075089501b102';
const KEYBOARD = '05010906a101050719e029e71500250175019508810295017508810195067508150025650507190029658100c0';
const MOUSE = '05010902a1010901a100050919012903150025019503750181029501750581010501093009311581257f750895028106c0c0';

export const POS_SCANNER: HidTraits = {
  name: 'Reader in POS mode',
  vendorId: HONEYWELL,
  productId: 0x0b_61,
  serialNumber: 'POS-1',
  descriptor: bytes(`058c0902a101${POS_REPORT}${ENABLING_REPORT}c0`),
};

export const PLAIN_POS_SCANNER: HidTraits = {
  name: 'Another reader in POS mode',
  vendorId: DATALOGIC,
  productId: 0x22_0c,
  serialNumber: 'POS-2',
  descriptor: bytes(`058c0902a101${POS_REPORT}c0`),
};

export const TYPING_SCANNER: HidTraits = {
  name: 'Reader that types',
  vendorId: HONEYWELL,
  productId: 0x0b_6a,
  serialNumber: 'KEYS-1',
  descriptor: bytes(KEYBOARD),
};

export const OTHER_KEYBOARD: HidTraits = {
  name: 'Keyboard',
  vendorId: LOGITECH,
  productId: 0xc3_1c,
  serialNumber: 'KEYS-2',
  descriptor: bytes(KEYBOARD),
};

export const MOUSE_DEVICE: HidTraits = {
  name: 'Mouse',
  vendorId: LOGITECH,
  productId: 0xc0_77,
  serialNumber: 'MOUSE-1',
  descriptor: bytes(MOUSE),
};

/** The reports in which a POS scanner sends a text. */
export function reportsOf(text: string, aim: string): Uint8Array[] {
  const data = new TextEncoder().encode(text);
  const reports: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += DATA_BYTES) {
    const part = data.subarray(at, at + DATA_BYTES);
    const report = new Uint8Array(REPORT_BYTES);
    report.set([2, part.length, ...new TextEncoder().encode(aim), ...part]);
    report[REPORT_BYTES - 1] = at + DATA_BYTES < data.length ? 1 : 0;
    reports.push(report);
  }
  return reports;
}

function bytes(hexadecimal: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hexadecimal, 'hex'));
}
