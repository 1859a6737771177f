/** Events for tests: whole ones, of which a test tells only what it is about. */
import type { EventOf, LedgerEvent } from '../../src-shared/acquisition/event.ts';
import { EARLIER, EVENING } from '../unit/sale-facts.ts';

export const EPOCH = '019d0000-0000-7000-a000-000000000001';
export const HASH = '0'.repeat(64);

const card = { cardKey: 'a'.repeat(32), keyGeneration: 1, sealedHash: HASH };
const ofAcquisition = { acquisitionId: EARLIER.acquisitionId };

const REST: { [Type in LedgerEvent['type']]: Omit<EventOf<Type>, keyof ReturnType<typeof link> | 'type'> } = {
  reserved: {
    ...card,
    ...ofAcquisition,
    cardSeen: true,
    children: 0,
    units: 1,
    despite: [],
    lapsesAt: '2026-11-20T17:00:00.000Z',
  },
  redeemed: { ...card, ...ofAcquisition, children: 0, units: 1, despite: [] },
  attended: { ...ofAcquisition, despite: [] },
  'children-corrected': { ...ofAcquisition, children: 1, unitsChange: 0 },
  voided: { ...ofAcquisition, units: 1, placeTo: 'epoch' },
  lapsed: { ...ofAcquisition, units: 1, placeTo: 'epoch' },
  released: { ...ofAcquisition, units: 1, placeTo: 'epoch' },
  assisted: { assistanceId: EARLIER.acquisitionId, kind: 'assistant', count: 1 },
  'assistance-voided': { assistanceId: EARLIER.acquisitionId },
  'sold-out-set': { soldOut: true },
  'gave-back': { counters: { granted: 4, consumed: 1, released: 0, returned: 3 } },
  refused: { cardKey: null, reasons: ['card.malformed'] },
};

/** An id that orders as its number does. */
export function idOf(number: number): string {
  return `019d0000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

function link(number: number) {
  return {
    id: idOf(number),
    epoch: EPOCH,
    sequence: number,
    at: new Date(Date.UTC(2026, 10, 20, 10, number)).toISOString(),
    performanceId: EVENING.id,
    previousHash: HASH,
    hash: HASH,
  };
}

/** The `number`th event of an epoch, an ordinary one of its type but for what is said otherwise. */
export function event<Type extends LedgerEvent['type']>(
  type: Type,
  otherwise: Partial<EventOf<Type>> = {},
  number = 1,
): EventOf<Type> {
  return { ...link(number), type, ...REST[type], ...otherwise } as unknown as EventOf<Type>;
}
