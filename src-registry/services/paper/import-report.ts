/** An agent's sales report is imported: matched, recorded once, its external shares settled (USE-4, CAP-11). */
import type { z } from 'zod';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import type { reportAnswer, reportRequest, ReportRow } from '../../../src-shared/registry-api/bodies/reports.ts';
import { ENDPOINTS } from '../../../src-shared/registry-api/endpoints.ts';
import { mayAct, type Rights, type Target } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { checkerOf, isAgentOf, wasNamed } from './agreements.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { settleShares } from './external-shares.ts';
import { hashOfRows, keepReport, reportWithSameRows } from './kept-reports.ts';
import { offerBetween } from '../offers/offer-row.ts';
import { publishPaper } from './paper-ledger.ts';
import { writeUses } from './paper-uses.ts';
import { isDayOpen, mayBeLate } from './paper-window.ts';
import { mappingOf } from './report-mapping.ts';
import { isMatched, matched, named, toRow, toUse, type Matched, type Unmatched } from './report-matching.ts';
import { isRead, readReport, type ReadRow } from './report-rows.ts';
import { rulesOn } from '../rule-sets.ts';
import { targetOf } from '../people/sites.ts';

type Request = z.output<typeof reportRequest>;
type Answer = z.output<typeof reportAnswer>;
type ReportProblem =
  | 'auth.forbidden'
  | 'agent.unknown'
  | 'report.agreed-otherwise'
  | 'report.known'
  | 'file.unreadable'
  | 'request.malformed';

/**
 * Imports a report of one organiser's events, row by row; each row is answered. `report.known`: another report said the same,
 * `why` is its id.
 */
export async function importReport(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  organiserId: string,
  request: Request,
): Promise<Result<Answer, ReportProblem>> {
  const allowed = await mayImport(tx, caller, organiserId, request);
  if (!allowed.ok) return allowed;
  const { agentId, reportId, dryRun, completeUntil } = request;
  // One report of an organiser at a time: two with the same rows do not miss each other.
  if (!dryRun) await tx.query('SELECT FROM sites WHERE id = $1 FOR NO KEY UPDATE', [organiserId]);
  const rules = await rulesOn(tx, helsinkiDay(context.clock.now()));
  const read = readReport(Buffer.from(request.file, 'base64'), await mappingOf(tx, agentId), rules.code);
  if (!read.ok) return read;
  const name = { reportId, organiserId, agentId };
  const readable = read.value.filter((row) => isRead(row));
  const rowsHash = hashOfRows(readable);
  const same = rowsHash === null || request.again ? null : await reportWithSameRows(tx, name, rowsHash);
  if (same !== null) return fail('report.known', { why: same });
  const found = matched(named(reportId, read.value), await offerFor(tx, organiserId, readable), request.choices);
  const known = await knownPerformances(tx, found.filter(isMatched));
  const isLateAllowed = mayBeLate(caller, allowed.value);
  const rows = isLateAllowed ? found : await withinWindow(tx, context, found, known);
  const good = rows.filter(isMatched);
  if (dryRun) {
    const foretold = rows.map((row): ReportRow => {
      if (!isMatched(row)) return toRow(row);
      const before = known.get(row.acquisitionId);
      if (before !== undefined && before !== row.performance.id) return recordedOtherwise(row);
      return {
        ...toRow(row),
        result: before === undefined ? 'good' : 'already-recorded',
        acquisitionId: row.acquisitionId,
      };
    });
    return ok({ lines: foretold, recorded: 0, settled: [] });
  }
  if (!(await keepReport(tx, context, name, rowsHash))) return fail('request.malformed');
  const shared = completeUntil === null ? [] : await sharedUntil(tx, organiserId, agentId, completeUntil);
  const uses = good.map((row) => toUse(context.clock.now(), row));
  const written = await writeUses(tx, context, agentId, uses, reportId, shared);
  if (written === null) return fail('agent.unknown');
  const answers = new Map(good.map((row, index) => [row, written.answers[index]]));
  const told = rows.map((row): ReportRow => {
    const answer = isMatched(row) ? answers.get(row) : undefined;
    if (answer === undefined || !isMatched(row)) return toRow(row);
    if (answer.problem === 'request.malformed') return recordedOtherwise(row);
    if (answer.result === 'refused') return { ...toRow(row), result: 'refused', problem: 'row.not-sellable' };
    return { ...toRow(row), result: answer.result, acquisitionId: answer.id, conflicts: answer.conflicts };
  });
  const settled = await settleShares(tx, context, written.ledger, withoutWaiting(shared, told));
  const recorded = told.filter(({ result }) => result === 'recorded' || result === 'recorded-with-conflict').length;
  const subject = { forSiteId: organiserId, subjectKind: 'report', subjectId: reportId } as const;
  const detail = { agentId, rows: rows.length, recorded, settled: settled.length, insteadOf: request.insteadOfAgreed };
  await noteChange(tx, context, caller, { action: 'importReport', ...subject, detail });
  await publishPaper(tx, written.ledger);
  return ok({ lines: told, recorded, settled });
}

