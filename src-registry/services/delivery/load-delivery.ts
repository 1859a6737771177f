/** Loads what a delivery is judged by: a handful of queries, however many items there are. */
import type { AcquisitionEvent } from '../../../src-shared/acquisition/event.ts';
import type { RuleSet } from '../../../src-shared/rules/rule-set.ts';
import type { Tx } from '../../db/database.ts';
import { findCards } from '../cards/cards.ts';
import type { Desk } from '../desks/desks.ts';
import type { Epoch } from '../desks/epochs.ts';
import { PERFORMANCE, toPerformance, type PerformanceRow } from '../offers/performance-row.ts';
import { SELLABLE_ORGANISERS } from '../people/sites.ts';
import { WAITING_GIVE_BACK } from './delivered-epoch.ts';
import type { ReadEvent } from './delivered-item.ts';
import { knowAcquisition, knowHeld, pair, type Facts, type KnownEvent, type Offered } from './delivery-facts.ts';
import { namedBy } from './settle-acquisition.ts';
import { loadAcquisitions, loadHeld, loadKin, loadLeases } from './load-kept.ts';

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

function familyOf(named: ReadonlySet<string>, kin: ReadonlyMap<string, readonly string[]>): Set<string> {
  // A set that grows while it is gone through: kin of kin too.
  const family = new Set(named);
  for (const key of family) for (const other of kin.get(key) ?? []) family.add(other);
  return family;
}

function without(all: ReadonlySet<string>, known: ReadonlySet<string>): Set<string> {
  return new Set([...all].filter((each) => !known.has(each)));
}

async function loadRuleSets(tx: Tx): Promise<RuleSet[]> {
  return (await tx.prepared<{ body: RuleSet }>('SELECT body FROM rule_sets', [])).map(({ body }) => body);
}
