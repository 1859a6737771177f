/** Bodies of the limits that an organiser sets for a performance. */
import { z } from 'zod';
import { count } from '../../kernel/schemas.ts';
import { OFFER_BREACHES } from '../../performance/offer-check.ts';
import { capSchema, performanceSchema, windowsSchema } from '../../performance/performance.ts';
import { lines } from './text.ts';

/** Limits that an organiser sets for one of its performances (CAP, SALE-3, SALE-4); all of them at once. */
export const limitsRequest = z.strictObject({
  capacity: count.nullable(),
  cap: capSchema.nullable(),
  windows: windowsSchema,
  /** With its reason in every language (SALE-4). */
  exclusion: z.strictObject({ reason: lines(300) }).nullable(),
});
export const offerBreach = z.strictObject({
  code: z.enum(OFFER_BREACHES),
  /** The rule that is broken. */
  rule: z.string(),
  /** The lowest lawful cap, where that is what is wrong. */
  lowest: count.nullable(),
});
/** Unlawful limits change nothing: `set` is false and every breach is named, under the rule set of the performance's day. */
export const limitsAnswer = z.strictObject({
  set: z.boolean(),
  performance: performanceSchema,
  breaches: z.array(offerBreach),
  /** SALE-4: so many percent of the organiser's coming offer are excluded, more than half; null: not too much. */
  excludedPercent: count.nullable(),
  ruleSetFirstDay: z.string(),
});
