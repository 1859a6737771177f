/** A season's performances out of a file: CSV or iCalendar. */
import { z } from 'zod';
import { id } from '../../kernel/schemas.ts';
import { performanceSchema } from '../../performance/performance.ts';
import { performancesAnswer, storeMode, eventClass, wishAnswer } from './performances.ts';
import { file, line } from './text.ts';

export const MOST_SEASON_BYTES = 1_048_576;
export const MOST_SEASON_ROWS = 1_000;
export const MOST_SEASON_FAULTS = 1_000;

/**
 * CSV with `;` or `,`, in UTF-8 or Windows-1252, with a line of headers (capitals do not matter, Finnish and Swedish
 * names are known too). Columns: `date`, `title` (both needed), `id`, `title_sv`, `title_en`, `start`, `end`, `place`,
 * `class`, `kind`, `guest`, `capacity`, `cap`, `cap_counts`, `fee`, `cloakroom`, `excluded`, `excluded_sv`,
 * `excluded_en`, `cancelled`. Days as 2026-10-09 or 9.10.2026, times as 19:00 or 19.00, Helsinki time. Without an `id` a
 * performance is known by its title, day, start and place. A column that is left out, or an empty cell, changes nothing;
 * but a translation that only repeats the Finnish text follows it. A new cap counts adults where nothing is said.
 */
export const seasonCsvRequest = z.strictObject({ requestId: id, mode: storeMode, file: file(MOST_SEASON_BYTES) });

/**
 * iCalendar (RFC 5545): each VEVENT is a performance, known by its UID, and each occurrence of a recurring one too,
 * known by its UID and the Helsinki day that its rule says. Times without a zone are Helsinki times, events of whole
 * days are day admissions, `STATUS:CANCELLED` is cancelled. `STATUS:CONFIRMED` takes back only what a calendar had
 * cancelled. `SUMMARY` is the Finnish title; translations are kept as with CSV. An event names at most 1,000 dates.
 */
export const seasonCalendarRequest = z.strictObject({
  requestId: id,
  mode: storeMode,
  file: file(MOST_SEASON_BYTES),
  class: eventClass,
  /** Of events with a time. */
  kind: performanceSchema.shape.kind,
  /** Where an event does not say where. */
  place: line(200),
});

/** What is wrong with a row or event. Append-only. */
export const SEASON_PROBLEMS = [
  'file.no-headers',
  'file.too-many-rows',
  'file.quotes',
  'row.too-many-cells',
  'cell.needed',
  'cell.not-a-day',
  'cell.not-a-time',
  'cell.not-a-number',
  'cell.not-a-choice',
  'cell.too-long',
  'event.without-uid',
  'event.without-title',
  'event.not-a-date',
  'event.zone-unknown',
  'event.not-expandable',
  'event.too-many-occurrences',
] as const;
export type SeasonProblem = (typeof SEASON_PROBLEMS)[number];
export const seasonFault = z.strictObject({
  /** Of the file; of an event: where it begins. */
  line: z.int().min(1),
  /** The column, or the property; null: the whole line. */
  column: z.string().nullable(),
  code: z.enum(SEASON_PROBLEMS),
});
export type SeasonFault = z.infer<typeof seasonFault>;
export const seasonAnswer = z.strictObject({
  ...performancesAnswer.omit({ items: true }).shape,
  /** What could not be read, line by line: the first 1,000 of them. */
  faults: z.array(seasonFault).max(MOST_SEASON_FAULTS),
  /** What became of each performance that could, by the line that says it. */
  items: z.array(wishAnswer.extend({ line: z.int().min(1) })),
});
