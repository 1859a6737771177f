/** Marks a performance sold out, or on sale again; off-line too (CAP-7). */
import type { PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { DeskContext } from './context.ts';
import { appendEntry } from './record.ts';
import { showAgain } from './show.ts';

/** Records the word, which this desk believes at once: until the registry has it, and its feed tells of a later time. */
export function setSoldOut(
  context: DeskContext,
  { performanceId, soldOut }: PayloadOf<'desk.sold-out'>,
): Result<null, DeskErrorCode> {
  const { store, syncControl } = context;
  const performance = store.performances.find(performanceId);
  if (performance === null) return fail('desk.performance-unknown');
  if (performance.soldOut === soldOut) return ok(null);
  const written = store.transaction(() => appendEntry(context, performanceId, { type: 'sold-out-set', soldOut }, null));
  if (!written.ok) return written;
  syncControl.poke('deliver');
  showAgain(context, 'news');
  return ok(null);
}
