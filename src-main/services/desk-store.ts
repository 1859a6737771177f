/** The durable store that the desk's services need: one bundle of small ports, implemented by store/. */
import type { Result } from '../../src-shared/kernel/result.ts';
import type { DeliveryStore, EpochStore, LedgerStore } from './store-ports/ledger.ts';
import type { AcquisitionStore, AssistanceStore } from './store-ports/acquisitions.ts';
import type { LeaseRequestStore, LeaseStore } from './store-ports/leases.ts';
import type { CursorStore, PerformanceStore, RuleSetStore, SoldOutWordStore, UseStore } from './store-ports/feeds.ts';
import type { SettingsStore } from './store-ports/settings.ts';

export interface DeskStore {
  /**
   * Runs `work`, which must not wait for anything, in one immediate transaction: durable when it returns, or nothing of
   * it happened. A disk that refuses is `desk.not-durable`; any other throw is a bug, rolled back and thrown on.
   */
  transaction<Value>(work: () => Value): Result<Value, 'desk.not-durable'>;
  readonly epochs: EpochStore;
  readonly ledger: LedgerStore;
  readonly acquisitions: AcquisitionStore;
  readonly assistance: AssistanceStore;
  readonly deliveries: DeliveryStore;
  readonly leases: LeaseStore;
  readonly leaseRequests: LeaseRequestStore;
  readonly performances: PerformanceStore;
  readonly soldOutWords: SoldOutWordStore;
  readonly uses: UseStore;
  readonly ruleSets: RuleSetStore;
  readonly cursors: CursorStore;
  readonly settings: SettingsStore;
  close(): void;
}
