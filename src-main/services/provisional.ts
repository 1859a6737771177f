/** Provisional acceptance: a card that a stale or missing list cannot tell (CARD-4). */
import type { ReasonCode } from '../../src-shared/acquisition/reasons.ts';

/** Whether what staff went past means that the list could not tell the card. */
export function isProvisional(despite: readonly ReasonCode[]): boolean {
  return despite.includes('card.unknown-stale-cache') || despite.includes('cache.empty');
}
