/** Days, times, ages and numbers as the desks of Finland write them; times are Helsinki times. */
import type { Language } from '../kernel/schemas.ts';
import { translate } from './translate.ts';

const ZONE = 'Europe/Helsinki';
const LOCALES: Readonly<Record<Language, string>> = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' };
const MINUTE = 60_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** A Helsinki day, `YYYY-MM-DD`, as "14.3.2026". */
export function formatDay(language: Language, day: string): string {
  // Noon, so that the day is the same in any zone near Helsinki.
  return formatter(language, { day: 'numeric', month: 'numeric', year: 'numeric' }).format(
    new Date(`${day}T10:00:00Z`),
  );
}

/** A Helsinki day with its weekday, as "la 14.3.". */
export function formatWeekday(language: Language, day: string): string {
  return formatter(language, { weekday: 'short', day: 'numeric', month: 'numeric' }).format(
    new Date(`${day}T10:00:00Z`),
  );
}

/** The Helsinki time of an instant (milliseconds), as "18.30" or "18:30". */
export function formatTime(language: Language, instant: number): string {
  return formatter(language, { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }).format(instant);
}

/** An instant (milliseconds) within a sentence: its time, after weekday and date unless it is on the Helsinki day of `now`. */
export function formatMoment(language: Language, instant: number, now: number): string {
  const dayOf = formatter(language, { day: 'numeric', month: 'numeric', year: 'numeric' });
  const time = formatTime(language, instant);
  if (dayOf.format(instant) === dayOf.format(now)) return translate(language, 'moment.time', { time });
  const day = formatter(language, { weekday: 'short', day: 'numeric', month: 'numeric' }).format(instant);
  return translate(language, 'moment.dayTime', { day, time });
}

/** How long ago something was, from milliseconds. */
export function formatAge(language: Language, milliseconds: number): string {
  const minutes = Math.floor(milliseconds / MINUTE);
  if (minutes < 1) return translate(language, 'age.now', {});
  if (minutes < 60) return translate(language, 'age.minutes', { minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return translate(language, 'age.hours', { hours });
  return translate(language, 'age.days', { days: Math.floor(hours / 24) });
}

/** A whole number with the language's thousands separator. */
export function formatNumber(language: Language, number: number): string {
  return new Intl.NumberFormat(LOCALES[language]).format(number);
}

/** An amount in cents as euros, as "2,50 €". */
export function formatEuros(language: Language, cents: number): string {
  return new Intl.NumberFormat(LOCALES[language], { style: 'currency', currency: 'EUR' }).format(cents / 100);
}

/** Making a formatter is slow, using one is not. */
function formatter(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(LOCALES[language], { ...options, timeZone: ZONE });
  formatters.set(key, made);
  return made;
}
