/** The driver's process over a bus in memory: its scanner reads one card whenever it is connected. */
import { open } from 'node:fs/promises';
import { machineClock, machineTimer } from '../../src-main/hosts/real-ports.ts';
import { endProcess } from '../../src-main/scanners/end-process.ts';
import { driverChannel } from '../../src-main/scanners/driver-channel.ts';
import { runDriver } from '../../src-main/scanners/run-driver.ts';
import { deviceOf, memoryBus } from './memory-bus.ts';

const bus = memoryBus('hid', machineTimer);
const scanner = deviceOf();
bus.plug(scanner);
const fatal = process.env['FATAL'] === '1' ? bus.plug(deviceOf({ serialNumber: 'FATAL' })) : null;

// A native call that never ends: nobody writes into this pipe.
const stuck = process.env['STUCK'] ?? '';
if (stuck !== '') void open(stuck);

// Some native part may do so.
if (process.env['TALKATIVE'] === '1') process.stdout.write('a word on standard output\n');

runDriver({
  channel: driverChannel(),
  clock: machineClock(0),
  timer: machineTimer,
  buses: () => [
    {
      ...bus,
      async open(found, id, settings, listener) {
        if (found.path === fatal) process.kill(process.pid, 'SIGSEGV');
        const opened = await bus.open(found, id, settings, listener);
        bus.scan(scanner, 'A045198723');
        return opened;
      },
    },
  ],
  exit: endProcess,
  say: (sentence) => process.stderr.write(`${sentence}\n`),
});
