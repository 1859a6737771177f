/** What a scanner's HID report descriptor says of its scans: which reports carry them, and where in these what lies. */
import { readItems, type ReportField } from './hid-items.ts';
import type { ByteField, HidLayout } from './hid-layout.ts';

export interface HidDescription {
  /** One for each input report that carries scans; empty: the descriptor is none of a scanner, or cannot be read. */
  readonly layouts: readonly HidLayout[];
  /** It says of itself that it is something else. */
  readonly isOther: boolean;
  /** Feature reports that the device has, by their numbers. */
  readonly featureIds: ReadonlySet<number>;
}

/** HID Point of Sale Usage Tables 1.02, 3.2 and 3.12: page 0x8C. */
const SCANNER_PAGE = 0x8c;
const SYMBOLOGY_IDENTIFIERS = [0x8c_00_fb, 0x8c_00_fc, 0x8c_00_fd] as const;
const DECODED_DATA = 0x8c_00_fe;
const DATA_CONTINUED = 0x8c_00_ff;

/** HID Usage Tables: generic desktop, byte count. */
const BYTE_COUNT = 0x01_00_3b;

/** The makers' own letter for the symbology, as Honeywell and Zebra have it: reports read through Windows' parser by mgaffigan/Itp.HidBarcodeScanner. */
const VENDOR_SYMBOLOGY = 0xff_66_00_04;

const LONGEST_COUNT_BYTES = 4;

/** Reads a report descriptor (HID 1.11, 6.2.2). Never throws, whatever the bytes. */
export function describeHid(descriptor: Uint8Array): HidDescription {
  const items = readItems(descriptor);
  const fields = items?.fields ?? [];
  const inputs = fields.filter(({ kind, constant }) => kind === 'input' && !constant);
  const layouts = [...Map.groupBy(inputs, ({ reportId }) => reportId).values()].map(layoutOf);
  const features = fields.filter(({ kind }) => kind === 'feature').map(({ reportId }) => reportId);
  return {
    layouts: layouts.filter((layout) => layout !== null),
    isOther: items !== null && items.collectionPages.size > 0 && !items.collectionPages.has(SCANNER_PAGE),
    featureIds: new Set(features.filter((reportId) => reportId !== null)),
  };
}

/** Null where the report holds no data of a scan that begin and end with whole bytes. */
function layoutOf(fields: readonly ReportField[]): HidLayout | null {
  const reportId = fields[0]?.reportId ?? null;
  const idBits = reportId === null ? 0 : 8;
  const data = bytesOf(fields, DECODED_DATA, idBits);
  if (data === null) return null;
  const [flag, code, modifier] = SYMBOLOGY_IDENTIFIERS.map((usage) => characterOf(fields, usage, idBits));
  const count = wholeOf(fields, BYTE_COUNT, idBits);
  const continued = bitsOf(fields, DATA_CONTINUED);
  return {
    reportId,
    aim: flag == null || code == null || modifier == null ? null : [flag, code, modifier],
    count: count !== null && count.bytes <= LONGEST_COUNT_BYTES ? count : null,
    data,
    symbology: characterOf(fields, VENDOR_SYMBOLOGY, idBits),
    continued: continued === null ? null : { bit: continued.bit + idBits, bits: continued.size },
  };
}

/** Values of one size, one after the other. */
interface Run {
  readonly bit: number;
  readonly size: number;
  readonly count: number;
}

/** Where the values with a usage lie; of several places the first, with all that follows on it without a gap. */
function bitsOf(fields: readonly ReportField[], usage: number): Run | null {
  const [first, ...others] = fields.map((field) => runIn(field, usage)).filter((run) => run !== null);
  if (first === undefined) return null;
  let run = first;
  for (const { bit, size, count } of others) {
    if (size === run.size && bit === run.bit + run.size * run.count) run = { ...run, count: run.count + count };
  }
  return run;
}

/** The values of one field that have the usage. */
function runIn({ bit, size, count, usages }: ReportField, usage: number): Run | null {
  if (size === 0) return null;
  let index = 0;
  for (const [place, { from, to }] of usages.entries()) {
    const value = index + usage - from;
    if (usage >= from && usage <= to && value < count) {
      const hasTheRest = place === usages.length - 1 && usage === to;
      return { bit: bit + value * size, size, count: hasTheRest ? count - value : 1 };
    }
    index += to - from + 1;
  }
  return null;
}

/** A run of single bytes. */
function bytesOf(fields: readonly ReportField[], usage: number, idBits: number): ByteField | null {
  const run = bitsOf(fields, usage);
  if (run === null || run.size !== 8 || run.bit % 8 !== 0) return null;
  return { at: (idBits + run.bit) / 8, bytes: run.count };
}

/** One byte. */
function characterOf(fields: readonly ReportField[], usage: number, idBits: number): number | null {
  return bytesOf(fields, usage, idBits)?.at ?? null;
}

/** One number of whole bytes. */
function wholeOf(fields: readonly ReportField[], usage: number, idBits: number): ByteField | null {
  const run = bitsOf(fields, usage);
  if (run === null || run.size % 8 !== 0 || run.bit % 8 !== 0) return null;
  return { at: (idBits + run.bit) / 8, bytes: run.size / 8 };
}
