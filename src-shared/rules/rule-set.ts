/** Rule sets: the numbers of the operating model, dated, because they changed before and will again (CAP-10). */
import { z } from 'zod';
import { count, day } from '../kernel/schemas.ts';

export const ruleSetSchema = z.strictObject({
  /** First Helsinki day on which this set is in force. */
  firstDay: day,
  /** What a card code looks like (CARD-2). */
  code: z.strictObject({
    minimumLength: z.int().min(1),
    maximumLength: z.int().min(1),
    minimumDigits: count,
  }),
  /** From which age on the card list counts as stale, in hours. */
  staleAfterHours: z.number().positive(),
});
export type RuleSet = z.infer<typeof ruleSetSchema>;

/** What is in force until the registry has handed out anything else. */
export const PRESET_RULE_SET: RuleSet = {
  firstDay: '2020-01-01',
  code: { minimumLength: 4, maximumLength: 16, minimumDigits: 4 },
  staleAfterHours: 72,
};

/** The set in force on a Helsinki day: the latest that began on or before it, else the preset (CAP-10). */
export function ruleSetInForce(sets: readonly RuleSet[], onDay: string): RuleSet {
  let inForce = PRESET_RULE_SET;
  for (const set of sets) {
    if (set.firstDay <= onDay && set.firstDay >= inForce.firstDay) inForce = set;
  }
  return inForce;
}
