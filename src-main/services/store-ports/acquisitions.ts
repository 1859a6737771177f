/** What follows from the ledger: acquisitions with what was heard of them, tickets for assistants. */
import type { AssistanceKind } from '../../../src-shared/acquisition/assistance.ts';
import type { AcquisitionState } from '../../../src-shared/acquisition/life.ts';
import type { RecordedSale } from '../../../src-shared/desk-api/state.ts';

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
