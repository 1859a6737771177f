/** A real registry in this process, on a database of its own (KAIKUDESK_POSTGRES=debian: on Debian's), with a clock to set. */
import { Client } from 'pg';
import { machinePorts, startRegistry, type RunningRegistry, type StartOptions } from '../../../src-registry/start.ts';
import type { Clock } from '../../../src-shared/kernel/ports.ts';
import { freshDatabase } from './postgres-server.ts';

export interface SettableClock extends Clock {
  set(instant: string): void;
}

/** A clock that stands still until it is set. */
export function settableClock(instant: string): SettableClock {
  let now = Date.parse(instant);
  return { now: () => now, set: (next) => void (now = Date.parse(next)) };
}

/** A Friday noon in Helsinki, in summer time. */
export const FRIDAY_NOON = '2026-10-09T09:00:00.000Z';

/** Starts a registry; `sentences` collects what it says. */
export async function startTestRegistry(
  clock: Clock,
  options: Partial<Pick<StartOptions, 'seed' | 'database' | 'port' | 'operation' | 'log'>> = {},
): Promise<RunningRegistry & { readonly sentences: string[] }> {
  const sentences: string[] = [];
  const registry = await startRegistry({
    port: 0,
    seed: { kind: 'demo' },
    ...options,
    database: options.database ?? { kind: 'url', url: await freshDatabase() },
    ports: machinePorts(clock),
    say: (sentence) => void sentences.push(sentence),
  });
  return Object.assign(registry, { sentences });
}

/** Makes one more, empty database on the same server; gives its address. */
export async function anotherDatabase(url: string, name: string): Promise<string> {
  await rows(url, `CREATE DATABASE ${name}`);
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** Asks the database directly, past the registry. */
export async function rows<Row>(url: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows as Row[];
  } finally {
    await client.end();
  }
}
