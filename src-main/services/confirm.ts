/** Records what is on screen: decided once more and written in one transaction, "recorded" only when it is on disk. */
import { decide } from '../../src-shared/acquisition/decide.ts';
import type { Reason, Verdict } from '../../src-shared/acquisition/verdict.ts';
import type { CommandAnswer, PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import type { DeskContext } from './context.ts';
import { gatherFacts } from './facts.ts';
import { isRequestOpen, refillAfterSale } from './leases.ts';
import { record } from './record.ts';
import type { JudgedScan } from './session.ts';
import { putOnScreen, show } from './show.ts';

type Answer = CommandAnswer<'desk.confirm'>;

/**
 * Confirms the verdict on screen, at any stage. Event, lease use, sealed code and outbox are one durable transaction
 * (field lessons 11 and 13). Confirming the same scan twice answers twice and records once. A disk that refuses leaves
 * the verdict there.
 */
export function confirm(context: DeskContext, wish: PayloadOf<'desk.confirm'>): Result<Answer, DeskErrorCode> {
  const { store, session, syncControl } = context;
  const { shown } = session;
  if (session.lastConfirmed?.scanId === wish.scanId) return ok({ acquisitionId: session.lastConfirmed.acquisitionId });
  if (shown?.scanId !== wish.scanId) return fail('desk.scan-replaced');
  const performance = store.performances.find(shown.performanceId);
  if (performance === null) return fail('desk.performance-unknown');

  const written = store.transaction(() => decideAndRecord(context, shown, performance, wish));
  if (!written.ok) return written;
  const recorded = written.value;
  if (!recorded.ok) {
    show(context, { ...shown, children: wish.children }, 'news');
    return recorded;
  }
  session.lastConfirmed = { scanId: shown.scanId, acquisitionId: recorded.value.acquisitionId };
  session.lastAcquisitionId = recorded.value.acquisitionId;
  putOnScreen(context, null);
  syncControl.poke('deliver');
  refillAfterSale(context, performance);
  return recorded;
}

function decideAndRecord(
  context: DeskContext,
  shown: JudgedScan,
  performance: Performance,
  { children, deliberately }: PayloadOf<'desk.confirm'>,
): Result<Answer, DeskErrorCode> {
  const { code, kept } = shown;
  const unanswered = shown.asking !== null || isRequestOpen(context, performance.id);
  const gathered = gatherFacts(context, { performance, code, kept, children, unanswered });
  const verdict = decide(gathered.facts);
  if (verdict.outcome === 'refuse') return fail('desk.not-accepted');
  if (!isDeliberate(verdict, shown.verdict, deliberately)) return fail('desk.needs-deliberation');
  return record(context, gathered, verdict);
}

/** Staff go past the warnings that they were shown, and past no other. */
function isDeliberate({ outcome, reasons }: Verdict, seen: Verdict, deliberately: boolean): boolean {
  return outcome === 'accept' || (deliberately && wereShown(reasons, seen.reasons));
}

/** Whether all warnings among the reasons are among those that were shown. */
export function wereShown(reasons: readonly Reason[], shown: readonly Reason[]): boolean {
  return reasons.every(({ code, severity }) => severity === 'note' || shown.some((reason) => reason.code === code));
}
