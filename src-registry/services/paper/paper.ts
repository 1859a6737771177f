/** Use that was noted on paper: entered by the site, or by a coordinator who helps it; mended afterwards (USE-2, USE-3). */
import type { z } from 'zod';
import { parseCardCode } from '../../../src-shared/card/code.ts';
import { unitsOf } from '../../../src-shared/cap/lease.ts';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import { overFrom, type Performance } from '../../../src-shared/performance/performance.ts';
import type {
  paperAnswer,
  paperRequest,
  paperState,
  paperVoidRequest,
} from '../../../src-shared/registry-api/bodies/paper.ts';
import { ENDPOINTS } from '../../../src-shared/registry-api/endpoints.ts';
import { mayAct, type Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Conflict, ItemAnswer } from '../../../src-shared/registry-api/bodies/delivery.ts';
import type { RuleSet } from '../../../src-shared/rules/rule-set.ts';
import type { AcquisitionState } from '../../../src-shared/acquisition/life.ts';
import type { Tx } from '../../db/database.ts';
import { noteChange, type Actor } from '../changes.ts';
import { instantNow, type Context } from '../context.ts';
import { openPaper, publishPaper, writePaper, type PaperEntry } from './paper-ledger.ts';
import { writeUses, type PaperUse } from './paper-uses.ts';
import { isDayOpen, mayBeLate } from './paper-window.ts';
import { findPerformance, lockPerformances } from '../offers/performances.ts';
import { rulesOn } from '../rule-sets.ts';
import { targetOf } from '../people/sites.ts';

type Entry = z.output<typeof paperRequest>['entries'][number];

/**
 * Records uses that were noted on paper, attributed to the caller and to the site that they are for. An entry that is
 * too old under the rule set of its performance's day (unless the caller may be late), not yet, after the end, or no card's is
 * refused; facts are not.
 */
export async function enterPaper(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  siteId: string,
  { entries }: z.output<typeof paperRequest>,
): Promise<Result<z.output<typeof paperAnswer>, 'auth.forbidden'>> {
  const target = await targetOf(tx, siteId);
  if (target === null || !mayAct(caller, ENDPOINTS.enterPaper.access, target)) return fail('auth.forbidden');
  const isLateAllowed = mayBeLate(caller, target);
  const uses = new Map<Entry, PaperUse>();
  const answers = new Map<Entry, ItemAnswer>();
  for (const entry of entries) {
    const read = await readEntry(tx, context, siteId, entry, isLateAllowed);
    if (read.ok) uses.set(entry, read.value);
    else answers.set(entry, { id: entry.id, result: 'refused', conflicts: [], problem: read.error.code });
  }
  const written = await writeUses(tx, context, siteId, [...uses.values()], null, []);
  if (written === null) return fail('auth.forbidden');
  for (const [index, entry] of [...uses.keys()].entries()) {
    const answer = written.answers[index];
    if (answer !== undefined) answers.set(entry, answer);
  }
  const told = entries.flatMap((entry) => answers.get(entry) ?? []);
  const recorded = told.filter(({ result }) => result === 'recorded' || result === 'recorded-with-conflict').length;
  const subject = { forSiteId: siteId, subjectKind: 'site', subjectId: siteId } as const;
  await noteChange(tx, context, caller, { action: 'enterPaper', ...subject, detail: { recorded } });
  await publishPaper(tx, written.ledger);
  return ok({ answers: told });
}

async function readEntry(
  tx: Tx,
  context: Context,
  siteId: string,
  { id, performanceId, code, children, at }: Entry,
  isLateAllowed: boolean,
): Promise<Result<PaperUse, 'performance.unknown' | 'auth.forbidden' | 'card.malformed' | 'paper.outside-window'>> {
  const found = await findPerformance(tx, siteId, performanceId);
  if (found === null) return fail('performance.unknown');
  if (!found.sellable) return fail('auth.forbidden');
  const rules = await rulesOn(tx, found.performance.day);
  const parsed = parseCardCode(code, rules.code);
  if (!parsed.ok) return fail('card.malformed');
  // Nobody hands a ticket out tomorrow, or when all is over.
  const isPossible = Date.parse(at) <= Math.min(context.clock.now(), overFrom(found.performance));
  if (!isPossible || !(isLateAllowed || isOpen(context, found.performance, at, rules))) {
    return fail('paper.outside-window');
  }
  return ok({ acquisitionId: id, performanceId, code: parsed.value, children, at: new Date(at).toISOString() });
}

/** Both the performance's day and that of the ticket: neither can be chosen so that the other is let in. */
function isOpen(context: Context, { day }: Pick<Performance, 'day'>, at: string, rules: RuleSet): boolean {
  return isDayOpen(context, day, rules) && isDayOpen(context, helsinkiDay(Date.parse(at)), rules);
}

type MendProblem = 'acquisition.unknown' | 'auth.forbidden' | 'paper.outside-window';
type State = z.output<typeof paperState>;

