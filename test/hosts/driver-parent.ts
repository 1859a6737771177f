/** A program that holds a driver's process, for tests that kill it; says `scan` on standard output once one was read. */
import { machineClock, machineTimer } from '../../src-main/hosts/real-ports.ts';
import { scannerProcess } from '../../src-main/hosts/scanner-process.ts';
import { forkFile } from '../../src-main/hosts/web/fork-driver.ts';
import { PRESET_SCANNERS } from '../../src-shared/desk-api/scanners.ts';

const FILE = new URL('../scanners/memory-driver.ts', import.meta.url);

const scanners = scannerProcess({
  spawn: () => forkFile(FILE),
  clock: machineClock(0),
  timer: machineTimer,
  say: (sentence) => process.stderr.write(`${sentence}\n`),
  onBug: (error) => process.stderr.write(`${String(error)}\n`),
});
scanners.start(PRESET_SCANNERS, {
  onScan: () => process.stdout.write('scan\n'),
  onDevices: () => undefined,
  onPartial: () => undefined,
  onDriver: () => undefined,
});
