/** Records a small-group visit: all good lines in one transaction, decided once more, never split silently (GROUP-1). */
import { decide } from '../../src-shared/acquisition/decide.ts';
import type { GroupVerdict } from '../../src-shared/acquisition/group.ts';
import type { CommandAnswer, PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { fail, ok, type CodedError, type Result } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { judgeBasketAgain, judgeLines } from './basket.ts';
import { wereShown } from './confirm.ts';
import type { DeskContext } from './context.ts';
import { gatherFacts } from './facts.ts';
import { isRequestOpen, refillAfterSale } from './leases.ts';
import { record } from './record.ts';
import type { Basket } from './session.ts';

type Answer = CommandAnswer<'desk.group-confirm'>;

/** Ends the transaction, so that nothing of the group is written. */
class NotRecorded extends Error {
  readonly error: CodedError<DeskErrorCode>;
  constructor(error: CodedError<DeskErrorCode>) {
    super(error.code);
    this.error = error;
  }
}

/**
 * Confirms the basket on screen. What is refused stays in it under a new name, to be repaired or dropped. Confirming the
 * same basket twice answers twice and records once. Where anything fails nothing is recorded.
 */
export function confirmGroup(
  context: DeskContext,
  { basketId, deliberately }: PayloadOf<'desk.group-confirm'>,
): Result<Answer, DeskErrorCode> {
  const { store, session, syncControl } = context;
  const { basket, lastGroup } = session;
  if (lastGroup?.basketId === basketId) return ok({ acquisitionIds: lastGroup.acquisitionIds });
  if (basket === null) return fail('desk.no-basket');
  if (basket.basketId !== basketId) return fail('desk.scan-replaced');
  const performance = store.performances.find(basket.performanceId);
  if (performance === null) return fail('desk.performance-unknown');

  const written = allOrNothing(context, () => recordGroup(context, basket, performance, deliberately));
  if (!written.ok) {
    judgeBasketAgain(context, basket, 'news');
    return written;
  }
  const acquisitionIds = written.value;
  session.lastGroup = { basketId, acquisitionIds };
  session.lastAcquisitionId = acquisitionIds.at(-1) ?? session.lastAcquisitionId;
  keepRefused(context, basket);
  syncControl.poke('deliver');
  refillAfterSale(context, performance);
  return ok({ acquisitionIds });
}

function allOrNothing(context: DeskContext, work: () => string[]): Result<string[], DeskErrorCode> {
  try {
    return context.store.transaction(work);
  } catch (thrown) {
    if (thrown instanceof NotRecorded) return { ok: false, error: thrown.error };
    throw thrown;
  }
}

function recordGroup(context: DeskContext, basket: Basket, performance: Performance, deliberately: boolean): string[] {
  const unanswered = isRequestOpen(context, performance.id);
  const { gathered, verdict: group } = judgeLines(context, performance, basket.lines, unanswered);
  check(group, basket.verdict, deliberately);
  const members = gathered.filter(
    ({ facts }, index) => facts.card?.kind !== 'community' && group.lines[index]?.verdict.outcome !== 'refuse',
  ).length;
  return basket.lines.flatMap(({ lineId, code, kept, children }) => {
    if (!isGood(group, lineId)) return [];
    // Once more, for the line before may have changed what this one goes on with.
    const { facts, ...keys } = gatherFacts(context, { performance, code, kept, children, unanswered });
    const alone = { ...facts, members: facts.card?.kind === 'community' ? members : 0 };
    const verdict = decide(alone);
    if (verdict.outcome === 'refuse') throw notRecorded('desk.not-accepted');
    const ofBoth = { ...verdict, reasons: [...group.reasons, ...verdict.reasons] };
    const recorded = record(context, { ...keys, facts: alone }, ofBoth);
    if (!recorded.ok) throw new NotRecorded(recorded.error);
    return [recorded.value.acquisitionId];
  });
}

/** Nothing is recorded but what staff saw to be good, deliberately where it warns. */
function check(group: GroupVerdict, seen: GroupVerdict, deliberately: boolean): void {
  if (group.reasons.some(({ severity }) => severity === 'refuse')) throw notRecorded('desk.not-accepted');
  if (group.good === 0) throw notRecorded('desk.nothing-to-record');
  const isAsSeen = group.lines.every(({ lineId }) => isGood(group, lineId) === isGood(seen, lineId));
  if (!isAsSeen) throw notRecorded('desk.not-accepted');
  if (group.outcome === 'accept') return;
  const wasSeen = group.lines.every(({ lineId, verdict }, index) => {
    const before = seen.lines[index];
    return !isGood(group, lineId) || wereShown(verdict.reasons, before?.verdict.reasons ?? []);
  });
  if (!deliberately || !wasSeen || !wereShown(group.reasons, seen.reasons))
    throw notRecorded('desk.needs-deliberation');
}

function isGood({ lines }: GroupVerdict, lineId: string): boolean {
  return lines.some((line) => line.lineId === lineId && line.verdict.outcome !== 'refuse');
}

function keepRefused(context: DeskContext, basket: Basket): void {
  const { session, ids, push } = context;
  const lines = basket.lines.filter(({ lineId }) => !isGood(basket.verdict, lineId));
  session.basket = null;
  if (lines.length > 0) judgeBasketAgain(context, { ...basket, basketId: ids.next(), lines }, 'news');
  push.changed();
}

function notRecorded(code: DeskErrorCode): NotRecorded {
  return new NotRecorded({ code, parameters: {} });
}
