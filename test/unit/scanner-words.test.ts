/** What is typed into the scanners' settings, and the rule or group that a device needs. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { affixOf, millisecondsOf, secondsInWords } from '../../src-renderer/features/scanners/check-settings.ts';
import { permissionFor } from '../../src-renderer/features/scanners/permission.ts';
import { scannerSettings, type ScannerDevice } from '../../src-shared/desk-api/scanners.ts';
import { LANGUAGES } from '../../src-shared/kernel/schemas.ts';

const SEED = { seed: 20_260_314, numRuns: 2_000 };
const { doubleReadMilliseconds, wedge } = scannerSettings.shape;

describe('seconds', () => {
  test('every lawful number comes back as it was shown, in every language', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.constantFrom(...LANGUAGES), (milliseconds, language) => {
        expect(millisecondsOf(secondsInWords(language, milliseconds))).toBe(milliseconds);
      }),
      SEED,
    );
  });

  test('whatever is typed, only what the desk takes is taken', () => {
    const typed = fc.oneof(fc.string(), fc.stringMatching(/^-?\d{0,3}[.,]?\d{0,4}$/));
    fc.assert(
      fc.property(typed, (text) => {
        const milliseconds = millisecondsOf(text);
        if (milliseconds !== null) expect(doubleReadMilliseconds.safeParse(milliseconds).success).toBe(true);
      }),
      SEED,
    );
  });

  test.each(['', 'abc', '-1', '10,001', '11', '1.5.2', '1e1', 'Infinity'])('%j is refused', (text) => {
    expect(millisecondsOf(text)).toBeNull();
  });
});

describe('prefix and suffix', () => {
  test('never hold what a card code could hold, and are what the desk takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (text) => {
        const affix = affixOf(text);
        if (affix === null) return;
        expect(affix).not.toMatch(/[\p{L}\p{N}\s\p{Cc}]/u);
        expect(wedge.shape.prefix.safeParse(affix).success).toBe(true);
      }),
      SEED,
    );
  });

  test.each(['', '#', '!!', ']', '$%&/()=?'])('%j is taken', (text) => expect(affixOf(text)).toBe(text));
  test.each(['A', '1', '# ', '\t', 'ä', '#########'])('%j is refused', (text) => expect(affixOf(text)).toBeNull());
});

describe('permission', () => {
  const device: ScannerDevice = {
    id: 'hid:1',
    kind: 'hid',
    name: '',
    vendorId: 0x05_e0,
    productId: null,
    path: '/dev/hidraw0',
    state: 'no-permission',
  };

  test('a HID device gets a rule of its own, by vendor and, where it is known, product', () => {
    expect(permissionFor(device)).toEqual({
      way: 'rule',
      line: 'SUBSYSTEM=="hidraw", KERNEL=="hidraw*", KERNELS=="000[35]:05E0:*", TAG+="uaccess"',
    });
    expect(permissionFor({ ...device, productId: 0xa })).toMatchObject({
      line: expect.stringContaining('"000[35]:05E0:000A.*"'),
    });
  });

  test('a serial port needs its group; elsewhere than on Linux staff ask', () => {
    expect(permissionFor({ ...device, kind: 'serial', path: '/dev/ttyACM0' })).toEqual({
      way: 'group',
      // Whoever gives the command is not whose desk it is.
      line: 'sudo usermod -aG dialout USERNAME',
    });
    expect(permissionFor({ ...device, path: String.raw`\\?\hid#vid_05e0` }).way).toBe('ask');
    expect(permissionFor({ ...device, vendorId: null }).way).toBe('ask');
  });
});
