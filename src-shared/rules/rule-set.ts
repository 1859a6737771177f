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
  ages: z.strictObject({
    /** A holder is at least so old, or gets so old in the current year (CARD-6). */
    holderFrom: count,
    /** Own children and grandchildren are younger than this (CHILD-5). */
    ownChildrenUnder: count,
    /** Clients on a community card are younger than this (CHILD-5, CC-1). */
    clientsUnder: count,
  }),
  /** What holds for more children than the registry has for the card (CHILD-4): refused, or left to staff. */
  childLimit: z.enum(['refuse', 'warn']),
  /** Lowest lawful caps (CAP-1 to 6); a trial rule that is off is null. */
  caps: z.strictObject({
    /** CAP-1: so many percent of all issuable tickets, rounded up. */
    general: z.strictObject({ percent: z.number().positive().max(100) }),
    /** CAP-2: small performances, and institute courses. */
    small: z.strictObject({ capacityAtMost: count, lowest: count }),
    /** CAP-3, a trial. */
    tiny: z.strictObject({ capacityAtMost: count, lowest: count }).nullable(),
    /** CAP-4: festivals, halls and mass events that hold more than this at once. */
    mass: z.strictObject({ capacityOver: count, lowest: count }),
    /** CAP-5, a trial; while it is off a swimming hall's day has no cap. */
    swimmingHall: z.strictObject({ lowest: count }).nullable(),
    /** CAP-6. */
    guest: z.strictObject({ lowest: count }),
  }),
  /** SALE-3: minutes before the start at which redeeming opens, unless the organiser says otherwise. */
  presetRedeemMinutesBefore: count,
  /** SALE-4: an organiser that excludes more than so many percent of its offer is warned. */
  warnExcludedAbovePercent: z.number().min(0).max(100),
  /** USE-3: use that was noted on paper is entered within so many days. */
  paperWithinDays: count,
});
export type RuleSet = z.infer<typeof ruleSetSchema>;

/** What is in force until the registry has handed out anything else. */
export const PRESET_RULE_SET: RuleSet = {
  firstDay: '2020-01-01',
  code: { minimumLength: 4, maximumLength: 16, minimumDigits: 4 },
  staleAfterHours: 72,
  ages: { holderFrom: 16, ownChildrenUnder: 18, clientsUnder: 16 },
  childLimit: 'refuse',
  caps: {
    general: { percent: 5 },
    small: { capacityAtMost: 50, lowest: 2 },
    tiny: null,
    mass: { capacityOver: 1_000, lowest: 20 },
    swimmingHall: null,
    guest: { lowest: 2 },
  },
  presetRedeemMinutesBefore: 30,
  warnExcludedAbovePercent: 50,
  paperWithinDays: 60,
};

/** The set in force on a Helsinki day: the latest that began on or before it, else the preset (CAP-10). */
export function ruleSetInForce(sets: readonly RuleSet[], onDay: string): RuleSet {
  let inForce = PRESET_RULE_SET;
  for (const set of sets) {
    if (set.firstDay <= onDay && set.firstDay >= inForce.firstDay) inForce = set;
  }
  return inForce;
}
