/**
 * The tests on real device nodes, from outside: builds the small machine's file system, boots it, prints its transcript as
 * it comes, and sums it up on the last line. Words: folder of unpacked Debian packages, folder of the kernel.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeInitrd } from './initrd.ts';
import { boot } from './qemu.ts';
import { resultsOf, tableOf } from './result-lines.ts';

const DEADLINE_MILLISECONDS = 15 * 60_000;

const root = fileURLToPath(new URL('../..', import.meta.url));
const [system, kernel] = process.argv.slice(2);
if (system === undefined || kernel === undefined) throw new Error('Started by `npm run test:devices`.');
const print = (line: string): boolean => process.stdout.write(`${line}\n`);

const folder = mkdtempSync(join(tmpdir(), 'kaikudesk-devices-'));
try {
  const initrd = join(folder, 'initrd');
  writeInitrd(initrd, { root, system, kernel, node: process.execPath });
  const end = await boot({
    kernel: join(kernel, 'vmlinuz'),
    initrd,
    deadlineMilliseconds: DEADLINE_MILLISECONDS,
    onLine: print,
  });
  mkdirSync(join(root, 'test-results'), { recursive: true });
  writeFileSync(join(root, 'test-results/devices.log'), end.transcript);
  const { passed, failed, skipped, rows, planned } = resultsOf(end.transcript);
  const missing = planned === null ? 1 : Math.max(0, planned - passed.length - failed.length - skipped.length);
  if (!end.inTime) print(`The machine was not done after ${DEADLINE_MILLISECONDS / 60_000} minutes.`);
  else if (planned === null) print('The machine ended before its tests did.');
  print(`\n${tableOf(rows)}\n`);
  for (const name of skipped) print(`SKIPPED ${name}`);
  for (const name of failed) print(`FAILED ${name}`);
  print(`${passed.length} passed, ${failed.length + missing} failed, ${skipped.length} skipped`);
  process.exitCode = failed.length + missing === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
