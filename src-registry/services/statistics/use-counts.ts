/** Uses as statistics count them: by month, selling site and event, kept up with every change (STAT-1, USE-1). */
import type { Tx } from '../../db/database.ts';

/** What a change of acquisitions adds to the counts; negative where something was taken back. */
export interface UseDelta {
  readonly performanceId: string;
  /** The site whose desk handed the ticket out. */
  readonly siteId: string;
  /** Of the redemption, in Helsinki, `YYYY-MM` (USE-1). */
  readonly month: string;
  readonly adults: number;
  readonly children: number;
}

/** Adds to the counts. Called by a delivery, which has locked the performances: nobody else changes their counts meanwhile. */
export async function countUses(tx: Tx, deltas: readonly UseDelta[]): Promise<void> {
  if (deltas.length === 0) return;
  await tx.prepared(
    `INSERT INTO use_counts AS counts (performance_id, site_id, month, organiser_id, class, adults, children)
     SELECT performance_id, site_id, (month || '-01')::date, organiser_id, class, sum(adults), sum(children)
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[], $5::integer[])
         AS added (performance_id, site_id, month, adults, children)
       JOIN performances ON performances.id = performance_id
     GROUP BY performance_id, site_id, month, organiser_id, class
     HAVING sum(adults) <> 0 OR sum(children) <> 0
     ORDER BY performance_id, site_id, month
     ON CONFLICT (performance_id, site_id, month) DO UPDATE SET
       adults = counts.adults + excluded.adults, children = counts.children + excluded.children`,
    [
      deltas.map(({ performanceId }) => performanceId),
      deltas.map(({ siteId }) => siteId),
      deltas.map(({ month }) => month),
      deltas.map(({ adults }) => adults),
      deltas.map(({ children }) => children),
    ],
  );
}
