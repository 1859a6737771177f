/** A CSV file as people's spreadsheets save it: `;` or `,`, UTF-8 with or without a mark, or Windows-1252. */
import { parse } from 'csv-parse/sync';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';

export interface CsvRow {
  /** Of the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly headers: readonly string[];
  readonly rows: readonly CsvRow[];
}

export type CsvProblem = 'file.no-headers' | 'file.too-many-rows' | 'file.quotes';

/** No table of ours has so many columns. */
const MOST_COLUMNS = 100;

/** Reads the table; at most `mostRows` rows, and no more cells than those may have. A failure carries its line. Never throws. */
export function readCsv(bytes: Uint8Array, mostRows: number): Result<CsvTable, CsvProblem> {
  const text = decodeText(bytes);
  if (text.split(delimiterOf(text)).length > (mostRows + 1) * MOST_COLUMNS)
    return fail('file.too-many-rows', { line: 1 });
  const lines: CsvRow[] = [];
  try {
    const records = parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
      to: mostRows + 2,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    let before = 0;
    for (const { record, info } of records) {
      // A record that goes over several lines is known by its first.
      lines.push({ line: Math.max(before + 1, info.lines - breaksIn(record)), cells: record });
      before = info.lines;
    }
  } catch (error) {
    return fail('file.quotes', { line: lineOf(error) });
  }
  const [first, ...rows] = lines.filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (first === undefined) return fail('file.no-headers', { line: 1 });
  if (rows.length > mostRows) return fail('file.too-many-rows', { line: rows[mostRows]?.line ?? 1 });
  return ok({ headers: first.cells, rows });
}

/** UTF-8 where it is that, else what Windows has saved; without its mark. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: the decoder says so by throwing.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** What the first line has more of, outside quotes. */
function delimiterOf(text: string): ';' | ',' {
  const [first = ''] = text.replace(/^\s+/, '').split(/\r?\n|\r/, 1);
  const bare = first.replaceAll(/"[^"]*"/g, '');
  return bare.split(';').length >= bare.split(',').length ? ';' : ',';
}

function breaksIn(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
}

function lineOf(error: unknown): number {
  const lines = error instanceof Error && 'lines' in error ? Number(error.lines) : 1;
  return Number.isInteger(lines) && lines >= 1 ? lines : 1;
}
