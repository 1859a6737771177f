/** What `decide` gives: accept, warn or refuse, with all its reasons. */
import { z } from 'zod';
import { count } from '../kernel/schemas.ts';
import { REASON_CODES } from './reasons.ts';

export const reasonSchema = z.strictObject({
  code: z.enum(REASON_CODES),
  severity: z.enum(['refuse', 'warn']),
  /** Facts for the sentence on screen: days, times, counts, a desk's name. */
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Reason = z.infer<typeof reasonSchema>;

export const verdictSchema = z.strictObject({
  /** `warn`: staff may go on, deliberately. */
  outcome: z.enum(['accept', 'warn', 'refuse']),
  /** All of them, most severe first, in the fixed order of REASONS. */
  reasons: z.array(reasonSchema),
  /** Number of child tickets (a community card: clients) that was judged. */
  children: count,
  /** Most children that this card may bring here; null: no limit known (CHILD-2, CHILD-4). */
  mostChildren: count.nullable(),
  /** Units of the cap that the acquisition would take (CAP-8). */
  units: count,
});
export type Verdict = z.infer<typeof verdictSchema>;
