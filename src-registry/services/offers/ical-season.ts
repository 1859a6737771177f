/** A season out of an iCalendar file (RFC 5545): every occurrence becomes what is wanted of a performance. */
import type { EventInstance, VEvent } from 'node-ical';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { performanceWish, type PerformanceWish } from '../../../src-shared/registry-api/bodies/performances.ts';
import { MOST_SEASON_ROWS, type SeasonFault } from '../../../src-shared/registry-api/bodies/season.ts';
import { line as textLine } from '../../../src-shared/registry-api/bodies/text.ts';
import { decodeText } from './csv-table.ts';
import type { ReadSeason } from './csv-season.ts';
import { externalIdOf, instantId, occurrenceId } from './external-ids.ts';
import { calendarEvents, type CalendarEvent } from './ical-events.ts';
import { expanded, type Followed, type Occurrence } from './ical-occurrences.ts';
import type { Wish } from './wish.ts';

/** Rules take their time to follow: so many of them, and so many occurrences, also of those that are taken out. */
const MOST_RULES = 100;
const MOST_FOLLOWED = 10_000;

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
  const occurrences = expanded(event, followed);
  if (occurrences === null) return { line: event.line, column: 'RRULE', code: 'event.not-expandable' };
  const wishes: Wish[] = [];
  for (const occurrence of occurrences) {
    const { instance } = occurrence;
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
    for (const [day, name, ...otherNames] of daysOf(occurrence, event.uid)) {
      if (!performanceWish.shape.day.safeParse(day).success) {
        return { line: event.line, column: 'DTSTART', code: 'event.not-a-date' };
      }
      wishes.push({
        id: null,
        externalId: externalIdOf(name),
        otherNames: otherNames.map(externalIdOf),
        calendarUid: event.uid,
        class: presets.class,
        kind: instance.isFullDay ? 'day-admission' : presets.kind,
        place: textLine(200).safeParse(place).success ? place : presets.place,
        title: { fi: title },
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

/**
 * Each day of an occurrence, what it is known by, and by what else where the event recurs no more, or did not before. An
 * event of whole days is an admission on each of them. An occurrence keeps the name of the day that its rule says.
 */
function daysOf(
  { instance, named, isFirst }: Occurrence,
  uid: string,
): [day: string, ...names: [string, ...string[]]][] {
  const { start, end, isFullDay, isRecurring, event } = instance;
  const isOne = !isRecurring && event.recurrenceid === undefined;
  if (!isFullDay) {
    const [id, old] = [occurrenceId(uid, helsinkiDay(named.getTime())), instantId(uid, named)];
    const names: [string, ...string[]] = isOne ? [uid, old, id] : [id, old, ...(isFirst ? [uid] : [])];
    return [[helsinkiDay(start.getTime()), ...names]];
  }
  const days: [string, string, ...string[]][] = [];
  const isDay = localDay(end) <= localDay(nextDate(start));
  const last = localDay(end) > localDay(start) ? end : nextDate(start);
  for (let [date, name] = [start, named]; localDay(date) < localDay(last);) {
    const id = occurrenceId(uid, localDay(name));
    const isFirstDay = days.length === 0 && isFirst;
    days.push(isOne && isDay ? [localDay(date), uid, id] : [localDay(date), id, ...(isFirstDay ? [uid] : [])]);
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
