/** Uses as other desks hear of them. */
import type { UseChange } from '../../../src-shared/registry-api/bodies/feeds.ts';
import type { Tx } from '../../db/database.ts';
import { SELLABLE_ORGANISERS } from '../people/sites.ts';

/** SQL: HMAC-SHA-256 of a code, cut (`cardKey`); PostgreSQL has SHA-256 but no HMAC built in. */
const PRESENT_CARD_KEY = `substring(sha256(outer_block ||
  sha256(inner_block || convert_to(chosen.code, 'UTF8'))) FOR 16)`;

type UseRow = Omit<UseChange, 'at' | 'lapsesAt'> & { at: Date; lapsesAt: Date | null; position: number };

/** Where a reader of uses stands. */
interface Reading {
  readonly siteId: string;
  readonly after: number;
  readonly most: number;
  /** Where the stream ended when it began to read without a cursor, as long as that lies ahead. */
  readonly began: number | null;
  /** The first Helsinki day of which performances may not be over. */
  readonly firstDay: string;
}

/**
 * Changes after a position, in their order, of uses at the performances that a site sells. A card is named by its key under
 * the network key in use, whichever the desk that sold to it had: every desk that reads this has that one or gets it next.
 * Of what was there before a reader began it hears only as far as a performance is not over; of all that came later.
 */
export async function useChanges(
  tx: Tx,
  { siteId, after, most, began, firstDay }: Reading,
): Promise<{ position: number; change: UseChange }[]> {
  if (began === null || after >= began) return changesOf(tx, LATER_USES, [siteId, after, most]);
  const before = await changesOf(tx, EARLIER_USES, [siteId, after, most, began, firstDay]);
  const left = most - before.length;
  return left === 0 ? before : [...before, ...(await changesOf(tx, LATER_USES, [siteId, began, left]))];
}

const SELECTED = `SELECT chosen.id AS "acquisitionId", performance_id AS "performanceId",
    encode(${PRESENT_CARD_KEY}, 'hex') AS "cardKey", epoch_id AS epoch, desks.name AS "deskName", at, children,
    leased_units + beyond_units AS units, state, card_seen AS "cardSeen", lapses_at AS "lapsesAt", chosen.position
  FROM chosen
    CROSS JOIN (
      SELECT inner_block, outer_block FROM keys
      WHERE purpose = 'network' AND in_use_from IS NOT NULL ORDER BY generation DESC LIMIT 1
    ) AS network
    JOIN epochs ON epochs.id = state_epoch_id
    JOIN desks ON desks.id = desk_id
  ORDER BY chosen.position`;

/** Along the stream: a reader that follows it is near its end. */
const LATER_USES = `WITH chosen AS (
    SELECT acquisitions.* FROM acquisitions JOIN performances ON performances.id = performance_id
    WHERE organiser_id IN ${SELLABLE_ORGANISERS} AND acquisitions.position > $2
    ORDER BY acquisitions.position LIMIT $3
  ) ${SELECTED}`;

/** From the performances: what there is of the site's own present, however long the nation's stream. */
const EARLIER_USES = `WITH present AS MATERIALIZED (
    SELECT acquisitions.* FROM performances JOIN acquisitions ON performance_id = performances.id
    WHERE organiser_id IN ${SELLABLE_ORGANISERS} AND day >= $5
      AND acquisitions.position > $2 AND acquisitions.position <= $4
  ), chosen AS (SELECT * FROM present ORDER BY position LIMIT $3) ${SELECTED}`;

async function changesOf(
  tx: Tx,
  sql: string,
  values: readonly unknown[],
): Promise<{ position: number; change: UseChange }[]> {
  const rows = await tx.query<UseRow>(sql, values);
  return rows.map(({ position, at, lapsesAt, ...use }) => ({
    position,
    change: { ...use, at: at.toISOString(), lapsesAt: lapsesAt?.toISOString() ?? null },
  }));
}
