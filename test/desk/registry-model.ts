/** The registry's side of the lease algebra and of the life of acquisitions, small enough to be read at one sitting. */
import type { AcquisitionEvent, LedgerEvent } from '../../src-shared/acquisition/event.ts';
import { counterEffect, lifeOf, type Life } from '../../src-shared/acquisition/life.ts';
import { held, NO_LEASE, pool, type LeaseCounters } from '../../src-shared/cap/lease.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import type { Conflict, ItemAnswer } from '../../src-shared/registry-api/bodies/delivery.ts';
import type { UseChange } from '../../src-shared/registry-api/bodies/feeds.ts';
import type { LeaseAnswer } from '../../src-shared/registry-api/bodies/leases.ts';
import type { Delivery } from '../../src-main/services/ports.ts';

export interface KeptAcquisition {
  readonly life: Life | null;
  /** Units that it takes, and those that were freed of it; they are handed on to an heir (CARD-5). */
  readonly taken: number;
  readonly freed: number;
}

export interface RegistryModel {
  lease(request: BodyOf<'lease'>): LeaseAnswer;
  deliver(delivery: Pick<Delivery, 'items'>): ItemAnswer[];
  /** Takes one event, whatever it is. */
  take(event: LedgerEvent): void;
  /** Every use that it has heard of, as its feed tells it. */
  uses(): UseChange[];
  countersOf(epoch: string): LeaseCounters;
  /** Units of an epoch's places that went to the pool instead of its balance. */
  toPoolOf(epoch: string): number;
  acquisitions(): Map<string, KeptAcquisition>;
  /** What it may still grant. */
  left(): number;
  /** Everything that it knows but what it granted, for a comparison. */
  told(): unknown;
}

/** A registry that knows one performance with a cap, and grants what is left even where more was asked. */
export function registryModel(cap: number): RegistryModel {
  const counters = new Map<string, LeaseCounters>();
  const answers = new Map<string, LeaseAnswer>();
  const received = new Set<string>();
  const lives = new Map<string, AcquisitionEvent[]>();
  let freedToPool = 0;
  const of = (epoch: string): LeaseCounters => counters.get(epoch) ?? NO_LEASE;
  const left = (): number => {
    const heldByEpochs = [...counters.values()].reduce((sum, one) => sum + held(one), 0);
    return pool(cap, heldByEpochs, 0, 0) + freedToPool;
  };

  function takeStage(event: AcquisitionEvent): void {
    const before = of(event.epoch);
    const { consumed, released } = counterEffect(event);
    const after = { ...before, consumed: before.consumed + consumed, released: before.released + released };
    counters.set(event.epoch, after);
    lives.set(event.acquisitionId, [...(lives.get(event.acquisitionId) ?? []), event]);
    if ('placeTo' in event && event.placeTo === 'pool') freedToPool += event.units;
  }

  function take(event: LedgerEvent): void {
    if (received.has(event.id)) return;
    received.add(event.id);
    if ('acquisitionId' in event) takeStage(event);
    if (event.type === 'gave-back') {
      const before = of(event.epoch);
      counters.set(event.epoch, { ...before, returned: Math.max(before.returned, event.counters.returned) });
    }
  }

  function acquisitions(): Map<string, KeptAcquisition> {
    const kept = new Map<string, KeptAcquisition>();
    for (const [id, events] of lives) kept.set(id, { life: lifeOf(events), ...unitsOf(events) });
    for (const event of [...lives.values()].flat()) {
      if (event.type !== 'voided' || event.placeTo !== 'heir') continue;
      const heir = kept.get(event.heirId ?? '');
      if (heir !== undefined) kept.set(event.heirId ?? '', { ...heir, taken: heir.taken + event.units });
    }
    return kept;
  }

  function uses(): UseChange[] {
    const kept = acquisitions();
    return [...lives].flatMap(([id, events]) => useOf(events, kept.get(id)));
  }

  return {
    lease(request) {
      const known = answers.get(request.requestId);
      if (known !== undefined) return known;
      const { performanceId, epoch, units } = request;
      const before = of(epoch);
      const granted = before.granted + Math.max(0, Math.min(units, left()));
      counters.set(epoch, { ...before, granted });
      const answer = { performanceId, epoch, granted, pool: Math.max(0, left()) };
      answers.set(request.requestId, answer);
      return answer;
    },
    deliver: ({ items }) =>
      items.map(({ event }): ItemAnswer => {
        const isNew = !received.has(event.id);
        const conflicts = isNew ? conflictsOf(event, lives) : [];
        take(event);
        const result = isNew ? (conflicts.length > 0 ? 'recorded-with-conflict' : 'recorded') : 'already-recorded';
        return { id: event.id, result, conflicts, problem: null };
      }),
    take,
    uses,
    countersOf: of,
    toPoolOf: (epoch) => toPoolOf(epoch, lives),
    acquisitions,
    left,
    told() {
      const used = [...counters].filter(([, { consumed, returned }]) => consumed + returned > 0).toSorted();
      return {
        counters: used.map(([epoch, { consumed, released, returned }]) => [epoch, consumed, released, returned]),
        toPool: used.map(([epoch]) => [epoch, toPoolOf(epoch, lives)]),
        acquisitions: [...acquisitions()].toSorted(([one], [other]) => (one < other ? -1 : 1)),
        uses: uses().toSorted((one, other) => (one.acquisitionId < other.acquisitionId ? -1 : 1)),
      };
    },
  };
}

