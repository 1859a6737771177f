/** Finds the grounds on which an acquisition that is not refused is lawful. */
import { cardInvalidOn, type Card } from '../card/card.ts';
import { helsinkiDay } from '../kernel/helsinki.ts';
import { capRuleFor } from '../performance/lawful-cap.ts';
import { redeemableFrom, reservableFrom } from '../performance/performance.ts';
import type { EarlierUse, SaleFacts } from './sale-facts.ts';
import { GROUNDS, type Ground, type GroundCode } from './grounds.ts';

/**
 * Every ground, in the order of GROUNDS: card, place, children, windows, cap, rule set. `units` are what it takes.
 * Who attends is let in on the ticket: of the card only what is true of it is said (SALE-7).
 */
export function groundsOf(facts: SaleFacts, goesOn: EarlierUse | null, units: number): Ground[] {
  const { now, stage, card } = facts;
  if (stage === 'attend') {
    const isValid = card !== null && cardInvalidOn(card, helsinkiDay(now)) === null;
    return [...(isValid ? [ofCard(card)] : []), ...ofPlace('ground.ticket', goesOn)];
  }
  return [
    card === null ? ground('ground.provisional') : ofCard(card),
    ...ofPlace('ground.reservation', goesOn),
    ofChildren(facts),
    ...ofWindow(facts),
    ofCap(facts, goesOn, units),
    ground('ground.rule-set', { firstDay: facts.rules.firstDay }),
  ];
}

/** CARD-3, CC-3. */
function ofCard({ lastDay }: Card): Ground {
  return lastDay === null ? ground('ground.card-open-ended') : ground('ground.card-valid', { lastDay });
}

/** SALE-7: the reservation that is redeemed, or the ticket that is attended with. */
function ofPlace(code: 'ground.reservation' | 'ground.ticket', goesOn: EarlierUse | null): Ground[] {
  return goesOn === null ? [] : [ground(code, { at: goesOn.at, desk: goesOn.deskName })];
}

/** CHILD-2, CC-1, CHILD-4: none on a course, clients on a community card, else own children and grandchildren. */
function ofChildren({ card, performance, rules }: SaleFacts): Ground {
  if (performance.kind === 'course') return ground('ground.children-none');
  if (card?.kind === 'community') return ground('ground.clients', { under: rules.ages.clientsUnder });
  const under = rules.ages.ownChildrenUnder;
  const most = card === null ? null : card.childLimit;
  return most === null ? ground('ground.children-free', { under }) : ground('ground.children-most', { most, under });
}

/** SALE-3: a window that has opened; a reservation may be older than the window that was set after it. */
function ofWindow({ now, stage, performance }: SaleFacts): Ground[] {
  const reservable = reservableFrom(performance);
  const opened = stage === 'redeem' ? (redeemableFrom(performance) ?? reservable) : reservable;
  if (opened === null || opened > now) return [];
  return [ground('ground.window-open', { opensAt: new Date(opened).toISOString() })];
}

/** CAP-7, CAP-10: the cap rule that holds and what is left; CARD-5: a holder who is counted already takes nothing. */
function ofCap({ performance, lease, rules }: SaleFacts, goesOn: EarlierUse | null, units: number): Ground {
  const { cap } = performance;
  if (cap === null || lease === null) return ground('ground.no-cap');
  if (units === 0 && goesOn === null) return ground('ground.holder-counted');
  const { rule } = capRuleFor(performance, rules);
  return ground('ground.cap', { rule, limit: cap.limit, left: Math.max(0, lease.left - units) }, rule);
}

function ground(code: GroundCode, parameters: Ground['parameters'] = {}, rule: string = GROUNDS[code]): Ground {
  return { code, rule, parameters };
}
