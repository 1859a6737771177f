/** The durable store that the desk's services need: one bundle of small ports, implemented by store/. */
import type { AssistanceKind } from '../../src-shared/acquisition/assistance.ts';
import type { LedgerEntry, LedgerEvent } from '../../src-shared/acquisition/event.ts';
import type { AcquisitionState } from '../../src-shared/acquisition/life.ts';
import type { LeaseCounters } from '../../src-shared/cap/lease.ts';
import type { ScannerSettings } from '../../src-shared/desk-api/scanners.ts';
import type { FollowUp, RecordedSale } from '../../src-shared/desk-api/state.ts';
import type { Language } from '../../src-shared/kernel/schemas.ts';
import type { Result } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import type {
  Conflict,
  PerformanceChange,
  Site,
  SitePolicy,
  UseChange,
} from '../../src-shared/registry-api/schemas.ts';
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
  /** Null where the event needs none: who comes in has handed it over before. */
  readonly sealed: Uint8Array | null;
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
   * brings the tables that are derived from the events up to date. Inside a transaction only.
   */
  append(entry: LedgerEntry, code: KeptCode | null): LedgerEvent;
  head(epoch: string): LedgerHead | null;
  /** The hash at a sequence number, null where there is no such event. */
  hashAt(epoch: string, sequence: number): string | null;
  /** An epoch's events in their order. */
  events(epoch: string): LedgerEvent[];
}

/** One acquisition that this ledger holds something of: its own events, and what was heard of it since. */
export interface Acquisition {
  readonly id: string;
  readonly performanceId: string;
  readonly cardKey: string;
  readonly codeTail: string;
  /** With what was heard. */
  readonly state: AcquisitionState;
  /** As this ledger's events alone tell it. */
  readonly ownState: AcquisitionState;
  /** When it came to its state. */
  readonly at: string;
  /** It came to its state at another desk. */
  readonly elsewhere: boolean;
  /** The ticket was handed out at another desk. */
  readonly handedOverElsewhere: boolean;
  /** The desk of which the latest was heard; null: nothing was heard. */
  readonly deskName: string | null;
  readonly children: number;
  readonly cardSeen: boolean;
  readonly lapsesAt: string | null;
  readonly provisional: boolean;
  readonly feeCents: number;
  /** The epoch of this desk whose lease its place was taken from; null: another desk's. */
  readonly placeEpoch: string | null;
  /** Units of the cap that it takes now. */
  readonly units: number;
  /** Of all its events: what is worst. */
  readonly delivery: RecordedSale['delivery'];
}

/** An own reservation whose time is up, as far as this desk knows. */
export interface Lapsing {
  readonly acquisitionId: string;
  readonly performanceId: string;
  readonly placeEpoch: string;
  readonly units: number;
  readonly lapsesAt: string;
  /** The registry may have it. */
  readonly sent: boolean;
}

/** An own reservation that another desk handed over and took back. */
export type ComingHome = Pick<Lapsing, 'acquisitionId' | 'performanceId' | 'placeEpoch' | 'units'>;

export interface AcquisitionStore {
  find(id: string): Acquisition | null;
  /** Those of a card, by any of its keys, for a performance, whatever became of them; oldest first. */
  ofCard(performanceId: string, cardKeys: readonly string[]): Acquisition[];
  /** The latest of a performance, newest first. */
  latest(performanceId: string, most: number): Acquisition[];
  /** Units that they take of places from this desk's leases. */
  units(performanceId: string): number;
  /** Own reservations, not handed over as far as is known, that lapse at this instant (ISO 8601 UTC) or before. */
  lapsing(at: string): Lapsing[];
  /** Own reservations that another desk handed over and took back: their places come home. */
  comingHome(): ComingHome[];
}

/** Tickets for assistants that were recorded once. */
export interface KeptAssistance {
  readonly id: string;
  readonly performanceId: string;
  readonly voided: boolean;
}

export interface AssistanceStore {
  find(id: string): KeptAssistance | null;
  /** Those of a performance that were not taken back, oldest first. */
  standing(performanceId: string): { readonly id: string; readonly kind: AssistanceKind; readonly count: number }[];
}

/** How the registry took an event. */
export type Settlement =
  | { readonly state: 'delivered' }
  | { readonly state: 'conflict'; readonly conflicts: readonly Conflict[] }
  | { readonly state: 'set-aside'; readonly problem: ProblemCode | null };

export interface DeliveryStore {
  /** The next events of the oldest epoch that has any waiting, in order; null: nothing waits. */
  next(most: number): Delivery | null;
  /** Remembers that the registry may have these from now on, even where no answer comes. */
  markSent(delivery: Delivery): void;
  /** Settles one event. What the registry has once recorded stays settled, whatever a repeated answer says. */
  settle(epoch: string, sequence: number, settlement: Settlement): void;
  waiting(): number;
  setAside(): number;
  /** Acquisitions of this desk with conflicts that staff have not seen, newest first. */
  followUps(most: number): FollowUp[];
  /** Staff have seen them; false: there were none. */
  followedUp(acquisitionId: string): boolean;
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
}

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
  readonly scanners: ScannerSettings;
  /** What the site leaves to its desks, as the registry last told. */
  readonly 'site-policy': SitePolicy;
  /** This machine's clock minus the registry's, in milliseconds, as last known. */
  readonly 'clock-skew': number;
}

export interface SettingsStore {
  read<Name extends keyof DeskSettings>(name: Name): DeskSettings[Name] | null;
  write<Name extends keyof DeskSettings>(name: Name, value: DeskSettings[Name]): void;
}
