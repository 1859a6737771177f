/** Picks a performance: ready to scan at once. */
import type { DeskErrorCode, PayloadOf } from '../../src-shared/desk-api/commands.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { DeskContext } from './context.ts';
import { requestForPicked } from './leases.ts';
import { putOnScreen } from './show.ts';

/** Picks, or goes back to the list; an unconfirmed verdict is cleared. Places are asked for where there is a cap. */
export function pick(context: DeskContext, { performanceId }: PayloadOf<'desk.pick'>): Result<null, DeskErrorCode> {
  const { store, session } = context;
  if (performanceId !== null && store.performances.find(performanceId) === null)
    return fail('desk.performance-unknown');
  session.pickedId = performanceId;
  session.lastAcquisitionId = null;
  session.lastRead = null;
  putOnScreen(context, null);
  requestForPicked(context);
  return ok(null);
}
