/** The registry as a program: options in, one line of JSON out, sentences for people beside it. */
import { pino } from 'pino';
import { isCommand, runCommand } from './commands.ts';
import { jsonLog } from './json-log.ts';
import { HELP, readOptions } from './options.ts';
import { clockFrom, machineClock } from './real-ports.ts';
import { machinePorts, startRegistry } from './start.ts';
import { StartFailure } from './start-failure.ts';

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

/** Runs the registry until it is asked to end; what a person can change is one sentence and exit code 1. */
export async function runProgram(words: readonly string[]): Promise<void> {
  try {
    const [first = '', ...rest] = words;
    await (isCommand(first) ? runCommand(first, rest, process.env, say) : run(words));
  } catch (error) {
    say(error instanceof StartFailure ? error.message : String(error instanceof Error ? error.stack : error));
    process.exitCode = 1;
  }
}

async function run(words: readonly string[]): Promise<void> {
  const options = readOptions(words, process.env);
  if (!options.ok) throw new StartFailure(options.error.code);
  const { help, database, seed, clock, log: level, ...operation } = options.value;
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const ports = machinePorts(clock === null ? machineClock : clockFrom(clock));
  const asked = askedToEnd();
  const impatient = new AbortController();
  void asked.then(() => impatient.abort());
  // Whoever reads the lines slowly must not hold up requests.
  const lines = pino.destination({ fd: 2, sync: false });
  const log = jsonLog(level, (line) => void lines.write(line));
  try {
    const registry = await startRegistry({
      port: operation.listen.port,
      database,
      seed,
      ports,
      say,
      log,
      operation,
      signal: impatient.signal,
    });
    process.stdout.write(
      `${JSON.stringify({ event: 'listening', url: registry.url, database: registry.database.folder, metrics: registry.metricsUrl })}\n`,
    );
    const why = await Promise.race([asked, registry.lost.then(() => 'lost' as const)]);
    await registry.close();
    if (why === 'lost') throw new StartFailure('PostgreSQL ended by itself, so the registry ends too.');
  } finally {
    lines.flushSync();
  }
}

const IMPATIENT_MILLISECONDS = 2_000;

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP. One that follows at once is the same wish (the terminal and npm both send
 * it); one that comes later ends the process as it is.
 */
function askedToEnd(): Promise<'asked'> {
  return new Promise((resolve) => {
    let first: number | null = null;
    const hear = (): void => {
      first ??= performance.now();
      if (performance.now() - first > IMPATIENT_MILLISECONDS) process.exit(1);
      resolve('asked');
    };
    process.on('SIGINT', hear).on('SIGTERM', hear).on('SIGHUP', hear);
    // Started with an IPC channel: its end is the end of the program that started us, even when that was killed.
    process.on('disconnect', () => resolve('asked'));
    process.channel?.unref();
  });
}
