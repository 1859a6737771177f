/** Picks a performance: ready to scan at once. */
import type { PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { DeskContext } from './context.ts';
import { requestForPicked } from './leases.ts';
import { putOnScreen } from './show.ts';

/** Picks, or goes back to the list; what was not confirmed is cleared. Places are asked for where there is a cap. */
export function pick(context: DeskContext, { performanceId }: PayloadOf<'desk.pick'>): Result<null, DeskErrorCode> {
  const { store } = context;
  if (performanceId !== null && store.performances.find(performanceId) === null)
    return fail('desk.performance-unknown');
  begin(context, performanceId);
  requestForPicked(context);
  return ok(null);
}

/** Begins anew with a performance, or with none: to hand over tickets, with the card at the desk. */
export function begin(context: DeskContext, performanceId: string | null): void {
  const { session } = context;
  session.pickedId = performanceId;
  session.stage = 'redeem';
  session.cardSeen = true;
  session.basket = null;
  session.lastAcquisitionId = null;
  session.recentReads = [];
  putOnScreen(context, null);
}
