/** Leases: the bounded counter that makes overselling impossible, on-line or off-line alike (the lease algebra). */
import { z } from 'zod';
import { count } from '../kernel/schemas.ts';
import type { Performance } from '../performance/performance.ts';

/** Per performance and desk epoch; cumulative, they only grow. */
export const leaseCountersSchema = z.strictObject({
  /** Handed out by the registry. */
  granted: count,
  /** Units used by this epoch's own sales. */
  consumed: count,
  /** Units that voids and lapses of this epoch's own sales gave back to its own balance (CAP-9). */
  released: count,
  /** Units given back to the registry. */
  returned: count,
});
export type LeaseCounters = z.infer<typeof leaseCountersSchema>;

export const NO_LEASE: LeaseCounters = { granted: 0, consumed: 0, released: 0, returned: 0 };

/** What an epoch may still sell: granted − returned − (consumed − released). */
export function balance(counters: LeaseCounters): number {
  return counters.granted - counters.returned - (counters.consumed - counters.released);
}

/** What an epoch holds of the cap: granted − returned. */
export function held(counters: LeaseCounters): number {
  return counters.granted - counters.returned;
}

/**
 * What the registry may still grant: cap − Σ held − external shares (CAP-11) − beyond lease.
 * May be negative, after facts without a lease; then nothing is granted.
 */
export function pool(cap: number, heldByEpochs: number, externalShares: number, beyondLease: number): number {
  return cap - heldByEpochs - externalShares - beyondLease;
}

/** Units that one acquisition takes of a cap: one adult, or all its tickets (CAP-8); none where there is no cap. */
export function unitsOf(cap: Performance['cap'], children: number): number {
  if (cap === null) return 0;
  return cap.counts === 'adults' ? 1 : 1 + children;
}
