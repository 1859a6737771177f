/** The registry's own command line as a process, from the sources. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Listening {
  readonly event: string;
  readonly url: string;
  readonly database: string | null;
  readonly metrics: string | null;
}

export interface Program {
  readonly child: ChildProcess;
  /** Resolves with the line that it prints when it is ready; never where it does not get there. */
  readonly listening: Promise<Listening>;
  readonly ended: Promise<{ code: number | null; said: string }>;
  /** Resolves once standard error holds this. */
  untilSaid(part: string): Promise<void>;
}

/** Runs the program; lines of its log are left out unless the words ask for them. */
export function runRegistry(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Program {
  const main = new URL('../../../src-registry/main.ts', import.meta.url).pathname;
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [main, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited, ...environment },
  });
  // A test that fails half-way leaves no program behind.
  const killed = (): void => void child.kill('SIGKILL');
  process.once('exit', killed);
  child.once('exit', () => process.off('exit', killed));
  let said = '';
  const waiting = new Set<() => void>();
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString();
    for (const look of waiting) look();
  });
  const listening = new Promise<Listening>((resolve) => {
    createInterface({ input: child.stdout }).once('line', (line) => {
      if (line.startsWith('{')) resolve(JSON.parse(line) as Listening);
    });
  });
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, said }));
  });
  return {
    child,
    listening,
    ended,
    untilSaid: (part) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!said.includes(part)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
