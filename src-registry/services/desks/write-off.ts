/** Writing off a desk that does not come back: its idle places are the pool's again (the lease algebra). */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import { ENDPOINTS, type AnswerOf, type BodyOf } from '../../../src-shared/registry-api/endpoints.ts';
import { mayAct, type Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { lockPerformances } from '../offers/performances.ts';
import { targetOf } from '../people/sites.ts';
import { unitsAside } from './set-aside-units.ts';

/**
 * Freezes the epochs of a desk (its newest too, where `present`; else those beside it, of a copy of its disk) and takes
 * what is idle in frozen ones into the pool. What they sold stays taken; what they reserved lapses later by
 * `settleLost`. Doing it again does no harm. Errors: `desk.unknown` where there is no such desk, `auth.forbidden` where
 * the caller does not reach its site.
 */
export async function writeOff(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  deskId: string,
  { present }: BodyOf<'writeOff'>,
): Promise<Result<AnswerOf<'writeOff'>, 'desk.unknown' | 'auth.forbidden'>> {
  const [desk] = await tx.query<{ siteId: string }>(
    `SELECT site_id AS "siteId" FROM desks WHERE id = $1 AND kind = 'desk'`,
    [deskId],
  );
  if (desk === undefined) return fail('desk.unknown');
  const target = await targetOf(tx, desk.siteId);
  if (target === null || !mayAct(caller, ENDPOINTS.writeOff.access, target)) return fail('auth.forbidden');

  const now = new Date(context.clock.now());
  // Whoever delivers or asks for places meanwhile waits here.
  await tx.query('SELECT FROM epochs WHERE desk_id = $1 AND NOT by_registry ORDER BY id FOR UPDATE', [deskId]);
  await tx.query(
    `UPDATE epochs SET frozen_at = $2, frozen_why = 'written-off'
     WHERE desk_id = $1 AND NOT by_registry AND frozen_at IS NULL
       AND ($3 OR number < (SELECT max(number) FROM epochs WHERE desk_id = $1 AND NOT by_registry))`,
    [deskId, now, present],
  );
  await tx.query(
    `UPDATE epochs SET reclaimed_at = $2
     WHERE desk_id = $1 AND NOT by_registry AND frozen_at IS NOT NULL AND reclaimed_at IS NULL`,
    [deskId, now],
  );
  const returned = await reclaimAll(tx, deskId);
  const reservations = await standingReservations(tx, deskId);
  const detail = { present, returned, reservations };
  const subject = { subjectKind: 'desk', subjectId: deskId } as const;
  await noteChange(tx, context, caller, { action: 'writeOff', forSiteId: desk.siteId, ...subject, detail });
  return ok({ deskId, returned, reservations });
}

async function reclaimAll(tx: Tx, deskId: string): Promise<number> {
  const held = await tx.query<{ id: string }>(
    `SELECT DISTINCT performance_id AS id FROM leases JOIN epochs ON epochs.id = epoch_id
     WHERE desk_id = $1 AND reclaimed_at IS NOT NULL ORDER BY 1`,
    [deskId],
  );
  const performanceIds = held.map(({ id }) => id);
  await lockPerformances(tx, performanceIds);
  return reclaimIdle(tx, deskId, performanceIds);
}

/**
 * Takes what is idle in the reclaimed epochs of a desk into the pool, so that granted − returned = consumed − released,
 * with what was set aside counted as consumed; where they took more than they held nothing changes. The performances
 * are locked. Gives the units.
 */
export async function reclaimIdle(tx: Tx, deskId: string, performanceIds: readonly string[]): Promise<number> {
  const aside = await unitsAside(tx, deskId, performanceIds);
  const rows = await tx.query<{ performanceId: string; units: number }>(
    `WITH aside AS (
       SELECT performance_id, epoch_id, sum(units) AS units
       FROM unnest($3::uuid[], $4::uuid[], $5::integer[]) AS told (performance_id, epoch_id, units) GROUP BY 1, 2
     ), held AS (
       SELECT performance_id, epoch_id, returned,
         granted - greatest(0, consumed - released) - coalesce(aside.units, 0)::integer AS wanted
       FROM leases JOIN epochs ON epochs.id = epoch_id LEFT JOIN aside USING (performance_id, epoch_id)
       WHERE desk_id = $1 AND reclaimed_at IS NOT NULL AND performance_id = ANY ($2::uuid[])
     ), idle AS (
       SELECT * FROM held WHERE wanted > returned
     )
     UPDATE leases SET returned = idle.wanted FROM idle
     WHERE leases.performance_id = idle.performance_id AND leases.epoch_id = idle.epoch_id
     RETURNING leases.performance_id AS "performanceId", idle.wanted - idle.returned AS units`,
    [
      deskId,
      performanceIds,
      aside.map(({ performanceId }) => performanceId),
      aside.map(({ epochId }) => epochId),
      aside.map(({ units }) => units),
    ],
  );
  if (rows.length > 0) tx.announce({ freed: [...new Set(rows.map(({ performanceId }) => performanceId))] });
  return rows.reduce((sum, { units }) => sum + units, 0);
}

async function standingReservations(tx: Tx, deskId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM acquisitions JOIN epochs ON epochs.id = acquisitions.epoch_id
     WHERE desk_id = $1 AND reclaimed_at IS NOT NULL AND (leased_units > 0 OR state = 'reserved') AND state = 'reserved'`,
    [deskId],
  );
  return row?.count ?? 0;
}
