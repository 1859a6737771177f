/** The real registry from its sources, as a process of its own, on a PostgreSQL of its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPart, temporaryFolder, type Part } from '../e2e/processes.ts';

export interface RegistryProcess extends Part {
  /** A connection string for its PostgreSQL. */
  readonly database: string;
  readonly pid: number;
}

/** Starts it with so many cards and the demo's sites. */
export async function startRegistryProcess(cards: number): Promise<RegistryProcess> {
  const folder = temporaryFolder('bench-registry');
  const words = ['--database', folder, '--seed', `cards:${cards}`, '--port', '0'];
  const part = await startPart('src-registry/main.ts', words);
  const connection = JSON.parse(readFileSync(join(folder, 'connection.json'), 'utf8'));
  return { ...part, database: String(connection.url), pid: part.child.pid ?? 0 };
}
