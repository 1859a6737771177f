/** Reason codes: append-only, in the fixed order in which a verdict lists them within a severity. */

/** `refuse`: no; `warn`: staff may go on, deliberately; `note`: good to know, nothing to decide. */
export const SEVERITIES = ['refuse', 'warn', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Every code, its severity unless the circumstances make it another, and its rule. */
export const REASONS = {
  'cache.empty': { severity: 'refuse', rule: 'CARD-4' },
  'card.malformed': { severity: 'refuse', rule: 'CARD-2' },
  'card.check-digit-stripped': { severity: 'refuse', rule: 'CARD-2' },
  'card.unknown': { severity: 'refuse', rule: 'CARD-4' },
  'card.unknown-stale-cache': { severity: 'refuse', rule: 'CARD-4' },
  'card.out-of-use': { severity: 'refuse', rule: 'CARD-7' },
  'card.ended': { severity: 'refuse', rule: 'CARD-7' },
  'card.not-yet-valid': { severity: 'refuse', rule: 'CARD-3' },
  'card.expired': { severity: 'refuse', rule: 'CARD-3' },
  'card.community-on-course': { severity: 'refuse', rule: 'CC-2' },
  'performance.cancelled': { severity: 'refuse', rule: 'SALE-7' },
  'performance.over': { severity: 'refuse', rule: 'SALE-7' },
  'performance.excluded': { severity: 'refuse', rule: 'SALE-4' },
  'performance.sold-out': { severity: 'refuse', rule: 'CAP-7' },
  'window.reservation-not-open': { severity: 'refuse', rule: 'SALE-3' },
  'window.redemption-not-open': { severity: 'refuse', rule: 'SALE-3' },
  'window.reservations-closed': { severity: 'refuse', rule: 'SALE-7' },
  'attendance.no-ticket': { severity: 'refuse', rule: 'SALE-7' },
  'attendance.only-reserved': { severity: 'refuse', rule: 'SALE-7' },
  'duplicate.same-performance': { severity: 'refuse', rule: 'CARD-5' },
  'duplicate.reserved': { severity: 'refuse', rule: 'CARD-5' },
  'group.card-twice': { severity: 'refuse', rule: 'CARD-5' },
  'children.on-course': { severity: 'refuse', rule: 'CHILD-2' },
  'children.over-limit': { severity: 'refuse', rule: 'CHILD-4' },
  'children.over-reserved': { severity: 'refuse', rule: 'CAP-8' },
  'group.too-few-places': { severity: 'refuse', rule: 'GROUP-1' },
  'cap.reached': { severity: 'refuse', rule: 'CAP-7' },
  'cap.no-lease': { severity: 'refuse', rule: 'CAP-7' },
  'assistance.support-persons-off': { severity: 'refuse', rule: 'ASSIST-1' },
  'card.expires-before-performance': { severity: 'warn', rule: 'SALE-7' },
  'attendance.again': { severity: 'warn', rule: 'SALE-7' },
  'duplicate.same-day': { severity: 'warn', rule: 'CARD-5' },
  'card.community-again': { severity: 'warn', rule: 'CC-4' },
  'card.community-without-client': { severity: 'warn', rule: 'CC-1' },
  'group.without-community-card': { severity: 'warn', rule: 'GROUP-1' },
  'cache.stale': { severity: 'warn', rule: 'USE-3' },
  'reservation.found': { severity: 'note', rule: 'SALE-7' },
  'reservation.lapsed': { severity: 'note', rule: 'SALE-7' },
  'card.not-seen': { severity: 'note', rule: 'CARD-8' },
  'assistance.seat': { severity: 'note', rule: 'ASSIST-1' },
  'fee.due': { severity: 'note', rule: 'SALE-5' },
} as const satisfies Record<string, { severity: Severity; rule: string }>;

export type ReasonCode = keyof typeof REASONS;

/** All codes in their fixed order. */
export const REASON_CODES: readonly ReasonCode[] = Object.keys(REASONS).filter(isReasonCode);

/** Whether a string is one of our reason codes. */
export function isReasonCode(text: string): text is ReasonCode {
  return Object.hasOwn(REASONS, text);
}
