/** The events of an iCalendar file (RFC 5545), as text that may safely be expanded: only properties that we use. */
import {
  MOST_SEASON_ROWS,
  type SeasonFault,
  type SeasonProblem,
} from '../../../src-shared/registry-api/bodies/season.ts';
import { DATES, lineOf, problemOf, type Property } from './ical-properties.ts';

/** An event with its changed occurrences. */
export interface CalendarEvent {
  readonly uid: string;
  /** Of the file, where it begins. */
  readonly line: number;
  /** A calendar that holds this event alone, its rule without a count. */
  readonly text: string;
  /** So many occurrences, those that are taken out included; null: the rule says no number. */
  readonly count: number | null;
  readonly isRecurring: boolean;
}

interface Block {
  readonly line: number;
  readonly properties: readonly Property[];
}

const USED = [
  'UID',
  'DTSTART',
  'DTEND',
  'DURATION',
  'RRULE',
  'EXDATE',
  'RECURRENCE-ID',
  'SUMMARY',
  'LOCATION',
  'STATUS',
];

/** Dates that an event names, those that are taken out included: the library goes through all of them for each occurrence. */
const MOST_DATES = 1_000;

/** Splits a calendar into its events, in steps. Never throws; what cannot be used is a fault. */
export function* calendarEvents(
  text: string,
): Generator<undefined, { events: CalendarEvent[]; faults: SeasonFault[] }> {
  const blocks = blocksOf(text);
  if (blocks === null) return { events: [], faults: [{ line: 1, column: null, code: 'file.no-headers' }] };
  const over = blocks[MOST_SEASON_ROWS];
  if (over !== undefined) {
    return { events: [], faults: [{ line: over.line, column: null, code: 'file.too-many-rows' }] };
  }
  const faults: SeasonFault[] = [];
  const good = new Map<string, Block[]>();
  const dates = new Map<string, number>();
  for (const block of blocks) {
    yield;
    const { line } = block;
    const name = valueOf(block, 'UID').trim();
    dates.set(name, (dates.get(name) ?? 0) + datesIn(block));
    if ((dates.get(name) ?? 0) > MOST_DATES) {
      faults.push({ line, column: 'EXDATE', code: 'event.too-many-occurrences' });
      good.delete(name);
      continue;
    }
    const wrong = problemsOf(block);
    for (const [column, code] of wrong) faults.push({ line, column, code });
    if (wrong.size === 0) good.set(name, [...(good.get(name) ?? []), block]);
  }
  return { events: [...good].flatMap(([uid, its]) => eventsOf(uid, its)), faults };
}

/** An event with its changed occurrences; changed ones whose event the file does not hold are each one of their own. */
function eventsOf(uid: string, its: readonly Block[]): CalendarEvent[] {
  const overrides = its.filter((block) => valueOf(block, 'RECURRENCE-ID') !== '');
  // The same event told twice: its later word counts.
  const base = its.findLast((block) => valueOf(block, 'RECURRENCE-ID') === '');
  if (base !== undefined) return [eventOf(uid, base, overrides)];
  const latest = new Map(overrides.map((block) => [valueOf(block, 'RECURRENCE-ID'), block]));
  return [...latest.values()].map((block) => eventOf(uid, block, []));
}

function eventOf(uid: string, base: Block, overrides: readonly Block[]): CalendarEvent {
  const rule = valueOf(base, 'RRULE');
  const count = /(?:^|;)COUNT=(\d+)/i.exec(rule)?.[1];
  const counted = { count: count === undefined ? null : Number(count), isRecurring: rule !== '' };
  return { uid, line: base.line, text: calendarOf([base, ...overrides]), ...counted };
}

/** What is wrong with an event, said once of each property however often it comes. */
function problemsOf(block: Block): Map<string, SeasonProblem> {
  const wrong = new Map<string, SeasonProblem>();
  for (const property of block.properties) {
    const code = wrong.has(property.name) ? null : problemOf(property);
    if (code !== null) wrong.set(property.name, code);
  }
  if (valueOf(block, 'UID').trim() === '') wrong.set('UID', 'event.without-uid');
  if (valueOf(block, 'DTSTART') === '') wrong.set('DTSTART', 'event.not-a-date');
  return wrong;
}

function datesIn({ properties }: Block): number {
  return properties.reduce((sum, { name, value }) => sum + (DATES.includes(name) ? value.split(',').length : 0), 0);
}

/** VEVENTs without what is nested in them; null: it is no calendar. */
function blocksOf(text: string): Block[] | null {
  const blocks: Block[] = [];
  let properties: Property[] = [];
  let from = 0;
  let isCalendar = false;
  const open: string[] = [];
  for (const { line, content } of unfolded(text)) {
    const found = /^([A-Za-z-]+)((?:;[^:"]*(?:"[^"]*"[^:"]*)*)?):(.*)$/.exec(content);
    if (found === null) continue;
    const [, name = '', parameters = '', value = ''] = found;
    const upper = name.toUpperCase();
    if (upper === 'BEGIN') {
      open.push(value.trim().toUpperCase());
      if (open.at(-1) === 'VCALENDAR') isCalendar = true;
      if (open.at(-1) === 'VEVENT') [properties, from] = [[], line];
    } else if (upper === 'END') {
      if (open.pop() === 'VEVENT' && !open.includes('VEVENT')) blocks.push({ line: from, properties });
    } else if (open.at(-1) === 'VEVENT' && (USED.includes(upper) || upper === 'RDATE')) {
      properties.push({ name: upper, parameters, value });
    }
  }
  return isCalendar ? blocks : null;
}

/** Lines with their continuations (RFC 5545, 3.1), each with where it begins. */
function unfolded(text: string): { line: number; content: string }[] {
  const lines: { line: number; content: string }[] = [];
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const last = lines.at(-1);
    if (last !== undefined && /^[ \t]/.test(raw)) last.content += raw.slice(1);
    else lines.push({ line: index + 1, content: raw });
  }
  return lines;
}

function calendarOf(blocks: readonly Block[]): string {
  const lines = blocks.flatMap(({ properties }) => ['BEGIN:VEVENT', ...properties.map(lineOf), 'END:VEVENT']);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//kaikudesk//', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

function valueOf({ properties }: Block, name: string): string {
  return properties.find((property) => property.name === name)?.value ?? '';
}
