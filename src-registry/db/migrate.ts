/**
 * Migrations: forward only, one after the other, under an advisory lock.
 * A runner of our own: node-pg-migrate reads a folder of files, and ours are modules so that they are found both from
 * the sources and from the built program.
 */
import { Client } from 'pg';
import { StartFailure } from '../start-failure.ts';
import type { Database } from './database.ts';
import { firstTables } from './migrations/0001-first-tables.ts';
import { livesOfAcquisitions } from './migrations/0002-lives-of-acquisitions.ts';
import { people } from './migrations/0003-people.ts';
import { registeredCards } from './migrations/0004-cards.ts';
import { offers } from './migrations/0005-offers.ts';
import { leasesAndKeys } from './migrations/0006-leases-and-keys.ts';
import { useCounts } from './migrations/0007-use-counts.ts';
import { delivery } from './migrations/0008-delivery.ts';
import { operation } from './migrations/0009-operation.ts';
import { namedAgents } from './migrations/0010-named-agents.ts';
import { countsOfBackgrounds } from './migrations/0011-counts-of-backgrounds.ts';
import { endedAgreements } from './migrations/0012-ended-agreements.ts';

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** In the order in which they run; append-only. */
export const MIGRATIONS: readonly Migration[] = [
  firstTables,
  livesOfAcquisitions,
  people,
  registeredCards,
  offers,
  leasesAndKeys,
  useCounts,
  delivery,
  operation,
  namedAgents,
  countsOfBackgrounds,
  endedAgreements,
];

/** Any number that nothing else locks; the same in every version. */
const LOCK = 7_314_001;

/** Whether the database can be asked, and has all migrations that this version knows. */
export async function isMigrated(database: Database): Promise<boolean> {
  const names = MIGRATIONS.map(({ name }) => name);
  const row = await database.one<{ done: number }>(
    'SELECT count(*)::integer AS done FROM migrations WHERE name = ANY($1)',
    [names],
  );
  return row?.done === names.length;
}

/** Brings the database up to date; gives the names of what it ran. Several nodes may call it at once. */
export async function migrate(url: string, migrations: readonly Migration[]): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query('CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, position integer NOT NULL)');
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations');
    const done = new Set(rows.map((row) => row.name));
    const known = new Set(migrations.map((migration) => migration.name));
    if ([...done].some((name) => !known.has(name))) {
      throw new StartFailure('The database was made by a newer version of the registry: start that version.');
    }
    const ran: string[] = [];
    for (const [position, { name, sql }] of migrations.entries()) {
      if (done.has(name)) continue;
      await client.query('BEGIN');
      await client.query(sql);
      await client.query('INSERT INTO migrations (name, position) VALUES ($1, $2)', [name, position]);
      await client.query('COMMIT');
      ran.push(name);
    }
    return ran;
  } finally {
    // Ends the session and with it the lock, and an unfinished transaction.
    await client.end();
  }
}
