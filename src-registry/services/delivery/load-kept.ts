/** Loads what the registry has kept of acquisitions, of their kin and of leases. */
import type { Tx } from '../../db/database.ts';
import { withPlainIds } from './delivered-item.ts';
import { pair, parts, type KeptLease } from './delivery-facts.ts';
import type { KeptAcquisition } from './kept-acquisition.ts';
import type { HeldEvent } from './places.ts';

/** Who shares places with whom at performances, both ways, by performance and acquisition (CARD-5). */
export async function loadKin(tx: Tx, performanceIds: readonly string[]): Promise<Map<string, string[]>> {
  if (performanceIds.length === 0) return new Map();
  const rows = await tx.prepared<{ performanceId: string; one: string; other: string }>(
    `SELECT performance_id AS "performanceId", acquisition_id AS one, lower(body ->> 'heirId') AS other FROM events
     WHERE performance_id = ANY ($1::uuid[]) AND type = 'voided' AND body ? 'heirId'`,
    [performanceIds],
  );
  const kin = new Map<string, string[]>();
  for (const { performanceId, one, other } of rows) {
    const [first, second] = [pair(performanceId, one), pair(performanceId, other)];
    kin.set(first, [...(kin.get(first) ?? []), second]);
    kin.set(second, [...(kin.get(second) ?? []), first]);
  }
  return kin;
}

/** Events of acquisitions. One look-up each (OFFSET 0), whatever is believed of how many there are. */
export async function loadHeld(
  tx: Tx,
  keys: ReadonlySet<string>,
): Promise<(HeldEvent & { readonly siteId: string })[]> {
  if (keys.size === 0) return [];
  const rows = await tx.prepared<HeldEvent & { siteId: string }>(
    `SELECT body AS event, desk_id AS "deskId", site_id AS "siteId"
     FROM unnest($1::uuid[]) AS named (id)
       CROSS JOIN LATERAL (SELECT body, epoch_id FROM events WHERE acquisition_id = named.id OFFSET 0) AS held
       JOIN epochs ON epochs.id = epoch_id JOIN desks ON desks.id = desk_id`,
    [[...keys].map((key) => parts(key)[1])],
  );
  return rows
    .map((row) => ({ ...row, event: withPlainIds(row.event) }))
    .filter(({ event }) => keys.has(pair(event.performanceId, event.acquisitionId)));
}

const MICROSECONDS = `AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;

/** Acquisitions, and all of the same cards, and of those that are given, at the same performances. */
export async function loadAcquisitions(
  tx: Tx,
  keys: ReadonlySet<string>,
  codes: readonly { readonly performanceId: string; readonly code: string }[],
): Promise<(KeptAcquisition & { readonly redeemedSiteId: string | null })[]> {
  if (keys.size === 0) return [];
  const ids = [...keys].map((key) => parts(key)[1]);
  return tx.prepared(
    // OFFSET 0: one look-up a card, as above.
    `WITH visits (performance_id, code) AS (
       SELECT * FROM unnest($2::uuid[], $3::text[])
       UNION SELECT performance_id, code FROM acquisitions WHERE id = ANY ($1::uuid[])
     ) SELECT found.id, found.performance_id AS "performanceId", found.code, epoch_id AS "epochId",
       encode(card_key, 'hex') AS "cardKey", state, to_char(at ${MICROSECONDS}) AS at, state_epoch_id AS "stateEpochId", children, card_seen AS "cardSeen",
       to_char(lapses_at ${MICROSECONDS}) AS "lapsesAt", leased_units AS "leasedUnits", beyond_units AS "beyondUnits",
       to_char(redeemed_at ${MICROSECONDS}) AS "redeemedAt", redeemed_epoch_id AS "redeemedEpochId",
       site_id AS "redeemedSiteId"
     FROM visits
       CROSS JOIN LATERAL (
         SELECT * FROM acquisitions
         WHERE acquisitions.performance_id = visits.performance_id AND acquisitions.code = visits.code OFFSET 0
       ) AS found
       LEFT JOIN epochs ON epochs.id = redeemed_epoch_id
       LEFT JOIN desks ON desks.id = desk_id`,
    [ids, codes.map(({ performanceId }) => performanceId), codes.map(({ code }) => code)],
  );
}

export async function loadLeases(
  tx: Tx,
  performanceIds: readonly string[],
  epochIds: readonly string[],
): Promise<Map<string, KeptLease>> {
  if (performanceIds.length === 0 || epochIds.length === 0) return new Map();
  const rows = await tx.prepared<KeptLease & { performanceId: string; epochId: string }>(
    `SELECT performance_id AS "performanceId", epoch_id AS "epochId", granted, consumed, released, returned,
       to_pool AS "toPool"
     FROM leases WHERE performance_id = ANY ($1::uuid[]) AND epoch_id = ANY ($2::uuid[])`,
    [performanceIds, epochIds],
  );
  return new Map(rows.map(({ performanceId, epochId, ...lease }) => [pair(performanceId, epochId), lease]));
}
