/** The sale's judgement, as the operating model tells it: pure, from facts that the desk has at hand. */
import { cardInvalidOn, type Card } from '../card/card.ts';
import { unitsOf } from '../cap/lease.ts';
import { helsinkiDay } from '../kernel/helsinki.ts';
import type { Result } from '../kernel/result.ts';
import {
  isDayAdmission,
  lapsesFrom,
  overFrom,
  redeemableFrom,
  reservableFrom,
  type Performance,
} from '../performance/performance.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { collect, outcomeOf, type Found } from './found.ts';
import { groundsOf } from './grounds-of.ts';
import type { Severity } from './reasons.ts';
import type { Stage, Verdict } from './verdict.ts';

/** An earlier acquisition, neither voided nor lapsed, with the same card for the same performance. */
export interface EarlierUse {
  readonly acquisitionId: string;
  readonly state: 'reserved' | 'redeemed' | 'attended';
  /** When it came to that, ISO 8601 UTC. */
  readonly at: string;
  /** The desk that recorded it. */
  readonly deskName: string;
  /** Whether the registry has it yet. */
  readonly delivered: boolean;
  /** Its place was taken from the lease that this desk sells from now. */
  readonly here: boolean;
  readonly children: number;
  readonly units: number;
  /** When a reservation lapses, ISO 8601 UTC; null where there was none. */
  readonly lapsesAt: string | null;
}

/** A site's policy for a card that a stale or missing list cannot tell: no, deliberately, or yes and follow it up. */
export type ProvisionalPolicy = 'off' | 'ask' | 'allow';

export interface SaleFacts {
  /** The present instant in milliseconds. */
  readonly now: number;
  readonly stage: Stage;
  /** What was read; `card.check-digit-stripped` where a reader has kept its last character to itself. */
  readonly code: Result<string, 'card.malformed' | 'card.check-digit-stripped'>;
  /** False: told by telephone, when reserving (CARD-8). */
  readonly cardSeen: boolean;
  /** The card, null when the local list does not hold it. */
  readonly card: Card | null;
  /** The local list; age in hours since it was last known to be complete. */
  readonly cache: { readonly usable: boolean; readonly ageHours: number };
  readonly provisional: ProvisionalPolicy;
  readonly performance: Performance;
  /** Places this desk may still sell, and how many are left of the cap as far as it knows; null: no cap. */
  readonly lease: { readonly balance: number; readonly registryHasMore: boolean; readonly left: number } | null;
  /** Oldest first. */
  readonly earlier: readonly EarlierUse[];
  /** Child tickets wanted; on a community card: clients under 16 (CC-1). */
  readonly children: number;
  /** Members with cards of their own in the same small-group visit (GROUP-1). */
  readonly members: number;
  readonly rules: RuleSet;
}

/** What all the rules below look at: the facts, and what follows from them at once. */
interface Case extends SaleFacts {
  /** The acquisition that this stage goes on with; null: a new one. */
  readonly goesOn: EarlierUse | null;
  /** Most children that the card may bring here; null: no limit known. */
  readonly most: number | null;
}

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

/**
 * The acquisition that a stage goes on with: redeeming, the oldest reservation that has not lapsed; attending, the
 * oldest ticket that was not used to come in, else the last one that was (SALE-7).
 */
export function goesOnWith({ stage, earlier, now }: Pick<SaleFacts, 'stage' | 'earlier' | 'now'>): EarlierUse | null {
  if (stage === 'reserve') return null;
  if (stage === 'redeem') return earlier.find((use) => use.state === 'reserved' && !hasLapsed(use, now)) ?? null;
  return (
    earlier.find(({ state }) => state === 'redeemed') ?? earlier.findLast(({ state }) => state === 'attended') ?? null
  );
}

/** Most children that a card may bring to a performance; null: no limit known (CHILD-2, CHILD-4). */
export function mostChildren(card: Card | null, performance: Performance): number | null {
  if (performance.kind === 'course') return 0;
  return card === null || card.kind === 'community' ? null : card.childLimit;
}

/**
 * CARD-2, CARD-4. What lacks its last character is no card at any stage. An empty or broken list is never read as "unknown
 * card"; a stale one only with a reason of its own.
 */
function judgeCode(sale: Case, found: Found): void {
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
function judgeCard(sale: Case, found: Found): void {
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

/** SALE-7: what does not take place is for nobody. SALE-4, CAP-7: for any card, but not for who has a place already. */
function judgePerformance({ now, performance, stage, goesOn }: Case, found: Found): void {
  if (performance.cancelled) found.add('performance.cancelled');
  if (now >= overFrom(performance)) found.add('performance.over');
  if (stage === 'attend' || goesOn !== null) return;
  if (performance.exclusion !== null) found.add('performance.excluded', { ...performance.exclusion.reason });
  if (performance.soldOut) found.add('performance.sold-out');
}

/** SALE-7: who attends has a ticket; one that was used to come in is shown, and not stopped. */
function judgeTicket({ goesOn, earlier, code }: Case, found: Found): void {
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
function judgeEarlierUse({ now, stage, card, earlier, performance, goesOn }: Case, found: Found): void {
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

/** SALE-3: reserved and redeemed from one month before; redeemed the same evening. SALE-7: reserved until they lapse. */
function judgeWindows({ now, stage, performance, goesOn }: Case, found: Found): void {
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

/** CHILD-1, 2 and 4: how many children come along. CC-1: a worker comes with clients, or with members who have cards. */
function judgeChildren({ card, children, members, performance, most, rules, goesOn }: Case, found: Found): void {
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
function judgeCap(sale: Case, found: Found): void {
  if (sale.lease === null) return;
  const left = Math.max(0, sale.lease.balance);
  if (unitsTaken(sale) > left) found.add(sale.lease.registryHasMore ? 'cap.no-lease' : 'cap.reached', { left });
}

/** CARD-8: told by telephone, the card is to be shown when redeeming. SALE-5: a fee is the customer's, paid elsewhere. */
function noteWhatToSay({ stage, cardSeen, performance, children }: Case, found: Found): void {
  if (stage === 'reserve' && !cardSeen) found.add('card.not-seen');
  if (stage === 'redeem' && performance.feeCents > 0) {
    found.add('fee.due', { cents: performance.feeCents, tickets: 1 + children });
  }
}

/**
 * CAP-8: one adult, or all tickets. Nothing where a reservation has the place already, but for children who were added.
 * CARD-5: at a day admission the holder counts once against a cap of holders, so a second visit takes nothing.
 */
function unitsTaken({ stage, performance, children, card, earlier, goesOn, now }: Case): number {
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

function hasLapsed({ state, lapsesAt }: EarlierUse, now: number): boolean {
  return state === 'reserved' && lapsesAt !== null && now >= Date.parse(lapsesAt);
}

function described({ at, deskName, delivered }: EarlierUse, times: number): Record<string, string | number> {
  return { at, desk: deskName, delivered: delivered ? 1 : 0, times };
}
