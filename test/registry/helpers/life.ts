/** Events of an acquisition's life after the sale, and of what stands beside it, from a desk's ledger. */
import { v7 as newId } from 'uuid';
import type { AcquisitionEvent, EventOf, LedgerEntry } from '../../../src-shared/acquisition/event.ts';
import { counterEffect } from '../../../src-shared/acquisition/life.ts';
import type { DeliveredItem } from '../../../src-shared/registry-api/bodies/delivery.ts';
import type { Sale, Sold, TestDesk } from './desk.ts';
import { FRIDAY_NOON } from './registry.ts';

/** When reservations lapse, unless a test says otherwise: at the start of the performance. */
export const LAPSES_AT = '2026-10-09T16:00:00.000Z';

type Subject = Pick<AcquisitionEvent, 'performanceId' | 'acquisitionId'>;

/** A reservation; its units count as consumed at the desk. */
export function reserve(
  desk: TestDesk,
  { performanceId, code, children = 0, units = 0, at = FRIDAY_NOON }: Sale,
  { cardSeen = true, lapsesAt = LAPSES_AT, acquisitionId = newId() } = {},
): Sold<'reserved'> {
  return desk.sold(code, {
    type: 'reserved',
    id: newId(),
    at,
    performanceId,
    acquisitionId,
    cardSeen,
    children,
    units,
    despite: [],
    lapsesAt,
  });
}

/** The ticket of a reservation, at any desk that has heard of it: no unit is used. */
export function handOver(
  desk: TestDesk,
  { performanceId, acquisitionId }: Subject,
  code: string,
  { children = 0, at = FRIDAY_NOON } = {},
): Sold<'redeemed'> {
  return desk.sold(code, {
    type: 'redeemed',
    id: newId(),
    at,
    performanceId,
    acquisitionId,
    children,
    units: 0,
    despite: [],
  });
}

type Rest<Type extends AcquisitionEvent['type']> = Omit<
  EventOf<Type>,
  'type' | 'id' | 'at' | 'epoch' | 'sequence' | 'previousHash' | 'hash' | 'performanceId' | 'acquisitionId'
>;

/** Any other event of an acquisition; what it does to the own lease is counted. */
export function next<Type extends Exclude<AcquisitionEvent['type'], 'reserved' | 'redeemed'>>(
  desk: TestDesk,
  type: Type,
  { performanceId, acquisitionId }: Subject,
  rest: Rest<Type>,
  at = FRIDAY_NOON,
): DeliveredItem {
  const entry = { type, id: newId(), at, performanceId, acquisitionId, ...rest };
  const event = desk.append(entry as unknown as LedgerEntry);
  desk.count(performanceId, counterEffect(event as AcquisitionEvent));
  return { event, sealed: null };
}

/** An event that is of no acquisition. */
export function beside(desk: TestDesk, entry: LedgerEntry): DeliveredItem {
  return { event: desk.append(entry), sealed: null };
}
