/** What is gone from a change stream, so that whoever follows it hears of that too. */
import type { Tx } from '../../db/database.ts';
import { takePositions } from './streams.ts';

/** A change at its position in a stream. */
export interface Positioned<Change> {
  readonly position: number;
  readonly change: Change;
}

/**
 * Tells the readers of a stream that something is gone. `siteId`: only for the desks of that site, which may no longer sell
 * a performance; null: for everybody. Keys are cards' keys in hexadecimal, or ids of performances. What comes back later
 * gets a higher position and so overtakes its tombstone. Locks the stream's counter: last in a transaction.
 */
export async function bury(
  tx: Tx,
  stream: 'cards' | 'performances',
  keys: readonly string[],
  siteId: string | null,
): Promise<void> {
  const distinct = [...new Set(keys)];
  if (distinct.length === 0) return;
  const before = await takePositions(tx, stream, distinct.length);
  await tx.query(
    `INSERT INTO tombstones (stream, key, site_id, position)
     SELECT $1, key, $2, $3 + number FROM unnest($4::text[]) WITH ORDINALITY AS gone (key, number)
     ON CONFLICT (stream, key, site_id) DO UPDATE SET position = excluded.position`,
    [stream, siteId, before, distinct],
  );
  tx.announce({ streams: [stream] });
}

/**
 * Changes of a stream together with what is gone from it, in their order, at most `most`. `changes` come after the position
 * `after`, in their order and at most `most` of them; `siteId` is the asking desk's, `gone` makes a change of a key.
 */
export async function withTombstones<Change>(
  tx: Tx,
  { stream, siteId, after, most }: TombstoneQuery,
  changes: readonly Positioned<Change>[],
  gone: (key: string) => Change,
): Promise<Positioned<Change>[]> {
  const rows = await tx.query<{ key: string; position: number }>(
    `SELECT key, position FROM tombstones
     WHERE stream = $1 AND position > $2 AND (site_id IS NULL OR site_id = $3)
     ORDER BY position LIMIT $4`,
    [stream, after, siteId, most],
  );
  if (rows.length === 0) return [...changes];
  const tombstones = rows.map(({ key, position }) => ({ position, change: gone(key) }));
  return [...changes, ...tombstones].toSorted((a, b) => a.position - b.position).slice(0, most);
}

interface TombstoneQuery {
  readonly stream: 'cards' | 'performances';
  /** Null: what is gone for everybody. */
  readonly siteId: string | null;
  readonly after: number;
  readonly most: number;
}
