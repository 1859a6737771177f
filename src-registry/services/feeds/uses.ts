/** Uses as other desks hear of them. */
import type { UseChange } from '../../../src-shared/registry-api/schemas.ts';
import type { Tx } from '../../db/database.ts';
import { SELLABLE_ORGANISERS } from '../people/sites.ts';

/** SQL: HMAC-SHA-256 of a code, cut (`cardKey`); PostgreSQL has SHA-256 but no HMAC built in. */
const PRESENT_CARD_KEY = `substring(sha256(outer_block ||
  sha256(inner_block || convert_to(acquisitions.code, 'UTF8'))) FOR 16)`;

type UseRow = Omit<UseChange, 'at' | 'lapsesAt'> & { at: Date; lapsesAt: Date | null; position: number };

/**
 * Changes after a position, in their order, of uses at the performances that a site sells. A card is named by its key under
 * the network key in use, whichever the desk that sold to it had: every desk that reads this has that one or gets it next.
 */
export async function useChanges(
  tx: Tx,
  siteId: string,
  after: number,
  most: number,
): Promise<{ position: number; change: UseChange }[]> {
  const rows = await tx.query<UseRow>(
    `SELECT acquisitions.id AS "acquisitionId", performance_id AS "performanceId",
       encode(${PRESENT_CARD_KEY}, 'hex') AS "cardKey", epoch_id AS epoch, desks.name AS "deskName", at, children,
       leased_units + beyond_units AS units, state, card_seen AS "cardSeen", lapses_at AS "lapsesAt",
       acquisitions.position
     FROM acquisitions
       CROSS JOIN (
         SELECT inner_block, outer_block FROM keys
         WHERE purpose = 'network' AND in_use_from IS NOT NULL ORDER BY generation DESC LIMIT 1
       ) AS network
       JOIN performances ON performances.id = performance_id
       JOIN epochs ON epochs.id = state_epoch_id
       JOIN desks ON desks.id = desk_id
     WHERE organiser_id IN ${SELLABLE_ORGANISERS} AND acquisitions.position > $2
     ORDER BY acquisitions.position LIMIT $3`,
    [siteId, after, most],
  );
  return rows.map(({ position, at, lapsesAt, ...use }) => ({
    position,
    change: { ...use, at: at.toISOString(), lapsesAt: lapsesAt?.toISOString() ?? null },
  }));
}
