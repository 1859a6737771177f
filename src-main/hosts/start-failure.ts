/** Failures that a person can mend: one sentence on standard error and exit code 1. */

/** Its message is the sentence. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

/**
 * Runs an entry point; a StartFailure becomes its sentence, anything else is a bug and shows its stack. `show` is told
 * too: who started the program by its icon sees no standard error.
 */
export function runMain(main: () => Promise<void>, show: (text: string) => void = () => {}): void {
  main().catch((error: unknown) => {
    const text = error instanceof StartFailure ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${text}\n`);
    show(String(text));
    process.exit(1);
  });
}
