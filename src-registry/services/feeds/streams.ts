/**
 * Change streams: each row carries the position of its last change. The counter row stays locked until the commit, so
 * positions become visible in their order and a reader never misses a late commit. Take them last in a transaction.
 */
import type { StreamName } from '../../../src-shared/registry-api/bodies/feeds.ts';
import type { Tx } from '../../db/database.ts';

const TABLES = {
  cards: { table: 'cards', key: 'code', type: 'text' },
  performances: { table: 'performances', key: 'id', type: 'uuid' },
  uses: { table: 'acquisitions', key: 'id', type: 'uuid' },
  'rule-sets': { table: 'rule_sets', key: 'first_day', type: 'date' },
} as const satisfies Record<StreamName, { table: string; key: string; type: string }>;

/** Puts rows, named by their keys, at the end of their stream, and announces it. */
export async function publish(tx: Tx, stream: StreamName, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const { table, key, type } = TABLES[stream];
  const before = await takePositions(tx, stream, keys.length);
  await tx.query(
    `UPDATE ${table} AS changed SET position = $1 + wanted.number
     FROM unnest($2::${type}[]) WITH ORDINALITY AS wanted (key, number) WHERE changed.${key} = wanted.key`,
    [before, keys],
  );
  tx.announce({ streams: [stream] });
}

/** Takes the next `count` positions; gives the one before the first of them. */
export async function takePositions(tx: Tx, stream: StreamName, count: number): Promise<number> {
  const [row] = await tx.query<{ position: number }>(
    'UPDATE streams SET position = position + $2 WHERE name = $1 RETURNING position',
    [stream, count],
  );
  return (row?.position ?? 0) - count;
}

/** The last position of a stream. */
export async function headOf(tx: Tx, stream: StreamName): Promise<number> {
  return (await boundsOf(tx, stream)).head;
}

/** Between which positions a cursor of a stream is good: what a reader knew before `validFrom` is of another time. */
export async function boundsOf(
  tx: Tx,
  stream: StreamName,
): Promise<{ readonly validFrom: number; readonly head: number }> {
  const [row] = await tx.query<{ validFrom: number; head: number }>(
    'SELECT valid_from AS "validFrom", position AS head FROM streams WHERE name = $1',
    [stream],
  );
  return row ?? { validFrom: 0, head: 0 };
}

/** Ends the validity of every cursor of a stream; readers begin anew. */
export async function endCursors(tx: Tx, stream: StreamName): Promise<void> {
  await tx.query('UPDATE streams SET position = position + 1, valid_from = position + 1 WHERE name = $1', [stream]);
  tx.announce({ streams: [stream] });
}
