/** Loads what a delivery is judged by: a handful of queries, however many items there are. */
import type { AcquisitionEvent } from '../../../src-shared/acquisition/event.ts';
import type { RuleSet } from '../../../src-shared/rules/rule-set.ts';
import type { Tx } from '../../db/database.ts';
import { findCards } from '../cards/cards.ts';
import { WAITING_GIVE_BACK } from './delivered-epoch.ts';
import { withPlainIds, type ReadEvent } from './delivered-item.ts';
import {
  knowAcquisition,
  knowHeld,
  pair,
  parts,
  type Facts,
  type KeptLease,
  type KnownEvent,
  type Offered,
} from './delivery-facts.ts';
import type { Desk } from '../desks/desks.ts';
import type { Epoch } from '../desks/epochs.ts';
import type { KeptAcquisition } from './kept-acquisition.ts';
import { PERFORMANCE, toPerformance, type PerformanceRow } from '../offers/performance-row.ts';
import type { HeldEvent } from './places.ts';
import { namedBy } from './settle-acquisition.ts';
import { SELLABLE_ORGANISERS } from '../people/sites.ts';

/** Performances, locked until the transaction ends, always in the same order: what follows about their caps is exact. */
export async function lockOffers(tx: Tx, siteId: string, ids: readonly string[]): Promise<Map<string, Offered>> {
  const rows = await tx.prepared<PerformanceRow & Pick<Offered, 'sellable'> & { cancelled_at: Date | null }>(
    `SELECT ${PERFORMANCE}, cancelled_at, CASE WHEN organiser_id IN ${SELLABLE_ORGANISERS} THEN 'now'
       WHEN EXISTS (SELECT FROM named_agents WHERE agent_id = $1 AND named_agents.organiser_id = performances.organiser_id)
       THEN 'once' ELSE 'never' END AS sellable
     FROM performances JOIN sites ON sites.id = organiser_id WHERE performances.id = ANY ($2::uuid[])
     ORDER BY performances.id FOR NO KEY UPDATE OF performances`,
    [siteId, [...new Set(ids)]],
  );
  return new Map(
    rows.map((row) => {
      const cancelledAt = row.cancelled_at?.getTime() ?? null;
      return [row.id, { performance: toPerformance(row), sellable: row.sellable, cancelledAt }];
    }),
  );
}

/** What events name. */
function namesIn(read: readonly ReadEvent[]) {
  const acquired = read.flatMap(({ event }): AcquisitionEvent[] => ('acquisitionId' in event ? [event] : []));
  const sold = read.flatMap(({ event, code }) =>
    code.ok ? [{ performanceId: event.performanceId, code: code.value }] : [],
  );
  return {
    performanceIds: [...new Set(acquired.map((event) => event.performanceId))],
    named: new Set(acquired.flatMap((event) => namedBy(event).map((id) => pair(event.performanceId, id)))),
    sold,
    codes: new Set(sold.map(({ code }) => code)),
  };
}

/** What can be asked for by the events alone. */
export type FirstFacts = Awaited<ReturnType<typeof loadFirst>>;

/** Asks for what events name, all at once; sent behind the locks of epoch and performances it sees what they wait for. */
export async function loadFirst(tx: Tx, epochId: string, read: readonly ReadEvent[]) {
  const { performanceIds, named, sold, codes } = namesIn(read);
  const [known, ruleSets, hasWaiting, kin, held, kept, cards, leases] = await Promise.all([
    loadKnown(tx, epochId, read),
    loadRuleSets(tx),
    hasWaitingGiveBacks(tx, epochId),
    loadKin(tx, performanceIds),
    loadHeld(tx, named),
    loadAcquisitions(tx, named, sold),
    findCards(tx, [...codes]),
    loadLeases(tx, performanceIds, [epochId]),
  ]);
  return { known, ruleSets, hasWaiting, kin, held, kept, cards, leases };
}

/**
 * Everything that events are judged by. Epoch and performances are locked already. To what was asked for first come kin,
 * others' epochs and cards of earlier sales, where there are any.
 */
