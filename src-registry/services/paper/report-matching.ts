/** Which performance each row of a sales report is about, and what is recorded of it (USE-4). */
import { v5 } from 'uuid';
import { atTime } from '../../../src-shared/kernel/helsinki.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import type { ReportRow } from '../../../src-shared/registry-api/bodies/reports.ts';
import { sha256 } from '../keys/keys.ts';
import type { PaperUse } from './paper-uses.ts';
import { isCalled, isRead, type ReadRow, type RowFault } from './report-rows.ts';

/** A row with the id of its acquisition. */
export interface NamedRow extends ReadRow {
  readonly acquisitionId: string;
}

/** A row whose performance is known. */
export interface Matched extends NamedRow {
  readonly performance: Performance;
}

/** A row that staff must choose for, or that is no fact. */
export interface Unmatched extends RowFault {
  readonly result: 'choose' | 'refused';
  readonly candidates: readonly Performance[];
}

/** Whether it can be recorded. */
export function isMatched(row: Matched | Unmatched): row is Matched {
  return 'performance' in row;
}

/** Staff's word on what a line is about. */
export interface Choice {
  readonly line: number;
  readonly performanceId: string;
}

/** Each row with its performance: by name and day, or as staff chose. */
export function matched(
  rows: readonly (NamedRow | RowFault)[],
  offer: readonly Performance[],
  choices: readonly Choice[],
): (Matched | Unmatched)[] {
  const byDay = Map.groupBy(offer, ({ day }) => day);
  const chosen = new Map(choices.map(({ line, performanceId }) => [line, performanceId]));
  return rows.map((row) => {
    if (!isRead(row)) return { ...row, result: 'refused', candidates: [] };
    const { line } = row;
    const ofDay = byDay.get(row.day) ?? [];
    const choice = chosen.get(line);
    if (choice !== undefined) {
      const performance = ofDay.find(({ id }) => id === choice);
      if (performance !== undefined) return { ...row, performance };
      return { line, result: 'refused', problem: 'row.choice-unknown', column: null, candidates: ofDay };
    }
    const called = ofDay.filter((performance) => isCalled(row.title, performance));
    const [only] = called;
    if (only === undefined) {
      return { line, result: 'refused', problem: 'row.no-such-performance', column: 'title', candidates: ofDay };
    }
    if (called.length > 1) return { line, result: 'choose', problem: null, column: null, candidates: called };
    return { ...row, performance: only };
  });
}

/**
 * Same rows of the same report are the same acquisitions; equal rows within it are told apart by their number among all of
 * them, those included that wait for a choice.
 */
export function named(reportId: string, rows: readonly (ReadRow | RowFault)[]): (NamedRow | RowFault)[] {
  const seen = new Map<string, number>();
  return rows.map((each) => {
    if (!isRead(each)) return each;
    const { code, children, title, day } = each;
    const row = JSON.stringify([code, children, title, day]);
    const number = (seen.get(row) ?? 0) + 1;
    seen.set(row, number);
    const name = sha256(JSON.stringify([row, number])).toString('hex');
    return { ...each, acquisitionId: v5(name, reportId) };
  });
}

/** What is recorded of a row. */
export function toUse(now: number, { acquisitionId, code, children, performance }: Matched): PaperUse {
  return { acquisitionId, performanceId: performance.id, code, children, at: soldAt(performance, now) };
}

/** A report tells no hour of sale: at the start, or at noon, but not in the future. */
function soldAt({ day, startsAt }: Performance, now: number): string {
  const at = startsAt === null ? atTime(day, '12:00') : Date.parse(startsAt);
  return new Date(Math.min(at, now)).toISOString();
}

/** The answer to a row, before anything is recorded. */
export function toRow(row: Matched | Unmatched): ReportRow {
  const common = { line: row.line, acquisitionId: null, conflicts: [] };
  if (isMatched(row)) {
    const performanceId = row.performance.id;
    return { ...common, result: 'good', problem: null, column: null, performanceId, candidates: [] };
  }
  const candidates = row.candidates.map(({ id, title, startsAt }) => ({ performanceId: id, title, startsAt }));
  return { ...common, result: row.result, problem: row.problem, column: row.column, performanceId: null, candidates };
}
