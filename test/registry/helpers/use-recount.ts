/** Counts of uses against a recount of the acquisitions (STAT-1, USE-1). */
import { expect } from 'vitest';
import { rows } from './registry.ts';

/** The counts of performances are what their acquisitions say. */
export async function expectUsesRecounted(url: string, performanceIds: readonly string[]): Promise<void> {
  const counted = await rows(
    url,
    `SELECT performance_id, site_id, to_char(month, 'YYYY-MM') AS month, adults::integer, children::integer
     FROM use_counts WHERE performance_id = ANY ($1) AND (adults <> 0 OR children <> 0) ORDER BY 1, 2, 3`,
    [performanceIds],
  );
  const recounted = await rows(
    url,
    `SELECT performance_id, site_id, to_char(redeemed_at AT TIME ZONE 'Europe/Helsinki', 'YYYY-MM') AS month,
       count(*)::integer AS adults, sum(children)::integer AS children
     FROM acquisitions JOIN epochs ON epochs.id = redeemed_epoch_id JOIN desks ON desks.id = desk_id
     WHERE performance_id = ANY ($1) AND state IN ('redeemed', 'attended') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    [performanceIds],
  );
  expect(recounted.length).toBeGreaterThan(0);
  expect(counted).toEqual(recounted);
}
