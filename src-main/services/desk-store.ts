/** The durable store that the desk's services need: one bundle of small ports, implemented by store/. */
import type { LedgerEntry, LedgerEvent } from '../../src-shared/acquisition/event.ts';
import type { LeaseCounters } from '../../src-shared/cap/lease.ts';
import type { RecordedSale } from '../../src-shared/desk-api/state.ts';
import type { Language } from '../../src-shared/kernel/schemas.ts';
import type { Result } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import type { Conflict, PerformanceChange, Site, UseChange } from '../../src-shared/registry-api/schemas.ts';
import type { ProblemCode } from '../../src-shared/registry-api/problems.ts';
import type { RuleSet } from '../../src-shared/rules/rule-set.ts';
import type { Delivery, FeedPage } from './ports.ts';

export interface DeskStore {
  /**
   * Runs `work`, which must not wait for anything, in one immediate transaction: durable when it returns, or nothing of
   * it happened. A disk that refuses is `desk.not-durable`; any other throw is a bug, rolled back and thrown on.
   */
  transaction<Value>(work: () => Value): Result<Value, 'desk.not-durable'>;
  readonly epochs: EpochStore;
  readonly ledger: LedgerStore;
  readonly acquisitions: AcquisitionStore;
  readonly deliveries: DeliveryStore;
  readonly leases: LeaseStore;
  readonly leaseRequests: LeaseRequestStore;
  readonly performances: PerformanceStore;
  readonly uses: UseStore;
  readonly ruleSets: RuleSetStore;
  readonly cursors: CursorStore;
  readonly settings: SettingsStore;
  close(): void;
}

export interface Epoch {
  readonly id: string;
  readonly startedAt: string;
  /** Null for the one in which the desk records now. */
  readonly frozenAt: string | null;
}

export interface EpochStore {
  /** The epoch in which the desk records, null before enrolment. */
  current(): Epoch | null;
  find(id: string): Epoch | null;
  /** Starts an epoch with empty leases and freezes the one before. */
  start(id: string, at: string): void;
}

/** What staff and the registry need of a code, beside the event that names only its hash. */
export interface KeptCode {
  readonly sealed: Uint8Array;
  /** The last four characters. */
  readonly tail: string;
}

export interface LedgerHead {
  readonly sequence: number;
  readonly hash: string;
}

export interface LedgerStore {
  /**
   * Gives the entry its place in the current epoch's chain, keeps its code beside it, puts it into the outbox and
   * brings acquisitions and leases up to date. Inside a transaction only.
   */
  append(entry: LedgerEntry, code: KeptCode | null): LedgerEvent;
  head(epoch: string): LedgerHead | null;
  /** The hash at a sequence number, null where there is no such event. */
  hashAt(epoch: string, sequence: number): string | null;
  /** An epoch's events in their order. */
  events(epoch: string): LedgerEvent[];
}

/** One sale of this desk, as its events tell it. */
export interface Acquisition {
  readonly id: string;
  readonly epoch: string;
  readonly performanceId: string;
  readonly codeTail: string;
  readonly children: number;
  readonly units: number;
  readonly at: string;
  readonly voided: boolean;
  /** Of all its events: what is worst. */
  readonly delivery: RecordedSale['delivery'];
}

export interface AcquisitionStore {
  find(id: string): Acquisition | null;
  /** Those not voided of a card, by any of its keys, for a performance; oldest first. */
  ofCard(performanceId: string, cardKeys: readonly string[]): Acquisition[];
  /** Units of those not voided. */
  units(performanceId: string): number;
}

/** How the registry took an event. */
export type Settlement =
  | { readonly state: 'delivered' }
  | { readonly state: 'conflict'; readonly conflicts: readonly Conflict[] }
  | { readonly state: 'set-aside'; readonly problem: ProblemCode | null };

export interface DeliveryStore {
  /** The next events of the oldest epoch that has any waiting, in order; null: nothing waits. */
  next(most: number): Delivery | null;
  /** Settles one event. What the registry has once recorded stays settled, whatever a repeated answer says. */
  settle(epoch: string, sequence: number, settlement: Settlement): void;
  waiting(): number;
  setAside(): number;
}

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
  removeForPerformance(performanceId: string): void;
}

export interface PerformanceStore {
  find(id: string): Performance | null;
  /** Those that are not over at an instant, in no particular order. */
  notOverAt(now: number): Performance[];
  apply(change: PerformanceChange): void;
}

/** A use at another desk, or at this one before its ledger was lost. */
export interface HeardUse {
  readonly acquisitionId: string;
  readonly at: string;
  readonly deskName: string;
}

export interface UseStore {
  apply(change: UseChange): void;
  /** Those of a card, by any of its keys, that are neither voided nor in this desk's ledger. */
  ofCard(performanceId: string, cardKeys: readonly string[]): HeardUse[];
  /** Units of those that are neither voided nor in this desk's ledger. */
  units(performanceId: string): number;
}

export interface RuleSetStore {
  all(): RuleSet[];
  apply(set: RuleSet): void;
}

export interface CursorStore {
  read(stream: FeedPage['stream']): string | null;
  write(stream: FeedPage['stream'], cursor: string): void;
}

/** What is remembered once; each is one value under its name. */
export interface DeskSettings {
  /** Who this desk is. */
  readonly enrolment: {
    readonly deskId: string;
    readonly deskName: string;
    readonly site: Site;
    readonly demo: boolean;
  };
  /** Kept so that asking again after a lost answer does not enrol twice. */
  readonly 'enrolment-request': {
    readonly requestId: string;
    readonly registryUrl: string;
    readonly site: string;
    readonly deskName: string;
  };
  /** A new epoch that was asked for and is not started yet; null: none. */
  readonly 'epoch-request': BodyOf<'startEpoch'> | null;
  readonly language: Language;
}

export interface SettingsStore {
  read<Name extends keyof DeskSettings>(name: Name): DeskSettings[Name] | null;
  write<Name extends keyof DeskSettings>(name: Name, value: DeskSettings[Name]): void;
}
