/** Makers of scanners by their USB vendor ids, and what a device that is plugged in is to a desk. */

/** What is asked of a device; null: the system does not say. */
export interface DeviceTraits {
  readonly kind: 'hid' | 'serial';
  readonly vendorId: number | null;
  readonly manufacturer: string | null;
  readonly product: string | null;
  /** Of a HID collection. */
  readonly usagePage: number | null;
  readonly usage: number | null;
}

/**
 * `scanner`: connected by itself. `keyboard-mode`: a scanner that types. `maybe`: could be one, staff decide. `other`: none,
 * never opened.
 */
export type DeviceClass = 'scanner' | 'keyboard-mode' | 'maybe' | 'other';

interface ScannerVendor {
  readonly name: string;
  /** It makes little else: a serial port of it is a scanner's, whatever the device calls itself. */
  readonly onlyScanners: boolean;
}

/**
 * Makers whose ids are certain (usb.ids of November 2026, unless marked). Cheap readers (Netum, Tera and the like) carry
 * the ids of the chips in them, which are in keyboards and adapters too: those are told by what they call themselves.
 */
export const SCANNER_VENDORS: ReadonlyMap<number, ScannerVendor> = new Map([
  [0x0c_2e, { name: 'Honeywell (Metrologic)', onlyScanners: true }],
  [0x05_36, { name: 'Honeywell (Hand Held Products)', onlyScanners: true }],
  // Of the list of readers that @point-of-sale/webhid-barcode-scanner opens.
  [0x23_d0, { name: 'Honeywell (Youjie)', onlyScanners: true }],
  // Printers and hand-held computers too.
  [0x06_7e, { name: 'Honeywell (Intermec)', onlyScanners: false }],
  [0x05_e0, { name: 'Zebra (Symbol)', onlyScanners: true }],
  [0x05_f9, { name: 'Datalogic (PSC)', onlyScanners: true }],
  [0x08_0c, { name: 'Datalogic', onlyScanners: true }],
  [0x1e_ab, { name: 'Newland', onlyScanners: true }],
  [0x07_45, { name: 'CipherLab (Syntech)', onlyScanners: true }],
  [0x06_5a, { name: 'Opticon (Optoelectronics)', onlyScanners: true }],
  // Of published udev rules for its readers.
  [0x11_fa, { name: 'Code Corporation', onlyScanners: true }],
  [0x27_dd, { name: 'Mindeo', onlyScanners: true }],
  // Keyboards and readers of chip cards too.
  [0x0d_b5, { name: 'Access-IS', onlyScanners: false }],
]);

/** Makers of payment terminals (Ingenico, Verifone): another program talks to those. */
const PAYMENT_VENDORS: ReadonlySet<number> = new Set([0x0b_00, 0x11_ca]);

/** HID Point of Sale Usage Tables 1.02, section 3: bar code scanners. */
const SCANNER_PAGE = 0x8c;
const SCANNER = 0x02;
const DUMB_SCANNER = 0x03;

/** HID Usage Tables: generic desktop, keyboard. */
const DESKTOP_PAGE = 0x01;
const KEYBOARD = 0x06;

const SAYS_SCANNER = /bar[\s_-]*code|qr[\s_-]*code|code[\s_-]*(?:scanner|reader)|(?:1d|2d)[\s_-]*(?:scanner|imager)/i;
const SAYS_OTHER =
  /print|payment|pin\s*pad|\bpos terminal|\bscale\b|modem|\bgps\b|\bgnss\b|smart\s*card|\bnfc\b|\brfid\b|\bdisplay\b/i;

/**
 * What a device is. A HID device is a scanner only by its usage (page 0x8C, usage 2), never by its maker: a keyboard, a
 * mouse, a card reader (page 0x8E) is never opened. A serial port (USB CDC) of a known maker is a scanner's; any other
 * could be one. A device that names itself something else is left alone; one that names itself both is for staff to decide.
 */
export function classify(found: DeviceTraits): DeviceClass {
  return found.kind === 'hid' ? classOfHid(found) : classOfSerial(found);
}

function classOfHid({ usagePage, usage, vendorId, manufacturer, product }: DeviceTraits): DeviceClass {
  if (usagePage === SCANNER_PAGE) {
    if (usage === SCANNER) return 'scanner';
    return usage === DUMB_SCANNER ? 'maybe' : 'other';
  }
  if (usagePage !== DESKTOP_PAGE || usage !== KEYBOARD) return 'other';
  const vendor = vendorId === null ? undefined : SCANNER_VENDORS.get(vendorId);
  const words = `${manufacturer ?? ''} ${product ?? ''}`;
  if (SAYS_SCANNER.test(words)) return 'keyboard-mode';
  return vendor?.onlyScanners === true && !SAYS_OTHER.test(words) ? 'keyboard-mode' : 'other';
}

function classOfSerial({ vendorId, manufacturer, product }: DeviceTraits): DeviceClass {
  if (vendorId !== null && PAYMENT_VENDORS.has(vendorId)) return 'other';
  const words = `${manufacturer ?? ''} ${product ?? ''}`;
  const saysOther = SAYS_OTHER.test(words);
  // A printer of bar codes, a payment terminal that reads them: what we would send or take is another program's.
  if (SAYS_SCANNER.test(words)) return saysOther ? 'maybe' : 'scanner';
  if (saysOther) return 'other';
  const vendor = vendorId === null ? undefined : SCANNER_VENDORS.get(vendorId);
  return vendor?.onlyScanners === true ? 'scanner' : 'maybe';
}
