/** The items of a HID report descriptor as a list of fields: how a device says what its reports hold (HID 1.11, 6.2.2). */

/** Usages from one to another, with their page in the upper 16 bits. */
export interface UsageRange {
  readonly from: number;
  readonly to: number;
}

/** What one Input or Feature item adds to a report: `count` values of `size` bits from `bit` on. */
export interface ReportField {
  readonly kind: 'input' | 'feature';
  /** Null: reports are not numbered. */
  readonly reportId: number | null;
  /** From the start of the report's data, without its id. */
  readonly bit: number;
  readonly size: number;
  readonly count: number;
  /** A constant is filling. */
  readonly constant: boolean;
  /** In the order of the values; the last usage is that of all values that are left. */
  readonly usages: readonly UsageRange[];
}

/** What a descriptor says. */
export interface HidItems {
  /** Of the device's input and feature reports, in the order of the descriptor. */
  readonly fields: readonly ReportField[];
  /** Usage pages of its collections: what it is. */
  readonly collectionPages: ReadonlySet<number>;
}

/** Linux reads no longer descriptor, and no longer report (HID_MAX_DESCRIPTOR_SIZE, HID_MAX_BUFFER_SIZE). */
const LONGEST_DESCRIPTOR = 4_096;
const LONGEST_REPORT_BITS = 16_384 * 8;
const DEEPEST_STACK = 64;

const LONG_ITEM = 0xfe;
/** An item's type and tag, without its size. */
const INPUT = 0x80;
const FEATURE = 0xb0;
const OUTPUT = 0x90;
const COLLECTION = 0xa0;
const END_COLLECTION = 0xc0;
const USAGE_PAGE = 0x04;
const REPORT_SIZE = 0x74;
const REPORT_ID = 0x84;
const REPORT_COUNT = 0x94;
const PUSH = 0xa4;
const POP = 0xb4;
const USAGE = 0x08;
const USAGE_MINIMUM = 0x18;
const USAGE_MAXIMUM = 0x28;
const DELIMITER = 0xa8;

interface Globals {
  readonly page: number;
  readonly size: number;
  readonly count: number;
  readonly reportId: number | null;
}

/** A usage as it was declared: its page may be the one that holds at the main item. */
interface LocalUsage {
  readonly from: number;
  readonly to: number;
  readonly paged: boolean;
}

interface Locals {
  readonly usages: LocalUsage[];
  minimum: { readonly value: number; readonly paged: boolean } | null;
  /** Within a delimited set only the first usage counts, the others are alternatives to it. */
  delimited: 'no' | 'first' | 'alternatives';
}

interface Item {
  /** Type and tag. */
  readonly name: number;
  readonly value: number;
  readonly bytes: number;
}

/**
 * The device's fields and collections. Null where the bytes are no whole descriptor: cut off, too long, or with reports that
 * no system would read. Never throws, whatever the bytes.
 */
export function readItems(descriptor: Uint8Array): HidItems | null {
  const items = itemsOf(descriptor);
  if (items === null) return null;
  const fields: ReportField[] = [];
  const collectionPages = new Set<number>();
  const ends = new Map<string, number>();
  const stack: Globals[] = [];
  let globals: Globals = { page: 0, size: 0, count: 0, reportId: null };
  let locals = noLocals();
  let depth = 0;
  for (const { name, value, bytes } of items) {
    switch (name) {
      case USAGE_PAGE:
        globals = { ...globals, page: value % 0x1_00_00 };
        break;
      case REPORT_SIZE:
        globals = { ...globals, size: value };
        break;
      case REPORT_COUNT:
        globals = { ...globals, count: value };
        break;
      case REPORT_ID:
        if (value < 1 || value > 0xff) return null;
        globals = { ...globals, reportId: value };
        break;
      case PUSH:
        if (stack.push(globals) > DEEPEST_STACK) return null;
        break;
      case POP: {
        const pushed = stack.pop();
        if (pushed === undefined) return null;
        globals = pushed;
        break;
      }
      case USAGE:
      case USAGE_MINIMUM:
      case USAGE_MAXIMUM:
      case DELIMITER:
        takeLocal(locals, name, value, bytes === 4);
        break;
      case INPUT:
      case FEATURE: {
        const field = fieldOf(name, value, globals, locals, ends);
        if (field === null) return null;
        fields.push(field);
        locals = noLocals();
        break;
      }
      case COLLECTION:
      case END_COLLECTION:
        depth += name === COLLECTION ? 1 : -1;
        if (depth < 0) return null;
        if (name === COLLECTION) collectionPages.add(pageOf(locals, globals));
        locals = noLocals();
        break;
      case OUTPUT:
        locals = noLocals();
        break;
      default:
        // Limits, units, strings, designators: nothing that moves a field.
        break;
    }
  }
  return depth === 0 && areNumberedAlike(fields) ? { fields, collectionPages } : null;
}

