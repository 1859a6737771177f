/** Records a sale: decided once more and written in one transaction, on screen only when it is on disk. */
import { createHash } from 'node:crypto';
import { decide } from '../../src-shared/acquisition/decide.ts';
import type { Verdict } from '../../src-shared/acquisition/verdict.ts';
import type { CommandAnswer, DeskErrorCode, PayloadOf } from '../../src-shared/desk-api/commands.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import type { DeskContext } from './context.ts';
import { gatherFacts } from './facts.ts';
import { isRequestOpen, refillAfterSale } from './leases.ts';
import type { JudgedScan } from './session.ts';
import { putOnScreen, show } from './show.ts';
import { codeTail } from './view.ts';

type Answer = CommandAnswer<'desk.confirm'>;

/**
 * Confirms the verdict on screen. Sale, lease use, sealed code and outbox are one durable transaction (field lessons 11
 * and 13). Confirming the same scan twice answers twice and records once. A disk that refuses leaves the verdict there.
 */
export function confirm(context: DeskContext, wish: PayloadOf<'desk.confirm'>): Result<Answer, DeskErrorCode> {
  const { store, session, syncControl } = context;
  const { shown } = session;
  if (session.lastConfirmed?.scanId === wish.scanId) return ok({ acquisitionId: session.lastConfirmed.acquisitionId });
  if (shown?.scanId !== wish.scanId) return fail('desk.scan-replaced');
  const performance = store.performances.find(shown.performanceId);
  if (performance === null) return fail('desk.performance-unknown');

  const written = store.transaction(() => record(context, shown, performance, wish));
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

function record(
  context: DeskContext,
  shown: JudgedScan,
  performance: Performance,
  { children, deliberately }: PayloadOf<'desk.confirm'>,
): Result<Answer, DeskErrorCode> {
  const { store, session, ids, clock } = context;
  const { code } = shown;
  const unanswered = shown.asking !== null || isRequestOpen(context, performance.id);
  const { facts, cardKey, keyGeneration } = gatherFacts(context, { performance, code, children, unanswered });
  const verdict = decide(facts);
  if (verdict.outcome === 'refuse') return fail('desk.not-accepted');
  if (!code.ok || cardKey === null || session.codeKeeper === null) return fail('desk.not-accepted');
  if (!isDeliberate(verdict, shown.verdict, deliberately)) return fail('desk.needs-deliberation');

  const sealed = session.codeKeeper.seal(code.value);
  const acquisitionId = ids.next();
  store.ledger.append(
    {
      type: 'redeemed',
      id: ids.next(),
      at: new Date(clock.now()).toISOString(),
      performanceId: performance.id,
      acquisitionId,
      cardKey,
      keyGeneration,
      sealedHash: createHash('sha256').update(sealed).digest('hex'),
      children,
      units: verdict.units,
      despite: verdict.reasons.map((reason) => reason.code),
    },
    { sealed, tail: codeTail(code) },
  );
  return ok({ acquisitionId });
}

/** Staff go past the warnings that they were shown, and past no other. */
function isDeliberate(verdict: Verdict, seen: Verdict, deliberately: boolean): boolean {
  if (verdict.outcome === 'accept') return true;
  return deliberately && verdict.reasons.every(({ code }) => seen.reasons.some((reason) => reason.code === code));
}
