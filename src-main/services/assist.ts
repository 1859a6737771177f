/** Tickets for assistants and support persons of any customer: no card, no reason, no place of a cap (ASSIST-1). */
import { decideAssistance } from '../../src-shared/acquisition/assistance.ts';
import type { CommandAnswer, PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { DeskContext } from './context.ts';
import { appendEntry } from './record.ts';

/** Records the tickets; `desk.not-accepted` names the first reason against them. */
export function assist(
  context: DeskContext,
  { kind, count }: PayloadOf<'desk.assist'>,
): Result<CommandAnswer<'desk.assist'>, DeskErrorCode> {
  const { store, session, clock, ids, syncControl, push } = context;
  const performance = session.pickedId === null ? null : store.performances.find(session.pickedId);
  if (performance === null) return fail('desk.nothing-picked');
  const { outcome, reasons } = decideAssistance({ now: clock.now(), kind, count, performance });
  if (outcome === 'refuse') return fail('desk.not-accepted', { reason: reasons[0]?.code ?? '' });
  const assistanceId = ids.next();
  const fee = performance.feeCents * count;
  const noted = fee > 0 ? { feeCents: fee } : {};
  const written = store.transaction(() =>
    appendEntry(context, performance.id, { type: 'assisted', assistanceId, kind, count, ...noted }, null),
  );
  if (!written.ok) return written;
  syncControl.poke('deliver');
  push.changed();
  return ok({ assistanceId });
}

/** Takes them back, once. */
export function undoAssistance(
  context: DeskContext,
  { assistanceId }: PayloadOf<'desk.assist-undo'>,
): Result<null, DeskErrorCode> {
  const { store, syncControl, push } = context;
  const kept = store.assistance.find(assistanceId);
  if (kept === null) return fail('desk.unknown-acquisition');
  if (kept.voided) return fail('desk.already-undone');
  const written = store.transaction(() =>
    appendEntry(context, kept.performanceId, { type: 'assistance-voided', assistanceId }, null),
  );
  if (!written.ok) return written;
  syncControl.poke('deliver');
  push.changed();
  return ok(null);
}
