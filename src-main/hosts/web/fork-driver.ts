/** Starts the driver's process as a child of Node's. */
import { fork } from 'node:child_process';
import { DRIVER_FILE } from '../driver-file.ts';
import type { DriverChild } from '../scanner-process.ts';

/** The driver, forked. */
export function forkDriver(): DriverChild {
  return forkFile(DRIVER_FILE);
}

/**
 * Forks a driver's file. Standard output is the desk's own, for its one line of JSON: what the child writes there goes
 * to our standard error, as its standard error does.
 */
export function forkFile(file: URL): DriverChild & { readonly pid: number | undefined } {
  const child = fork(file, { stdio: ['ignore', 2, 2, 'ipc'], execArgv: [] });
  const end = Promise.withResolvers<string>();
  // Not at `exit`: its last words, which say what it died of, may be on their way.
  child.once('close', (code, signal) => end.resolve(signal ?? `code ${code}`));
  // Not started, or not reached: of a child that runs, `close` tells.
  child.on('error', (error) => {
    if (child.pid === undefined) end.resolve(error.message);
  });
  return {
    pid: child.pid,
    send(order) {
      if (child.connected) child.send(order, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onEnd: (listener) => void end.promise.then(listener),
    kill: () => void child.kill('SIGKILL'),
  };
}
