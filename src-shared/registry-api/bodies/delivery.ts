/** Bodies of delivery: events of a desk's ledger, and how the registry took each. */
import { z } from 'zod';
import { ledgerEventSchema } from '../../acquisition/event.ts';
import { base64, instant, writtenId } from '../../kernel/schemas.ts';
import { problemCode } from '../problems.ts';

/**
 * Why a recorded fact does not fit what the registry knew (ARCHITECTURE, decision 10). Append-only. Those that follow from the
 * card are told only as long as a look-up would be answered (decision 28).
 */
export const CONFLICTS = [
  'card-unknown',
  'card-not-valid',
  'duplicate-performance',
  'over-child-limit',
  'beyond-lease',
  'epoch-forked',
  'epoch-frozen',
  'reservation-gone',
  'not-redeemed',
  'performance-cancelled',
] as const;
export const conflict = z.enum(CONFLICTS);
export type Conflict = z.infer<typeof conflict>;

/** Delivery: events in the order of their sequence; each item is judged on its own. */
export const deliveredItem = z.strictObject({
  event: ledgerEventSchema,
  /** The code, sealed to the registry; only with a `reserved` or `redeemed` event. */
  sealed: base64.nullable(),
});
export type DeliveredItem = z.infer<typeof deliveredItem>;
export const MOST_ITEMS = 200;
export const deliveryRequest = z.strictObject({
  /** As its events have it. */
  epoch: writtenId,
  /** Validated one by one, so that a bad item blocks nothing (field lesson 15). */
  items: z.array(z.unknown()).min(1).max(MOST_ITEMS),
});
export const itemAnswer = z.strictObject({
  /** The event's id as it was sent, or null where it has none. */
  id: z.string().nullable(),
  result: z.enum(['recorded', 'already-recorded', 'recorded-with-conflict', 'refused']),
  conflicts: z.array(conflict),
  /** Why it was refused. */
  problem: problemCode.nullable(),
});
export type ItemAnswer = z.infer<typeof itemAnswer>;
export const deliveryAnswer = z.strictObject({
  /** One an item, in the items' order. */
  answers: z.array(itemAnswer),
  serverTime: instant,
  /** The epoch's sequence was used twice (a cloned disk): start a new one. */
  forked: z.boolean(),
});
