/** What the desk heard from the registry. */
import type { Performance } from '../../../src-shared/performance/performance.ts';
import type { PerformanceChange, UseChange } from '../../../src-shared/registry-api/bodies/feeds.ts';
import type { RuleSet } from '../../../src-shared/rules/rule-set.ts';
import type { FeedPage } from '../ports.ts';

export interface PerformanceStore {
  find(id: string): Performance | null;
  /** Those that are not over at an instant, in no particular order. */
  notOverAt(now: number): Performance[];
  apply(change: PerformanceChange): void;
}

/** What this desk says of sold-out performances while the registry's feed is older (CAP-7). */
export interface SoldOutWordStore {
  /** The registry has taken the word; `serverTime` in milliseconds. */
  delivered(epoch: string, sequence: number, serverTime: number): void;
  /** The feed told of the performance at that time of the registry: a word that it had taken before is in it. */
  outdated(performanceId: string, serverTime: number): void;
}

/** A use at another desk, or at this one before its ledger was lost. */
export interface HeardUse {
  readonly acquisitionId: string;
  readonly state: 'reserved' | 'redeemed' | 'attended';
  readonly at: string;
  readonly deskName: string;
  readonly children: number;
  readonly units: number;
  readonly lapsesAt: string | null;
}

export interface UseStore {
  apply(change: UseChange): void;
  /** Those of a card, by any of its keys, that stand and are not in this desk's ledger; oldest first. */
  ofCard(performanceId: string, cardKeys: readonly string[]): HeardUse[];
  /** Units of those that stand and whose places are not from this desk's leases. */
  units(performanceId: string): number;
  /** Reservations that this desk made in an epoch that is over, unknown to its ledger, which lapse at this instant or before. */
  lostReservations(
    at: string,
  ): { readonly acquisitionId: string; readonly performanceId: string; readonly units: number }[];
}

export interface RuleSetStore {
  all(): RuleSet[];
  apply(set: RuleSet): void;
  remove(firstDay: string): void;
}

export interface CursorStore {
  read(stream: FeedPage['stream']): string | null;
  write(stream: FeedPage['stream'], cursor: string): void;
}
