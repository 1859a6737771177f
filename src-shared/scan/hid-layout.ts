/** Where in a scanner's HID report the parts of a scan lie. */

/** Whole bytes of a report. Places count from its first byte, which is the report's id where reports are numbered. */
export interface ByteField {
  readonly at: number;
  readonly bytes: number;
}

/** Bits of a report, lowest bit of a byte first (HID 1.11, 5.6). */
export interface BitField {
  readonly bit: number;
  readonly bits: number;
}

/** One input report that carries scans. */
export interface HidLayout {
  /** Null: the device's reports are not numbered, and begin with their data. */
  readonly reportId: number | null;
  /** Places of the AIM identifier's three characters; null: it is not in the report. */
  readonly aim: readonly [number, number, number] | null;
  /** How many bytes of `data` count, the lowest byte first; null: the report does not say, NULs fill it up. */
  readonly count: ByteField | null;
  readonly data: ByteField;
  /** Place of the maker's own letter for the symbology; null: none. */
  readonly symbology: number | null;
  /** Not zero: the scan goes on in the next report. */
  readonly continued: BitField | null;
}
