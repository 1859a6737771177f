/** What `decide` gives: accept, warn or refuse, with all its reasons, and why it is lawful. */
import { z } from 'zod';
import { count, id } from '../kernel/schemas.ts';
import { groundSchema } from './grounds.ts';
import { REASON_CODES, SEVERITIES } from './reasons.ts';

export const reasonSchema = z.strictObject({
  code: z.enum(REASON_CODES),
  severity: z.enum(SEVERITIES),
  /** Facts for the sentence on screen: days, times, counts, a desk's name. */
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Reason = z.infer<typeof reasonSchema>;

/** The stages of an acquisition (SALE-7). */
export const STAGES = ['reserve', 'redeem', 'attend'] as const;
export const stageSchema = z.enum(STAGES);
export type Stage = z.infer<typeof stageSchema>;

export const outcomeSchema = z.enum(['accept', 'warn', 'refuse']);
export type Outcome = z.infer<typeof outcomeSchema>;

export const verdictSchema = z.strictObject({
  stage: stageSchema,
  /** `warn`: staff may go on, deliberately. */
  outcome: outcomeSchema,
  /** All of them, most severe first, within a severity in the fixed order of REASONS. */
  reasons: z.array(reasonSchema),
  /** Number of child tickets (a community card: clients) that was judged. */
  children: count,
  /** Most children that this card may bring here; null: no limit known (CHILD-2, CHILD-4). */
  mostChildren: count.nullable(),
  /** Units of the cap that the acquisition would take (CAP-8); none where it has its place already. */
  units: count,
  /** The reservation that is redeemed, or the ticket that is attended with; null: a new acquisition. */
  acquisitionId: id.nullable(),
  /** Why it is lawful; empty where it is refused. */
  grounds: z.array(groundSchema),
});
export type Verdict = z.infer<typeof verdictSchema>;
