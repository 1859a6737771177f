/** Days are Europe/Helsinki days, instants are UTC (ARCHITECTURE, decision 8). */
import { Temporal } from 'temporal-polyfill';

const ZONE = 'Europe/Helsinki';

/** The Helsinki calendar day, `YYYY-MM-DD`, of an instant in milliseconds. */
export function helsinkiDay(instant: number): string {
  return zoned(instant).toPlainDate().toString();
}

/** The instant, in milliseconds, at which a Helsinki day begins. */
export function startOfDay(day: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(ZONE).epochMilliseconds;
}

/** The first instant, in milliseconds, that no longer belongs to the Helsinki day. */
export function endOfDay(day: string): number {
  return startOfDay(addDays(day, 1));
}

/** The instant, in milliseconds, of a wall time `HH:MM` on a Helsinki day; a time that daylight saving skips moves on. */
export function atTime(day: string, time: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime({
    timeZone: ZONE,
    plainTime: Temporal.PlainTime.from(time),
  }).epochMilliseconds;
}

/** The day `count` days later (earlier when negative). */
export function addDays(day: string, count: number): string {
  return Temporal.PlainDate.from(day).add({ days: count }).toString();
}

/** The same date `count` years later; 29 February becomes the 28th (CARD-3). */
export function addYears(day: string, count: number): string {
  return Temporal.PlainDate.from(day).add({ years: count }).toString();
}

/** The same day number a month before, else that month's last day (SALE-3). */
export function oneMonthBefore(day: string): string {
  return Temporal.PlainDate.from(day).subtract({ months: 1 }).toString();
}

function zoned(instant: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(ZONE);
}
