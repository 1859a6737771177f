/** Sets the number of child tickets of the verdict on screen (CHILD-3). */
import type { PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { DeskContext } from './context.ts';
import { putOnScreen, show } from './show.ts';

/** Judges the same scan anew with another number of children. */
export function setChildren(
  context: DeskContext,
  { scanId, children }: PayloadOf<'desk.children'>,
): Result<null, DeskErrorCode> {
  const { shown } = context.session;
  if (shown?.scanId !== scanId) return fail('desk.scan-replaced');
  show(context, { ...shown, children }, 'children');
  return ok(null);
}

/** Takes the verdict off the screen; its code is forgotten. */
export function dismiss(context: DeskContext, { scanId }: PayloadOf<'desk.dismiss'>): Result<null, DeskErrorCode> {
  if (context.session.shown?.scanId !== scanId) return fail('desk.scan-replaced');
  putOnScreen(context, null);
  return ok(null);
}
