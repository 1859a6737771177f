/** The registry's side of the lease algebra, small enough to be read at one sitting. */
import type { LedgerEvent } from '../../src-shared/acquisition/event.ts';
import { held, NO_LEASE, pool, type LeaseCounters } from '../../src-shared/cap/lease.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import type { ItemAnswer, LeaseAnswer, UseChange } from '../../src-shared/registry-api/schemas.ts';
import type { Delivery } from '../../src-main/services/ports.ts';

export interface RegistryModel {
  lease(request: BodyOf<'lease'>): LeaseAnswer;
  deliver(delivery: Delivery): ItemAnswer[];
  /** Every use that it has heard of, as its feed tells it. */
  uses(): UseChange[];
  countersOf(epoch: string): LeaseCounters;
}

/** A registry that knows one performance with a cap, and grants what is left even where more was asked. */
export function registryModel(cap: number): RegistryModel {
  const counters = new Map<string, LeaseCounters>();
  const answers = new Map<string, LeaseAnswer>();
  const received = new Set<string>();
  const uses = new Map<string, UseChange>();
  let toPool = 0;
  const of = (epoch: string): LeaseCounters => counters.get(epoch) ?? NO_LEASE;
  const left = (): number => {
    const heldByEpochs = [...counters.values()].reduce((sum, one) => sum + held(one), 0);
    return pool(cap, heldByEpochs, 0, 0) + toPool;
  };

  function take(event: LedgerEvent): void {
    const { epoch, performanceId, at } = event;
    const before = of(epoch);
    switch (event.type) {
      case 'redeemed': {
        const { acquisitionId, cardKey, children, units } = event;
        counters.set(epoch, { ...before, consumed: before.consumed + units });
        const use = { acquisitionId, performanceId, cardKey, epoch, deskName: epoch, at, children, units } as const;
        uses.set(acquisitionId, { ...use, state: 'redeemed' });
        break;
      }
      case 'voided':
        uses.set(event.acquisitionId, { ...uses.get(event.acquisitionId)!, state: 'voided' });
        if (event.placeTo === 'pool') toPool += event.units;
        else counters.set(epoch, { ...before, released: before.released + event.units });
        break;
      case 'gave-back':
        counters.set(epoch, { ...before, returned: event.counters.returned });
        break;
      case 'refused':
        break;
    }
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
      items.map(({ event }) => {
        const isNew = !received.has(event.id);
        received.add(event.id);
        if (isNew) take(event);
        return { id: event.id, result: isNew ? 'recorded' : 'already-recorded', conflicts: [], problem: null };
      }),
    uses: () => [...uses.values()],
    countersOf: of,
  };
}
