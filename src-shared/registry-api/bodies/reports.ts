/** Sales reports of agents that do not use the registry: one row an acquisition (USE-4). */
import { z } from 'zod';
import { count, id, localised } from '../../kernel/schemas.ts';
import { conflict } from './delivery.ts';
import { offerDay } from './performances.ts';
import { file, line } from './text.ts';

export const MOST_REPORT_BYTES = 1_048_576;
export const MOST_REPORT_ROWS = 2_000;

/** What an agent's reports call their columns; capitals and white space do not matter. */
export const reportMapping = z.strictObject({
  /** The card's code. */
  code: z.array(line(100)).min(1).max(20),
  /** How many child tickets; an empty cell, or no such column: none. */
  children: z.array(line(100)).min(1).max(20),
  /** The event's name. */
  title: z.array(line(100)).min(1).max(20),
  /** The event's date, ISO (2026-10-09) or Finnish (9.10.2026). */
  date: z.array(line(100)).min(1).max(20),
});
export type ReportMapping = z.infer<typeof reportMapping>;

/** CSV with `;` or `,`, in UTF-8 or Windows-1252, with a line of headers. Importing it again doubles nothing. */
export const reportRequest = z.strictObject({
  /** Names the report of one organiser's events: the same rows under the same id are the same acquisitions. */
  reportId: id,
  agentId: id,
  /** Nothing is recorded. */
  dryRun: z.boolean(),
  file: file(MOST_REPORT_BYTES),
  /** Where two performances share a day, or a name was not found: which one a line of the file is about. */
  choices: z.array(z.strictObject({ line: z.int().min(1), performanceId: id })).max(MOST_REPORT_ROWS),
  /**
   * The report is complete for events up to this Helsinki day: what was not sold of the agent's shares goes back to the
   * pool, but where a line still waits for a choice, and as long as a line cannot be read. Null: nothing is settled.
   */
  completeUntil: offerDay.nullable(),
  /** Imported in place of who was agreed on, deliberately. */
  insteadOfAgreed: z.boolean(),
  /** Another report said exactly the same, and this one is meant all the same; else it is refused (`report.known`). */
  again: z.boolean(),
});

/** Why a row was not recorded. Append-only. */
export const ROW_PROBLEMS = [
  'row.code-malformed',
  'row.children-malformed',
  'row.title-missing',
  'row.date-malformed',
  'row.no-such-performance',
  'row.choice-unknown',
  'row.not-sellable',
  'row.recorded-otherwise',
  'row.outside-window',
] as const;
export const reportRow = z.strictObject({
  /** Of the file; the headers' is 1. */
  line: z.int().min(1),
  /** `good`: a dry run would have recorded it. */
  result: z.enum(['good', 'recorded', 'already-recorded', 'recorded-with-conflict', 'choose', 'refused']),
  problem: z.enum(ROW_PROBLEMS).nullable(),
  column: z.enum(['code', 'children', 'title', 'date']).nullable(),
  acquisitionId: id.nullable(),
  performanceId: id.nullable(),
  conflicts: z.array(conflict),
  /** What it may be about: the organiser's performances of the day. */
  candidates: z.array(z.strictObject({ performanceId: id, title: localised, startsAt: z.string().nullable() })),
});
export type ReportRow = z.infer<typeof reportRow>;
export const reportAnswer = z.strictObject({
  /** One a row of the file, in their order. */
  lines: z.array(reportRow),
  recorded: count,
  /** Performances of which unsold places went back to the pool. */
  settled: z.array(id),
});
