/** Samples of leases, each of one moment: they hold no more than the cap, and every unit is accounted for once (CAP-7, CAP-9). */
import { Client } from 'pg';
import { expect } from 'vitest';
import type { Performance } from '../../../src-shared/performance/performance.ts';

/** One unchanging view of the leases, their requests, the events behind them and the acquisitions. */
const SAMPLE = `
  WITH told AS (
    SELECT performance_id, epoch_id, sum(CASE type
      WHEN 'children-corrected' THEN greatest(0, (body ->> 'unitsChange')::integer)
      ELSE (body ->> 'units')::integer END) AS units
    FROM events WHERE performance_id = ANY ($1) AND type IN ('reserved', 'redeemed', 'children-corrected')
    GROUP BY performance_id, epoch_id
  ), asked AS (
    SELECT performance_id, epoch_id, max(granted) AS granted FROM lease_requests
    WHERE performance_id = ANY ($1) GROUP BY performance_id, epoch_id
  ), counted AS (
    SELECT performance_id, sum(leased_units)::integer AS units FROM acquisitions
    WHERE performance_id = ANY ($1) GROUP BY performance_id
  ), sums AS (
    SELECT performance_id, sum(leases.granted - returned - to_pool)::integer AS held,
      sum(consumed - released - to_pool)::integer AS taken,
      sum(least(consumed - released, leases.granted - returned) - to_pool)::integer AS backed,
      bool_and(consumed = coalesce(told.units, 0) AND leases.granted = coalesce(asked.granted, 0)) AS counted_right
    FROM leases LEFT JOIN told USING (performance_id, epoch_id) LEFT JOIN asked USING (performance_id, epoch_id)
    WHERE performance_id = ANY ($1) GROUP BY performance_id
  )
  SELECT performances.id, coalesce(held, 0) AS held, coalesce(backed, 0) AS backed,
    coalesce(counted_right, true) AS "countedRight", coalesce(taken, 0) AS taken, coalesce(counted.units, 0) AS leased
  FROM performances LEFT JOIN sums ON sums.performance_id = performances.id
    LEFT JOIN counted ON counted.performance_id = performances.id
  WHERE performances.id = ANY ($1) AND cap IS NOT NULL`;

/** Samples until everything is over; gives how often. A performance has the highest cap that it ever had: what was granted stays. */
export async function sampleLeases(
  url: string,
  performances: readonly Performance[],
  watching: { isOver: boolean },
): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const caps = new Map(performances.map(({ id, cap }) => [id, cap?.limit ?? 0]));
  let samples = 0;
  try {
    for (let isLast = false; !isLast; samples += 1) {
      isLast = watching.isOver;
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const found = await client.query(SAMPLE, [performances.map(({ id }) => id)]);
      await client.query('COMMIT');
      for (const { id, held, backed, countedRight, taken, leased } of found.rows) {
        const cap = caps.get(id) ?? 0;
        expect({ countedRight, leased, isWithin: held <= cap && backed <= held }).toEqual({
          countedRight: true,
          leased: taken,
          isWithin: true,
        });
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    await client.end();
  }
  return samples;
}
