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

const MINUTE = 60_000;

export const capSchema = z.strictObject({
  limit: count,
  /** Holders, or every ticket of an acquisition (CAP-8). */
  counts: z.enum(['adults', 'all-tickets']),
});

export const windowsSchema = z.strictObject({
  /** Reserved and redeemed only from one month before (SALE-3). */
  oneMonthBefore: z.boolean(),
  /** Redeemed only from so many minutes before the start; null: at any time (SALE-3). */
  redeemMinutesBefore: count.nullable(),
  /** A reservation lapses so many minutes before the start; 0: at the start (SALE-7). */
  lapseMinutesBefore: count,
});

export const exclusionSchema = z.strictObject({ reason: localised });

/** Neither seats nor ways of selling: a card holder has the choice that everybody has (SALE-1). */
export const performanceSchema = z.strictObject({
  id,
  organiser: z.strictObject({
    id,
    name: z.string(),
    type: z.enum(ORGANISER_TYPES),
    /** Support persons come along free, as assistants do (ASSIST-1). */
    supportPersons: z.boolean(),
  }),
  title: localised,
  place: z.string(),
  kind: z.enum(['performance', 'course', 'day-admission', 'festival-day']),
  /** A guest producer's (CAP-6). */
  guest: z.boolean(),
  /** The Helsinki day it is on; a course: of its first session. */
  day,
  /** Null where the day is the performance (swimming hall, museum). */
  startsAt: instant.nullable(),
  /** Null: it is over when its day is. */
  endsAt: instant.nullable(),
  /** Issuable tickets; null: not known. */
  capacity: count.nullable(),
  /** A ceiling, not a quota (CAP-7); null: none set. */
  cap: capSchema.nullable(),
  /** Sold out for everybody, card holders too (CAP-7). */
  soldOut: z.boolean(),
  /** Not on offer with the card, and why (SALE-4). */
  exclusion: exclusionSchema.nullable(),
  /** Limits in time (SALE-3, SALE-7). */
  windows: windowsSchema,
  /** Service fee a ticket, in cents, which the customer pays elsewhere (SALE-5); 0: none. */
  feeCents: count,
  /** There is a cloakroom, free with a Kaikukortti ticket (SALE-6). */
  cloakroom: z.boolean(),
  /** It does not take place. */
  cancelled: z.boolean(),
});
export type Performance = z.infer<typeof performanceSchema>;

/** The instant, in milliseconds, from which the performance is over. */
export function overFrom(performance: Performance): number {
  return performance.endsAt === null ? endOfDay(performance.day) : Date.parse(performance.endsAt);
}

/** The instant from which tickets and places may be reserved and redeemed at all, or null for always (SALE-3). */
export function reservableFrom(performance: Pick<Performance, 'day' | 'windows'>): number | null {
  return performance.windows.oneMonthBefore ? startOfDay(oneMonthBefore(performance.day)) : null;
}

/** The instant from which tickets may be redeemed, or null for always; never for course places (SALE-3). */
export function redeemableFrom(performance: Pick<Performance, 'kind' | 'startsAt' | 'windows'>): number | null {
  const minutes = performance.windows.redeemMinutesBefore;
  if (minutes === null || performance.startsAt === null || performance.kind === 'course') return null;
  return Date.parse(performance.startsAt) - minutes * MINUTE;
}

/** The instant at which a reservation lapses: the start or earlier; where the day is the performance, its end (SALE-7). */
export function lapsesFrom(performance: Pick<Performance, 'day' | 'startsAt' | 'windows'>): number {
  const { startsAt, day: itsDay, windows } = performance;
  return startsAt === null ? endOfDay(itsDay) : Date.parse(startsAt) - windows.lapseMinutesBefore * MINUTE;
}

/** Whether a second visit with one card on the same day is lawful (CARD-5). */
export function isDayAdmission(performance: Pick<Performance, 'kind'>): boolean {
  return performance.kind === 'day-admission';
}
