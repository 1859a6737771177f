/** An agent's sales report is imported: matched, recorded once, its external shares settled (USE-4, CAP-11). */
import type { z } from 'zod';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import type { reportAnswer, reportRequest, ReportRow } from '../../../src-shared/registry-api/bodies/reports.ts';
import { ENDPOINTS } from '../../../src-shared/registry-api/endpoints.ts';
import { mayAct, type Rights, type Target } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { checkerOf, isAgentOf } from './agreements.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { settleShares } from './external-shares.ts';
import { offerBetween } from '../offers/offer-row.ts';
import { writeUses, type PaperUse } from './paper-uses.ts';
import { mappingOf } from './report-mapping.ts';
import { isMatched, matched, toRow, withIds } from './report-matching.ts';
import { readReport, type ReadRow, type RowFault } from './report-rows.ts';
import { rulesOn } from '../rule-sets.ts';
import { targetOf } from '../people/sites.ts';

type Request = z.output<typeof reportRequest>;
type Answer = z.output<typeof reportAnswer>;
type ReportProblem =
  | 'auth.forbidden'
  | 'agent.unknown'
  | 'report.agreed-otherwise'
  | 'file.unreadable'
  | 'request.malformed';

/** Imports a report of one organiser's events, row by row; each row is answered. */
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
  const rules = await rulesOn(tx, helsinkiDay(context.clock.now()));
  const read = readReport(Buffer.from(request.file, 'base64'), await mappingOf(tx, agentId), rules.code);
  if (!read.ok) return read;
  const offer = await offerFor(tx, organiserId, read.value);
  const rows = matched(read.value, offer, request.choices);
  const good = rows.filter(isMatched);
  const uses = withIds(context.clock.now(), reportId, good);
  if (dryRun) {
    const known = await knownIds(tx, uses);
    const told = rows.map((row) => {
      const at = isMatched(row) ? good.indexOf(row) : -1;
      const use = uses[at];
      if (use === undefined || !isMatched(row)) return toRow(row);
      const result = known.has(use.acquisitionId) ? ('already-recorded' as const) : ('good' as const);
      return { ...toRow(row), result, acquisitionId: use.acquisitionId };
    });
    return ok({ lines: told, recorded: 0, settled: [] });
  }
  const kept = await keepReport(tx, context, organiserId, agentId, reportId);
  if (!kept) return fail('request.malformed');
  const shared = completeUntil === null ? [] : await sharedUntil(tx, organiserId, agentId, completeUntil);
  const written = await writeUses(tx, context, agentId, uses, reportId, shared);
  if (written === null) return fail('agent.unknown');
  const told = rows.map((row) => {
    const answer = isMatched(row) ? written.answers[good.indexOf(row)] : undefined;
    if (answer === undefined) return toRow(row);
    if (answer.result === 'refused')
      return { ...toRow(row), result: 'refused' as const, problem: 'row.not-sellable' as const };
    return { ...toRow(row), result: answer.result, acquisitionId: answer.id, conflicts: answer.conflicts };
  });
  const settled = await settleShares(tx, context, written.ledger, withoutWaiting(shared, told));
  const recorded = told.filter(({ result }) => result === 'recorded' || result === 'recorded-with-conflict').length;
  const subject = { forSiteId: organiserId, subjectKind: 'report', subjectId: reportId } as const;
  const detail = { agentId, rows: rows.length, recorded, settled: settled.length, insteadOf: request.insteadOfAgreed };
  await noteChange(tx, context, caller, { action: 'importReport', ...subject, detail });
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
  if (!(await isAgentOf(tx, organiserId, agentId))) return fail('agent.unknown');
  const agreed = await checkerOf(tx, organiserId, agentId);
  const isAgreed =
    (agreed === 'organiser' && caller.siteId === organiserId) ||
    (agreed === 'agent' && isItself) ||
    (agreed === 'coordinator' && mayAct(caller, { coordinator: 'network' }, target));
  return isAgreed || insteadOfAgreed ? ok(target) : fail('report.agreed-otherwise');
}

async function offerFor(tx: Tx, organiserId: string, rows: readonly (ReadRow | RowFault)[]): Promise<Performance[]> {
  const days = rows.flatMap((row) => ('day' in row ? [row.day] : [])).toSorted();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  return (await offerBetween(tx, organiserId, first, last)).map(({ performance }) => performance);
}

async function knownIds(tx: Tx, uses: readonly PaperUse[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    'SELECT acquisition_id AS id FROM paper_entries WHERE acquisition_id = ANY ($1::uuid[])',
    [uses.map(({ acquisitionId }) => acquisitionId)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** False: the id is another organiser's or agent's report. */
async function keepReport(
  tx: Tx,
  { clock }: Context,
  organiserId: string,
  agentId: string,
  reportId: string,
): Promise<boolean> {
  await tx.query(
    `INSERT INTO reports (id, organiser_id, agent_id, first_imported_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (id) DO NOTHING`,
    [reportId, organiserId, agentId, new Date(clock.now())],
  );
  const same = await tx.query('SELECT FROM reports WHERE id = $1 AND organiser_id = $2 AND agent_id = $3', [
    reportId,
    organiserId,
    agentId,
  ]);
  return same.length > 0;
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

/** Without those that a row may still be about. */
function withoutWaiting(shared: readonly string[], rows: readonly ReportRow[]): string[] {
  const waiting = new Set(
    rows
      .filter(({ result }) => result === 'choose')
      .flatMap(({ candidates }) => candidates.map(({ performanceId }) => performanceId)),
  );
  return shared.filter((id) => !waiting.has(id));
}
