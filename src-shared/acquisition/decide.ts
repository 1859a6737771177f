/** The sale's judgement, as the operating model tells it: pure, from facts that the desk has at hand. */
import { cardInvalidOn, type Card } from '../card/card.ts';
import { unitsOf } from '../cap/lease.ts';
import { helsinkiDay } from '../kernel/helsinki.ts';
import type { Result } from '../kernel/result.ts';
import {
  isDayAdmission,
  overFrom,
  redeemableFrom,
  reservableFrom,
  type Performance,
} from '../performance/performance.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { REASON_CODES, REASONS, type ReasonCode } from './reasons.ts';
import type { Reason, Verdict } from './verdict.ts';

/** An earlier acquisition, not voided, with the same card for the same performance. */
export interface EarlierUse {
  /** When, ISO 8601 UTC. */
  readonly at: string;
  /** The desk that recorded it. */
  readonly deskName: string;
  /** Whether the registry has it yet. */
  readonly delivered: boolean;
}

export interface SaleFacts {
  /** The present instant in milliseconds. */
  readonly now: number;
  readonly stage: 'reserve' | 'redeem';
  readonly code: Result<string, 'card.malformed'>;
  /** The card, null when the local list does not hold it. */
  readonly card: Card | null;
  /** The local list; age in hours since it was last known to be complete. */
  readonly cache: { readonly usable: boolean; readonly ageHours: number };
  readonly performance: Performance;
  /** Places this desk may still sell; null where there is no cap. */
  readonly lease: { readonly balance: number; readonly registryHasMore: boolean } | null;
  readonly earlier: readonly EarlierUse[];
  /** Child tickets wanted; on a community card: clients under 16 (CC-1). */
  readonly children: number;
  readonly rules: RuleSet;
}

type Parameters = Reason['parameters'];
type Found = Map<ReasonCode, Parameters>;

/**
 * Judges one acquisition. Gives `accept`, `warn` or `refuse` with every reason that applies, most severe first, in the
 * fixed order of REASONS. Never throws. Rules: CARD-1 to 7, CHILD-1 to 4, CC-1, CC-2, CC-4, CAP-7 to 9, SALE-3, SALE-4.
 */
export function decide(facts: SaleFacts): Verdict {
  const found: Found = new Map();
  const units = unitsTaken(facts);
  judgeCode(facts, found);
  if (facts.card !== null) {
    judgeCard(facts, facts.card, found);
    judgeEarlierUse(facts, facts.card, found);
    judgeChildren(facts, facts.card, found);
  }
  judgePerformance(facts, found);
  judgeCap(facts, units, found);
  const reasons = inOrder(found);
  return {
    outcome: reasons[0] === undefined ? 'accept' : reasons[0].severity,
    reasons,
    children: facts.children,
    mostChildren: mostChildren(facts.card, facts.performance),
    units,
  };
}

/** Most children that a card may bring to a performance; null: no limit known (CHILD-2, CHILD-4). */
export function mostChildren(card: Card | null, performance: Performance): number | null {
  if (performance.kind === 'course') return 0;
  return card === null || card.kind === 'community' ? null : card.childLimit;
}

/** CARD-2, CARD-4. An empty or broken list is never read as "unknown card"; a stale one only with a reason of its own. */
function judgeCode({ code, card, cache, rules }: SaleFacts, found: Found): void {
  const stale = cache.ageHours > rules.staleAfterHours;
  const age = { hours: Math.floor(cache.ageHours) };
  if (!code.ok) {
    found.set('card.malformed', code.error.parameters);
  } else if (!cache.usable) {
    found.set('cache.empty', {});
  } else if (card === null) {
    if (stale) found.set('card.unknown-stale-cache', age);
    else found.set('card.unknown', {});
  } else if (stale) {
    found.set('cache.stale', age);
  }
}

/** CARD-3, CARD-7, SALE-7, CC-2. */
function judgeCard({ now, performance }: SaleFacts, card: Card, found: Found): void {
  const invalid = cardInvalidOn(card, helsinkiDay(now));
  if (invalid !== null) {
    found.set(invalid, { firstDay: card.firstDay, lastDay: card.lastDay ?? '' });
  } else if (card.lastDay !== null && card.lastDay < performance.day) {
    found.set('card.expires-before-performance', { lastDay: card.lastDay });
  }
  if (card.kind === 'community' && performance.kind === 'course') found.set('card.community-on-course', {});
}

/** CARD-5, CC-4: one adult can use one ticket; a day admission may be used again; a community card by another worker. */
function judgeEarlierUse({ earlier, performance }: SaleFacts, card: Card, found: Found): void {
  const last = earlier.at(-1);
  if (last === undefined) return;
  const use = { at: last.at, desk: last.deskName, delivered: last.delivered ? 1 : 0, times: earlier.length };
  if (card.kind === 'community') found.set('card.community-again', use);
  else if (isDayAdmission(performance)) found.set('duplicate.same-day', use);
  else found.set('duplicate.same-performance', use);
}

/** CHILD-2, CHILD-4 and, for a community card, CC-1. */
function judgeChildren({ children, performance }: SaleFacts, card: Card, found: Found): void {
  const most = mostChildren(card, performance);
  if (performance.kind === 'course') {
    if (children > 0) found.set('children.on-course', {});
  } else if (most !== null && children > most) {
    found.set('children.over-limit', { most });
  }
  if (card.kind === 'community' && performance.kind !== 'course' && children === 0) {
    found.set('card.community-without-client', {});
  }
}

/** SALE-3, SALE-4, CAP-7: what holds for any card. */
function judgePerformance({ now, stage, performance }: SaleFacts, found: Found): void {
  if (now >= overFrom(performance)) found.set('performance.over', {});
  if (performance.exclusion !== null) found.set('performance.excluded', { ...performance.exclusion.reason });
  if (performance.soldOut) found.set('performance.sold-out', {});
  const reservable = reservableFrom(performance);
  if (reservable !== null && now < reservable) {
    found.set('window.reservation-not-open', { opensAt: new Date(reservable).toISOString() });
  }
  const redeemable = redeemableFrom(performance);
  if (stage === 'redeem' && redeemable !== null && now < redeemable) {
    found.set('window.redemption-not-open', { opensAt: new Date(redeemable).toISOString() });
  }
}

/** CAP-7: a ceiling, held by leases. `cap.reached` when the registry has no more, else `cap.no-lease`. */
function judgeCap({ lease }: SaleFacts, units: number, found: Found): void {
  if (lease === null || lease.balance >= units) return;
  found.set(lease.registryHasMore ? 'cap.no-lease' : 'cap.reached', { left: Math.max(0, lease.balance) });
}

/** CAP-8; CARD-5: at a day admission the holder counts once against a cap of holders, so a second visit takes nothing. */
function unitsTaken({ performance, children, card, earlier }: SaleFacts): number {
  const countedAlready =
    card?.kind === 'personal' &&
    earlier.length > 0 &&
    isDayAdmission(performance) &&
    performance.cap?.counts === 'adults';
  return countedAlready ? 0 : unitsOf(performance.cap, children);
}

function inOrder(found: Found): Reason[] {
  const reasons: Reason[] = [];
  for (const code of REASON_CODES) {
    const parameters = found.get(code);
    if (parameters !== undefined) reasons.push({ code, severity: REASONS[code].severity, parameters });
  }
  return reasons;
}
