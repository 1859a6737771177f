/** Many busy desks at once, watched all along: by samples that see one moment each, and by followers of the feeds. */
import { Client } from 'pg';
import { expect } from 'vitest';
import type { RunningRegistry } from '../../../src-registry/start.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import type { UseChange } from '../../../src-shared/registry-api/schemas.ts';
import { busyDesk, diceOf } from './busy-desk.ts';
import { call } from './call.ts';
import { enrolDesk, type TestDesk } from './desk.ts';
import { capOf, putPerformance } from './performances.ts';
import { rows } from './registry.ts';

interface Wish {
  readonly clients: number;
  readonly operations: number;
  readonly seed: number;
}

/** Counts of what was seen, for the report of a test. */
export interface Seen {
  readonly samples: number;
  readonly pages: number;
  readonly acquisitions: number;
  readonly grants: number;
}

/** Runs desks against a registry and checks that everything adds up, all along and in the end. */
export async function checkConsistency(registry: RunningRegistry, { clients, operations, seed }: Wish): Promise<Seen> {
  const performances = await Promise.all([
    putPerformance(registry, { cap: capOf(7) }),
    putPerformance(registry, { cap: capOf(60) }),
    putPerformance(registry, { cap: { limit: 40, counts: 'all-tickets' } }),
    putPerformance(registry, { cap: capOf(1_000_000) }),
    putPerformance(registry, { kind: 'day-admission', startsAt: null, cap: capOf(30) }),
    putPerformance(registry, {}),
  ]);
  const desks = await Promise.all(
    Array.from({ length: clients }, async (_, index) => {
      const desk = await enrolDesk(registry.url, index % 2 === 0 ? 'teatteri' : 'lipputoimisto', `Kassa ${index}`);
      return busyDesk(desk, performances, diceOf(seed + index));
    }),
  );
  const watching = { isOver: false };
  const sampling = sample(registry.database.url, performances, watching);
  const followers = await Promise.all(
    ['teatteri', 'lipputoimisto'].map(async (site) => followUses(await enrolDesk(registry.url, site), watching)),
  );
  try {
    await Promise.all(
      desks.map(async (desk) => {
        for (let done = 0; done < operations; done += 1) await desk.act();
        await desk.finish();
      }),
    );
  } finally {
    watching.isOver = true;
  }
  const samples = await sampling;
  const heard = await Promise.all(followers.map((follower) => follower.whenRead));
  const acquisitions = await checkEnd(
    registry.database.url,
    desks,
    performances,
    heard.map(({ uses }) => uses),
  );
  const [grants] = await rows<{ count: number }>(
    registry.database.url,
    'SELECT count(*)::integer AS count FROM lease_requests WHERE performance_id = ANY ($1)',
    [performances.map(({ id }) => id)],
  );
  return { samples, pages: heard.reduce((sum, { pages }) => sum + pages, 0), acquisitions, grants: grants?.count ?? 0 };
}

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
  SELECT performances.id, (cap ->> 'limit')::integer AS cap, coalesce(held, 0) AS held, coalesce(backed, 0) AS backed,
    coalesce(counted_right, true) AS "countedRight", coalesce(taken, 0) AS taken, coalesce(counted.units, 0) AS leased
  FROM performances LEFT JOIN sums ON sums.performance_id = performances.id
    LEFT JOIN counted ON counted.performance_id = performances.id
  WHERE performances.id = ANY ($1) AND cap IS NOT NULL`;

/** CAP-7, CAP-9: in every moment leases hold no more than the cap, and every unit is accounted for once. */
async function sample(
  url: string,
  performances: readonly Performance[],
  watching: { isOver: boolean },
): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  let samples = 0;
  try {
    for (let isLast = false; !isLast; samples += 1) {
      isLast = watching.isOver;
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const found = await client.query(SAMPLE, [performances.map(({ id }) => id)]);
      await client.query('COMMIT');
      for (const { cap, held, backed, countedRight, taken, leased } of found.rows) {
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

interface Heard {
  readonly uses: ReadonlyMap<string, UseChange>;
  readonly pages: number;
}

/** Follows the feed of uses in small pages until everything is over, and then to its end. */
function followUses(desk: TestDesk, watching: { isOver: boolean }): { readonly whenRead: Promise<Heard> } {
  const uses = new Map<string, UseChange>();
  const follow = async (): Promise<Heard> => {
    let cursor: string | undefined;
    for (let [pages, isLast] = [1, false]; ; pages += 1) {
      const wasOver = watching.isOver;
      const page = await call(desk.url, 'uses', { token: desk.token, query: { after: cursor, limit: 50 } });
      for (const change of page.changes) uses.set(change.acquisitionId, change);
      ({ cursor } = page);
      isLast = wasOver && !page.more;
      if (isLast) return { uses, pages };
    }
  };
  return { whenRead: follow() };
}

/** What was confirmed is there once; followers have exactly what the database has; counts of uses equal a recount. */
async function checkEnd(
  url: string,
  desks: readonly { readonly events: ReadonlySet<string>; readonly acquisitions: ReadonlySet<string> }[],
  performances: readonly Performance[],
  heard: readonly ReadonlyMap<string, UseChange>[],
): Promise<number> {
  const ids = performances.map(({ id }) => id);
  const kept = await rows<{ id: string; state: string; children: number; units: number; at: Date }>(
    url,
    `SELECT id, state, children, leased_units + beyond_units AS units, at FROM acquisitions
     WHERE performance_id = ANY ($1) ORDER BY id`,
    [ids],
  );
  expect(kept.map(({ id }) => id)).toEqual(desks.flatMap(({ acquisitions }) => [...acquisitions]).toSorted());
  const recorded = await rows<{ id: string }>(
    url,
    'SELECT id FROM events WHERE performance_id = ANY ($1) ORDER BY id',
    [ids],
  );
  expect(recorded.map(({ id }) => id)).toEqual(desks.flatMap(({ events }) => [...events]).toSorted());
  const wanted = kept.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
  for (const uses of heard) {
    const shown = [...uses.values()]
      .filter(({ performanceId }) => ids.includes(performanceId))
      .map(({ acquisitionId: id, state, children, units, at }) => ({ id, state, children, units, at }));
    expect(shown.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(wanted);
  }
  const counted = await rows(
    url,
    `SELECT performance_id, site_id, to_char(month, 'YYYY-MM') AS month, adults::integer, children::integer
     FROM use_counts WHERE performance_id = ANY ($1) AND (adults <> 0 OR children <> 0) ORDER BY 1, 2, 3`,
    [ids],
  );
  const recounted = await rows(
    url,
    `SELECT performance_id, site_id, to_char(redeemed_at AT TIME ZONE 'Europe/Helsinki', 'YYYY-MM') AS month,
       count(*)::integer AS adults, sum(children)::integer AS children
     FROM acquisitions JOIN epochs ON epochs.id = redeemed_epoch_id JOIN desks ON desks.id = desk_id
     WHERE performance_id = ANY ($1) AND state IN ('redeemed', 'attended') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    [ids],
  );
  expect(recounted.length).toBeGreaterThan(0);
  expect(counted).toEqual(recounted);
  return kept.length;
}