/** Takes an entry back; its place goes to the pool. One that was taken back stays so. */
export function voidPaper(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  acquisitionId: string,
  { why }: z.output<typeof paperVoidRequest>,
): Promise<Result<State, MendProblem>> {
  return mend(tx, context, caller, { acquisitionId, action: 'voidPaper', detail: { why } }, (entered) => ({
    entry: {
      ...commonOf(context, entered, acquisitionId),
      type: 'voided',
      units: entered.leasedUnits,
      placeTo: 'pool',
      why,
    },
    code: null,
  }));
}

/** Sets another number of children (CHILD-3). */
export function correctPaper(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  acquisitionId: string,
  children: number,
): Promise<Result<State, MendProblem>> {
  return mend(tx, context, caller, { acquisitionId, action: 'correctPaper', detail: { children } }, (entered) => {
    if (entered.children === children) return null;
    const { cap } = entered.performance;
    const unitsChange = entered.leasedUnits === 0 ? 0 : unitsOf(cap, children) - unitsOf(cap, entered.children);
    return {
      entry: { ...commonOf(context, entered, acquisitionId), type: 'children-corrected', children, unitsChange },
      code: null,
    };
  });
}

interface Entered {
  readonly siteId: string;
  readonly performanceId: string;
  readonly performance: NonNullable<Awaited<ReturnType<typeof findPerformance>>>['performance'];
  readonly state: AcquisitionState;
  readonly children: number;
  readonly leasedUnits: number;
  readonly handedOverAt: string;
}

/** Writes what `entryOf` makes of an entry that stands. */
async function mend(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  { acquisitionId, action, detail }: { acquisitionId: string; action: 'voidPaper' | 'correctPaper'; detail: object },
  entryOf: (entered: Entered) => PaperEntry | null,
): Promise<Result<State, MendProblem>> {
  const [owner] = await tx.query<{ siteId: string; performanceId: string; reportedTo: string | null }>(
    `SELECT site_id AS "siteId", performance_id AS "performanceId", organiser_id AS "reportedTo"
     FROM paper_entries JOIN acquisitions ON acquisitions.id = acquisition_id LEFT JOIN reports ON reports.id = report_id
     WHERE acquisition_id = $1`,
    [acquisitionId],
  );
  if (owner === undefined) return fail('acquisition.unknown');
  // A report's agent may not use the registry: the organiser of its events mends it too (USE-4).
  const sites = [owner.siteId, owner.reportedTo].filter((id) => id !== null);
  const targets = await Promise.all(sites.map((id) => targetOf(tx, id)));
  const target = targets.find((each) => each !== null && mayAct(caller, ENDPOINTS[action].access, each)) ?? null;
  if (target === null) return fail('auth.forbidden');
  const ledger = await openPaper(tx, context, owner.siteId);
  await lockPerformances(tx, [owner.performanceId]);
  const entered = await enteredBy(tx, acquisitionId, owner);
  if (ledger === null || entered === null) return fail('acquisition.unknown');
  const rules = await rulesOn(tx, entered.performance.day);
  if (!mayBeLate(caller, target) && !isOpen(context, entered.performance, entered.handedOverAt, rules)) {
    return fail('paper.outside-window');
  }
  const entry = entered.state === 'voided' ? null : entryOf(entered);
  const [answer] = entry === null ? [] : await writePaper(tx, context, ledger, [entry]);
  if (answer?.result === 'refused') return fail('auth.forbidden');
  if (entry !== null) {
    const subject = { forSiteId: owner.siteId, subjectKind: 'performance', subjectId: owner.performanceId } as const;
    await noteChange(tx, context, caller, { action, ...subject, detail: { ...detail, acquisitionId } });
  }
  const now = (await enteredBy(tx, acquisitionId, owner)) ?? entered;
  const conflicts: Conflict[] = answer?.conflicts ?? [];
  await publishPaper(tx, ledger);
  return ok({ acquisitionId, state: now.state, children: now.children, conflicts });
}

async function enteredBy(
  tx: Tx,
  acquisitionId: string,
  { siteId, performanceId }: { siteId: string; performanceId: string },
): Promise<Entered | null> {
  const [row] = await tx.query<Pick<Entered, 'state' | 'children' | 'leasedUnits' | 'handedOverAt'>>(
    `SELECT state, children, leased_units AS "leasedUnits",
       (SELECT body ->> 'at' FROM events WHERE events.acquisition_id = acquisitions.id AND type = 'redeemed'
        ORDER BY number LIMIT 1) AS "handedOverAt"
     FROM acquisitions WHERE id = $1`,
    [acquisitionId],
  );
  const found = await findPerformance(tx, siteId, performanceId);
  return row === undefined || found === null ? null : { ...row, siteId, performanceId, performance: found.performance };
}

function commonOf(context: Context, { performanceId }: Entered, acquisitionId: string) {
  return { id: context.ids.next(), at: instantNow(context), performanceId, acquisitionId };
}
