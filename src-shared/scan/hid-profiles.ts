/** Layouts of scanners' HID reports as their makers publish them, for where the report descriptor cannot be read (Windows, macOS). */
import type { HidLayout } from './hid-layout.ts';

export interface HidProfile {
  /** In the order in which they are tried on a report. */
  readonly layouts: readonly HidLayout[];
  /** A feature report, with its number, that has to be sent before the device sends any scan; null: none. */
  readonly enabling: readonly [reportId: number, ...data: number[]] | null;
}

/** Bit 0 of the last of 64 bytes, in all of them. */
const CONTINUED = { bit: 63 * 8, bits: 1 };

/**
 * Id, length, AIM identifier, 56 bytes of data, the maker's letter, reserved, continued. Published in Hand Held Products'
 * "USB Interfaces User's Guide" (1-11), the manuals of Honeywell's later readers and Access-IS's of the ATR110 and LSR118;
 * confirmed by reports of a Honeywell 0C2E:1007 in mgaffigan/Itp.HidBarcodeScanner.
 */
function standard(reportId: number): HidLayout {
  return {
    reportId,
    aim: [2, 3, 4],
    count: { at: 1, bytes: 1 },
    data: { at: 5, bytes: 56 },
    symbology: 61,
    continued: CONTINUED,
  };
}

/** Zebra and Symbol: the length has two bytes, so that the rest comes one later. Reports of a 05E0:2100 in mgaffigan/Itp.HidBarcodeScanner. */
function longLength(reportId: number): HidLayout {
  return {
    reportId,
    aim: [3, 4, 5],
    count: { at: 1, bytes: 2 },
    data: { at: 6, bytes: 56 },
    symbology: 62,
    continued: CONTINUED,
  };
}

/**
 * Id, length, 56 bytes of data, four reserved, a letter that may be missing, continued: no AIM identifier. Published in
 * Newland's "NLS-FM420 Integration Guide" and "NLS-FM430 User Guide" (HID POS, Getting Scanned Data).
 */
function plain(reportId: number): HidLayout {
  return {
    reportId,
    aim: null,
    count: { at: 1, bytes: 1 },
    data: { at: 2, bytes: 56 },
    symbology: null,
    continued: CONTINUED,
  };
}

/** Nearly all makers number the report 2. */
const GENERIC = [2, 1].flatMap((reportId) => [standard(reportId), longLength(reportId), plain(reportId)]);

/** Without it some readers stay silent: @point-of-sale/webhid-barcode-scanner sends it to all of these makers' readers. */
const HONEYWELL: HidProfile = { layouts: GENERIC, enabling: [254, 1] };

const PROFILES: ReadonlyMap<number, HidProfile> = new Map([
  [0x0c_2e, HONEYWELL],
  [0x23_d0, HONEYWELL],
  [0x05_36, { layouts: [standard(2)], enabling: null }],
  [0x05_e0, { layouts: [longLength(2), standard(2)], enabling: null }],
  // Datalogic publishes no layout; both occur (@point-of-sale/webhid-barcode-scanner looks for the `]` at either place).
  [0x05_f9, { layouts: [standard(2), longLength(2)], enabling: null }],
  [0x1e_ab, { layouts: [standard(2), plain(2)], enabling: null }],
]);

/** The profile of a maker by its USB vendor id; the generic one for any other. */
export function profileOf(vendorId: number | null): HidProfile {
  const profile = vendorId === null ? undefined : PROFILES.get(vendorId);
  return profile ?? { layouts: GENERIC, enabling: null };
}
