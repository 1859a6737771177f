/** Takes an acquisition of this desk back, at any stage; its place is freed exactly once (CAP-9). */
import type { PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import { isDayAdmission } from '../../src-shared/performance/performance.ts';
import type { DeskContext } from './context.ts';
import type { Acquisition } from './store-ports/acquisitions.ts';
import { isStanding } from './known-state.ts';
import { isEpochDoubtful } from './leases.ts';
import { appendEntry, type Unstamped } from './record.ts';
import { showAgain } from './show.ts';

type Voided = Extract<Unstamped, { type: 'voided' }>;

/**
 * Records the void, with its reason. A ticket that another desk handed out is taken back there:
 * `desk.handed-over-elsewhere`.
 */
export function undo(
  context: DeskContext,
  { acquisitionId, why }: PayloadOf<'desk.undo'>,
): Result<null, DeskErrorCode> {
  const { store, syncControl } = context;
  const written = store.transaction((): Result<null, DeskErrorCode> => {
    const acquisition = store.acquisitions.find(acquisitionId);
    if (acquisition === null) return fail('desk.unknown-acquisition');
    const { state, ownState, handedOverElsewhere, performanceId } = acquisition;
    if (handedOverElsewhere) return fail('desk.handed-over-elsewhere');
    if (!isStanding(state) || !isStanding(ownState)) return fail('desk.already-undone');
    const place = placeOf(context, acquisition);
    appendEntry(context, performanceId, { type: 'voided', acquisitionId, ...place, why, stage: ownState }, null);
    return ok(null);
  });
  if (!written.ok) return written;
  if (!written.value.ok) return written.value;
  syncControl.poke('deliver');
  showAgain(context, 'news');
  return ok(null);
}

/** Where the place goes: only the epoch that took it has it back (the lease algebra). */
function placeOf(context: DeskContext, acquisition: Acquisition): Pick<Voided, 'units' | 'placeTo' | 'heirId'> {
  const { placeEpoch, units } = acquisition;
  if (placeEpoch === null) return { units: 0, placeTo: 'seller' };
  const heirId = heirOf(context, acquisition);
  if (heirId !== null) return { units, placeTo: 'heir', heirId };
  return { units, placeTo: homeOf(context, placeEpoch) };
}

/** To the balance of the epoch that took it, while that is the current one and sound, else to the registry's pool. */
export function homeOf(context: DeskContext, placeEpoch: string): 'epoch' | 'pool' {
  return placeEpoch === context.store.epochs.current()?.id && !isEpochDoubtful(context) ? 'epoch' : 'pool';
}

/** CARD-5: while another visit of the holder stands, which took no place because of this one, it keeps the place. */
function heirOf({ store }: DeskContext, acquisition: Acquisition): string | null {
  const { id, performanceId, cardKey, units } = acquisition;
  const performance = store.performances.find(performanceId);
  if (units === 0 || performance === null || !isDayAdmission(performance)) return null;
  const others = store.acquisitions
    .ofCard(performanceId, [cardKey])
    .filter((other) => other.id !== id && isStanding(other.state) && isStanding(other.ownState));
  return others.some((other) => other.units > 0) ? null : (others[0]?.id ?? null);
}
