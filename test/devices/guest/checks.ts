/** The tests of the small machine one after the other, told on the console as the Test Anything Protocol. */
import { rowLine, type Row } from '../result-lines.ts';

let count = 0;

/** Runs one test to its end. One that fails stops none of those behind it. */
export async function check(name: string, work: () => Promise<string | void> | string | void): Promise<void> {
  count += 1;
  const number = count;
  const startedAt = performance.now();
  try {
    const remark = await work();
    const seconds = `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
    say(`ok ${number} - ${name} (${remark === undefined ? seconds : `${remark}; ${seconds}`})`);
  } catch (error) {
    say(`not ok ${number} - ${name}`);
    say(`# ${error instanceof Error ? error.message : String(error)}`.replaceAll('\n', '\n# '));
  }
}

/** Tells that all tests have been run. */
export function end(): void {
  say(`1..${count}`);
}

/** Prints a row of the table, and throws unless every scan that was sent was read once and right. */
export function demandAll(row: Row, wanted: number): void {
  say(rowLine(row));
  const isWhole = row.sent === wanted && row.read === wanted && row.wrong === 0 && row.doubled === 0;
  if (!isWhole) throw new Error('Not every scan was read once and right.');
}

export function demand(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
