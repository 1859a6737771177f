/** Uses as other desks hear of them. */
import type { UseChange } from '../../src-shared/registry-api/schemas.ts';
import type { Tx } from '../db/database.ts';
import { SELLABLE_ORGANISERS } from './sites.ts';

type UseRow = Omit<UseChange, 'at' | 'lapsesAt'> & { at: Date; lapsesAt: Date | null; position: number };

/** Changes after a position, in their order, of uses at the performances that a site sells. */
export async function useChanges(
  tx: Tx,
  siteId: string,
  after: number,
  most: number,
): Promise<{ position: number; change: UseChange }[]> {
  const rows = await tx.query<UseRow>(
    `SELECT acquisitions.id AS "acquisitionId", performance_id AS "performanceId",
       encode(card_key, 'hex') AS "cardKey", epoch_id AS epoch, desks.name AS "deskName", at, children,
       leased_units + beyond_units AS units, state, card_seen AS "cardSeen", lapses_at AS "lapsesAt",
       acquisitions.position
     FROM acquisitions
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
