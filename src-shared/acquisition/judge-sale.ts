/** The sale's part of the judgement: is there something to be had, by whom, when, and is there room. */
import { unitsOf } from '../cap/lease.ts';
import {
  isDayAdmission,
  lapsesFrom,
  overFrom,
  redeemableFrom,
  reservableFrom,
  type Performance,
} from '../performance/performance.ts';
import type { Found } from './found.ts';
import { hasLapsed, type Case, type EarlierUse } from './sale-facts.ts';

/**
 * SALE-7: what does not take place is for nobody. SALE-2: all else is on sale, but for what SALE-4 and CAP-7 keep from any
 * card; not from who has a place already.
 */
export function judgePerformance({ now, performance, stage, goesOn }: Case, found: Found): void {
  if (performance.cancelled) found.add('performance.cancelled');
  if (now >= overFrom(performance)) found.add('performance.over');
  if (stage === 'attend' || goesOn !== null) return;
  if (performance.exclusion !== null) found.add('performance.excluded', { ...performance.exclusion.reason });
  if (performance.soldOut) found.add('performance.sold-out');
}

/** SALE-7: who attends has a ticket; one that was used to come in is shown, and not stopped. */
export function judgeTicket({ goesOn, earlier, code }: Case, found: Found): void {
  if (!code.ok) return;
  const last = earlier.at(-1);
  if (goesOn !== null) {
    if (goesOn.state === 'attended') found.add('attendance.again', described(goesOn, earlier.length));
  } else if (last !== undefined) {
    found.add('attendance.only-reserved', described(last, earlier.length));
  } else {
    found.add('attendance.no-ticket');
  }
}

/**
 * CARD-5, CC-4: one adult can use one ticket; a day admission may be used again; a community card by another worker. A
 * second reservation is refused, but where two came about at different desks the first is redeemed all the same.
 */
export function judgeEarlierUse({ now, stage, card, earlier, performance, goesOn }: Case, found: Found): void {
  const standing = earlier.filter((use) => use !== goesOn && !hasLapsed(use, now));
  const last = standing.at(-1);
  if (last !== undefined) {
    const use = described(last, standing.length);
    if (card?.kind === 'community') found.add('card.community-again', use);
    else if (standing.every(({ state }) => state === 'reserved'))
      found.add('duplicate.reserved', use, stage === 'reserve' ? 'refuse' : 'warn');
    else if (isDayAdmission(performance)) found.add('duplicate.same-day', use);
    else found.add('duplicate.same-performance', use);
  }
  const lapsed = earlier.findLast((use) => hasLapsed(use, now));
  if (goesOn !== null) found.add('reservation.found', described(goesOn, 1));
  else if (lapsed !== undefined) found.add('reservation.lapsed', described(lapsed, 1));
}

/** SALE-2: at once, or by SALE-3 from one month before and redeemed the same evening. SALE-7: reserved until they lapse. */
export function judgeWindows({ now, stage, performance, goesOn }: Case, found: Found): void {
  if (stage === 'reserve' && now >= lapsesFrom(performance)) found.add('window.reservations-closed');
  const reservable = reservableFrom(performance);
  if (goesOn === null && reservable !== null && now < reservable) {
    // Until then nothing can be had at all: the later window is not spoken of yet.
    return found.add('window.reservation-not-open', { opensAt: new Date(reservable).toISOString() });
  }
  const redeemable = redeemableFrom(performance);
  if (stage === 'redeem' && redeemable !== null && now < redeemable) {
    found.add('window.redemption-not-open', { opensAt: new Date(redeemable).toISOString() });
  }
}

/**
 * CHILD-1, CHILD-2, CHILD-4: how many children come along. CC-1: a worker comes with clients, or with members who have
 * cards.
 */
export function judgeChildren({ card, children, members, performance, most, rules, goesOn }: Case, found: Found): void {
  if (performance.kind === 'course') {
    if (children > 0) found.add('children.on-course');
  } else if (most !== null && children > most) {
    found.add('children.over-limit', { most }, rules.childLimit);
  }
  if (isHeldElsewhere(goesOn, performance) && children > goesOn.children) {
    found.add('children.over-reserved', { most: goesOn.children });
  }
  if (card?.kind === 'community' && performance.kind !== 'course' && children + members === 0) {
    found.add('card.community-without-client');
  }
}

/** CAP-8: places of a reservation that another desk's lease holds cannot become more here. */
function isHeldElsewhere(goesOn: EarlierUse | null, { cap }: Performance): goesOn is EarlierUse {
  return goesOn !== null && !goesOn.here && cap?.counts === 'all-tickets';
}

/** CAP-7: a ceiling, kept by this desk's share of it: `cap.reached` when the registry has no more, else `cap.no-lease`. */
export function judgeCap(sale: Case, found: Found): void {
  if (sale.lease === null) return;
  const left = Math.max(0, sale.lease.balance);
  if (unitsTaken(sale) > left) found.add(sale.lease.registryHasMore ? 'cap.no-lease' : 'cap.reached', { left });
}

/** CARD-8: told by telephone, the card is to be shown when redeeming. SALE-5: a fee is the customer's, paid elsewhere. */
export function noteWhatToSay({ stage, cardSeen, performance, children }: Case, found: Found): void {
  if (stage === 'reserve' && !cardSeen) found.add('card.not-seen');
  if (stage === 'redeem' && performance.feeCents > 0) {
    found.add('fee.due', { cents: performance.feeCents, tickets: 1 + children });
  }
}

/**
 * CAP-8: one adult, or all tickets. Nothing where a reservation has the place already, but for children who were added.
 * CARD-5: at a day admission the holder counts once against a cap of holders, so a second visit takes nothing.
 */
export function unitsTaken({ stage, performance, children, card, earlier, goesOn, now }: Case): number {
  if (stage === 'attend') return 0;
  const units = unitsOf(performance.cap, children);
  if (goesOn !== null) return goesOn.here ? Math.max(0, units - unitsOf(performance.cap, goesOn.children)) : 0;
  const countedAlready =
    card?.kind !== 'community' &&
    earlier.some((use) => !hasLapsed(use, now)) &&
    isDayAdmission(performance) &&
    performance.cap?.counts === 'adults';
  return countedAlready ? 0 : units;
}

function described({ at, deskName, delivered }: EarlierUse, times: number): Record<string, string | number> {
  return { at, desk: deskName, delivered: delivered ? 1 : 0, times };
}
