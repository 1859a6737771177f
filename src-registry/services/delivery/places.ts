/** Which places the events of acquisitions took and freed: a function of what they are, never of when they arrived. */
import type { AcquisitionEvent, EventOf } from '../../../src-shared/acquisition/event.ts';
import { counterEffect } from '../../../src-shared/acquisition/life.ts';

/** An event, and the desk whose ledger holds it. */
export interface HeldEvent {
  readonly event: AcquisitionEvent;
  readonly deskId: string;
}

/** What became of units of one epoch's lease; `freed` came back to its balance, `pooled` went to the pool (CAP-9). */
export interface Places {
  readonly taken: number;
  readonly freed: number;
  readonly pooled: number;
}

/** Places by epoch. */
export type PlacesByEpoch = ReadonlyMap<string, Places>;

export const NO_PLACES: Places = { taken: 0, freed: 0, pooled: 0 };

/** Acquisitions that share their places, for one was the heir of another (CARD-5); nearly always a single one. */
export interface Family {
  /** Oldest event first. */
  readonly held: readonly HeldEvent[];
  readonly places: PlacesByEpoch;
  /** The acquisition that has what is left of the places. */
  readonly keeper: string;
}

/** Units that are neither freed nor pooled. */
export function standing({ taken, freed, pooled }: Places): number {
  return taken - freed - pooled;
}

/** Sorts events into families. */
export function familiesOf(held: readonly HeldEvent[]): Family[] {
  const sorted = held.toSorted((a, b) => (a.event.id < b.event.id ? -1 : 1));
  const heirs = heirsIn(sorted);
  return [...Map.groupBy(sorted, ({ event }) => lastHeir(event.acquisitionId, heirs))].map(([id, its]) => ({
    held: its,
    places: placesOf(its),
    keeper: id,
  }));
}

/** Who inherits from whom. Where two events say something else the older one counts; what would close a circle does not. */
function heirsIn(sorted: readonly HeldEvent[]): Map<string, string> {
  const heirs = new Map<string, string>();
  for (const { event } of sorted) {
    if (event.type !== 'voided' || event.placeTo !== 'heir' || event.heirId === undefined) continue;
    const { acquisitionId, heirId } = event;
    if (!heirs.has(acquisitionId) && lastHeir(heirId, heirs) !== acquisitionId) heirs.set(acquisitionId, heirId);
  }
  return heirs;
}

function lastHeir(id: string, heirs: ReadonlyMap<string, string>): string {
  let last = id;
  for (let next = heirs.get(id); next !== undefined; next = heirs.get(next)) last = next;
  return last;
}

/**
 * Every place is freed once, however often that was said: to the pool first, for what the pool has got may be somebody
 * else's by now, and never more than was taken. To the pool it goes only by the word of the desk that took it.
 */
function placesOf(held: readonly HeldEvent[]): PlacesByEpoch {
  const found = new Map<string, Places>();
  const askedForPool = new Map<string, number>();
  const deskOf = new Map(held.map(({ event, deskId }) => [event.epoch, deskId]));
  for (const { event, deskId } of held) {
    const before = found.get(event.epoch) ?? NO_PLACES;
    const { consumed, released } = counterEffect(event);
    found.set(event.epoch, { ...before, taken: before.taken + consumed, freed: before.freed + released });
    if (goesToPool(event)) askedForPool.set(deskId, (askedForPool.get(deskId) ?? 0) + event.units);
  }
  for (const [epoch, { taken, freed }] of [...found].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const desk = deskOf.get(epoch) ?? '';
    const asked = askedForPool.get(desk) ?? 0;
    const pooled = Math.min(asked, taken);
    askedForPool.set(desk, asked - pooled);
    found.set(epoch, { taken, freed: Math.min(freed, taken - pooled), pooled });
  }
  return found;
}

function goesToPool(event: AcquisitionEvent): event is EventOf<'voided' | 'lapsed' | 'released'> {
  const frees = event.type === 'voided' || event.type === 'lapsed' || event.type === 'released';
  return frees && event.placeTo === 'pool';
}

/** What `after` says beyond `before`, epoch by epoch; epochs without a difference are left out. */
export function differenceOf(before: readonly Family[], after: readonly Family[]): Map<string, Places> {
  const difference = new Map<string, Places>();
  for (const [families, sign] of [
    [after, 1],
    [before, -1],
  ] as const) {
    for (const [epoch, { taken, freed, pooled }] of families.flatMap(({ places }) => [...places])) {
      const so = difference.get(epoch) ?? NO_PLACES;
      difference.set(epoch, {
        taken: so.taken + sign * taken,
        freed: so.freed + sign * freed,
        pooled: so.pooled + sign * pooled,
      });
    }
  }
  for (const [epoch, { taken, freed, pooled }] of difference) {
    if (taken === 0 && freed === 0 && pooled === 0) difference.delete(epoch);
  }
  return difference;
}
