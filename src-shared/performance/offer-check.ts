/** Whether what an organiser sets is lawful: its cap, its windows, and how much of its offer it leaves out. */
import { addDays, helsinkiDay, helsinkiHour } from '../kernel/helsinki.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { checkCap, type CapBreach, type CapSubject } from './lawful-cap.ts';
import { lapsesFrom, redeemableFrom, type Performance } from './performance.ts';

/** Codes of what is unlawful; append-only. */
export const OFFER_BREACHES = [
  'offer.cap-too-low',
  'offer.cap-counts-tickets',
  'offer.cap-not-allowed',
  'offer.capacity-unknown',
  'offer.window-on-course',
  'offer.window-without-start',
  'offer.window-not-same-evening',
  'offer.lapse-before-redemption',
] as const satisfies readonly (CapBreach | `offer.${string}`)[];
export type OfferBreachCode = (typeof OFFER_BREACHES)[number];

export interface OfferBreach {
  readonly code: OfferBreachCode;
  /** The rule that is broken. */
  readonly rule: string;
  /** The lowest lawful cap, where that is what is wrong. */
  readonly lowest: number | null;
}

export type Offer = CapSubject & Pick<Performance, 'cap' | 'day' | 'startsAt' | 'windows'>;

/** A start before this hour is one after midnight, of the evening before (SALE-3). */
const NIGHT_ENDS_AT_HOUR = 5;

/** Everything that is unlawful about a performance's limits under the set in force on its day; empty: lawful. */
export function checkOffer(offer: Offer, rules: RuleSet): OfferBreach[] {
  const breaches: OfferBreach[] = [];
  const cap = checkCap(offer.cap, offer, rules);
  if (!cap.ok) {
    const { rule, lowest } = cap.error.parameters;
    breaches.push({ code: cap.error.code, rule: String(rule), lowest: lowest === undefined ? null : Number(lowest) });
  }
  const window = windowBreach(offer);
  if (window !== null) breaches.push({ code: window, rule: 'SALE-3', lowest: null });
  const opens = redeemableFrom(offer);
  if (window === null && opens !== null && lapsesFrom(offer) <= opens) {
    breaches.push({ code: 'offer.lapse-before-redemption', rule: 'SALE-7', lowest: null });
  }
  return breaches;
}

/** SALE-3: only tickets, never course places, and only the same evening; for starts after midnight the evening before. */
function windowBreach({ kind, startsAt, windows }: Offer): OfferBreachCode | null {
  if (windows.redeemMinutesBefore === null) return null;
  if (kind === 'course') return 'offer.window-on-course';
  if (startsAt === null) return 'offer.window-without-start';
  const start = Date.parse(startsAt);
  const opensOn = helsinkiDay(start - windows.redeemMinutesBefore * 60_000);
  const startsOn = helsinkiDay(start);
  const isEveningBefore = helsinkiHour(start) < NIGHT_ENDS_AT_HOUR && opensOn === addDays(startsOn, -1);
  return opensOn === startsOn || isEveningBefore ? null : 'offer.window-not-same-evening';
}

/**
 * SALE-4: whether an organiser leaves out so much of its offer that it is to be warned, and how much, in percent.
 * Cinemas and adult-education institutes may exclude more widely: null. Null too where nothing is too much.
 */
export function excludedTooMuch(
  type: Performance['organiser']['type'],
  offer: readonly Pick<Performance, 'exclusion'>[],
  rules: RuleSet,
): number | null {
  if (type === 'cinema' || type === 'institute' || offer.length === 0) return null;
  const excluded = offer.filter(({ exclusion }) => exclusion !== null).length;
  const percent = (excluded / offer.length) * 100;
  return percent > rules.warnExcludedAbovePercent ? Math.round(percent) : null;
}
