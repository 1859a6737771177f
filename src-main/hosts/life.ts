/** How a host process ends: on a signal, or when the program that started it is gone. */

/** One Ctrl-C may arrive several times: from the terminal, from npm and from the program that started us. */
const SAME_WISH_MILLISECONDS = 1_000;

/** Calls `stop` once on SIGINT, SIGTERM, SIGHUP or the parent's end, then exits; a later signal exits at once. */
export function stopWith(stop: () => Promise<void>): void {
  let stoppingSince: number | null = null;
  const end = (): void => {
    if (stoppingSince !== null) {
      if (Date.now() - stoppingSince > SAME_WISH_MILLISECONDS) process.exit(1);
      return;
    }
    stoppingSince = Date.now();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  // Started with an IPC channel: its end is the parent's end, even when that was killed.
  process.on('disconnect', end);
}
