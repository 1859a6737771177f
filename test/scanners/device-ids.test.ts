/** Ids: which entries are one device, and who keeps which id. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { identify } from '../../src-main/scanners/device-ids.ts';
import type { FoundDevice } from '../../src-main/scanners/ports.ts';
import { ADAPTER, deviceOf } from './memory-bus.ts';

function entry(path: string, changes: Partial<FoundDevice> = {}): FoundDevice {
  return { ...deviceOf().entries[0]!, path, ...changes };
}

const ids = (found: readonly FoundDevice[]): string[] => identify(found, []).map(({ id }) => id);

test('the id is made of kind, vendor, product and serial number', () => {
  expect(ids([entry('/dev/hidraw0')])).toEqual(['hid:0c2e:0901:S1']);
  expect(ids([entry('/dev/ttyACM0', { ...ADAPTER, serialNumber: null })])).toEqual(['serial:1a86:7523:']);
});

test('a port without a vendor is known by its path', () => {
  expect(ids([entry('/dev/ttyS0', { ...ADAPTER, vendorId: null, productId: null })])).toEqual([
    'serial:path:/dev/ttyS0',
  ]);
});

test('collections of one device are one device: under one path, and under paths of their own', () => {
  const pos = entry('/dev/hidraw1');
  expect(
    ids([pos, entry('/dev/hidraw1', { usagePage: 0xff_00 }), entry('/dev/hidraw0', { interfaceNumber: 0 })]),
  ).toEqual(['hid:0c2e:0901:S1']);
});

test('two devices that are alike get #2 by the order of their ports, and keep it', () => {
  const alike = { serialNumber: null };
  const [second, tenth] = [entry('/dev/hidraw2', alike), entry('/dev/hidraw10', alike)];
  const both = identify([tenth, second], []);
  expect(both.map(({ id, collections }) => [id, collections[0]?.path])).toEqual([
    ['hid:0c2e:0901:', '/dev/hidraw2'],
    ['hid:0c2e:0901:#2', '/dev/hidraw10'],
  ]);
  const left = identify([tenth], both);
  expect(left.map(({ id }) => id)).toEqual(['hid:0c2e:0901:#2']);
  const back = identify([tenth, entry('/dev/hidraw11', alike)], left);
  expect(back.map(({ id, collections }) => [id, collections[0]?.path])).toEqual([
    ['hid:0c2e:0901:#2', '/dev/hidraw10'],
    ['hid:0c2e:0901:', '/dev/hidraw11'],
  ]);
});

test('two serial ports of one adapter are two devices', () => {
  const ports = [0, 2].map((interfaceNumber) =>
    entry(`/dev/ttyUSB${interfaceNumber}`, { ...ADAPTER, interfaceNumber }),
  );
  expect(ids(ports)).toEqual(['serial:1a86:7523:A1', 'serial:1a86:7523:A1#2']);
});

test('a serial number may hold anything', () => {
  expect(ids([entry('/dev/hidraw0', { serialNumber: '\u0000 7\u001F ' })])).toEqual(['hid:0c2e:0901:7']);
  expect(ids([entry('/dev/hidraw0', { serialNumber: '9'.repeat(5_000) })])[0]!.length).toBeLessThanOrEqual(200);
});

test('whatever is listed: every entry is in one device, ids are apart, and who stays keeps the id', () => {
  const SERIAL_NUMBERS = [null, '', 'S1', 'S1#2'];
  const entries = fc
    .uniqueArray(fc.tuple(fc.nat({ max: 12 }), fc.constantFrom(2, 3)), { selector: String, maxLength: 14 })
    .map((places) =>
      places.map(([number, usage]) =>
        entry(`/dev/hidraw${number}`, { usage, serialNumber: SERIAL_NUMBERS[number % 4] ?? null }),
      ),
    );
  fc.assert(
    fc.property(entries, fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }), (found, stays) => {
      const before = identify(found, []);
      const all = before.flatMap(({ collections }) => collections);
      expect(all).toHaveLength(found.length);
      expect(new Set(before.map(({ id }) => id)).size).toBe(before.length);
      // Whole devices are pulled out.
      const left = before.filter((_, index) => stays[index]);
      const after = identify(
        left.flatMap(({ collections }) => collections),
        before,
      );
      for (const one of after) {
        const earlier = left.find(({ id }) => id === one.id);
        expect(earlier, `${one.id} has changed its id`).toBeDefined();
      }
    }),
    { seed: 20_261_123, numRuns: 2_000 },
  );
});
