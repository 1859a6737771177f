/** The driver's process: a thin shell that wires the manager to node-hid, serialport and the desk that started it. */
import { setTimeout } from 'node:timers/promises';
import type { AbortLike } from '../../src-shared/kernel/ports.ts';
import { driverChannel } from './driver-channel.ts';
import { endProcess } from './end-process.ts';
import { hidBus } from './hid-bus.ts';
import { hidSystem, loadNodeHid } from './hid-package.ts';
import { runDriver } from './run-driver.ts';
import { serialBus } from './serial-bus.ts';
import { loadSerialport } from './serial-package.ts';

async function sleep(milliseconds: number, signal?: AbortLike): Promise<void> {
  if (signal?.aborted === true) return;
  const early = new AbortController();
  const wake = (): void => early.abort();
  signal?.addEventListener('abort', wake, { once: true });
  await setTimeout(milliseconds, undefined, { signal: early.signal }).catch(() => undefined);
  signal?.removeEventListener('abort', wake);
}

// Ctrl-C in a terminal reaches this process too; it is the desk that says when to end.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);

runDriver({
  channel: driverChannel(),
  clock: { now: () => Date.now() },
  timer: { sleep },
  buses: (settings) => [
    hidBus({
      load: loadNodeHid,
      system: hidSystem(process.platform, '/sys'),
      now: () => Date.now(),
      elapsed: () => performance.now(),
    }),
    serialBus({ load: loadSerialport, settings }),
  ],
  exit: endProcess,
  say: (sentence) => process.stderr.write(`${sentence}\n`),
});
