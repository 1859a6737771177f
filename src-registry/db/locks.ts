/** One at a time over all nodes: PostgreSQL's advisory locks, freed by itself when a node dies. */
import { Client } from 'pg';

/** The first number of the pair; the second is made from the name. Any that nothing else locks, in every version. */
const ONE_AT_A_TIME = 7_314_003;

/**
 * Runs `work` while nobody else on this database runs any of the same name. Where somebody does: `wait` waits for its end,
 * else it gives null and `work` does not run.
 */
export async function oneAtATime<R>(
  url: string,
  name: string,
  wait: boolean,
  work: (connection: Client) => Promise<R>,
): Promise<R | null> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A connection that breaks ends the lock; the query in hand tells of it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    if (wait) {
      await client.query('SELECT pg_advisory_lock($1, hashtext($2))', [ONE_AT_A_TIME, name]);
    } else {
      const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS got', [
        ONE_AT_A_TIME,
        name,
      ]);
      if (rows[0]?.got !== true) return null;
    }
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