export async function loadFacts(
  tx: Tx,
  desk: Desk,
  { id: epochId, frozen }: Pick<Epoch, 'id' | 'frozen'>,
  offers: ReadonlyMap<string, Offered>,
  read: readonly ReadEvent[],
  { known, ruleSets, hasWaiting, kin, held, kept, cards, leases }: FirstFacts,
): Promise<Facts> {
  const { performanceIds, named, codes } = namesIn(read);
  const others = without(familyOf(named, kin), named);
  const [heldByKin, keptOfKin] = await Promise.all([loadHeld(tx, others), loadAcquisitions(tx, others, [])]);
  const allHeld = [...held, ...heldByKin];
  const allKept = [...kept, ...keptOfKin];
  const epochIds = new Set(allHeld.map(({ event }) => event.epoch));
  epochIds.delete(epochId);
  const moreCodes = without(new Set(allKept.map(({ code }) => code)), codes);
  const [moreCards, moreLeases] = await Promise.all([
    findCards(tx, [...moreCodes]),
    loadLeases(tx, performanceIds, [...epochIds]),
  ]);
  const facts: Facts = {
    desk,
    epochId,
    frozen,
    offers,
    ruleSets,
    hasWaiting,
    ...known,
    cards: new Map([...cards, ...moreCards]),
    acquisitions: new Map(),
    visits: new Map(),
    held: new Map(),
    kin: new Map(),
    leases: new Map([...leases, ...moreLeases]),
    siteOf: new Map([[epochId, desk.site.id]]),
  };
  for (const { siteId, ...one } of allHeld) {
    knowHeld(facts, one);
    facts.siteOf.set(one.event.epoch, siteId);
  }
  for (const { redeemedSiteId, ...row } of allKept) {
    knowAcquisition(facts, row);
    if (row.redeemedEpochId !== null && redeemedSiteId !== null) facts.siteOf.set(row.redeemedEpochId, redeemedSiteId);
  }
  return facts;
}

async function loadKnown(
  tx: Tx,
  epochId: string,
  read: readonly ReadEvent[],
): Promise<Pick<Facts, 'events' | 'taken'>> {
  const rows = await tx.prepared<(KnownEvent & { id: string; taken: null }) | { id: null; taken: number }>(
    `SELECT id, encode(hash, 'hex') AS hash, conflicts, NULL::integer AS taken FROM events WHERE id = ANY ($1::uuid[])
     UNION ALL
     SELECT NULL, NULL, NULL, sequence FROM events
     WHERE epoch_id = $2 AND sequence = ANY ($3::integer[]) AND NOT forked`,
    [read.map(({ event }) => event.id), epochId, read.map(({ event }) => event.sequence)],
  );
  const events = new Map<string, KnownEvent>();
  const taken = new Set<number>();
  for (const row of rows) {
    if (row.id === null) taken.add(row.taken);
    else events.set(row.id, row);
  }
  return { events, taken };
}

async function hasWaitingGiveBacks(tx: Tx, epochId: string): Promise<boolean> {
  const rows = await tx.prepared(`SELECT FROM events WHERE epoch_id = $1 AND ${WAITING_GIVE_BACK} LIMIT 1`, [epochId]);
  return rows.length > 0;
}

/** Who shares places with whom at performances, both ways, by performance and acquisition (CARD-5). */
async function loadKin(tx: Tx, performanceIds: readonly string[]): Promise<Map<string, string[]>> {
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

function familyOf(named: ReadonlySet<string>, kin: ReadonlyMap<string, readonly string[]>): Set<string> {
  // A set that grows while it is gone through: kin of kin too.
  const family = new Set(named);
  for (const key of family) for (const other of kin.get(key) ?? []) family.add(other);
  return family;
}

function without(all: ReadonlySet<string>, known: ReadonlySet<string>): Set<string> {
  return new Set([...all].filter((each) => !known.has(each)));
}

/** Events of acquisitions. One look-up each (OFFSET 0), whatever is believed of how many there are. */
async function loadHeld(tx: Tx, keys: ReadonlySet<string>): Promise<(HeldEvent & { readonly siteId: string })[]> {
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
async function loadAcquisitions(
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

async function loadLeases(
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

async function loadRuleSets(tx: Tx): Promise<RuleSet[]> {
  return (await tx.prepared<{ body: RuleSet }>('SELECT body FROM rule_sets', [])).map(({ body }) => body);
}
