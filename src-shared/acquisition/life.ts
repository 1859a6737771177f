/** The life of an acquisition: reserve (optional), redeem, attend (optional), or taken back, or lapsed (SALE-7). */
import type { AcquisitionEvent } from './event.ts';

export const STATES = ['reserved', 'redeemed', 'attended', 'voided', 'lapsed'] as const;
export type AcquisitionState = (typeof STATES)[number];

export interface Life {
  readonly state: AcquisitionState;
  /** As last told: reserved, handed over or corrected (CHILD-3). */
  readonly children: number;
  /** Whether the card has been at the desk: a reservation by telephone is "not seen" until redeemed (CARD-8). */
  readonly cardSeen: boolean;
  /** When the reservation lapses unless redeemed; null where there was none. */
  readonly lapsesAt: string | null;
  /** A ticket was handed out although the reservation had lapsed or been taken back, unknown to that desk. */
  readonly reservationGone: boolean;
  /** When each stage was reached, ISO 8601 UTC. */
  readonly reservedAt: string | null;
  readonly redeemedAt: string | null;
  readonly attendedAt: string | null;
  readonly endedAt: string | null;
}

/**
 * What became of an acquisition, from all that is known of it. The events may come from several epochs and in any
 * order: the answer is the same. Null where neither a reservation nor a ticket is among them.
 */
export function lifeOf(known: readonly AcquisitionEvent[]): Life | null {
  const events = inOrder(known);
  const reserved = earliest(events, 'reserved');
  const redeemed = earliest(events, 'redeemed');
  const first = reserved ?? redeemed;
  if (first === null) return null;
  const attended = earliest(events, 'attended');
  const lapsed = earliest(events, 'lapsed');
  const voids = events.filter((event) => event.type === 'voided');
  const reservationVoid = voids.find(({ stage }) => stage === 'reserved') ?? null;
  const ticketVoid = voids.find(({ stage }) => stage !== 'reserved') ?? null;
  const gone = lapsed ?? reservationVoid;
  const ended = ticketVoid ?? (redeemed === null ? gone : null);
  const corrected = events.findLast((event) => event.type === 'children-corrected') ?? null;
  return {
    state: stateOf(ended, redeemed, attended),
    children: childrenOf(events, reserved, redeemed ?? first, corrected),
    cardSeen: redeemed !== null || reserved?.cardSeen === true,
    lapsesAt: reserved?.lapsesAt ?? null,
    reservationGone: redeemed !== null && gone !== null,
    reservedAt: reserved?.at ?? null,
    redeemedAt: redeemed?.at ?? null,
    attendedAt: attended?.at ?? null,
    endedAt: ended?.at ?? null,
  };
}

function stateOf(
  ended: AcquisitionEvent | null,
  redeemed: AcquisitionEvent | null,
  attended: AcquisitionEvent | null,
): AcquisitionState {
  if (ended !== null) return ended.type === 'lapsed' ? 'lapsed' : 'voided';
  if (redeemed === null) return 'reserved';
  return attended === null ? 'redeemed' : 'attended';
}

/** CHILD-3: as last corrected, unless that was before the ticket was handed over: then as many as it was handed over for. */
function childrenOf(
  events: readonly AcquisitionEvent[],
  reserved: OfType<'reserved'> | null,
  handedOver: OfType<'reserved' | 'redeemed'>,
  corrected: OfType<'children-corrected'> | null,
): number {
  if (corrected === null) return handedOver.children;
  const isBefore =
    reserved !== null && handedOver.type === 'redeemed' && events.indexOf(corrected) < events.indexOf(handedOver);
  return isBefore ? handedOver.children : corrected.children;
}

type OfType<Type extends AcquisitionEvent['type']> = Extract<AcquisitionEvent, { type: Type }>;

function earliest<Type extends AcquisitionEvent['type']>(
  events: readonly AcquisitionEvent[],
  type: Type,
): OfType<Type> | null {
  return events.find((event): event is OfType<Type> => event.type === type) ?? null;
}

/**
 * One order, the same wherever the events are read: within an epoch its sequence, between epochs by id, which rises with
 * time (UUIDv7). An id that fell behind, because a clock was set back, counts as the highest before it in its epoch.
 */
function inOrder(events: readonly AcquisitionEvent[]): AcquisitionEvent[] {
  const highest = new Map<string, string>();
  return events
    .toSorted((a, b) => a.sequence - b.sequence)
    .map((event) => {
      const before = highest.get(event.epoch) ?? '';
      const rank = event.id > before ? event.id : before;
      highest.set(event.epoch, rank);
      return { event, rank };
    })
    .toSorted((a, b) => (a.rank === b.rank ? a.event.sequence - b.event.sequence : a.rank < b.rank ? -1 : 1))
    .map(({ event }) => event);
}

/** What an event does to the lease counters of the epoch whose ledger holds it; they only grow (the lease algebra). */
export function counterEffect(event: AcquisitionEvent): { readonly consumed: number; readonly released: number } {
  switch (event.type) {
    case 'reserved':
    case 'redeemed':
      return { consumed: event.units, released: 0 };
    case 'children-corrected':
      return { consumed: Math.max(0, event.unitsChange), released: Math.max(0, -event.unitsChange) };
    case 'voided':
    case 'lapsed':
    case 'released':
      return { consumed: 0, released: event.placeTo === 'epoch' ? event.units : 0 };
    case 'attended':
      return { consumed: 0, released: 0 };
  }
}
