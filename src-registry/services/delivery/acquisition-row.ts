/** An acquisition as the registry's table has it: what its events say together, whichever came first (SALE-7). */
import type { AcquisitionEvent } from '../../../src-shared/acquisition/event.ts';
import { lifeOf, type AcquisitionState, type Life } from '../../../src-shared/acquisition/life.ts';
import { standing, type Family } from './places.ts';

export interface AcquisitionRow {
  readonly id: string;
  /** The epoch whose lease backs the place: it reserved it, or sold it without a reservation, or left it to its heir. */
  readonly epochId: string;
  readonly cardKey: string;
  readonly state: AcquisitionState;
  /** When it came to its state, and in which epoch's ledger. */
  readonly at: string;
  readonly stateEpochId: string;
  readonly children: number;
  readonly cardSeen: boolean;
  readonly lapsesAt: string | null;
  /** Units that it holds of what epochs took of their leases. */
  readonly leasedUnits: number;
  /** When its first ticket was handed out, and in which epoch's ledger; null: none was (USE-1). */
  readonly redeemedAt: string | null;
  readonly redeemedEpochId: string | null;
}

/** The rows of a family's acquisitions, but for those of which neither reservation nor ticket has arrived yet. */
export function rowsOf({ held, places, keeper }: Family): AcquisitionRow[] {
  const backing = [...places].filter(([, { taken }]) => taken > 0);
  return [...Map.groupBy(held, ({ event }) => event.acquisitionId)].flatMap(([id, its]) => {
    const events = its.map(({ event }) => event);
    const life = lifeOf(events);
    const first = firstOf(events);
    if (life === null || first === null) return [];
    const kept = id === keeper ? backing : [];
    const { state, children, cardSeen, lapsesAt, redeemedAt } = life;
    const brought = broughtBy(events, life);
    const redeemed = events.find((event) => event.type === 'redeemed' && event.at === redeemedAt);
    return {
      id,
      epochId: (kept.find(([epoch]) => epoch === first.epoch) ?? kept[0])?.[0] ?? first.epoch,
      cardKey: first.cardKey,
      state,
      at: brought?.at ?? first.at,
      stateEpochId: brought?.epoch ?? first.epoch,
      children,
      cardSeen,
      lapsesAt,
      leasedUnits: kept.reduce((sum, [, each]) => sum + standing(each), 0),
      redeemedAt,
      redeemedEpochId: redeemed?.epoch ?? null,
    };
  });
}

/** The reservation, else the ticket. */
function firstOf(events: readonly AcquisitionEvent[]) {
  const reserved = events.find((event) => event.type === 'reserved');
  return reserved ?? events.find((event) => event.type === 'redeemed') ?? null;
}

/** The event that brought it to its state. */
function broughtBy(events: readonly AcquisitionEvent[], life: Life): AcquisitionEvent | undefined {
  const { state, reservedAt, redeemedAt, attendedAt, endedAt } = life;
  const at = { reserved: reservedAt, redeemed: redeemedAt, attended: attendedAt, voided: endedAt, lapsed: endedAt };
  return events.find((event) => event.type === state && event.at === at[state]);
}
