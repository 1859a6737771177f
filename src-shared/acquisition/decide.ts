/** The sale's judgement, as the operating model tells it: pure, from facts that the desk has at hand. */
import { collect, outcomeOf } from './found.ts';
import { groundsOf } from './grounds-of.ts';
import type { Verdict } from './verdict.ts';
import { goesOnWith, mostChildren, type Case, type SaleFacts } from './sale-facts.ts';
import { judgeCard, judgeCode } from './judge-card.ts';
import {
  judgeCap,
  judgeChildren,
  judgeEarlierUse,
  judgePerformance,
  judgeTicket,
  judgeWindows,
  noteWhatToSay,
  unitsTaken,
} from './judge-sale.ts';

/**
 * Judges one stage of one acquisition. Gives `accept`, `warn` or `refuse` with every reason that applies, and for what
 * is not refused why it is lawful. Never throws. Rules: CARD-1 to 8, CHILD-1 to 4, CC-1 to 4, CAP-7 to 10, SALE-2 to 5,
 * SALE-7.
 */
export function decide(facts: SaleFacts): Verdict {
  const goesOn = goesOnWith(facts);
  const sale: Case = { ...facts, goesOn, most: mostChildren(facts.card, facts.performance) };
  const found = collect();
  // Is it a card, is it valid today, and is there anything to be had here at all?
  judgeCode(sale, found);
  judgeCard(sale, found);
  judgePerformance(sale, found);
  if (sale.stage === 'attend') {
    // Who comes in has a ticket: all else was asked when it was handed over.
    judgeTicket(sale, found);
  } else {
    // Has the holder one already, is it the time for it, who comes along, and is there room?
    judgeEarlierUse(sale, found);
    judgeWindows(sale, found);
    judgeChildren(sale, found);
    judgeCap(sale, found);
    noteWhatToSay(sale, found);
  }
  const reasons = found.inOrder();
  const outcome = outcomeOf(reasons);
  const units = unitsTaken(sale);
  return {
    stage: facts.stage,
    outcome,
    reasons,
    children: facts.children,
    mostChildren: sale.most,
    units,
    acquisitionId: goesOn?.acquisitionId ?? null,
    grounds: outcome === 'refuse' ? [] : groundsOf(facts, goesOn, units),
  };
}
