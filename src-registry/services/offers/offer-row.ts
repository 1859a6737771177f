/** A performance with what only its organiser and the statistics need of it. */
import type { EventClass } from '../../../src-shared/performance/event-class.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import type { Offered } from '../../../src-shared/registry-api/bodies/performances.ts';
import type { Tx } from '../../db/database.ts';
import { UID_OF_INSTANT_ID } from './external-ids.ts';
import { PERFORMANCE, toPerformance, type PerformanceRow } from './performance-row.ts';

/** A performance of an organiser, as it is kept. */
export interface KeptOffer {
  readonly performance: Performance;
  readonly class: EventClass;
  readonly externalId: string | null;
  readonly cancelledAt: Date | null;
  /** By an imported calendar, which may take it back. */
  readonly cancelledByCalendar: boolean;
  /** What the organiser said itself of a sold-out house, whatever desks have said since. */
  readonly soldOutSaid: boolean;
}

interface OfferRow extends PerformanceRow {
  readonly class: EventClass;
  readonly external_id: string | null;
  readonly cancelled_at: Date | null;
  readonly cancelled_by_calendar: boolean;
  readonly sold_out_said: boolean;
}

const OFFER = `${PERFORMANCE}, class, external_id, cancelled_at, cancelled_by_calendar, performances.sold_out AS sold_out_said`;

/** An organiser's performances with one of the ids or external ids, or known by one of the UIDs and an instant. */
export async function keptOffers(
  tx: Tx,
  organiserId: string,
  ids: readonly string[],
  externalIds: readonly string[],
  calendarUids: readonly string[],
): Promise<KeptOffer[]> {
  const rows = await tx.query<OfferRow>(
    `SELECT ${OFFER} FROM performances JOIN sites ON sites.id = organiser_id
     WHERE organiser_id = $1 AND (performances.id = ANY ($2::uuid[]) OR external_id = ANY ($3::text[])
       OR ${UID_OF_INSTANT_ID} = ANY ($4::text[]))`,
    [organiserId, ids, externalIds, calendarUids],
  );
  return rows.map(toOffer);
}

/** A page of an organiser's performances in the order of their ids, between two Helsinki days. */
export async function offerPage(
  tx: Tx,
  organiserId: string,
  {
    after,
    limit,
    from,
    to,
  }: { after?: string | undefined; limit: number; from?: string | undefined; to?: string | undefined },
): Promise<{ items: Offered[]; next: string | null }> {
  const rows = await tx.query<OfferRow>(
    `SELECT ${OFFER} FROM performances JOIN sites ON sites.id = organiser_id
     WHERE organiser_id = $1 AND performances.id > $2 AND day BETWEEN $3 AND $4
     ORDER BY performances.id LIMIT $5`,
    [organiserId, after ?? FIRST_ID, from ?? '-infinity', to ?? 'infinity', limit + 1],
  );
  const shown = rows.slice(0, limit).map((row) => toOffered(toOffer(row)));
  return { items: shown, next: rows.length > limit ? (shown.at(-1)?.performance.id ?? null) : null };
}

/** An organiser's performances between two Helsinki days, by day and start. */
export async function offerBetween(tx: Tx, organiserId: string, from: string, to: string | null): Promise<KeptOffer[]> {
  const rows = await tx.query<OfferRow>(
    `SELECT ${OFFER} FROM performances JOIN sites ON sites.id = organiser_id
     WHERE organiser_id = $1 AND day BETWEEN $2 AND $3 ORDER BY day, starts_at NULLS FIRST, performances.id`,
    [organiserId, from, to ?? 'infinity'],
  );
  return rows.map(toOffer);
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

function toOffer(row: OfferRow): KeptOffer {
  return {
    performance: toPerformance(row),
    class: row.class,
    externalId: row.external_id,
    cancelledAt: row.cancelled_at,
    cancelledByCalendar: row.cancelled_by_calendar,
    soldOutSaid: row.sold_out_said,
  };
}

function toOffered({ performance, class: its, externalId, cancelledAt }: KeptOffer): Offered {
  return { performance, class: its, externalId, cancelledAt: cancelledAt?.toISOString() ?? null };
}
