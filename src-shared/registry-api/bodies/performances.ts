/** Performances as an organiser adds, changes, cancels and lists them. */
import { z } from 'zod';
import { count, day, id, instant } from '../../kernel/schemas.ts';
import { EVENT_CLASSES } from '../../performance/event-class.ts';
import { performanceSchema } from '../../performance/performance.ts';
import { limitsRequest, offerBreach } from './limits.ts';
import { line, lines } from './text.ts';
import { listOf, listQuery } from './list.ts';

export const eventClass = z.enum(EVENT_CLASSES);

/** Days that anybody means. */
export const offerDay = day.refine((each) => each >= '2000-01-01' && each <= '2099-12-31');
export const MOST_TICKETS = 10_000_000;
export const MOST_FEE_CENTS = 1_000_000;

/** What an organiser's own system calls a performance. */
export const externalId = line(300);

/** All that an organiser says of a performance. */
export const performanceWish = z.strictObject({
  /** Of the performance to change; null: it is found by its external id, or it is new. */
  id: id.nullable(),
  externalId: externalId.nullable(),
  class: eventClass,
  ...limitsRequest.shape,
  title: lines(200),
  place: line(200),
  kind: performanceSchema.shape.kind,
  guest: z.boolean(),
  day: offerDay,
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  soldOut: z.boolean(),
  feeCents: count.max(MOST_FEE_CENTS),
  cloakroom: z.boolean(),
});
export type PerformanceWish = z.output<typeof performanceWish>;

/** `dry-run`: nothing is stored. `all-or-nothing`: only if every one is good. `good-ones`: those that are. */
export const storeMode = z.enum(['dry-run', 'all-or-nothing', 'good-ones']);

export const MOST_WISHES = 500;
/** Repeating a request id gives the same answer and changes nothing more. */
export const performancesRequest = z.strictObject({
  requestId: id,
  mode: storeMode,
  items: z.array(performanceWish).min(1).max(MOST_WISHES),
});

/** Why a performance was not taken. Append-only. */
export const WISH_PROBLEMS = [
  'performance.unknown',
  'offer.unlawful',
  'offer.starts-on-another-day',
  'offer.ends-before-start',
  'offer.named-twice',
  'offer.out-of-bounds',
] as const;
export const wishAnswer = z.strictObject({
  result: z.enum(['added', 'changed', 'unchanged', 'refused']),
  /** Null where it was refused, or would only be added. */
  id: id.nullable(),
  externalId: z.string().nullable(),
  problem: z.enum(WISH_PROBLEMS).nullable(),
  /** What is unlawful about its limits (CAP-10, SALE-3). */
  breaches: z.array(offerBreach),
});
export type WishAnswer = z.infer<typeof wishAnswer>;
export const performancesAnswer = z.strictObject({
  /** False: nothing was stored. */
  stored: z.boolean(),
  /** One a performance, in their order. */
  items: z.array(wishAnswer),
  /** SALE-4: so many percent of the organiser's coming offer are excluded, more than half; null: not too much. */
  excludedPercent: count.nullable(),
});

/** A day's admission again and again: a swimming hall's or a museum's days. */
export const recurringRequest = z.strictObject({
  requestId: id,
  mode: storeMode,
  /** Names the row of days: the same days again are changed, not doubled. */
  series: line(100),
  from: offerDay,
  /** At most 500 days are made at once. */
  to: offerDay,
  /** 1 is Monday, 7 is Sunday. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
  /** Days on which it is closed. */
  closed: z.array(offerDay).max(MOST_WISHES),
  /** Helsinki wall time; null: the day is the performance. */
  startsAt: z.iso.time({ precision: -1 }).nullable(),
  /** Earlier than the start: on the day after. */
  endsAt: z.iso.time({ precision: -1 }).nullable(),
  day: performanceWish.omit({ id: true, externalId: true, day: true, startsAt: true, endsAt: true }),
});

export const cancelRequest = z.strictObject({
  /** False: it takes place after all. */
  cancelled: z.boolean(),
});
export const cancelAnswer = z.strictObject({ performance: performanceSchema });
export const offered = z.strictObject({
  performance: performanceSchema,
  class: eventClass,
  externalId: z.string().nullable(),
  cancelledAt: instant.nullable(),
});
export type Offered = z.infer<typeof offered>;

export const offerQuery = listQuery.extend({
  /** Helsinki days, both included; left out: all. */
  from: offerDay.optional(),
  to: offerDay.optional(),
});
export const offerPage = listOf(offered);

export const noticeQuery = z.strictObject({
  language: z.enum(['fi', 'sv', 'en']),
  /** Helsinki days, both included; left out: from today on, without an end. */
  from: offerDay.optional(),
  to: offerDay.optional(),
});
