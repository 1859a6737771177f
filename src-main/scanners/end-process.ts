/** How a process that holds devices ends. */

/**
 * Ends this process at once. `process.exit` waits for native calls that are under way (libuv joins its threads), so that a
 * device that hangs would keep the process, and all devices that it holds, beyond its desk.
 */
export function endProcess(): void {
  process.kill(process.pid, 'SIGKILL');
}