/** Splits the bytes into short items; long ones are skipped, none is defined (6.2.2.3). Null: the last one is cut off. */
function itemsOf(descriptor: Uint8Array): Item[] | null {
  if (descriptor.length > LONGEST_DESCRIPTOR) return null;
  const items: Item[] = [];
  let at = 0;
  while (at < descriptor.length) {
    const prefix = descriptor[at] ?? 0;
    if (prefix === LONG_ITEM) {
      at += 3 + (descriptor[at + 1] ?? 0);
    } else {
      const bytes = [0, 1, 2, 4][prefix & 0x03] ?? 0;
      let value = 0;
      for (let place = bytes; place > 0; place -= 1) value = value * 0x1_00 + (descriptor[at + place] ?? 0);
      items.push({ name: prefix & 0xfc, value, bytes });
      at += 1 + bytes;
    }
  }
  return at === descriptor.length ? items : null;
}

function noLocals(): Locals {
  return { usages: [], minimum: null, delimited: 'no' };
}

/** A usage of four bytes brings its own page (6.2.2.8). */
function takeLocal(locals: Locals, name: number, value: number, paged: boolean): void {
  if (name === DELIMITER) {
    locals.delimited = value === 1 ? 'first' : 'no';
  } else if (name === USAGE_MINIMUM) {
    locals.minimum = { value, paged };
  } else if (locals.delimited !== 'alternatives') {
    const from = name === USAGE ? value : locals.minimum?.value;
    if (from !== undefined && from <= value) locals.usages.push({ from, to: value, paged });
    if (name === USAGE_MAXIMUM) locals.minimum = null;
    if (locals.delimited === 'first') locals.delimited = 'alternatives';
  }
}

/** The field, after all others of its report; null where the report would be longer than any. */
function fieldOf(
  name: typeof INPUT | typeof FEATURE,
  flags: number,
  { page, size, count, reportId }: Globals,
  { usages }: Locals,
  ends: Map<string, number>,
): ReportField | null {
  const kind = name === INPUT ? 'input' : 'feature';
  const report = `${kind} ${reportId}`;
  const bit = ends.get(report) ?? 0;
  const end = bit + size * count;
  if (end > LONGEST_REPORT_BITS) return null;
  ends.set(report, end);
  const withPage = (usage: number, paged: boolean): number => (paged ? usage : page * 0x1_00_00 + usage);
  return {
    kind,
    reportId,
    bit,
    size,
    count,
    constant: flags % 2 === 1,
    usages: usages.map(({ from, to, paged }) => ({ from: withPage(from, paged), to: withPage(to, paged) })),
  };
}

/** The page of a collection's usage. */
function pageOf({ usages }: Locals, { page }: Globals): number {
  const usage = usages[0];
  return usage?.paged === true ? Math.floor(usage.from / 0x1_00_00) : page;
}

/** Where one report is numbered all are: fields before the first number are in no report, and nothing can be said. */
function areNumberedAlike(fields: readonly ReportField[]): boolean {
  return new Set(fields.map(({ reportId }) => reportId === null)).size <= 1;
}
