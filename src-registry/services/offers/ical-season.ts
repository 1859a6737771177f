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

/** Reads a season. Never throws; what cannot be read is a fault at the line where its event begins. */
export function readSeasonCalendar(bytes: Uint8Array, presets: Presets): ReadSeason {
  const { events, faults } = calendarEvents(decodeText(bytes));
  const wishes: { line: number; wish: Wish }[] = [];
  let rules = 0;
  const followed = { occurrences: 0 };
  for (const event of events) {
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
    const cancelled = cancelledOf(instance.event);
    for (const [day, name] of daysOf(instance, event.uid)) {
      if (!performanceWish.shape.day.safeParse(day).success) {
        return { line: event.line, column: 'DTSTART', code: 'event.not-a-date' };
      }
      wishes.push({
        id: null,
        externalId: name.slice(0, 300),
        class: presets.class,
        kind: instance.isFullDay ? 'day-admission' : presets.kind,
        place: textLine(200).safeParse(place).success ? place : presets.place,
        title: { fi: title, sv: title, en: title },
        day,
        ...timesOf(instance),
        ...(cancelled === null ? {} : { cancelled }),
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

/** Each day of an occurrence, and what it is known by. An event of whole days is an admission on each of them. */
function daysOf(
  { start, end, isFullDay, isRecurring, isOverride, event }: EventInstance,
  uid: string,
): [string, string][] {
  if (!isFullDay) {
    const at = (event.recurrenceid ?? start).toISOString();
    return [[helsinkiDay(start.getTime()), isRecurring || isOverride ? `${uid} ${at}` : uid]];
  }
  const days: [string, string][] = [];
  const last =
    localDay(end) > localDay(start) ? end : new Date(start.getFullYear(), start.getMonth(), start.getDate() + 1);
  for (let date = start; localDay(date) < localDay(last); date = nextDate(date)) {
    days.push([localDay(date), `${uid} ${localDay(date)}`]);
    if (days.length > MOST_SEASON_ROWS) break;
  }
  return days;
}

function timesOf({ start, end, isFullDay }: EventInstance): Pick<Wish, 'startsAt' | 'endsAt'> {
  if (isFullDay) return { startsAt: null, endsAt: null };
  return { startsAt: start.toISOString(), endsAt: end.getTime() > start.getTime() ? end.toISOString() : null };
}

/** Null: the calendar does not say. */
function cancelledOf({ status }: VEvent): boolean | null {
  const word = String(status ?? '').toUpperCase();
  if (word === 'CANCELLED') return true;
  return word === 'CONFIRMED' ? false : null;
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
