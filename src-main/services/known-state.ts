/** What is known of an acquisition: this ledger's word, and what was heard of it since from other desks (SALE-7). */
import type { AcquisitionState } from '../../src-shared/acquisition/life.ts';

/** What this ledger's events say; the times are null where it was not done here. */
export interface Own {
  readonly state: AcquisitionState;
  readonly redeemedAt: string | null;
  readonly attendedAt: string | null;
}

export interface Heard {
  readonly state: AcquisitionState;
}

export interface Known {
  readonly state: AcquisitionState;
  /** It came to its state at another desk. */
  readonly elsewhere: boolean;
}

/**
 * Puts both together; what was heard may be older than what is in the ledger. A ticket that was handed out here stands
 * until it is taken back here: what another desk took back was its own reading of a reservation that both redeemed.
 */
export function knownState(own: Own, heard: Heard | null): Known {
  const here = { state: own.state, elsewhere: false };
  if (heard === null) return here;
  const there = { state: heard.state, elsewhere: true };
  if (own.redeemedAt !== null) return own.state === 'redeemed' && heard.state === 'attended' ? there : here;
  if (heard.state === 'redeemed' || heard.state === 'attended') {
    return own.attendedAt === null ? there : { state: 'attended', elsewhere: false };
  }
  const isOpenHere = own.state === 'reserved' || own.state === 'attended';
  return isOpenHere && heard.state !== 'reserved' ? there : here;
}

/** Whether the holder has a place or a ticket. */
export function isStanding(state: AcquisitionState): state is 'reserved' | 'redeemed' | 'attended' {
  return state !== 'voided' && state !== 'lapsed';
}
