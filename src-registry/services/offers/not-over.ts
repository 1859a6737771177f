/** Which performances may still go on or come. */
import { addDays, helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import type { Context } from '../context.ts';

/** The first Helsinki day, `YYYY-MM-DD`, of which a performance may not be over: one may go on past midnight. */
export function firstDayNotOver({ clock }: Pick<Context, 'clock'>): string {
  return addDays(helsinkiDay(clock.now()), -1);
}