/** An agent imports its own reports only; who was agreed on does, or somebody in its place, deliberately. */
async function mayImport(
  tx: Tx,
  caller: Rights,
  organiserId: string,
  { agentId, insteadOfAgreed }: Request,
): Promise<Result<Target, 'auth.forbidden' | 'agent.unknown' | 'report.agreed-otherwise'>> {
  const target = await targetOf(tx, organiserId);
  if (target === null || !mayAct(caller, ENDPOINTS.importReport.access, target)) return fail('auth.forbidden');
  const isItself = caller.siteId === agentId;
  const { 'ticket-agent': _, ...others } = ENDPOINTS.importReport.access;
  if (!isItself && !mayAct(caller, { ...others, 'ticket-agent': 'own' }, target)) return fail('auth.forbidden');
  // What a former agent sold before is a fact, and its places come home; nobody tells it but who takes it over (CAP-11).
  const isKnown = await (isItself ? isAgentOf(tx, organiserId, agentId) : wasNamed(tx, organiserId, agentId));
  if (!isKnown) return fail('agent.unknown');
  const agreed = await checkerOf(tx, organiserId, agentId);
  const isAgreed =
    (agreed === 'organiser' && caller.siteId === organiserId) ||
    (agreed === 'agent' && isItself) ||
    (agreed === 'coordinator' && mayAct(caller, { coordinator: 'network' }, target));
  return isAgreed || insteadOfAgreed ? ok(target) : fail('report.agreed-otherwise');
}

/** Staff chose another performance for the row before; what was recorded stays (and can be taken back). */
function recordedOtherwise(row: Matched): ReportRow {
  const { acquisitionId } = row;
  return { ...toRow(row), result: 'refused', problem: 'row.recorded-otherwise', acquisitionId };
}

/** USE-3: what is as old as paper may not be is refused, but for what was recorded in its time. */
async function withinWindow(
  tx: Tx,
  context: Context,
  rows: readonly (Matched | Unmatched)[],
  known: ReadonlyMap<string, string>,
): Promise<(Matched | Unmatched)[]> {
  const isOpen = new Map<string, boolean>();
  for (const day of new Set(rows.filter(isMatched).map(({ performance }) => performance.day))) {
    isOpen.set(day, isDayOpen(context, day, await rulesOn(tx, day)));
  }
  return rows.map((row) => {
    if (!isMatched(row) || isOpen.get(row.performance.day) === true || known.has(row.acquisitionId)) return row;
    const candidates = [row.performance];
    return { line: row.line, result: 'refused', problem: 'row.outside-window', column: 'date', candidates };
  });
}

async function offerFor(tx: Tx, organiserId: string, rows: readonly ReadRow[]): Promise<Performance[]> {
  const days = rows.map(({ day }) => day).toSorted();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  return (await offerBetween(tx, organiserId, first, last)).map(({ performance }) => performance);
}

/** Rows that are recorded already, by the ids of their acquisitions, and the performance of each. */
async function knownPerformances(tx: Tx, rows: readonly Matched[]): Promise<ReadonlyMap<string, string>> {
  const found = await tx.query<{ id: string; performanceId: string }>(
    `SELECT id, performance_id AS "performanceId" FROM paper_entries JOIN acquisitions ON id = acquisition_id
     WHERE acquisition_id = ANY ($1::uuid[])`,
    [rows.map(({ acquisitionId }) => acquisitionId)],
  );
  return new Map(found.map(({ id, performanceId }) => [id, performanceId]));
}

/** Performances of the organiser, up to the day, of which the agent has a share. */
async function sharedUntil(tx: Tx, organiserId: string, agentId: string, until: string): Promise<string[]> {
  const found = await tx.query<{ id: string }>(
    `SELECT performances.id FROM leases JOIN performances ON performances.id = performance_id
       JOIN epochs ON epochs.id = epoch_id JOIN desks ON desks.id = desk_id
     WHERE site_id = $1 AND desks.kind = 'paper' AND organiser_id = $2 AND day <= $3`,
    [agentId, organiserId, until],
  );
  return found.map(({ id }) => id);
}

/** Without those that a row may still be about: what has candidates can be chosen for, what was not read be mended. */
function withoutWaiting(shared: readonly string[], rows: readonly ReportRow[]): string[] {
  if (rows.some(mayBeAboutAny)) return [];
  const waiting = new Set(rows.flatMap(({ candidates }) => candidates.map(({ performanceId }) => performanceId)));
  return shared.filter((id) => !waiting.has(id));
}

function mayBeAboutAny({ problem, candidates }: ReportRow): boolean {
  return (
    problem !== null && (UNREAD.has(problem) || (problem === 'row.no-such-performance' && candidates.length === 0))
  );
}

const UNREAD: ReadonlySet<NonNullable<ReportRow['problem']>> = new Set([
  'row.code-malformed',
  'row.children-malformed',
  'row.title-missing',
  'row.date-malformed',
]);
