/** Devices at a desk: their scans are sales like any other, what worked is remembered, the test area sells nothing. */
import { afterEach, describe, expect, test } from 'vitest';
import { PRESET_SCANNERS } from '../../src-shared/desk-api/scanners.ts';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import { deskUnderTest, reasonsOf, type Circumstances, type DeskUnderTest } from './desk-under-test.ts';
import { performance } from './performances.ts';
import { RAW, readOf, SCANNER } from './scanner-port.ts';

const CODE = 'A045198723';

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

async function picked(circumstances: Circumstances = {}): Promise<DeskUnderTest> {
  const desk = await started(circumstances);
  const offered = performance();
  await desk.offer(offered);
  await desk.call('desk.pick', { performanceId: offered.id });
  return desk;
}

async function started(circumstances: Circumstances = {}): Promise<DeskUnderTest> {
  const desk = await deskUnderTest(circumstances);
  open.push(desk);
  desk.scanners.listener().onDevices([SCANNER], []);
  return desk;
}

describe('a device’s scan', () => {
  test('is judged and shown', async () => {
    const desk = await picked();
    desk.scanners.listener().onScan(readOf(CODE), RAW);
    expect(desk.state().shown?.verdict.outcome).toBe('accept');
    expect(desk.bugs).toEqual([]);
  });

  test('with nothing picked is not lost silently: the screen hears why, each time', async () => {
    const desk = await started();
    desk.scanners.listener().onScan(readOf(CODE), RAW);
    const first = desk.state().scanners.refused;
    expect(first?.code).toBe('desk.nothing-picked');
    await desk.time.advance(2_000);
    desk.scanners.listener().onScan(readOf(CODE), RAW);
    expect(desk.state().scanners.refused?.refusalId).not.toBe(first?.refusalId);
  });

  test('that was not whole is told of each time, and leaves what is shown as it is', async () => {
    const desk = await picked();
    desk.scanners.listener().onScan(readOf(CODE), RAW);
    const { shown } = desk.state();
    desk.scanners.listener().onPartial();
    const first = desk.state().scanners.refused;
    expect(first?.code).toBe('desk.partial-scan');
    desk.scanners.listener().onPartial();
    expect(desk.state().scanners.refused?.refusalId).not.toBe(first?.refusalId);
    expect(desk.state().shown).toEqual(shown);
  });

  test('is nothing to a desk that is not enrolled', async () => {
    const desk = await started({ enrolled: false });
    desk.scanners.listener().onPartial();
    desk.scanners.listener().onScan(readOf(CODE), RAW);
    expect(desk.state().scanners.refused).toBeNull();
    expect(await desk.call('desk.scan', { text: CODE, source: 'wedge' })).toEqual(fail('desk.not-enrolled'));
  });
});

describe('one guard for all sources (field lesson 7)', () => {
  test('two scanners and the wedge that see one card are one scan', async () => {
    const desk = await picked();
    desk.scanners.listener().onScan(readOf(CODE), RAW);
    const first = desk.state().shown?.scanId;
    await desk.time.advance(400);
    desk.scanners.listener().onScan(readOf(CODE.toLowerCase(), { source: 'serial', device: 'serial:1' }), RAW);
    await desk.call('desk.scan', { text: CODE, source: 'wedge' });
    expect(desk.state().shown?.scanId).toBe(first);
  });

  test('another code in between changes nothing about that, and never waits itself', async () => {
    const desk = await picked();
    desk.scanners.listener().onScan(readOf(CODE), RAW);
    desk.scanners.listener().onScan(readOf('A100000001', { device: 'hid:2' }), RAW);
    const second = desk.state().shown;
    expect(second?.codeTail).toBe('0001');
    desk.scanners.listener().onScan(readOf(CODE), RAW);
    expect(desk.state().shown?.scanId).toBe(second?.scanId);
  });

  test('its time is the desk’s setting', async () => {
    const desk = await picked();
    const { known, chosen, ...settings } = PRESET_SCANNERS;
    expect([known, chosen]).toEqual([[], []]);
    await desk.call('scanners.settings', { ...settings, doubleReadMilliseconds: 300 });
    desk.scanners.listener().onScan(readOf(CODE), RAW);
    const first = desk.state().shown?.scanId;
    await desk.time.advance(301);
    desk.scanners.listener().onScan(readOf(CODE), RAW);
    expect(desk.state().shown?.scanId).not.toBe(first);
  });

  test('a device’s clock that is wrong does not matter', async () => {
    const desk = await picked();
    desk.scanners.listener().onScan(readOf(CODE, { at: 9e12 }), RAW);
    const first = desk.state().shown?.scanId;
    await desk.time.advance(2_000);
    desk.scanners.listener().onScan(readOf(CODE, { at: 9e12 }), RAW);
    expect(desk.state().shown?.scanId).not.toBe(first);
  });
});

