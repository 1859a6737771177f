/** A season out of an iCalendar file (RFC 5545): every occurrence becomes what is wanted of a performance. */
import ical, { type EventInstance, type VEvent } from 'node-ical';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { performanceWish, type PerformanceWish } from '../../../src-shared/registry-api/bodies/performances.ts';
import { MOST_SEASON_ROWS, type SeasonFault } from '../../../src-shared/registry-api/bodies/season.ts';
import { line as textLine } from '../../../src-shared/registry-api/bodies/text.ts';
import { decodeText } from './csv-table.ts';
import type { ReadSeason } from './csv-season.ts';
import { calendarEvents, type CalendarEvent } from './ical-events.ts';
import type { Wish } from './plan-offers.ts';

/** How far a rule without an end is followed from its first occurrence. */
const FOLLOWED_DAYS = 731;
const DAY = 24 * 3_600_000;
/** Rules take their time to follow: so many of them, and so many occurrences, also of those that are taken out. */
const MOST_RULES = 100;
const MOST_FOLLOWED = 10_000;

interface Followed {
  occurrences: number;
}

type Presets = Pick<PerformanceWish, 'class' | 'kind' | 'place'>;

/** Reads a season, in steps. Never throws; what cannot be read is a fault at the line where its event begins. */
export function* readSeasonCalendar(bytes: Uint8Array, presets: Presets): Generator<undefined, ReadSeason> {
  const { events, faults } = yield* calendarEvents(decodeText(bytes));
  const wishes: { line: number; wish: Wish }[] = [];
  let rules = 0;
  const followed = { occurrences: 0 };
  for (const event of events) {
    yield;
    const { line, isRecurring } = event;
    if (isRecurring) rules += 1;
    const isTooMuch = rules > MOST_RULES || followed.occurrences > MOST_FOLLOWED;
    const found = isTooMuch ? [] : wishesOf(event, presets, followed);
    if (!Array.isArray(found)) faults.push(found);
    else if (isTooMuch || wishes.length + found.length > MOST_SEASON_ROWS) {
      // What follows would be too much too.
      faults.push({ line, column: isRecurring ? 'RRULE' : null, code: 'event.too-many-occurrences' });
      break;
    } else wishes.push(...found.map((wish) => ({ line, wish })));
  }
  return { wishes, faults: faults.toSorted((a, b) => a.line - b.line) };
}

function wishesOf(event: CalendarEvent, presets: Presets, followed: Followed): Wish[] | SeasonFault {
  const instances = expanded(event, followed);
  if (instances === null) return { line: event.line, column: 'RRULE', code: 'event.not-expandable' };
  const wishes: Wish[] = [];
  for (const instance of instances) {
    const title = textOf(instance.summary);
    const place = textOf(instance.event.location);
    if (!textLine(200).safeParse(title).success || !textLine(300).safeParse(event.uid).success) {
      return {
        line: event.line,
        column: title === '' ? 'SUMMARY' : null,
        code: title === '' ? 'event.without-title' : 'cell.too-long',
      };
    }
    const calendarStatus = statusOf(instance.event);
    for (const [day, name, otherName] of daysOf(instance, event)) {
      if (!performanceWish.shape.day.safeParse(day).success) {
        return { line: event.line, column: 'DTSTART', code: 'event.not-a-date' };
      }
      wishes.push({
        id: null,
        externalId: name.slice(0, 300),
        ...(otherName === null ? {} : { otherName: otherName.slice(0, 300) }),
        class: presets.class,
        kind: instance.isFullDay ? 'day-admission' : presets.kind,
        place: textLine(200).safeParse(place).success ? place : presets.place,
        title: { fi: title, sv: title, en: title },
        day,
        ...timesOf(instance),
        ...(calendarStatus === null ? {} : { calendarStatus }),
      });
      if (wishes.length > MOST_SEASON_ROWS) {
        return { line: event.line, column: 'RRULE', code: 'event.too-many-occurrences' };
      }
    }
  }
  return wishes;
}

/** Its occurrences, without those that are taken out; null where the library cannot tell. */
function expanded({ text, count }: CalendarEvent, followed: Followed): EventInstance[] | null {
  try {
    const events = Object.values(ical.sync.parseICS(text)).filter((each): each is VEvent => each?.type === 'VEVENT');
    return events.flatMap((event) => {
      const from = event.start.getTime();
      const range = { from: new Date(from), to: new Date(from + FOLLOWED_DAYS * DAY) };
      const found = ical.expandRecurringEvent(event, range);
      followed.occurrences += found.length;
      if (count === null) return found;
      const all = ical.expandRecurringEvent(event, { ...range, includeOverrides: false, excludeExdates: false });
      followed.occurrences += all.length;
      const last = all[count - 1]?.start.getTime() ?? Number.POSITIVE_INFINITY;
      return found.filter((instance) => (instance.event.recurrenceid ?? instance.start).getTime() <= last);
    });
  } catch {
    // The library throws for rules and dates that it does not know.
    return null;
  }
}

/**
 * Each day of an occurrence, what it is known by, and by what else where the event recurs no more, or did not before. An
 * event of whole days is an admission on each of them. An occurrence keeps the name of the day or hour that its rule says.
 */
function daysOf(
  { start, end, isFullDay, isRecurring, isOverride, event }: EventInstance,
  { uid, isRecurring: recurs }: CalendarEvent,
): [day: string, name: string, otherName: string | null][] {
  const named = event.recurrenceid ?? start;
  const isOne = !isRecurring && !isOverride;
  const isFirst = recurs && named.getTime() === event.start.getTime();
  if (!isFullDay) {
    const [day, long] = [helsinkiDay(start.getTime()), `${uid} ${named.toISOString()}`];
    return [isOne ? [day, uid, long] : [day, long, isFirst ? uid : null]];
  }
  const days: [string, string, string | null][] = [];
  const isDay = localDay(end) <= localDay(nextDate(start));
  const last = localDay(end) > localDay(start) ? end : nextDate(start);
  for (let [date, name] = [start, named]; localDay(date) < localDay(last);) {
    const long = `${uid} ${localDay(name)}`;
    const isFirstDay = days.length === 0 && (isOne || isFirst);
    days.push(isOne && isDay ? [localDay(date), uid, long] : [localDay(date), long, isFirstDay ? uid : null]);
    if (days.length > MOST_SEASON_ROWS) break;
    [date, name] = [nextDate(date), nextDate(name)];
  }
  return days;
}

/** An event without an end says nothing of it. */
function timesOf({ start, end, isFullDay }: EventInstance): Pick<Wish, 'startsAt' | 'endsAt'> {
  if (isFullDay) return { startsAt: null, endsAt: null };
  const startsAt = start.toISOString();
  return end.getTime() > start.getTime() ? { startsAt, endsAt: end.toISOString() } : { startsAt };
}

/** Null: the calendar does not say. */
function statusOf({ status }: VEvent): NonNullable<Wish['calendarStatus']> | null {
  const word = String(status ?? '').toLowerCase();
  return word === 'cancelled' || word === 'confirmed' ? word : null;
}

/** A date without a time, which the library gives as midnight where this program runs. */
function localDay(date: Date): string {
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function nextDate(date: Date): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1);
}

function textOf(value: EventInstance['summary'] | undefined): string {
  const text = typeof value === 'string' ? value : (value?.val ?? '');
  return text.replaceAll(/\s+/g, ' ').trim();
}
