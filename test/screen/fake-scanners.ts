/** Scripted scanners: a device in each state, and a test area that judges codes as the desk does. */
import { randomUUID } from 'node:crypto';
import { MALFORMED_WHYS, readCardCode, type MalformedWhy } from '../../src-shared/card/code.ts';
import type { CommandName, PayloadOf } from '../../src-shared/desk-api/commands.ts';
import {
  DEVICE_STATES,
  type MadeOf,
  type ScannerDevice,
  type ScannersState,
  type TestRead,
} from '../../src-shared/desk-api/scanners.ts';
import type { Handlers } from '../../src-shared/desk-api/router.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { NOW } from './fake-facts.ts';
import type { Script } from './fake-handlers.ts';

type ScannerCommand = Extract<CommandName, `scanners.${string}`>;

export const HID_SCANNER: ScannerDevice = {
  id: 'hid:0c2e:0b61:17033B4411',
  kind: 'hid',
  name: 'Honeywell Xenon 1900',
  vendorId: 0x0c_2e,
  productId: 0x0b_61,
  path: '/dev/hidraw3',
  state: 'connected',
};

export const SERIAL_SCANNER: ScannerDevice = {
  id: 'serial:05f9:4204:',
  kind: 'serial',
  name: 'Datalogic Gryphon',
  vendorId: 0x05_f9,
  productId: 0x42_04,
  path: '/dev/ttyACM0',
  state: 'connected',
};

/** A device in each state, one more without a name, and a port without permission. */
export const EVERY_DEVICE: readonly ScannerDevice[] = [
  ...DEVICE_STATES.map((state): ScannerDevice => ({ ...HID_SCANNER, id: `hid:${state}`, state })),
  { ...SERIAL_SCANNER, id: 'serial:no-permission', state: 'no-permission' },
  { ...HID_SCANNER, id: 'hid:nameless', name: '', state: 'found' },
];

/** The commands over a state that they change. */
export function scannerHandlers({ state, change }: Script): Pick<Handlers, ScannerCommand> {
  function set(changes: Partial<ScannersState>): void {
    change({ scanners: { ...state().scanners, ...changes } });
  }

  return {
    'scanners.settings'(wanted) {
      set({ settings: { ...state().scanners.settings, ...wanted } });
      return ok(null);
    },
    'scanners.choose'({ deviceId, use }) {
      const { settings, devices } = state().scanners;
      set({
        settings: {
          ...settings,
          chosen: [{ id: deviceId, use }, ...settings.chosen.filter(({ id }) => id !== deviceId)],
        },
        devices: devices.map((device) =>
          device.id === deviceId ? { ...device, state: use ? 'connected' : 'found' } : device,
        ),
      });
      return ok(null);
    },
    'scanners.test'({ open }) {
      set({ test: open ? [] : null });
      return ok(null);
    },
  };
}

/** Shows a scan of the screen's own in the test area. */
export function tryOut({ state, change }: Script, scan: PayloadOf<'desk.scan'>): void {
  const { text, source, symbology = null, aim = null, raw = null } = scan;
  const { scanners } = state();
  const code = readCardCode(text, PRESET_RULE_SET.code);
  const seen = (scanners.test ?? []).some(({ made }) => made.what === 'code' && code.ok && made.code === code.value);
  const made: MadeOf = code.ok
    ? { what: 'code', code: code.value, double: seen }
    : { what: 'malformed', why: whyOf(code.error.parameters['why']) };
  const read = { ...testRead({ made }), source, text, symbology, aim, raw, name: '' };
  change({ scanners: { ...scanners, test: [read, ...(scanners.test ?? [])].slice(0, 10) } });
}

/** A read as a HID POS scanner sends it, with what a test wants otherwise. */
export function testRead(changes: Partial<TestRead>): TestRead {
  return {
    readId: randomUUID(),
    at: new Date(NOW).toISOString(),
    source: 'hid',
    name: HID_SCANNER.name,
    text: 'A045198723',
    symbology: 'code-39',
    aim: ']A0',
    raw: {
      raw: `020a5d4130${Buffer.from('A045198723').toString('hex')}${'00'.repeat(46)}6200`,
      milliseconds: 0,
      parts: 1,
    },
    made: { what: 'code', code: 'A045198723', double: false },
    ...changes,
  };
}

/** Ten reads: of each source, and of each kind of outcome, newest first. */
export function variedReads(): TestRead[] {
  const keys = [...'A045198723', 'Enter'].join(' ');
  return [
    testRead({ aim: ']A3', text: 'A04519872', made: { what: 'check-digit-stripped' } }),
    testRead({ made: { what: 'code', code: 'A045198723', double: true } }),
    testRead({}),
    testRead({
      source: 'wedge',
      name: '',
      symbology: null,
      aim: null,
      raw: { raw: keys, milliseconds: 96.4, parts: 11 },
    }),
    testRead({
      source: 'serial',
      name: SERIAL_SCANNER.name,
      text: 'https://example.org/ticket?number=4711&seat=12',
      symbology: 'qr-code',
      aim: ']Q1',
      raw: { raw: '68747470733a2f2f'.repeat(20), milliseconds: 12, parts: 3 },
      made: { what: 'malformed', why: 'address' },
    }),
    testRead({ text: 'A0451', made: { what: 'malformed', why: 'too-short' } }),
    testRead({ source: 'camera', name: '', symbology: 'qr-code', aim: null, raw: null }),
    testRead({ text: 'a045198723', aim: ']A1' }),
    testRead({ text: 'A045-198723', aim: ']C0', symbology: 'other', made: { what: 'malformed', why: 'characters' } }),
    testRead({ source: 'typed', name: '', symbology: null, aim: null, raw: null }),
  ];
}

function whyOf(why: string | number | undefined): MalformedWhy {
  const known = MALFORMED_WHYS.find((one) => one === why);
  if (known === undefined) throw new Error('refused without a reason');
  return known;
}
