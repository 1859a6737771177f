/** Sets what scanning is for: reserve, hand over, let in (SALE-7). */
import type { PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { DeskContext } from './context.ts';
import { renameBasket } from './group.ts';
import { show, showAgain } from './show.ts';

/**
 * Changes the stage. `cardSeen` false is for reserving by telephone alone (CARD-8). What is on screen is judged anew under
 * a name of its own, so that what was meant for the stage before cannot be confirmed at this one; trying a stage notes no
 * refusal.
 */
export function setStage(
  context: DeskContext,
  { stage, cardSeen }: PayloadOf<'desk.stage'>,
): Result<null, DeskErrorCode> {
  const { session, ids } = context;
  if (session.pickedId === null) return fail('desk.nothing-picked');
  const isSeen = stage !== 'reserve' || cardSeen;
  if (session.stage === stage && session.cardSeen === isSeen) return ok(null);
  session.stage = stage;
  session.cardSeen = isSeen;
  const { shown, basket } = session;
  if (basket !== null) renameBasket(context, basket);
  if (shown === null) showAgain(context, 'stage');
  else show(context, { ...shown, scanId: ids.next(), children: 0 }, 'stage');
  return ok(null);
}
