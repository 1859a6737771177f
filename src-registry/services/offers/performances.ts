/** Performances as the registry keeps them. */
import type { EventOf } from '../../../src-shared/acquisition/event.ts';
import { presetClass } from '../../../src-shared/performance/event-class.ts';
import { checkOffer, type OfferBreach } from '../../../src-shared/performance/offer-check.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import type { PerformanceChange } from '../../../src-shared/registry-api/bodies/feeds.ts';
import type { Tx } from '../../db/database.ts';
import { countHolders } from '../delivery/count-holders.ts';
import { PERFORMANCE, PERFORMANCE_COLUMNS, toPerformance, valuesOf, type PerformanceRow } from './performance-row.ts';
import { rulesOn } from '../rule-sets.ts';
import { SELLABLE_ORGANISERS } from '../people/sites.ts';
import { publish } from '../feeds/streams.ts';
import { withTombstones } from '../feeds/tombstones.ts';

/** A performance, and whether the site may sell it (USE-2); null where there is none. */
export async function findPerformance(
  tx: Tx,
  siteId: string,
  id: string,
): Promise<{ performance: Performance; sellable: boolean } | null> {
  const [row] = await tx.query<PerformanceRow & { sellable: boolean }>(
    `SELECT ${PERFORMANCE}, organiser_id IN ${SELLABLE_ORGANISERS} AS sellable
     FROM performances JOIN sites ON sites.id = organiser_id WHERE performances.id = $2`,
    [siteId, id],
  );
  return row === undefined ? null : { performance: toPerformance(row), sellable: row.sellable };
}

/** An organiser's performances from a Helsinki day on. */
export async function performancesFrom(tx: Tx, organiserId: string, day: string): Promise<Performance[]> {
  const rows = await tx.query<PerformanceRow>(
    `SELECT ${PERFORMANCE} FROM performances JOIN sites ON sites.id = organiser_id
     WHERE organiser_id = $1 AND day >= $2`,
    [organiserId, day],
  );
  return rows.map(toPerformance);
}

