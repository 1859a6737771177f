/** Reason codes: append-only, in the fixed order in which a verdict lists them, most severe first. */

export type Severity = 'refuse' | 'warn';

/** Every code, its severity and its rule; the order of the keys is the order of a verdict's reasons. */
export const REASONS = {
  'cache.empty': { severity: 'refuse', rule: 'CARD-4' },
  'card.malformed': { severity: 'refuse', rule: 'CARD-2' },
  'card.unknown': { severity: 'refuse', rule: 'CARD-4' },
  'card.unknown-stale-cache': { severity: 'refuse', rule: 'CARD-4' },
  'card.out-of-use': { severity: 'refuse', rule: 'CARD-7' },
  'card.ended': { severity: 'refuse', rule: 'CARD-7' },
  'card.not-yet-valid': { severity: 'refuse', rule: 'CARD-3' },
  'card.expired': { severity: 'refuse', rule: 'CARD-3' },
  'card.community-on-course': { severity: 'refuse', rule: 'CC-2' },
  'performance.over': { severity: 'refuse', rule: 'SALE-7' },
  'performance.excluded': { severity: 'refuse', rule: 'SALE-4' },
  'performance.sold-out': { severity: 'refuse', rule: 'CAP-7' },
  'window.reservation-not-open': { severity: 'refuse', rule: 'SALE-3' },
  'window.redemption-not-open': { severity: 'refuse', rule: 'SALE-3' },
  'duplicate.same-performance': { severity: 'refuse', rule: 'CARD-5' },
  'children.on-course': { severity: 'refuse', rule: 'CHILD-2' },
  'children.over-limit': { severity: 'refuse', rule: 'CHILD-4' },
  'cap.reached': { severity: 'refuse', rule: 'CAP-7' },
  'cap.no-lease': { severity: 'refuse', rule: 'CAP-7' },
  'card.expires-before-performance': { severity: 'warn', rule: 'SALE-7' },
  'duplicate.same-day': { severity: 'warn', rule: 'CARD-5' },
  'card.community-again': { severity: 'warn', rule: 'CC-4' },
  'card.community-without-client': { severity: 'warn', rule: 'CC-1' },
  'cache.stale': { severity: 'warn', rule: 'USE-3' },
} as const satisfies Record<string, { severity: Severity; rule: string }>;

export type ReasonCode = keyof typeof REASONS;

/** All codes in their fixed order. */
export const REASON_CODES: readonly ReasonCode[] = Object.keys(REASONS).filter(isReasonCode);

/** Whether a string is one of our reason codes. */
export function isReasonCode(text: string): text is ReasonCode {
  return Object.hasOwn(REASONS, text);
}
