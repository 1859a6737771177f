/** Occurrences of an iCalendar event (RFC 5545): those of its rule, as they are changed, without those taken out. */
import ical, { type EventInstance, type ExpandRecurringEventOptions, type VEvent } from 'node-ical';
import { helsinkiDay, helsinkiHour } from '../../../src-shared/kernel/helsinki.ts';
import type { CalendarEvent } from './ical-events.ts';

/** How far a rule without an end is followed from its first occurrence. */
const FOLLOWED_DAYS = 731;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Daylight saving skips this hour in Helsinki. */
const SKIPPED_HOUR = 3;
const SKIPPED_START = /^(DTSTART;TZID=Europe\/Helsinki:\d{8}T)03/m;

/** How many were followed, those that are taken out included. */
export interface Followed {
  occurrences: number;
}

/** An occurrence, and which of its event's it is. */
export interface Occurrence {
  readonly instance: EventInstance;
  /** When its rule says that it is, also where it is moved. */
  readonly named: Date;
  /** The first of its rule, or the only one that there is. */
  readonly isFirst: boolean;
}

/** Null where the library cannot tell. */
export function expanded({ text, count }: CalendarEvent, followed: Followed): Occurrence[] | null {
  try {
    const [event] = eventsIn(text);
    if (event === undefined) return [];
    const [later] = SKIPPED_START.test(text) ? eventsIn(text.replace(SKIPPED_START, '$104')) : [];
    const range = rangeOf(event);
    const found = followRule(event, later, range, followed);
    // Those that are taken out are counted too.
    const options = { ...range, includeOverrides: false, excludeExdates: false };
    const all = count === null ? [] : followRule(event, later, options, followed);
    const last = all[(count ?? 0) - 1]?.start;
    const occurrences = found.map((instance) => occurrenceOf(instance, event));
    return withoutOutdated(occurrences).filter(({ named }) => last === undefined || dayOf(named) <= dayOf(last));
  } catch {
    // The library throws for rules and dates that it does not know.
    return null;
  }
}

function eventsIn(text: string): VEvent[] {
  return Object.values(ical.sync.parseICS(text)).filter((each): each is VEvent => each?.type === 'VEVENT');
}

/** An occurrence may have been moved to before the first. */
function rangeOf(event: VEvent): { readonly from: Date; readonly to: Date } {
  const moved = Object.values(event.recurrences ?? {}).map(({ start }) => start);
  const starts = [event.start, ...moved.filter((start) => start instanceof Date)];
  return { from: new Date(Math.min(...starts.map(Number))), to: new Date(event.start.getTime() + FOLLOWED_DAYS * DAY) };
}

/** With nights whose hour daylight saving skips, which the library leaves out; `later`: the event an hour later. */
function followRule(
  event: VEvent,
  later: VEvent | undefined,
  options: ExpandRecurringEventOptions,
  followed: Followed,
): EventInstance[] {
  const found = ical.expandRecurringEvent(event, options);
  const starts = new Set(found.map(({ start }) => start.getTime()));
  const moved = later === undefined || event.rrule === undefined ? [] : ical.expandRecurringEvent(later, options);
  followed.occurrences += found.length + moved.length;
  const takes = (event.end?.getTime() ?? 0) - event.start.getTime();
  const skipped = moved
    .filter(({ start, isOverride }) => !isOverride && isSkipped(start.getTime() - HOUR) && !starts.has(start.getTime()))
    .map((each) => ({ ...each, end: new Date(each.start.getTime() + Math.max(takes, 0)), event }));
  return [...found, ...skipped].toSorted((a, b) => a.start.getTime() - b.start.getTime());
}

/** Whether the clock has gone on by an hour since this instant, so that the hour of the series never came. */
function isSkipped(instant: number): boolean {
  return helsinkiHour(instant) === SKIPPED_HOUR - 1;
}

/** Whose word is of a day, whatever hour it names: the hour of a series may have changed since. */
function withoutOutdated(occurrences: readonly Occurrence[]): Occurrence[] {
  const isChanged = ({ instance }: Occurrence): boolean => instance.event.recurrenceid !== undefined;
  const changed = new Set(occurrences.filter(isChanged).map(({ named }) => dayOf(named)));
  return occurrences.filter((each) => isChanged(each) || !changed.has(dayOf(each.named)));
}

function dayOf(date: Date): string {
  return helsinkiDay(date.getTime());
}

function occurrenceOf(instance: EventInstance, event: VEvent): Occurrence {
  const named = instance.event.recurrenceid ?? instance.start;
  return { instance, named, isFirst: event.rrule === undefined || named.getTime() === event.start.getTime() };
}
