/** What PostgreSQL holds, read past the registry. */
import pg from 'pg';

export interface Ticket {
  readonly acquisitionId: string;
  readonly code: string;
  readonly performanceId: string;
  readonly children: number;
  readonly state: string;
}

/** All acquisitions in the registry's database, oldest first. */
export async function ticketsIn(database: string): Promise<Ticket[]> {
  const client = new pg.Client(database);
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT id AS "acquisitionId", code, performance_id AS "performanceId", children, state
       FROM acquisitions ORDER BY id`,
    );
    return rows;
  } finally {
    await client.end();
  }
}
