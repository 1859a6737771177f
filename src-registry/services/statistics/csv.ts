/**
 * Tables as files for spreadsheets: RFC 4180, but with a semicolon between fields and a byte order mark before them, for
 * that is what opens as columns with a double click in Finland.
 */

const MARK = '\uFEFF';
/** A spreadsheet takes these for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** The text of a file. Numbers stay numbers; text that would be a formula is told as text by an apostrophe. */
export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
  return MARK + rows.map((row) => `${row.map(fieldOf).join(';')}\r\n`).join('');
}

function fieldOf(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
