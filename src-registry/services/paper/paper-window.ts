/** How late use may be told that no desk recorded: within the days of the rule set of the performance's day (USE-3). */
import { addDays, helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { mayAct, type Rights, type Target } from '../../../src-shared/registry-api/permissions.ts';
import type { RuleSet } from '../../../src-shared/rules/rule-set.ts';
import type { Context } from '../context.ts';

/** Whether the window does not bind a caller who does something for a site: its coordinator, and administrators. */
export function mayBeLate(caller: Rights, target: Target): boolean {
  return mayAct(caller, { coordinator: 'network', administrator: 'all' }, target);
}

/** Whether a Helsinki day, `YYYY-MM-DD`, is no longer ago than the rule set says. */
export function isDayOpen({ clock }: Pick<Context, 'clock'>, day: string, { paperWithinDays }: RuleSet): boolean {
  return day >= addDays(helsinkiDay(clock.now()), -paperWithinDays);
}
