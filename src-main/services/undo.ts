/** Takes a sale of this desk back; its place returns exactly once (CAP-9). */
import type { DeskErrorCode, PayloadOf } from '../../src-shared/desk-api/commands.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { DeskContext } from './context.ts';
import { isEpochDoubtful } from './leases.ts';
import { showAgain } from './show.ts';

/**
 * Records the void. The place goes back to the balance of the epoch that sold it while that epoch is the current one
 * and sound, else to the registry's pool.
 */
export function undo(context: DeskContext, { acquisitionId }: PayloadOf<'desk.undo'>): Result<null, DeskErrorCode> {
  const { store, ids, clock, syncControl } = context;
  const written = store.transaction((): Result<null, DeskErrorCode> => {
    const sale = store.acquisitions.find(acquisitionId);
    if (sale === null) return fail('desk.unknown-acquisition');
    if (sale.voided) return fail('desk.already-undone');
    const ownEpoch = sale.epoch === store.epochs.current()?.id && !isEpochDoubtful(context);
    store.ledger.append(
      {
        type: 'voided',
        id: ids.next(),
        at: new Date(clock.now()).toISOString(),
        performanceId: sale.performanceId,
        acquisitionId,
        units: sale.units,
        placeTo: ownEpoch ? 'epoch' : 'pool',
      },
      null,
    );
    return ok(null);
  });
  if (!written.ok) return written;
  if (!written.value.ok) return written.value;
  syncControl.poke('deliver');
  showAgain(context, 'news');
  return ok(null);
}
