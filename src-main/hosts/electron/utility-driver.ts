/** Starts the driver's process as a utility process of Electron's, for a packaged desk may not run as Node. */
import { fileURLToPath } from 'node:url';
import { utilityProcess } from 'electron';
import { DRIVER_FILE } from '../driver-file.ts';
import type { DriverChild } from '../scanner-process.ts';

/** The driver; what it writes goes to our standard error, for standard output is the desk's own. */
export function startDriver(): DriverChild {
  const child = utilityProcess.fork(fileURLToPath(DRIVER_FILE), [], {
    stdio: ['ignore', 'pipe', 'pipe'],
    serviceName: 'Kaikudesk scanners',
  });
  // A fatal error of V8 is told of before the end, and would be thrown here if nobody listened.
  child.on('error', () => undefined);
  child.stdout?.pipe(process.stderr, { end: false });
  child.stderr?.pipe(process.stderr, { end: false });
  return {
    send: (order) => child.postMessage(order),
    onMessage: (listener) => void child.on('message', listener),
    onEnd: (listener) => void child.once('exit', (code) => listener(`code ${code}`)),
    kill: () => void child.kill(),
  };
}
