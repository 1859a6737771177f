/** What the desk recorded, and what of it the registry has. */
import type { LedgerEntry, LedgerEvent } from '../../../src-shared/acquisition/event.ts';
import type { FollowUp } from '../../../src-shared/desk-api/state.ts';
import type { Conflict } from '../../../src-shared/registry-api/bodies/delivery.ts';
import type { ProblemCode } from '../../../src-shared/registry-api/problems.ts';
import type { Delivery } from '../ports.ts';

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

/** How the registry took an event. */
export type Settlement =
  | { readonly state: 'delivered' }
  | { readonly state: 'conflict'; readonly conflicts: readonly Conflict[] }
  | { readonly state: 'set-aside'; readonly problem: ProblemCode | null };

export interface DeliveryStore {
  /** The next events of the oldest epoch that has any waiting, in order; null: nothing waits. */
  next(most: number): Delivery | null;
  /** Of these events the next ones of the oldest epoch that are still set aside, in order; null: none is. */
  nextSetAside(ids: ReadonlySet<string>, most: number): Delivery | null;
  /** Remembers that the registry may have these from now on, even where no answer comes. */
  markSent(delivery: Delivery): void;
  /** Settles one event. What the registry has once recorded stays settled, whatever a repeated answer says. */
  settle(epoch: string, sequence: number, settlement: Settlement): void;
  waiting(): number;
  setAside(): number;
  /** The events that are set aside, by id. */
  setAsideIds(): string[];
  /** Acquisitions of this desk with conflicts that staff have not seen, newest first. */
  followUps(most: number): FollowUp[];
  /** Staff have seen them; false: there were none. */
  followedUp(acquisitionId: string): boolean;
}
