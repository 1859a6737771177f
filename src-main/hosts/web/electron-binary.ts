/** Electron's program, where it has been fetched: by a person's choice, never by an install. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';

/** Its path, or null where it is not here. */
export function findElectron(): string | null {
  const folder = join(packageRoot(), 'node_modules/electron');
  const note = join(folder, 'path.txt');
  if (!existsSync(note)) return null;
  const program = join(folder, 'dist', readFileSync(note, 'utf8').trim());
  return existsSync(program) ? program : null;
}

/** Runs the desk under Electron with the same words, to its end. */
export async function runElectron(program: string, words: readonly string[]): Promise<void> {
  const child = spawn(program, [packageRoot(), ...words], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = await once(child, 'exit');
  process.exit(typeof code === 'number' ? code : 1);
}
