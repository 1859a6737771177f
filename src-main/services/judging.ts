/** What judging a scan and judging a basket have in common. */
import { goesOnWith } from '../../src-shared/acquisition/sale-facts.ts';
import type { Verdict } from '../../src-shared/acquisition/verdict.ts';
import type { Gathered } from './facts.ts';

/**
 * Why it is judged: a new scan, another stage for the same card, another number of children, news of any kind, an answer
 * to a request for places, or such an answer that is overdue.
 */
export type Occasion = 'scan' | 'stage' | 'children' | 'news' | 'answer' | 'overdue';

/** Who has a reservation or a ticket comes with as many children as it says, until staff say otherwise. */
export function startingAt(gathered: Gathered, occasion: Occasion): Gathered {
  const goesOn = occasion === 'scan' || occasion === 'stage' ? goesOnWith(gathered.facts) : null;
  return goesOn === null ? gathered : { ...gathered, facts: { ...gathered.facts, children: goesOn.children } };
}

/** Whether all that stands in the way is that one reason. */
export function lacksOnly(verdict: Verdict, code: 'cap.no-lease' | 'cap.reached'): boolean {
  const refusals = verdict.reasons.filter(({ severity }) => severity === 'refuse');
  return refusals.length === 1 && refusals[0]?.code === code;
}
