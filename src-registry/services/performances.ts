/** Performances as the registry keeps them. */
import type { Performance } from '../../src-shared/performance/performance.ts';
import type { PerformanceChange } from '../../src-shared/registry-api/schemas.ts';
import type { Tx } from '../db/database.ts';
import { SELLABLE_ORGANISERS } from './sites.ts';
import { publish } from './streams.ts';

const PERFORMANCE = `performances.id, performances.organiser_id, sites.name AS organiser_name,
  sites.type AS organiser_type, title, place, kind, day, starts_at, ends_at, capacity, cap, sold_out, exclusion,
  windows, performances.position`;

interface PerformanceRow {
  id: string;
  organiser_id: string;
  organiser_name: string;
  organiser_type: Performance['organiser']['type'];
  title: Performance['title'];
  place: string;
  kind: Performance['kind'];
  day: string;
  starts_at: Date | null;
  ends_at: Date | null;
  capacity: number | null;
  cap: Performance['cap'];
  sold_out: boolean;
  exclusion: Performance['exclusion'];
  windows: Performance['windows'];
  position: number;
}

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

/** Locks performances until the transaction ends, always in the same order: what follows about their caps is exact. */
export async function lockPerformances(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query('SELECT FROM performances WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [ids]);
}

/** Adds performances or changes them; desks hear of those that really changed, and of caps that were raised. */
export async function putPerformances(tx: Tx, performances: readonly Performance[]): Promise<void> {
  await lockPerformances(
    tx,
    performances.map((performance) => performance.id),
  );
  const changed: string[] = [];
  const raised: string[] = [];
  for (const performance of performances) {
    const before = await findPerformance(tx, performance.organiser.id, performance.id);
    if (!(await put(tx, performance))) continue;
    changed.push(performance.id);
    const [limitBefore, limit] = [before?.performance.cap?.limit, performance.cap?.limit];
    if (limitBefore !== undefined && limit !== undefined && limit > limitBefore) raised.push(performance.id);
  }
  await publish(tx, 'performances', changed);
  if (raised.length > 0) tx.announce({ freed: raised });
}

async function put(tx: Tx, performance: Performance): Promise<boolean> {
  const columns =
    'organiser_id, title, place, kind, day, starts_at, ends_at, capacity, cap, sold_out, exclusion, windows';
  const old = columns.replaceAll(/\w+/g, 'performances.$&');
  const wanted = columns.replaceAll(/\w+/g, 'excluded.$&');
  const { id, organiser, title, place, kind, day, startsAt, endsAt, capacity, cap, soldOut, exclusion, windows } =
    performance;
  const rows = await tx.query(
    `INSERT INTO performances (id, ${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     ON CONFLICT (id) DO UPDATE SET (${columns}) = (${wanted})
     WHERE (${old}) IS DISTINCT FROM (${wanted}) RETURNING 1`,
    [id, organiser.id, title, place, kind, day, startsAt, endsAt, capacity, cap, soldOut, exclusion, windows],
  );
  return rows.length > 0;
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
  return rows.map((row) => ({ position: row.position, change: { id: row.id, performance: toPerformance(row) } }));
}

function toPerformance(row: PerformanceRow): Performance {
  const { id, title, place, kind, day, capacity, cap, exclusion, windows } = row;
  return {
    id,
    organiser: { id: row.organiser_id, name: row.organiser_name, type: row.organiser_type },
    title,
    place,
    kind,
    day,
    startsAt: row.starts_at?.toISOString() ?? null,
    endsAt: row.ends_at?.toISOString() ?? null,
    capacity,
    cap,
    soldOut: row.sold_out,
    exclusion,
    windows,
  };
}
