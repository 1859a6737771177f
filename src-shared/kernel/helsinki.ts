/** Days are Europe/Helsinki days, instants are UTC (ARCHITECTURE, decision 8). */
import { Temporal } from 'temporal-polyfill';

const ZONE = 'Europe/Helsinki';

/** Days that were asked for are asked for again, with every judgement; a calendar is slow. */
const MOST_REMEMBERED = 2_000;

/** The Helsinki calendar day, `YYYY-MM-DD`, of an instant in milliseconds. */
export function helsinkiDay(instant: number): string {
  if (instant >= present.from && instant < present.until) return present.day;
  const day = zoned(instant).toPlainDate().toString();
  present = { day, from: startOfDay(day), until: endOfDay(day) };
  return day;
}

let present = { day: '', from: 0, until: 0 };

/** The instant, in milliseconds, at which a Helsinki day begins. */
export const startOfDay = remembered(
  (day: string): number => Temporal.PlainDate.from(day).toZonedDateTime(ZONE).epochMilliseconds,
);

/** The first instant, in milliseconds, that no longer belongs to the Helsinki day. */
export function endOfDay(day: string): number {
  return startOfDay(dayAfter(day));
}

/** The instant, in milliseconds, of a wall time `HH:MM` on a Helsinki day; a time that daylight saving skips moves on. */
export function atTime(day: string, time: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime({
    timeZone: ZONE,
    plainTime: Temporal.PlainTime.from(time),
  }).epochMilliseconds;
}

/** The Helsinki hour of an instant in milliseconds, 0 to 23. */
export function helsinkiHour(instant: number): number {
  return zoned(instant).hour;
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
export const oneMonthBefore = remembered((day: string): string =>
  Temporal.PlainDate.from(day).subtract({ months: 1 }).toString(),
);

const dayAfter = remembered((day: string): string => addDays(day, 1));

function zoned(instant: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(ZONE);
}

/** The same function, which looks a day up where it has worked it out before. */
function remembered<Value>(workOut: (day: string) => Value): (day: string) => Value {
  const known = new Map<string, Value>();
  return (day) => {
    const before = known.get(day);
    if (before !== undefined) return before;
    const value = workOut(day);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(day, value);
    return value;
  };
}
