/** A performance: one dated event occurrence, a course, or a day's admission. */
import { z } from 'zod';
import { endOfDay, oneMonthBefore, startOfDay } from '../kernel/helsinki.ts';
import { count, day, id, instant, localised } from '../kernel/schemas.ts';

export const ORGANISER_TYPES = [
  'theatre',
  'museum',
  'cinema',
  'institute',
  'swimming-hall',
  'sports',
  'festival',
  'other',
] as const;

export const performanceSchema = z.strictObject({
  id,
  organiser: z.strictObject({ id, name: z.string(), type: z.enum(ORGANISER_TYPES) }),
  title: localised,
  place: z.string(),
  kind: z.enum(['performance', 'course', 'day-admission', 'festival-day']),
  /** The Helsinki day it is on; a course: of its first session. */
  day,
  /** Null where the day is the performance (swimming hall, museum). */
  startsAt: instant.nullable(),
  /** Null: it is over when its day is. */
  endsAt: instant.nullable(),
  /** Issuable tickets; null: not known. */
  capacity: count.nullable(),
  /** A ceiling, not a quota (CAP-7); null: none set. What it counts: CAP-8. */
  cap: z.strictObject({ limit: count, counts: z.enum(['adults', 'all-tickets']) }).nullable(),
  /** Sold out for everybody, card holders too (CAP-7). */
  soldOut: z.boolean(),
  /** Not on offer with the card, and why (SALE-4). */
  exclusion: z.strictObject({ reason: localised }).nullable(),
  /** Limits in time (SALE-3). */
  windows: z.strictObject({
    /** Reserved and redeemed only from one month before. */
    oneMonthBefore: z.boolean(),
    /** Redeemed only from so many minutes before the start; null: at any time. */
    redeemMinutesBefore: count.nullable(),
  }),
});
export type Performance = z.infer<typeof performanceSchema>;

/** The instant, in milliseconds, from which the performance is over. */
export function overFrom(performance: Performance): number {
  return performance.endsAt === null ? endOfDay(performance.day) : Date.parse(performance.endsAt);
}

/** The instant from which tickets and places may be reserved and redeemed at all, or null for always (SALE-3). */
export function reservableFrom(performance: Performance): number | null {
  return performance.windows.oneMonthBefore ? startOfDay(oneMonthBefore(performance.day)) : null;
}

/** The instant from which tickets may be redeemed, or null for always; never for course places (SALE-3). */
export function redeemableFrom(performance: Performance): number | null {
  const minutes = performance.windows.redeemMinutesBefore;
  if (minutes === null || performance.startsAt === null || performance.kind === 'course') return null;
  return Date.parse(performance.startsAt) - minutes * 60_000;
}

/** Whether a second visit with one card on the same day is lawful (CARD-5). */
export function isDayAdmission(performance: Performance): boolean {
  return performance.kind === 'day-admission';
}
