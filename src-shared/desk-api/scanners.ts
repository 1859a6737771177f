/** Scanners as the screen sees them: devices and their states, the desk's settings, the test area. */
import { z } from 'zod';
import { MALFORMED_WHYS } from '../card/code.ts';
import { id, instant } from '../kernel/schemas.ts';
import { DESK_ERRORS } from './errors.ts';
import { LONGEST_SCAN, rawRead, scanSchema, SOURCES, SYMBOLOGIES } from '../scan/scan.ts';

/**
 * `absent`: known to this desk and not plugged in. `found`: plugged in, not used (not known to be a scanner, or put aside by
 * staff). `no-permission`, `busy`: it cannot be opened, by right or because another program holds it. `lost`: unplugged while
 * in use. `reconnecting`: it is being connected to, or failed and is tried again. `keyboard-mode`: a known scanner that types like a keyboard.
 */
export const DEVICE_STATES = [
  'connected',
  'reconnecting',
  'lost',
  'no-permission',
  'busy',
  'keyboard-mode',
  'found',
  'absent',
] as const;

/** Ways in which a device can be plugged in. */
export const DEVICE_KINDS = ['hid', 'serial'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

export const deviceId = z.string().min(1).max(200);

export const scannerDevice = z.strictObject({
  /** Kind, vendor, product and serial number; the same after a replug. */
  id: deviceId,
  kind: z.enum(DEVICE_KINDS),
  /** What the device calls itself; empty: it does not say. */
  name: z.string().max(200),
  vendorId: z.int().min(0).max(0xff_ff).nullable(),
  productId: z.int().min(0).max(0xff_ff).nullable(),
  /** The system's path now, for the rule or group that it needs; null while absent. */
  path: z.string().max(300).nullable(),
  state: z.enum(DEVICE_STATES),
});
export type ScannerDevice = z.infer<typeof scannerDevice>;
export type DeviceState = ScannerDevice['state'];

export const FRAMINGS = ['learn', 'cr', 'lf', 'crlf', 'silence'] as const;
export const BAUD_RATES = [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200] as const;

/** What this desk remembers of its scanners. */
export const scannerSettings = z.strictObject({
  /** Within so many milliseconds the same code is one scan (field lesson 7). */
  doubleReadMilliseconds: z.int().min(0).max(10_000),
  wedge: z.strictObject({
    /** Characters that readers put before and after a code; empty: none. */
    prefix: z.string().max(8),
    suffix: z.string().max(8),
    /** The longest usual gap between keys that was learnt, in milliseconds; null: none yet. */
    paceMilliseconds: z.number().positive().max(1_000).nullable(),
    /** Whether readers send Enter or Tab after a code, as far as was learnt. */
    ending: z.enum(['unknown', 'sent', 'never']),
  }),
  serial: z.strictObject({
    framing: z.enum(FRAMINGS),
    baudRate: z.literal(BAUD_RATES),
  }),
  camera: z.strictObject({
    use: z.boolean(),
    engine: z.enum(['automatic', 'wasm', 'script']),
    /** The camera's label; null: the system's first. */
    label: z.string().max(200).nullable(),
    mirror: z.enum(['automatic', 'on', 'off']),
  }),
  /** Devices that staff chose to use, or put aside, against what the desk would do by itself. */
  chosen: z.array(z.strictObject({ id: deviceId, use: z.boolean() })).max(100),
  /** Devices that worked here, newest first. */
  known: z.array(scannerDevice.pick({ id: true, kind: true, name: true, vendorId: true, productId: true })).max(100),
});
export type ScannerSettings = z.infer<typeof scannerSettings>;

export const PRESET_SCANNERS: ScannerSettings = {
  doubleReadMilliseconds: 1_500,
  wedge: { prefix: '', suffix: '', paceMilliseconds: null, ending: 'unknown' },
  serial: { framing: 'learn', baudRate: 9_600 },
  camera: { use: false, engine: 'automatic', label: null, mirror: 'automatic' },
  chosen: [],
  known: [],
};

/** What becomes of a text that was read; the desk's own words for the test area. */
export const madeOf = z.discriminatedUnion('what', [
  /** `double`: the same code has just been read, and counts once. */
  z.strictObject({ what: z.literal('code'), code: z.string().max(64), double: z.boolean() }),
  z.strictObject({ what: z.literal('check-digit-stripped') }),
  z.strictObject({
    what: z.literal('malformed'),
    why: z.enum(MALFORMED_WHYS),
  }),
]);
export type MadeOf = z.infer<typeof madeOf>;

/** One read in the test area. */
export const testRead = z.strictObject({
  readId: id,
  at: instant,
  source: z.enum(SOURCES),
  /** The device's name, or empty. */
  name: z.string().max(200),
  text: z.string().max(LONGEST_SCAN),
  symbology: z.enum(SYMBOLOGIES).nullable(),
  aim: z.string().max(3).nullable(),
  raw: rawRead.nullable(),
  made: madeOf,
});
export type TestRead = z.infer<typeof testRead>;

export const scannersState = z.strictObject({
  devices: z.array(scannerDevice),
  /** Kinds that this machine cannot look for: what is plugged in is not known. */
  blind: z.array(z.enum(DEVICE_KINDS)),
  settings: scannerSettings,
  /** The latest reads, newest first, ten at most; null: the test area is closed, scans are sales. */
  test: z.array(testRead).nullable(),
  /** The process that holds the devices; `away`: this host has none. */
  driver: z.enum(['running', 'restarting', 'away']),
  /** The latest scan of a device that could not be taken, and why; null: none since the start. */
  refused: z.strictObject({ refusalId: id, code: z.enum(DESK_ERRORS) }).nullable(),
});
export type ScannersState = z.infer<typeof scannersState>;

/** A scan of the screen's own sources: wedge, camera, or typed. */
export const screenScan = z.strictObject({
  text: scanSchema.shape.text,
  source: z.enum(['wedge', 'typed', 'camera']),
  symbology: scanSchema.shape.symbology.default(null),
  aim: scanSchema.shape.aim.default(null),
  raw: rawRead.nullable().default(null),
});
