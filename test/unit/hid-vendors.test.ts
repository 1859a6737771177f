/** What is a scanner, what types like one, and what is left alone; and the rules for udev that name the same makers. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { classify, SCANNER_VENDORS, type DeviceTraits } from '../../src-shared/scan/scanner-vendors.ts';

const NOBODY = { vendorId: 0x12_34, manufacturer: null, product: null };
const hid = (usagePage: number | null, usage: number | null, rest: Partial<DeviceTraits> = {}): DeviceTraits => ({
  ...NOBODY,
  kind: 'hid',
  usagePage,
  usage,
  ...rest,
});
const serial = (rest: Partial<DeviceTraits> = {}): DeviceTraits => ({
  ...NOBODY,
  kind: 'serial',
  usagePage: null,
  usage: null,
  ...rest,
});
const vendors = [...SCANNER_VENDORS].map(([vendorId, vendor]) => ({ vendorId, ...vendor }));

describe('HID', () => {
  test.each([
    ['a scanner of any maker', hid(0x8c, 0x02), 'scanner'],
    ['a scanner that says nothing of itself', hid(0x8c, 0x02, { vendorId: null }), 'scanner'],
    ['a dumb scanner', hid(0x8c, 0x03), 'maybe'],
    ['a badge reader', hid(0x8c, 0x01), 'other'],
    ['a cradle', hid(0x8c, 0x05, { vendorId: 0x0c_2e }), 'other'],
    ['a keyboard', hid(0x01, 0x06), 'other'],
    ['a keyboard of nobody', hid(0x01, 0x06, { vendorId: null }), 'other'],
    ['a scanner in keyboard mode', hid(0x01, 0x06, { vendorId: 0x05_e0 }), 'keyboard-mode'],
    ['a cheap one that says so', hid(0x01, 0x06, { product: 'USB BarCode Scanner' }), 'keyboard-mode'],
    ['a keyboard of a maker of both', hid(0x01, 0x06, { vendorId: 0x0d_b5, product: 'MSR Keyboard' }), 'other'],
    ['a mouse', hid(0x01, 0x02, { vendorId: 0x05_e0 }), 'other'],
    ['a card reader', hid(0x8e, 0x01, { vendorId: 0x0c_2e, product: 'Barcode scanner' }), 'other'],
    ['a scale', hid(0x8d, 0x20, { vendorId: 0x05_f9 }), 'other'],
    ['a maker’s own page', hid(0xff_00, 0x01, { vendorId: 0x0c_2e }), 'other'],
    ['no usage', hid(null, null, { vendorId: 0x0c_2e }), 'other'],
  ] as const)('%s', (_what, traits, expected) => {
    expect(classify(traits)).toBe(expected);
  });
});

describe('serial', () => {
  test.each(vendors)('$name', ({ vendorId, onlyScanners }) => {
    expect(classify(serial({ vendorId }))).toBe(onlyScanners ? 'scanner' : 'maybe');
    expect(classify(serial({ vendorId, product: 'Barcode Module - CDC serial' }))).toBe('scanner');
  });

  test.each([
    ['an adapter', serial({ vendorId: 0x04_03, product: 'FT232R USB UART' }), 'maybe'],
    ['RS-232', serial({ vendorId: null }), 'maybe'],
    ['one that says what it is', serial({ product: '2D Code Reader' }), 'scanner'],
    ['a payment terminal', serial({ vendorId: 0x0b_00 }), 'other'],
    ['another', serial({ product: 'Payment terminal' }), 'other'],
    ['a printer of a maker of scanners', serial({ vendorId: 0x0c_2e, product: 'Label Printer' }), 'other'],
    ['a label printer that says barcode', serial({ product: 'USB Barcode Printer' }), 'maybe'],
    ['another', serial({ manufacturer: 'TSC', product: 'TSC BARCODE PRINTER' }), 'maybe'],
    ['a payment terminal that reads QR codes', serial({ product: 'QR code payment terminal' }), 'maybe'],
    ['one of a maker of them', serial({ vendorId: 0x11_ca, product: '2D imager' }), 'other'],
    ['a modem', serial({ product: 'LTE Modem' }), 'other'],
  ] as const)('%s', (_what, traits, expected) => {
    expect(classify(traits)).toBe(expected);
  });
});

describe('rules for udev', () => {
  const rules = readFileSync(new URL('../../resources/udev/70-kaikudesk-scanners.rules', import.meta.url), 'utf8');
  const lines = rules.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

  test('name every maker, and nobody else', () => {
    const hidraw = lines.flatMap((line) => /KERNELS=="000\[35\]:([0-9A-F]{4}):\*"/.exec(line)?.[1] ?? []);
    const modem = lines.flatMap(
      (line) => /KERNEL=="ttyACM\*\|ttyUSB\*", ATTRS\{idVendor\}=="([0-9a-f]{4})"/.exec(line)?.[1] ?? [],
    );
    const known = vendors.map(({ vendorId }) => vendorId.toString(16).padStart(4, '0'));
    expect(hidraw.map((each) => each.toLowerCase())).toEqual(known);
    expect(modem).toEqual(known);
    expect(lines).toHaveLength(known.length * 2);
  });

  test('give devices to who sits there, never to everybody', () => {
    for (const line of lines) {
      expect(line).toContain('TAG+="uaccess"');
      expect(line).not.toMatch(/MODE|GROUP|RUN/);
    }
  });
});
