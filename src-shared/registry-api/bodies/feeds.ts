/** Bodies of the change feeds, and of the news that there is something in them. */
import { z } from 'zod';
import { STATES } from '../../acquisition/life.ts';
import { cardSchema } from '../../card/card.ts';
import { count, hex, id, instant } from '../../kernel/schemas.ts';
import { performanceSchema } from '../../performance/performance.ts';
import { ruleSetSchema } from '../../rules/rule-set.ts';

/** Names of the change streams. */
export const STREAMS = ['cards', 'performances', 'uses', 'rule-sets'] as const;
export const streamName = z.enum(STREAMS);
export type StreamName = z.infer<typeof streamName>;

export const feedQuery = z.strictObject({
  /** Opaque; left out: from the beginning. */
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
});

/** A page of a change feed; `more`: the next page is ready now. */
function page<Change extends z.ZodType>(change: Change) {
  return z.strictObject({ changes: z.array(change), cursor: z.string(), more: z.boolean(), serverTime: instant });
}

/** `card` is null where the card is gone from the registry. */
export const cardChange = z.strictObject({ key: hex(16), card: cardSchema.nullable() });
export type CardChange = z.infer<typeof cardChange>;

/** `performance` is null where this site may no longer sell it. */
export const performanceChange = z.strictObject({ id, performance: performanceSchema.nullable() });
export type PerformanceChange = z.infer<typeof performanceChange>;

/** An acquisition for a performance that this desk serves, from any desk, its own too. */
export const useChange = z.strictObject({
  acquisitionId: id,
  performanceId: id,
  cardKey: hex(16),
  /** The epoch that reserved it, or sold it without a reservation: its place is from there. */
  epoch: id,
  /** The desk that brought it to its state, and when. */
  deskName: z.string(),
  at: instant,
  children: count,
  /** Units of the cap that it takes. */
  units: count,
  state: z.enum(STATES),
  /** False: reserved by telephone (CARD-8). */
  cardSeen: z.boolean(),
  /** When a reservation lapses; null: it was sold without one. */
  lapsesAt: instant.nullable(),
});
export type UseChange = z.infer<typeof useChange>;

export const cardPage = page(cardChange);
export const performancePage = page(performanceChange);
export const usePage = page(useChange);
export const ruleSetPage = page(ruleSetSchema);

/** Data of a `news` event of the push channel: what to look at. */
export const newsSchema = z.strictObject({
  streams: z.array(streamName),
  /** Performances for which another desk ran out: give back what is idle. */
  wanted: z.array(id),
  /** Performances of which the registry has places again. */
  freed: z.array(id),
});
export type News = z.infer<typeof newsSchema>;
