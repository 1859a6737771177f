/** What every source of codes yields: one shape, whatever the device. */
import { z } from 'zod';

/** `typed`: by a person. `replay`: recorded scans, for tests and load. */
export const SOURCES = ['wedge', 'typed', 'camera', 'hid', 'serial', 'replay'] as const;

/** Symbologies that cards carry; whatever else a reader names is `other`. */
export const SYMBOLOGIES = ['code-39', 'qr-code', 'other'] as const;
export type Symbology = (typeof SYMBOLOGIES)[number];

/** Characters of the longest text that is handed on; what is longer is no code, and is cut. */
export const LONGEST_SCAN = 1_000;

/** An AIM identifier (ISO/IEC 15424): `]`, the code character, the modifier. */
export const aimIdentifier = z.string().regex(/^\][A-Za-z][0-9A-Za-z]$/);

export const scanSchema = z.strictObject({
  /** As it was read, without the framing and without the AIM identifier. */
  text: z.string().max(LONGEST_SCAN),
  /** Null: the source does not say. */
  symbology: z.enum(SYMBOLOGIES).nullable(),
  aim: aimIdentifier.nullable(),
  source: z.enum(SOURCES),
  /** Which device of the source: its id in the list of devices, or the source's own name. */
  device: z.string().max(200),
  /** When it was complete, in milliseconds of the machine's clock. */
  at: z.number(),
});
export type Scan = z.infer<typeof scanSchema>;

/** What a device sent for one scan, for the test area: never kept, never logged. */
export const rawRead = z.strictObject({
  /** Bytes as they came, hexadecimal; of a wedge the keys' names. Cut where it is long. */
  raw: z.string().max(2_000),
  /** From the first to the last part of it, in milliseconds. */
  milliseconds: z.number().nonnegative(),
  /** Reports, chunks, keys or frames that it came in. */
  parts: z.int().positive(),
});
export type RawRead = z.infer<typeof rawRead>;