test('the screen hears which kinds of devices cannot be looked for', async () => {
  const desk = await started();
  desk.scanners.listener().onDevices([], ['hid']);
  expect(desk.state().scanners).toMatchObject({ devices: [], blind: ['hid'] });
});

describe('what is remembered', () => {
  test('a device that was read from, once, also after a restart', async () => {
    const desk = await picked();
    desk.scanners.listener().onScan(readOf(CODE), RAW);
    desk.scanners.listener().onScan(readOf('A100000001'), RAW);
    open = [];
    const again = await desk.restart();
    open.push(again);
    expect(again.state().scanners.settings.known.map(({ id }) => id)).toEqual([SCANNER.id]);
    expect(again.scanners.told[0]?.known).toHaveLength(1);
  });

  test('a choice about a device goes to the devices’ process at once; the latest counts', async () => {
    const desk = await started();
    await desk.call('scanners.choose', { deviceId: SCANNER.id, use: false });
    await desk.call('scanners.choose', { deviceId: SCANNER.id, use: true });
    expect(desk.scanners.told.at(-1)?.chosen).toEqual([{ id: SCANNER.id, use: true }]);
  });

  test('settings keep what the desk knows of devices', async () => {
    const desk = await picked();
    desk.scanners.listener().onScan(readOf(CODE), RAW);
    const { known, ...settings } = desk.state().scanners.settings;
    const { chosen, ...wanted } = settings;
    expect(chosen).toEqual([]);
    await desk.call('scanners.settings', { ...wanted, serial: { framing: 'cr', baudRate: 115_200 } });
    expect(desk.state().scanners.settings.known).toEqual(known);
    expect(desk.scanners.told.at(-1)?.serial).toEqual({ framing: 'cr', baudRate: 115_200 });
  });
});

describe('the test area', () => {
  test('shows what was read and what is made of it; nothing is judged, noted or sold', async () => {
    const desk = await picked();
    await desk.call('scanners.test', { open: true });
    desk.scanners.listener().onScan(readOf(CODE), RAW);
    desk.scanners.listener().onScan(readOf(CODE), RAW);
    desk.scanners.listener().onScan(readOf('?', { aim: null, symbology: null }), RAW);
    desk.scanners.listener().onScan(readOf('A04519872', { aim: ']A3' }), RAW);
    const { test: reads } = desk.state().scanners;
    expect(reads?.map(({ made }) => made)).toEqual([
      { what: 'check-digit-stripped' },
      { what: 'malformed', why: 'characters' },
      { what: 'code', code: CODE, double: true },
      { what: 'code', code: CODE, double: false },
    ]);
    expect(reads?.at(-1)).toMatchObject({
      source: 'hid',
      name: SCANNER.name,
      symbology: 'code-39',
      aim: ']A0',
      raw: RAW,
    });
    expect(desk.state().shown).toBeNull();
    expect(desk.sql('SELECT 1 FROM events')).toEqual([]);
  });

  test('takes the screen’s scans too, keeps ten, works before enrolment, and forgets when it is closed', async () => {
    const desk = await started({ enrolled: false });
    await desk.call('scanners.test', { open: true });
    for (let index = 0; index < 12; index += 1) {
      expect(await desk.call('desk.scan', { text: `A1000000${10 + index}`, source: 'wedge', raw: RAW })).toEqual(
        ok(null),
      );
    }
    expect(desk.state().scanners.test).toHaveLength(10);
    await desk.call('scanners.test', { open: false });
    expect(desk.state().scanners.test).toBeNull();
  });

  test('over: scans are sales again', async () => {
    const desk = await picked();
    await desk.call('scanners.test', { open: true });
    await desk.call('scanners.test', { open: false });
    expect(reasonsOf(await desk.scan('A999999999'))).toEqual(['card.unknown']);
  });
});
