/** Which desks hold places of caps that have not come home. */
import { addDays, helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { ok, type Result } from '../../../src-shared/kernel/result.ts';
import { ENDPOINTS, type AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { Allowance, Rights, Scope } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';
import { reachSite } from '../people/reach.ts';

type Listed = AnswerOf<'holdingDesks'>['items'][number];

/**
 * A page of the desks that hold places of performances which are not over: of one site, or of all in the caller's reach.
 * Errors where a site is named: `site.unknown`; `auth.forbidden` where the caller does not reach it.
 */
export async function holdingDesks(
  tx: Tx,
  { clock }: Context,
  caller: Rights,
  {
    siteId,
    after,
    limit,
  }: { readonly siteId?: string | undefined; readonly after?: string | undefined; readonly limit: number },
): Promise<Result<AnswerOf<'holdingDesks'>, 'site.unknown' | 'auth.forbidden'>> {
  const allowed: Allowance = ENDPOINTS.holdingDesks.access;
  if (siteId !== undefined) {
    const reached = await reachSite(tx, caller, allowed, siteId);
    if (!reached.ok) return reached;
  }
  const scopes = new Set<Scope | undefined>(caller.roles.map((role) => allowed[role]));
  const rows = await tx.query<Omit<Listed, 'lastDeliveredAt'> & { lastDeliveredAt: Date | null }>(
    `WITH reached AS (
       SELECT desks.id, desks.name, sites.id AS "siteId", sites.name AS "siteName", revoked_at IS NOT NULL AS revoked,
         present.id AS present_id, coalesce(present.frozen_why = 'written-off', false) AS "writtenOff"
       FROM desks JOIN sites ON sites.id = desks.site_id
         JOIN LATERAL (
           SELECT id, frozen_why FROM epochs WHERE desk_id = desks.id AND NOT by_registry ORDER BY number DESC LIMIT 1
         ) AS present ON true
       WHERE kind = 'desk' AND ($1 OR sites.id = $2 OR sites.network_id = $3) AND ($4::uuid IS NULL OR desks.id > $4)
         AND ($7::uuid IS NULL OR sites.id = $7)
     ), held AS (
       SELECT reached.id, epoch_id = present_id AS is_present,
         greatest(0, granted - returned - (consumed - released)) AS idle,
         (SELECT coalesce(sum(leased_units), 0) FROM acquisitions
          WHERE acquisitions.epoch_id = leases.epoch_id AND acquisitions.performance_id = leases.performance_id
            AND leased_units > 0 AND acquisitions.state = 'reserved') AS reserved
       FROM reached
         JOIN epochs ON epochs.desk_id = reached.id
         JOIN leases ON leases.epoch_id = epochs.id
         JOIN performances ON performances.id = leases.performance_id AND performances.day >= $5
     ), summed AS (
       SELECT id, coalesce(sum(idle) FILTER (WHERE is_present), 0)::integer AS idle,
         coalesce(sum(idle) FILTER (WHERE NOT is_present), 0)::integer AS "idleFrozen", sum(reserved)::integer AS reserved
       FROM held GROUP BY id
     )
     SELECT reached.id, name, "siteId", "siteName", revoked, "writtenOff", idle, "idleFrozen", reserved,
       (SELECT max(received_at) FROM epochs JOIN events ON epoch_id = epochs.id AND sequence = head_sequence
        WHERE epochs.desk_id = reached.id AND NOT by_registry) AS "lastDeliveredAt"
     FROM summed JOIN reached USING (id)
     WHERE idle + "idleFrozen" + reserved > 0
     ORDER BY reached.id LIMIT $6`,
    [
      scopes.has('all'),
      caller.siteId,
      scopes.has('network') ? caller.networkId : null,
      after ?? null,
      // A performance may go on past midnight.
      addDays(helsinkiDay(clock.now()), -1),
      limit + 1,
      siteId ?? null,
    ],
  );
  const items = rows
    .slice(0, limit)
    .map((row): Listed => ({ ...row, lastDeliveredAt: row.lastDeliveredAt?.toISOString() ?? null }));
  return ok({ items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null });
}
