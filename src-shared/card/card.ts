/** A card as a desk may know it: dates and limits, nothing about a person (DATA-1, REG-1). */
import { z } from 'zod';
import { addYears } from '../kernel/helsinki.ts';
import { fail, ok, type Result } from '../kernel/result.ts';
import { count, day } from '../kernel/schemas.ts';
import type { RuleSet } from '../rules/rule-set.ts';

/** No name, no area: a card works in the whole network (CARD-6, CARD-9, CARD-10). */
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

/** Why a card is not valid on a day, most severe first. */
export const CARD_REASONS = ['card.out-of-use', 'card.ended', 'card.not-yet-valid', 'card.expired'] as const;
export type CardReason = (typeof CARD_REASONS)[number];

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

/** The card, valid for twelve months from `onDay`; an open-ended one stays so. Out of use is final (CARD-7, CC-3). */
export function extendCard(card: Card, onDay: string): Result<Card, 'card.out-of-use'> {
  if (card.state === 'out-of-use') return fail('card.out-of-use');
  return ok({ ...card, state: 'active', lastDay: card.lastDay === null ? null : presetLastDay(onDay) });
}

/** The card, ended; it can be extended again. Out of use is final (CARD-7, CC-3). */
export function endCard(card: Card): Result<Card, 'card.out-of-use'> {
  return card.state === 'out-of-use' ? fail('card.out-of-use') : ok({ ...card, state: 'ended' });
}

/** Whether somebody born in a year may hold a personal card: old enough, or so in the current year (CARD-6). */
export function mayHold(yearOfBirth: number, onDay: string, { ages }: Pick<RuleSet, 'ages'>): boolean {
  return Number(onDay.slice(0, 4)) - yearOfBirth >= ages.holderFrom;
}
