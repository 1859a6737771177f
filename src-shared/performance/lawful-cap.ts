/** Which cap rule holds for a performance, and whether a cap is lawful under it (CAP-1 to 6, CAP-8, CAP-10). */
import { fail, ok, type Result } from '../kernel/result.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { isDayAdmission, type Performance } from './performance.ts';

/** What of a performance its cap is judged by. */
export type CapSubject = Pick<Performance, 'kind' | 'guest' | 'capacity'> & {
  readonly organiser: Pick<Performance['organiser'], 'type'>;
};

export type CapRuleNumber = 'CAP-1' | 'CAP-2' | 'CAP-3' | 'CAP-4' | 'CAP-5' | 'CAP-6';

export interface CapRule {
  readonly rule: CapRuleNumber;
  /** The lowest lawful cap; null: none is lawful, or it cannot be known without the capacity. */
  readonly lowest: number | null;
  /** Whether the source speaks of tickets here, so that the cap may count all of them (CAP-8). */
  readonly mayCountAllTickets: boolean;
}

export type CapBreach =
  | 'offer.cap-too-low'
  | 'offer.cap-counts-tickets'
  | 'offer.cap-not-allowed'
  | 'offer.capacity-unknown';

/**
 * The rule that holds: the specific one replaces the general one, in the order CAP-3 (if on), 6, 2, 4, 5, 1 (CAP-10).
 * While the trial of CAP-5 is off, a swimming hall's day has no cap: there are no tickets to take a share of.
 */
export function capRuleFor(subject: CapSubject, { caps }: RuleSet): CapRule {
  const { capacity } = subject;
  if (caps.tiny !== null && isAtMost(capacity, caps.tiny.capacityAtMost)) {
    return { rule: 'CAP-3', lowest: caps.tiny.lowest, mayCountAllTickets: true };
  }
  if (subject.guest) return { rule: 'CAP-6', lowest: caps.guest.lowest, mayCountAllTickets: true };
  if (isInstituteCourse(subject) || isAtMost(capacity, caps.small.capacityAtMost)) {
    return { rule: 'CAP-2', lowest: caps.small.lowest, mayCountAllTickets: true };
  }
  if (isEvent(subject) && capacity !== null && capacity > caps.mass.capacityOver) {
    return { rule: 'CAP-4', lowest: caps.mass.lowest, mayCountAllTickets: true };
  }
  if (isSwimmingDay(subject)) {
    return { rule: 'CAP-5', lowest: caps.swimmingHall?.lowest ?? null, mayCountAllTickets: false };
  }
  const share = capacity === null ? null : shareOf(capacity, caps.general.percent);
  return { rule: 'CAP-1', lowest: share, mayCountAllTickets: false };
}

/**
 * Whether a cap is lawful for its performance. A refusal names the rule that it breaks and, where there is one, the
 * lowest lawful value. No cap is always lawful (CAP-7: it is the organiser's choice to set one).
 */
export function checkCap(cap: Performance['cap'], subject: CapSubject, rules: RuleSet): Result<CapRule, CapBreach> {
  const applied = capRuleFor(subject, rules);
  const { rule, lowest, mayCountAllTickets } = applied;
  if (cap === null) return ok(applied);
  if (lowest === null) return fail(rule === 'CAP-5' ? 'offer.cap-not-allowed' : 'offer.capacity-unknown', { rule });
  if (cap.limit < lowest) return fail('offer.cap-too-low', { rule, lowest });
  if (cap.counts === 'all-tickets' && !mayCountAllTickets) return fail('offer.cap-counts-tickets', { rule, lowest });
  return ok(applied);
}

/** CAP-1: rounded up, but not for what a fraction of a percent leaves behind in the computer's arithmetic. */
function shareOf(capacity: number, percent: number): number {
  return Math.ceil(Number(((capacity * percent) / 100).toFixed(6)));
}

function isAtMost(capacity: number | null, most: number): boolean {
  return capacity !== null && capacity <= most;
}

function isInstituteCourse({ kind, organiser }: CapSubject): boolean {
  return kind === 'course' && organiser.type === 'institute';
}

/** CAP-4 speaks of festivals, halls and mass events: not of courses, and not of days at a museum or swimming hall. */
function isEvent(subject: CapSubject): boolean {
  return subject.kind === 'performance' || subject.kind === 'festival-day';
}

function isSwimmingDay(subject: CapSubject): boolean {
  return isDayAdmission(subject) && subject.organiser.type === 'swimming-hall';
}
