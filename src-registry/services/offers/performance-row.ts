/** A performance as a row of the registry's table. */
import type { Performance } from '../../../src-shared/performance/performance.ts';

/** SQL: what a row is read by, from performances joined with the organiser's site. */
export const PERFORMANCE = `performances.id, performances.organiser_id, sites.name AS organiser_name,
  sites.type AS organiser_type, sites.support_persons, title, place, kind, guest, day, starts_at, ends_at, capacity, cap,
  coalesce(sold_out_mark, sold_out) AS sold_out, exclusion, windows, fee_cents, cloakroom,
  cancelled_at IS NOT NULL AS cancelled, performances.position`;

/** SQL: what an organiser sets, in the order of `valuesOf`. */
export const PERFORMANCE_COLUMNS = `organiser_id, title, place, kind, guest, day, starts_at, ends_at, capacity, cap,
  sold_out, exclusion, windows, fee_cents, cloakroom`;

export interface PerformanceRow {
  readonly id: string;
  readonly organiser_id: string;
  readonly organiser_name: string;
  readonly organiser_type: Performance['organiser']['type'];
  readonly support_persons: boolean;
  readonly title: Performance['title'];
  readonly place: string;
  readonly kind: Performance['kind'];
  readonly guest: boolean;
  readonly day: string;
  readonly starts_at: Date | null;
  readonly ends_at: Date | null;
  readonly capacity: number | null;
  readonly cap: Performance['cap'];
  readonly sold_out: boolean;
  readonly exclusion: Performance['exclusion'];
  readonly windows: Performance['windows'];
  readonly fee_cents: number;
  readonly cloakroom: boolean;
  readonly cancelled: boolean;
  readonly position: number;
}

/**
 * Values of PERFORMANCE_COLUMNS. Whether support persons come along stands with the organiser's site, and whether it is
 * cancelled is said by a call of its own.
 */
export function valuesOf(performance: Performance): unknown[] {
  return [
    performance.organiser.id,
    performance.title,
    performance.place,
    performance.kind,
    performance.guest,
    performance.day,
    performance.startsAt,
    performance.endsAt,
    performance.capacity,
    performance.cap,
    performance.soldOut,
    performance.exclusion,
    performance.windows,
    performance.feeCents,
    performance.cloakroom,
  ];
}

/** The performance that a row says. */
export function toPerformance(row: PerformanceRow): Performance {
  const { id, title, place, kind, guest, day, capacity, cap, exclusion, windows, cloakroom, cancelled } = row;
  return {
    id,
    organiser: {
      id: row.organiser_id,
      name: row.organiser_name,
      type: row.organiser_type,
      supportPersons: row.support_persons,
    },
    title,
    place,
    kind,
    guest,
    day,
    startsAt: row.starts_at?.toISOString() ?? null,
    endsAt: row.ends_at?.toISOString() ?? null,
    capacity,
    cap,
    soldOut: row.sold_out,
    exclusion,
    windows,
    feeCents: row.fee_cents,
    cloakroom,
    cancelled,
  };
}
