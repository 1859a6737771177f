/** Serial readers on pseudo terminals, through the real package: nothing lost, nothing merged, back after each replug. */
import { afterEach, describe, expect, test } from 'vitest';
import { DeviceNotOpened } from '../../src-main/scanners/ports.ts';
import { plugReader, withoutPtys, type Reader } from './ptys.ts';
import { busFor, foundAs, openReader, sendScans, settingsFor, tableLine, type Condition } from './serial-sending.ts';

const readers: Reader[] = [];
const REPLUGS = 20;

const CONDITIONS: readonly (readonly [string, Omit<Condition, 'seed'>])[] = [
  ['set to CR', { framing: 'cr', end: '\r', scans: 2_500, backToBack: 8, longestChunk: 36 }],
  ['set to LF', { framing: 'lf', end: '\n', scans: 2_500, backToBack: 8, longestChunk: 36 }],
  ['set to CR LF', { framing: 'crlf', end: '\r\n', scans: 2_500, backToBack: 8, longestChunk: 36 }],
  ['learning CR', { framing: 'learn', end: '\r', scans: 900, backToBack: 8, longestChunk: 36 }],
  ['learning LF', { framing: 'learn', end: '\n', scans: 800, backToBack: 8, longestChunk: 36 }],
  ['learning CR LF', { framing: 'learn', end: '\r\n', scans: 800, backToBack: 8, longestChunk: 36 }],
  ['set to silence', { framing: 'silence', end: '', scans: 150, backToBack: 1, longestChunk: 36 }],
  ['learning silence', { framing: 'learn', end: '', scans: 150, backToBack: 1, longestChunk: 36 }],
];

async function plugged(): Promise<Reader> {
  const reader = await plugReader();
  readers.push(reader);
  return reader;
}

afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.remove()));
});

describe.skipIf(withoutPtys())('a serial reader', () => {
  test.each(CONDITIONS)(
    '%s: every scan once, whole and in order',
    async (name, condition) => {
      const outcome = await sendScans(await plugged(), { ...condition, seed: 20_261_123 });
      process.stdout.write(tableLine(name, outcome));
      expect(outcome).toMatchObject({ sent: condition.scans, read: condition.scans, wrong: 0, doubled: 0 });
    },
    120_000,
  );

  test(`pulled out ${REPLUGS} times tells it once each time, is listed no more, and reads again when it is back`, async () => {
    const reader = await plugged();
    const settings = settingsFor(reader, 'cr');
    const bus = busFor(settings);
    for (let replug = 1; replug <= REPLUGS; replug += 1) {
      const session = await openReader(reader, settings);
      // A scan that is cut off by the unplugging goes with it.
      await reader.send(Buffer.from(`A0000000${replug}\rA045`));
      await session.came(1);
      await reader.unplug();
      await session.gone();
      expect(await foundAs(bus, reader)).toBeUndefined();
      await session.device.close();
      await reader.plug();
      expect(await foundAs(bus, reader)).toMatchObject({ kind: 'serial', vendorId: null });
      expect([session.told(), session.scans.length]).toEqual([1, 1]);
    }
    const last = await openReader(reader, settings);
    await reader.send(Buffer.from('A045198723\r'));
    await last.came(1);
    expect(last.scans[0]).toMatchObject({ scan: { text: 'A045198723', device: 'serial:test', source: 'serial' } });
    await last.device.close();
  });

  test('let go by the desk is free for others, and tells nothing', async () => {
    const reader = await plugged();
    const settings = settingsFor(reader, 'cr');
    const first = await openReader(reader, settings);
    await first.device.close();
    await first.device.close();
    const second = await openReader(reader, settings);
    await reader.send(Buffer.from('A045198723\r'));
    await second.came(1);
    await second.device.close();
    expect([first.scans.length, first.told(), second.told()]).toEqual([0, 0, 0]);
  });

  test('let go in the middle of a scan is free at once, again and again', async () => {
    const reader = await plugged();
    const settings = settingsFor(reader, 'cr');
    const bus = busFor(settings);
    const found = (await foundAs(bus, reader))!;
    const listener = { onScan: () => undefined, onPartial: () => undefined, onClosed: () => undefined };
    for (let round = 0; round < 200; round += 1) {
      const device = await bus.open(found, 'serial:test', settings, listener);
      await reader.send(Buffer.from('A045198723\r'.repeat(1 + (round % 40))));
      await device.close();
    }
  });

  test('held by another program is busy', async () => {
    const reader = await plugged();
    const settings = settingsFor(reader, 'cr');
    const held = await openReader(reader, settings);
    const second = openReader(reader, settings).catch((error: unknown) => error);
    expect(await second).toMatchObject({ why: 'busy' });
    await held.device.close();
  });

  test('gone between being listed and being opened is gone', async () => {
    const reader = await plugged();
    const settings = settingsFor(reader, 'cr');
    const bus = busFor(settings);
    const found = (await foundAs(bus, reader))!;
    await reader.unplug();
    const listener = { onScan: () => undefined, onPartial: () => undefined, onClosed: () => undefined };
    const failure: unknown = await bus.open(found, 'serial:test', settings, listener).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeviceNotOpened);
    expect(failure).toMatchObject({ why: 'gone' });
  });

  test('put aside by staff, or chosen no more, is not listed', async () => {
    const reader = await plugged();
    const settings = settingsFor(reader, 'cr');
    const aside = { ...settings, chosen: settings.chosen.map(({ id }) => ({ id, use: false })) };
    expect(await foundAs(busFor(aside), reader)).toBeUndefined();
  });

  test('does not mix with another one at the same desk', async () => {
    const [one, two] = [await plugged(), await plugged()];
    const [first, second] = [
      await openReader(one, settingsFor(one, 'cr')),
      await openReader(two, settingsFor(two, 'cr')),
    ];
    await Promise.all([one.send(Buffer.from('A0451')), two.send(Buffer.from('AM990'))]);
    await Promise.all([one.send(Buffer.from('98723\r')), two.send(Buffer.from('00123\r'))]);
    await Promise.all([first.came(1), second.came(1)]);
    expect([first, second].map(({ scans }) => scans.map(({ scan }) => scan.text))).toEqual([
      ['A045198723'],
      ['AM99000123'],
    ]);
    await Promise.all([first.device.close(), second.device.close()]);
  });
});
