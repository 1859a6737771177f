/** What becomes of reservations by time and by news: they lapse, and places come home (CAP-9, SALE-7). */
import type { DeskContext } from './context.ts';
import type { Lapsing } from './store-ports/acquisitions.ts';
import { isEpochDoubtful } from './leases.ts';
import { appendEntry } from './record.ts';
import { homeOf } from './undo.ts';

/**
 * Writes what is due: `lapsed` of own reservations whose time is up, `released` of those that another desk handed over
 * and took back. Inside a transaction. True where anything was written. While the epoch is doubtful all of it waits, for
 * the same places may be in a copy of this ledger.
 */
export function settleReservations(context: DeskContext): boolean {
  if (isEpochDoubtful(context) || isTimeDoubtful(context)) return false;
  return [lapseOwn(context), lapseLost(context), release(context)].includes(true);
}

/** The clock is corrected by what an earlier run learnt, and may have been put right since: nothing ends by it. */
function isTimeDoubtful({ session }: DeskContext): boolean {
  return session.report.skewMilliseconds === null && session.skewMilliseconds !== null;
}

/** Whether the uses must be read to their end, for a reservation's time is up and what became of it elsewhere is not known. */
export function awaitsUses(context: DeskContext): boolean {
  const { store, clock } = context;
  const now = instantText(clock.now());
  const waiting = store.acquisitions.lapsing(now).some((one) => !mayLapse(context, one));
  return waiting || store.uses.lostReservations(now).length > 0;
}

function lapseOwn(context: DeskContext): boolean {
  const { store, clock } = context;
  const ready = store.acquisitions.lapsing(instantText(clock.now())).filter((one) => mayLapse(context, one));
  for (const { acquisitionId, performanceId, units, placeEpoch } of ready) {
    const placeTo = homeOf(context, placeEpoch);
    appendEntry(context, performanceId, { type: 'lapsed', acquisitionId, units, placeTo }, null);
  }
  return ready.length > 0;
}

/**
 * At once where the registry cannot have got it, for then nobody else can have redeemed it; else only once the uses were
 * read to their end after its time, without a redemption of it.
 */
function mayLapse({ store, session }: DeskContext, { sent, placeEpoch, lapsesAt }: Lapsing): boolean {
  const isKnownHereAlone = !sent && placeEpoch === store.epochs.current()?.id;
  return isKnownHereAlone || (session.usesReadAt !== null && session.usesReadAt > Date.parse(lapsesAt));
}

/** Those that this desk made before its ledger was restored from a backup which does not hold them. */
function lapseLost(context: DeskContext): boolean {
  const { store, session } = context;
  if (session.usesReadAt === null) return false;
  const lost = store.uses.lostReservations(instantText(session.usesReadAt - 1));
  for (const { acquisitionId, performanceId, units } of lost) {
    const entry = { type: 'lapsed', acquisitionId, units, placeTo: 'pool' } as const;
    appendEntry(context, performanceId, entry, null);
  }
  return lost.length > 0;
}

function release(context: DeskContext): boolean {
  const home = context.store.acquisitions.comingHome();
  for (const { acquisitionId, performanceId, units, placeEpoch } of home) {
    const placeTo = homeOf(context, placeEpoch);
    appendEntry(context, performanceId, { type: 'released', acquisitionId, units, placeTo }, null);
  }
  return home.length > 0;
}

function instantText(instant: number): string {
  return new Date(instant).toISOString();
}
