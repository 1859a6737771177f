/** What the tests in the small machine say on its console, line by line: the Test Anything Protocol and rows of figures. */

/** One line of the table: how scans of a source under a condition fared. */
export interface Row {
  readonly source: string;
  readonly condition: string;
  readonly sent: number;
  readonly read: number;
  readonly wrong: number;
  readonly doubled: number;
  /** From the device's write until the desk's process has the scan; null: none was read. */
  readonly p95Milliseconds: number | null;
}

export interface Results {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
  readonly rows: readonly Row[];
  /** How many tests there were to be; null: the machine never came to the end. */
  readonly planned: number | null;
}

const ROW = '# row ';

/** The line of a row. */
export function rowLine(row: Row): string {
  return `${ROW}${JSON.stringify(row)}`;
}

/** Reads a transcript; lines that are none of ours are the kernel's or the programs'. */
export function resultsOf(transcript: string): Results {
  const lines = transcript.split('\n');
  const named = (pattern: RegExp): string[] => lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);
  const [planned] = named(/^1\.\.(\d+)$/);
  return {
    passed: named(/^ok \d+ - ((?!.* # SKIP ).*)$/),
    failed: named(/^not ok \d+ - (.*)$/),
    skipped: named(/^ok \d+ - (.* # SKIP .*)$/),
    rows: lines.filter((line) => line.startsWith(ROW)).map((line) => JSON.parse(line.slice(ROW.length)) as Row),
    planned: planned === undefined ? null : Number(planned),
  };
}

const COLUMNS = ['source', 'condition', 'sent', 'read', 'wrong', 'doubled', 'p95 ms'];

/** The rows as a table of Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ source, condition, sent, read, wrong, doubled, p95Milliseconds }) =>
    [source, condition, sent, read, wrong, doubled, p95Milliseconds?.toFixed(1) ?? 'none'].map(String),
  );
  const widths = COLUMNS.map((title, index) => Math.max(title.length, ...cells.map((row) => row[index]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  return [line(COLUMNS), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}
