/** Registry and desks as real processes, built, as a person would start them. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Part {
  readonly url: string;
  readonly child: ChildProcess;
  /** Everything it said on standard error so far. */
  said(): string;
  /** Ends it as Ctrl-C would. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** A folder that the system clears away. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `kaikudesk-${name}-`));
}

/** Starts a built part and waits until it listens; rejects with what it said when it ended instead. */
export async function startPart(
  file: string,
  words: readonly string[],
): Promise<Part & { line: Record<string, unknown> }> {
  const child = spawn(process.execPath, [join(ROOT, file), ...words], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let said = '';
  child.stderr?.on('data', (data) => (said += String(data)));
  const line = await new Promise<Record<string, unknown>>((resolve, reject) => {
    if (child.stdout !== null)
      createInterface({ input: child.stdout }).once('line', (text) => resolve(JSON.parse(text)));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}: ${said}`)));
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return {
    child,
    line,
    url: String(line['url']),
    said: () => said,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

export interface RegistryPart extends Part {
  /** A connection string for its PostgreSQL. */
  readonly database: string;
}

/** Starts a registry on the embedded PostgreSQL. */
export async function startRegistry(options: {
  folder: string;
  seed: string;
  port?: number;
  clock?: string;
}): Promise<RegistryPart> {
  const words = ['--database', options.folder, '--seed', options.seed, '--port', String(options.port ?? 0)];
  if (options.clock !== undefined) words.push('--clock', options.clock);
  const part = await startPart('dist/src-registry/main.js', words);
  const connection = JSON.parse(readFileSync(join(String(part.line['database']), 'connection.json'), 'utf8'));
  return { ...part, database: String(connection.url) };
}

/** Starts a desk under the web host and enrols it, unless it is enrolled already. */
export async function startDesk(options: {
  folder: string;
  registry: string;
  site?: string;
  name?: string;
  language?: string;
  clock?: string;
}): Promise<Part> {
  const passwordFile = join(temporaryFolder('password'), 'password');
  writeFileSync(passwordFile, 'kaiku-demo\n', { mode: 0o600 });
  // Desks side by side do not share this machine's scanners.
  const words = ['--no-open', '--scanners', 'off', '--data', options.folder, '--registry', options.registry];
  words.push('--site', options.site ?? 'lipputoimisto', '--password-file', passwordFile);
  words.push('--desk-name', options.name ?? 'Kassa 1', '--lang', options.language ?? 'fi');
  if (options.clock !== undefined) words.push('--clock', options.clock);
  return startPart('dist/src-main/hosts/web/main.js', words);
}
