/** Places that the desk may sell. */
import type { LeaseCounters } from '../../../src-shared/cap/lease.ts';
import type { BodyOf } from '../../../src-shared/registry-api/endpoints.ts';

export interface Lease {
  readonly counters: LeaseCounters;
  /** What the registry could still grant when it last answered; null: not known, or asked since. */
  readonly pool: number | null;
}

export interface LeaseStore {
  find(epoch: string, performanceId: string): Lease | null;
  /** Performances of which an epoch still holds unused places. */
  withBalance(epoch: string): string[];
  /** `granted` is absolute and never falls (a late answer is harmless). */
  grant(epoch: string, performanceId: string, granted: number, pool: number | null): void;
  /** Forgets what the registry last said of its pool: for one performance, or all. */
  forgetPool(epoch: string, performanceId: string | null): void;
}

export interface LeaseRequestStore {
  /** The open request for a performance, null for none; there is at most one an epoch. */
  open(epoch: string, performanceId: string): BodyOf<'lease'> | null;
  ofEpoch(epoch: string): BodyOf<'lease'>[];
  add(request: BodyOf<'lease'>): void;
  remove(requestId: string): void;
}
