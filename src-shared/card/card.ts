/** A card as a desk may know it: dates and limits, nothing about a person (DATA-1, REG-1). */
import { z } from 'zod';
import { addYears } from '../kernel/helsinki.ts';
import { count, day } from '../kernel/schemas.ts';

export const cardSchema = z.strictObject({
  /** Personal or community; stands in the registry, never in the code's prefix (CARD-1). */
  kind: z.enum(['personal', 'community']),
  /** First Helsinki day on which it is valid. */
  firstDay: day,
  /** Last Helsinki day, valid to its end (CARD-3); null is open-ended (CC-3). */
  lastDay: day.nullable(),
  /** Ended can be extended again, out of use is final (CARD-7). */
  state: z.enum(['active', 'ended', 'out-of-use']),
  /** Most children it admits (CHILD-4); null is no limit known. */
  childLimit: count.nullable(),
});
export type Card = z.infer<typeof cardSchema>;

export type CardReason = 'card.out-of-use' | 'card.ended' | 'card.not-yet-valid' | 'card.expired';

/** Why the card is not valid on a Helsinki day, or null if it is (CARD-3, CARD-7). */
export function cardInvalidOn(card: Card, onDay: string): CardReason | null {
  if (card.state === 'out-of-use') return 'card.out-of-use';
  if (card.state === 'ended') return 'card.ended';
  if (onDay < card.firstDay) return 'card.not-yet-valid';
  if (card.lastDay !== null && onDay > card.lastDay) return 'card.expired';
  return null;
}

/** The preset last day of a card granted on `firstDay`: the same date next year, 29 February → 28 (CARD-3). */
export function presetLastDay(firstDay: string): string {
  return addYears(firstDay, 1);
}
