/** Judges a small-group visit: each line, then the places that all good ones need together (GROUP-1). */
import { judgeGroup, type GroupLine, type GroupVerdict } from '../../src-shared/acquisition/group.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import type { DeskContext } from './context.ts';
import { gatherFacts, type Gathered } from './facts.ts';
import { lacksOnly, type Occasion } from './judging.ts';
import { isEpochDoubtful, isHeld, isRequestOpen, requestPlaces } from './leases.ts';
import { noteRefusal } from './refusals.ts';
import type { Basket, BasketLine } from './session.ts';

/** Stands for as many places as any group needs. */
const AMPLE = 1_000_000;

export interface JudgedGroup {
  readonly gathered: readonly Gathered[];
  readonly verdict: GroupVerdict;
}

/** Judges lines with the facts as they are now. */
export function judgeLines(
  context: DeskContext,
  performance: Performance,
  lines: readonly BasketLine[],
  unanswered: boolean,
): JudgedGroup {
  const gathered = lines.map(({ code, kept, children }) =>
    gatherFacts(context, { performance, code, kept, children, unanswered }),
  );
  return { gathered, verdict: judgeGroup(groupLines(lines, gathered)) };
}

/**
 * Judges the basket anew and asks for the places that the whole group lacks. A touch by staff asks even where the
 * registry had none before: asking is what makes another desk give back.
 */
export function judgeBasketAgain(context: DeskContext, basket: Basket, occasion: Occasion): void {
  const { store, session, cardList, syncControl, push } = context;
  const performance = store.performances.find(basket.performanceId);
  if (performance === null) {
    session.basket = null;
    return push.changed();
  }
  const isOpen = isRequestOpen(context, performance.id);
  let judged = judgeLines(context, performance, basket.lines, isOpen);
  const needed = unitsNeeded(basket.lines, judged.gathered);
  const ask = !isOpen && shouldAsk(context, basket, judged, needed, occasion);
  if (ask) {
    judged = judgeLines(context, performance, basket.lines, true);
    push.afterwards(() => requestPlaces(context, performance, needed));
  }
  const lines = judged.gathered.map((one, index) =>
    judgedLine(context, basket, judged, one, index, { occasion, isAsking: ask || isOpen }),
  );
  session.basket = { ...basket, lines, verdict: judged.verdict };
  if (cardList.status().state === 'damaged') syncControl.poke('cards');
  push.changed();
}

/** The units that the group would take if there were places enough. */
function unitsNeeded(lines: readonly BasketLine[], gathered: readonly Gathered[]): number {
  const ample = gathered.map((one) => {
    const { lease } = one.facts;
    return lease === null ? one : { ...one, facts: { ...one.facts, lease: { ...lease, balance: AMPLE } } };
  });
  return judgeGroup(groupLines(lines, ample)).units;
}

function groupLines(lines: readonly BasketLine[], gathered: readonly Gathered[]): GroupLine[] {
  return lines.flatMap(({ lineId }, index) => {
    const one = gathered[index];
    return one === undefined ? [] : [{ lineId, cardKey: one.cardKey, facts: one.facts }];
  });
}

function shouldAsk(
  context: DeskContext,
  { since }: Basket,
  { gathered }: JudgedGroup,
  needed: number,
  occasion: Occasion,
): boolean {
  const lease = gathered[0]?.facts.lease ?? null;
  if (lease === null || needed <= lease.balance || isEpochDoubtful(context)) return false;
  if (occasion === 'scan' || occasion === 'stage' || occasion === 'children') return true;
  return lease.registryHasMore && isHeld(context, since);
}

/** The line with its card; its refusal is noted once, and not while a place may still come. */
function judgedLine(
  context: DeskContext,
  basket: Basket,
  { verdict: group }: JudgedGroup,
  { cardKey, facts }: Gathered,
  index: number,
  { occasion, isAsking }: { readonly occasion: Occasion; readonly isAsking: boolean },
): BasketLine {
  const line = basket.lines[index];
  const verdict = group.lines[index]?.verdict;
  if (line === undefined || verdict === undefined) throw new Error('a line was judged that is not in the basket');
  const mayTurn = isAsking && lacksOnly(verdict, 'cap.no-lease');
  const isAtLast = occasion === 'scan' || occasion === 'answer';
  const isRefusal = verdict.outcome === 'refuse' && isAtLast && !mayTurn && !line.refusalNoted;
  if (isRefusal) noteRefusal(context, { performanceId: basket.performanceId, cardKey, verdict });
  return { ...line, cardKey, cardKind: facts.card?.kind ?? null, refusalNoted: line.refusalNoted || isRefusal };
}