/** Units that it took, and that became free of it or were handed on, as its own events tell. */
function unitsOf(events: readonly AcquisitionEvent[]): { taken: number; freed: number } {
  let [taken, freed] = [0, 0];
  for (const event of events) {
    const { consumed, released } = counterEffect(event);
    taken += consumed;
    freed += released;
    if ('placeTo' in event && (event.placeTo === 'pool' || event.placeTo === 'heir')) freed += event.units;
  }
  return { taken, freed };
}

/** The epoch whose lease an acquisition's place is from: of its reservation or, without one, of its sale. */
function backingOf(events: readonly AcquisitionEvent[]): string {
  const first = events.find(({ type }) => type === 'reserved') ?? events.find(({ type }) => type === 'redeemed');
  return first?.epoch ?? '';
}

/** An heir's place is from the epoch of the visit whose place it kept. */
function placeOf(events: readonly AcquisitionEvent[], lives: ReadonlyMap<string, readonly AcquisitionEvent[]>): string {
  const id = events[0]?.acquisitionId;
  for (const [other, theirs] of lives) {
    const isHeir = theirs.some((event) => event.type === 'voided' && event.heirId === id && event.units > 0);
    if (isHeir && other !== id) return placeOf(theirs, lives);
  }
  return backingOf(events);
}

function toPoolOf(epoch: string, lives: ReadonlyMap<string, readonly AcquisitionEvent[]>): number {
  let units = 0;
  for (const events of lives.values()) {
    for (const event of events) {
      if ('placeTo' in event && event.placeTo === 'pool' && placeOf(events, lives) === epoch) units += event.units;
    }
  }
  return units;
}

function conflictsOf(event: LedgerEvent, lives: ReadonlyMap<string, readonly AcquisitionEvent[]>): Conflict[] {
  if (event.type !== 'redeemed') return [];
  const before = lives.get(event.acquisitionId) ?? [];
  return before.some(({ type }) => type === 'lapsed' || type === 'voided') ? ['reservation-gone'] : [];
}

function useOf(events: readonly AcquisitionEvent[], kept: KeptAcquisition | undefined): UseChange[] {
  const life = kept?.life ?? null;
  const card = events.find((event) => event.type === 'reserved' || event.type === 'redeemed');
  if (kept === undefined || life === null || card === undefined || !('cardKey' in card)) return [];
  const { acquisitionId, performanceId, cardKey } = card;
  const { state, children, cardSeen, lapsesAt } = life;
  const at = life.endedAt ?? life.attendedAt ?? life.redeemedAt ?? life.reservedAt ?? card.at;
  const units = Math.max(0, kept.taken - kept.freed);
  const epoch = backingOf(events);
  return [
    { acquisitionId, performanceId, cardKey, epoch, deskName: epoch, at, children, units, state, cardSeen, lapsesAt },
  ];
}