/** Locks performances until the transaction ends, always in the same order: what follows about their caps is exact. */
export async function lockPerformances(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query('SELECT FROM performances WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [ids]);
}

/** A performance whose limits are unlawful, and why. */
export interface UnlawfulOffer {
  readonly performance: Performance;
  readonly breaches: readonly OfferBreach[];
}

/**
 * Adds performances or changes them; desks hear of those that really changed, and of caps that were raised. Those whose
 * limits are unlawful under the rule set of their own day are left out and given back (CAP-10, SALE-3).
 */
export async function putPerformances(tx: Tx, performances: readonly Performance[]): Promise<UnlawfulOffer[]> {
  const unlawful: UnlawfulOffer[] = [];
  for (const performance of performances) {
    const breaches = checkOffer(performance, await rulesOn(tx, performance.day));
    if (breaches.length > 0) unlawful.push({ performance, breaches });
  }
  const leftOut = new Set(unlawful.map(({ performance }) => performance));
  await storePerformances(
    tx,
    performances.filter((performance) => !leftOut.has(performance)),
  );
  return unlawful;
}

/** What has changed of performances, and desks have not heard of. */
export interface ChangedOffers {
  readonly performances: readonly string[];
  /** Acquisitions that count otherwise now, or for another day. */
  readonly uses: readonly string[];
  /** Performances of which the cap was raised. */
  readonly raised: readonly string[];
}

/** Stores performances as they are: what is lawful already, or was when it was set. Desks hear of it. */
export async function storePerformances(tx: Tx, performances: readonly Performance[]): Promise<void> {
  await publishOffers(tx, await changePerformances(tx, performances));
}

/** Stores performances within a transaction that goes on; `publishOffers` ends it. */
export function changePerformances(tx: Tx, performances: readonly Performance[]): Promise<ChangedOffers> {
  return store(tx, performances, put);
}

/** Stores the limits of a performance that is there, and nothing else of it; `publishOffers` ends the transaction. */
export function changeLimits(tx: Tx, performance: Performance): Promise<ChangedOffers> {
  return store(tx, [performance], putLimits);
}

/** Lets desks hear of changes. Locks the streams, for which every delivery waits: last in a transaction. */
export async function publishOffers(tx: Tx, { performances, uses, raised }: ChangedOffers): Promise<void> {
  await publish(tx, 'performances', performances);
  await publish(tx, 'uses', uses);
  if (raised.length > 0) tx.announce({ freed: raised });
}

async function store(tx: Tx, performances: readonly Performance[], putOne: typeof put): Promise<ChangedOffers> {
  const ids = performances.map((performance) => performance.id);
  await lockPerformances(tx, ids);
  const rows = await tx.query<PerformanceRow>(
    `SELECT ${PERFORMANCE} FROM performances JOIN sites ON sites.id = organiser_id
     WHERE performances.id = ANY ($1::uuid[])`,
    [ids],
  );
  const kept = new Map(rows.map((row) => [row.id, toPerformance(row)]));
  const changed: string[] = [];
  const raised: string[] = [];
  const uses: string[] = [];
  for (const performance of performances) {
    const before = kept.get(performance.id);
    if (!(await putOne(tx, performance))) continue;
    changed.push(performance.id);
    if (before === undefined) continue;
    if (isCountedOtherwise(before, performance)) {
      uses.push(...(await countHolders(tx, performance, null)).keys());
    }
    if (before.day < performance.day) uses.push(...(await usesOf(tx, performance.id)));
    const [limitBefore, limit] = [before.cap?.limit, performance.cap?.limit];
    if (limitBefore !== undefined && limit !== undefined && limit > limitBefore) raised.push(performance.id);
  }
  return { performances: changed, uses: [...new Set(uses)], raised };
}

/** Of a performance that was put off: who began to read when it was over has not heard of them. */
async function usesOf(tx: Tx, performanceId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>('SELECT id FROM acquisitions WHERE performance_id = $1', [performanceId]);
  return rows.map(({ id }) => id);
}

/** CAP-8: under another kind of cap what stands takes other units of it. */
function isCountedOtherwise(before: Performance, now: Performance): boolean {
  return before.cap?.counts !== now.cap?.counts || before.kind !== now.kind;
}

async function put(tx: Tx, performance: Performance): Promise<boolean> {
  const old = PERFORMANCE_COLUMNS.replaceAll(/\w+/g, 'performances.$&');
  const wanted = PERFORMANCE_COLUMNS.replaceAll(/\w+/g, 'excluded.$&');
  const values = valuesOf(performance);
  // What desks said of a sold-out house holds until the organiser says something else.
  const rows = await tx.query(
    `INSERT INTO performances (id, class, ${PERFORMANCE_COLUMNS})
     VALUES ($1, $2, ${values.map((_, index) => `$${index + 3}`).join(', ')})
     ON CONFLICT (id) DO UPDATE SET (${PERFORMANCE_COLUMNS}) = (${wanted}),
       sold_out_mark = CASE WHEN performances.sold_out = excluded.sold_out THEN performances.sold_out_mark END
     WHERE (${old}) IS DISTINCT FROM (${wanted}) RETURNING 1`,
    [performance.id, presetClass(performance.organiser.type), ...values],
  );
  return rows.length > 0;
}

async function putLimits(tx: Tx, { id, capacity, cap, windows, exclusion }: Performance): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE performances SET capacity = $2::integer, cap = $3::jsonb, windows = $4::jsonb, exclusion = $5::jsonb
     WHERE id = $1 AND (capacity, cap, windows, exclusion)
       IS DISTINCT FROM ($2::integer, $3::jsonb, $4::jsonb, $5::jsonb) RETURNING 1`,
    [id, capacity, cap, windows, exclusion],
  );
  return rows.length > 0;
}

/**
 * Takes a desk's word that a performance is sold out, or on sale again: the latest counts, in whatever order they arrive
 * (CAP-7). True where desks must hear of it: it was not so before, or the word was an older one.
 */
export async function markSoldOut(
  tx: Tx,
  { id, performanceId, at, soldOut }: EventOf<'sold-out-set'>,
): Promise<boolean> {
  const [before] = await tx.query<{ differs: boolean }>(
    'SELECT coalesce(sold_out_mark, sold_out) <> $2 AS differs FROM performances WHERE id = $1',
    [performanceId, soldOut],
  );
  await tx.query(
    `UPDATE performances SET sold_out_mark = $2, sold_out_marked_at = $3, sold_out_marked_by = $4
     WHERE id = $1 AND (sold_out_marked_at IS NULL OR (sold_out_marked_at, sold_out_marked_by) < ($3, $4))`,
    [performanceId, soldOut, at, id],
  );
  return before?.differs === true;
}

/** Changes after a position, in their order, of the performances that a site sells. */
export async function performanceChanges(
  tx: Tx,
  siteId: string,
  after: number,
  most: number,
): Promise<{ position: number; change: PerformanceChange }[]> {
  const rows = await tx.query<PerformanceRow>(
    `SELECT ${PERFORMANCE} FROM performances JOIN sites ON sites.id = organiser_id
     WHERE organiser_id IN ${SELLABLE_ORGANISERS} AND performances.position > $2
     ORDER BY performances.position LIMIT $3`,
    [siteId, after, most],
  );
  const changes = rows.map((row) => ({
    position: row.position,
    change: { id: row.id, performance: toPerformance(row) },
  }));
  const query = { stream: 'performances', siteId, after, most } as const;
  return withTombstones<PerformanceChange>(tx, query, changes, (id) => ({ id, performance: null }));
}
