/** Assistants, interpreters, guides and support persons: free, for any customer, without a card (ASSIST-1). */
import { overFrom, type Performance } from '../performance/performance.ts';
import type { ASSISTANCE_KINDS } from './event.ts';
import { collect, outcomeOf } from './found.ts';
import type { Verdict } from './verdict.ts';

export type AssistanceKind = (typeof ASSISTANCE_KINDS)[number];

/**
 * Judges tickets for assistants. No card is asked for, and no reason; a cap does not matter, a sold-out house does, for
 * there is no seat. The customer sees to the assistant's seat, and pays a service fee (SALE-5).
 */
export function decideAssistance(facts: {
  readonly now: number;
  readonly kind: AssistanceKind;
  readonly count: number;
  readonly performance: Performance;
}): Pick<Verdict, 'outcome' | 'reasons'> {
  const { now, kind, count, performance } = facts;
  const found = collect();
  if (performance.cancelled) found.add('performance.cancelled');
  if (now >= overFrom(performance)) found.add('performance.over');
  if (performance.soldOut) found.add('performance.sold-out');
  if (kind === 'support-person' && !performance.organiser.supportPersons) found.add('assistance.support-persons-off');
  found.add('assistance.seat');
  if (performance.feeCents > 0) found.add('fee.due', { cents: performance.feeCents, tickets: count });
  const reasons = found.inOrder();
  return { outcome: outcomeOf(reasons), reasons };
}
