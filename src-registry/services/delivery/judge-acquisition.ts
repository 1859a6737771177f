/** What of an acquisition's event does not fit what the registry knew: recorded all the same (ARCHITECTURE, decision 10). */
import { mostChildren } from '../../../src-shared/acquisition/sale-facts.ts';
import type { AcquisitionEvent, EventOf } from '../../../src-shared/acquisition/event.ts';
import { lifeOf, type Life } from '../../../src-shared/acquisition/life.ts';
import { cardInvalidOn } from '../../../src-shared/card/card.ts';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { isDayAdmission } from '../../../src-shared/performance/performance.ts';
import type { Conflict } from '../../../src-shared/registry-api/bodies/delivery.ts';
import type { RuleSet } from '../../../src-shared/rules/rule-set.ts';
import type { KeptCard } from '../cards/cards.ts';
import { pair, type Facts, type Offered } from './delivery-facts.ts';
import { toMicrosecond } from './kept-acquisition.ts';

/** An event that carries its card: a place was reserved, or a ticket handed out. */
export type SaleEvent = EventOf<'reserved' | 'redeemed'>;

export interface JudgedEvent {
  readonly event: AcquisitionEvent;
  /** Other events of the same acquisition that were here before. */
  readonly earlier: readonly AcquisitionEvent[];
  readonly offered: Offered;
  /** In force on the performance's day (CAP-10). */
  readonly rules: RuleSet;
  /** The card's code; null where no reservation or ticket of the acquisition has arrived. */
  readonly code: string | null;
}

/**
 * Finds what does not fit, apart from the leases (into `conflicts`). Rules: CARD-3 to 5 and 7, CHILD-2 to 4, SALE-7.
 */
export function judge(facts: Facts, judged: JudgedEvent, conflicts: Set<Conflict>): void {
  const { event, earlier } = judged;
  const before = lifeOf(earlier);
  const life = lifeOf([...earlier, event]);
  if (life?.reservationGone === true && before?.reservationGone !== true) conflicts.add('reservation-gone');
  if (event.type === 'attended' && (life === null || life.redeemedAt === null)) conflicts.add('not-redeemed');
  if (judged.code === null) return;
  const isSale = event.type === 'reserved' || event.type === 'redeemed';
  if (!isSale && event.type !== 'children-corrected') return;
  const card = facts.cards.get(judged.code) ?? null;
  judgeChildren(judged, event.children, card, conflicts);
  // Said of corrections too: with nothing said, a child limit would tell which cards are there, and cost nothing.
  if (card === null) conflicts.add('card-unknown');
  if (isSale) judgeSale(facts, judged, event, { card, code: judged.code, life }, conflicts);
}

function judgeSale(
  facts: Facts,
  { earlier, offered: { performance, cancelledAt } }: JudgedEvent,
  event: SaleEvent,
  { card, code, life }: { card: KeptCard | null; code: string; life: Life | null },
  conflicts: Set<Conflict>,
): void {
  if (card !== null && !wasValid(card, event)) conflicts.add('card-not-valid');
  // What was sold before it was cancelled was sold rightly.
  if (cancelledAt !== null && Date.parse(event.at) >= cancelledAt) conflicts.add('performance-cancelled');
  const isOver = life === null || life.state === 'voided' || life.state === 'lapsed';
  if (card?.kind !== 'personal' || isOver || isDayAdmission(performance)) return;
  // Two desks that had heard of one reservation may both have handed its ticket out.
  const twice = earlier.some(({ type }) => type === event.type);
  if (twice || isUsed(facts, event, code)) conflicts.add('duplicate-performance');
}

/** CHILD-2: never on a course. CHILD-4: as many as the registry has for the card, where the rule set wants it so. */
function judgeChildren(
  { offered: { performance }, rules }: JudgedEvent,
  children: number,
  card: KeptCard | null,
  conflicts: Set<Conflict>,
): void {
  const most = mostChildren(card, performance);
  if (most === null || children <= most) return;
  if (performance.kind === 'course' || rules.childLimit === 'refuse') conflicts.add('over-child-limit');
}

/** On the day of the event, and not against a state that the card got only afterwards (SALE-7). */
function wasValid(card: KeptCard, event: SaleEvent): boolean {
  const at = Date.parse(event.at);
  return cardInvalidOn(at < card.stateSince ? { ...card, state: 'active' } : card, helsinkiDay(at)) === null;
}

/** Whether another acquisition with the card stands; a reservation does until it lapses (CARD-5). */
function isUsed({ acquisitions, visits }: Facts, event: SaleEvent, code: string): boolean {
  for (const id of visits.get(pair(event.performanceId, code)) ?? []) {
    const other = acquisitions.get(id);
    if (other === undefined || id === event.acquisitionId) continue;
    const { state, lapsesAt } = other;
    if (state === 'redeemed' || state === 'attended') return true;
    if (state === 'reserved' && lapsesAt !== null && toMicrosecond(lapsesAt) > toMicrosecond(event.at)) return true;
  }
  return false;
}
