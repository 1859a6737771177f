/** A registry as pure as the rules: it takes events as they arrive, in any interleaving of epochs, and grants places. */
import type { AcquisitionEvent } from '../../../src-shared/acquisition/event.ts';
import { counterEffect, lifeOf, type Life } from '../../../src-shared/acquisition/life.ts';
import { pool, unitsOf } from '../../../src-shared/cap/lease.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';

/** An event of an acquisition, or a give-back, with what the registry learns beside it. */
export interface Delivered {
  readonly event: AcquisitionEvent | GaveBack;
  readonly desk: number;
  /** The card, which comes sealed with a reservation or a ticket. */
  readonly card: number | null;
}

export interface GaveBack {
  readonly type: 'gave-back';
  readonly id: string;
  readonly epoch: string;
  readonly sequence: number;
  readonly returned: number;
}

export interface RegistryLease {
  granted: number;
  consumed: number;
  released: number;
  returned: number;
  /** Places of this epoch that its desk sent to the pool, for the epoch is over. */
  toPool: number;
}

/** An acquisition as the uses feed tells it. */
export interface Use {
  readonly acquisitionId: string;
  readonly card: number;
  readonly epoch: string;
  readonly at: string;
  readonly life: Life;
  readonly units: number;
}

export interface Registry {
  readonly leases: Map<string, RegistryLease>;
  readonly events: Delivered[];
  readonly externalShares: number;
  /** Facts without any desk's lease: paper, imports. */
  beyondOnPaper: number;
}

export function createRegistry(externalShares: number): Registry {
  return { leases: new Map(), events: [], externalShares, beyondOnPaper: 0 };
}

export function leaseOf({ leases }: Registry, epoch: string): RegistryLease {
  const lease = leases.get(epoch) ?? { granted: 0, consumed: 0, released: 0, returned: 0, toPool: 0 };
  leases.set(epoch, lease);
  return lease;
}

/** Counts one event, once; the epoch's earlier ones have come before it, of other epochs any may be late. */
export function take(registry: Registry, delivered: Delivered): void {
  const { event } = delivered;
  if (registry.events.some((known) => known.event.id === event.id)) return;
  registry.events.push(delivered);
  const lease = leaseOf(registry, event.epoch);
  if (event.type === 'gave-back') {
    lease.returned = event.returned;
    return;
  }
  const { consumed, released } = counterEffect(event);
  lease.consumed += consumed;
  lease.released += released;
  countPooled(registry);
}

/** Places that desks sent to the pool, for the epoch that took them is over; none before its taking has arrived. */
function countPooled(registry: Registry): void {
  for (const lease of registry.leases.values()) lease.toPool = 0;
  for (const { event, desk } of registry.events) {
    if (!('placeTo' in event) || event.placeTo !== 'pool') continue;
    const epoch = takenBy(registry, event.acquisitionId, desk);
    if (epoch !== null) leaseOf(registry, epoch).toPool += event.units;
  }
}

/** The epoch of that desk whose lease the place was taken from: of the acquisition, or of whom it inherited from. */
function takenBy(registry: Registry, acquisitionId: string, desk: number): string | null {
  const family = familyOf(registry, acquisitionId);
  const taker = registry.events.find(
    ({ event, desk: holder }) =>
      holder === desk &&
      'acquisitionId' in event &&
      family.has(event.acquisitionId) &&
      counterEffect(event).consumed > 0,
  );
  return taker?.event.epoch ?? null;
}

/** Acquisitions that share a place, for one is the heir of another (CARD-5). */
export function familyOf({ events }: Pick<Registry, 'events'>, acquisitionId: string): Set<string> {
  const family = new Set([acquisitionId]);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const { event } of events) {
      if (event.type !== 'voided' || event.heirId === undefined) continue;
      if (family.has(event.acquisitionId)) family.add(event.heirId);
      if (family.has(event.heirId)) family.add(event.acquisitionId);
    }
  }
  return family;
}

/** What became of an acquisition, from what has arrived. */
export function usesOf(registry: Registry): Use[] {
  const byAcquisition = Map.groupBy(
    registry.events.filter(({ event }) => 'acquisitionId' in event),
    ({ event }) => (event as AcquisitionEvent).acquisitionId,
  );
  return [...byAcquisition].flatMap(([acquisitionId, held]) => {
    const events = held.map(({ event }) => event as AcquisitionEvent);
    const life = lifeOf(events);
    const card = held.find((each) => each.card !== null)?.card ?? null;
    const first = events.find(({ type }) => type === 'reserved') ?? events.find(({ type }) => type === 'redeemed');
    if (life === null || card === null || first === undefined) return [];
    return [{ acquisitionId, card, epoch: first.epoch, at: first.at, life, units: unitsHeld(registry, acquisitionId) }];
  });
}

/** Units of leases that an acquisition's family still holds. */
export function unitsHeld(registry: Pick<Registry, 'events'>, acquisitionId: string): number {
  const family = familyOf(registry, acquisitionId);
  let units = 0;
  for (const { event } of registry.events) {
    if (!('acquisitionId' in event) || !family.has(event.acquisitionId)) continue;
    const { consumed, released } = counterEffect(event);
    units += consumed - released;
    if ('placeTo' in event && event.placeTo === 'pool') units -= event.units;
  }
  return units;
}

/** Units that stand but that no lease backs; at a day admission with a cap of holders each holder counts once. */
export function beyondLease(registry: Registry, { cap, kind }: Performance): number {
  const uses = usesOf(registry).filter(({ life }) => life.state !== 'voided' && life.state !== 'lapsed');
  const once = kind === 'day-admission' && cap?.counts === 'adults';
  if (!once) {
    const missing = uses.map(({ life, units }) => Math.max(0, unitsOf(cap, life.children) - units));
    return registry.beyondOnPaper + missing.reduce((sum, each) => sum + each, 0);
  }
  const holders = Map.groupBy(uses, ({ card }) => card);
  return registry.beyondOnPaper + [...holders.values()].filter((its) => its.every(({ units }) => units === 0)).length;
}

/** What may still be granted; negative after facts without a lease. */
export function poolOf(registry: Registry, performance: Performance): number {
  const held = [...registry.leases.values()].reduce(
    (sum, { granted, returned, toPool }) => sum + granted - returned - toPool,
    0,
  );
  return pool(performance.cap?.limit ?? 0, held, registry.externalShares, beyondLease(registry, performance));
}

/** Grants at most half of the pool while more than one place is left in it. */
export function grant(registry: Registry, performance: Performance, epoch: string, wanted: number): number {
  const left = poolOf(registry, performance);
  const lease = leaseOf(registry, epoch);
  lease.granted += left <= 0 ? 0 : Math.min(wanted, Math.max(1, Math.floor(left / 2)));
  return lease.granted;
}
