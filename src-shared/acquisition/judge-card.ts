/** The card's part of the judgement: is it one, and is it valid (CARD). */
import { cardInvalidOn } from '../card/card.ts';
import { helsinkiDay } from '../kernel/helsinki.ts';
import type { Found } from './found.ts';
import type { Severity } from './reasons.ts';
import type { Case, ProvisionalPolicy } from './sale-facts.ts';

/**
 * CARD-2, CARD-4. What lacks its last character is no card at any stage. An empty or broken list is never read as "unknown
 * card"; a stale one only with a reason of its own.
 */
export function judgeCode(sale: Case, found: Found): void {
  const { code, card, cache, rules } = sale;
  const stale = cache.ageHours > rules.staleAfterHours;
  const age = { hours: Math.floor(cache.ageHours) };
  if (!code.ok) {
    found.add(code.error.code, code.error.parameters);
  } else if (!cache.usable) {
    found.add('cache.empty', {}, asTheSiteWants(sale));
  } else if (card === null) {
    if (stale) found.add('card.unknown-stale-cache', age, asTheSiteWants(sale));
    else found.add('card.unknown', {}, unlessTicketInHand(sale));
  } else if (stale) {
    found.add('cache.stale', age);
  }
}

const PROVISIONAL: Readonly<Record<ProvisionalPolicy, Severity>> = { off: 'refuse', ask: 'warn', allow: 'note' };

/** CARD-4: the site's policy for a card that the list cannot tell; who attends with a ticket is let in, with a warning. */
function asTheSiteWants(sale: Case): Severity {
  if (sale.stage === 'attend') return unlessTicketInHand(sale);
  return PROVISIONAL[sale.provisional];
}

/** SALE-7: what is wrong with a card refuses; attending with a lawfully redeemed ticket it only warns. */
function unlessTicketInHand({ stage, goesOn }: Case): Severity {
  return stage === 'attend' && goesOn !== null ? 'warn' : 'refuse';
}

/** CARD-3, CARD-7, SALE-7: validity on this stage's day; CC-2. */
export function judgeCard(sale: Case, found: Found): void {
  const { now, card, performance } = sale;
  if (card === null) return;
  const invalid = cardInvalidOn(card, helsinkiDay(now));
  if (invalid !== null) {
    found.add(invalid, { firstDay: card.firstDay, lastDay: card.lastDay ?? '' }, unlessTicketInHand(sale));
  } else if (card.lastDay !== null && card.lastDay < performance.day) {
    found.add('card.expires-before-performance', { lastDay: card.lastDay });
  }
  if (card.kind === 'community' && performance.kind === 'course') {
    found.add('card.community-on-course', {}, unlessTicketInHand(sale));
  }
}
