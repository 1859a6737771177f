/** A whole sync in virtual time: a desk, a card cache, a network and a registry, and nothing real. */
import { onTestFinished } from 'vitest';
import { createRegistryClient } from '../../src-main/sync/registry-client.ts';
import { createSync, type Sync } from '../../src-main/sync/sync.ts';
import { MemoryCards } from './memory-cards.ts';
import { MemoryDesk } from './memory-desk.ts';
import { RegistryModel } from './registry-model.ts';
import { SeededRandom } from './seeded-random.ts';
import { SimulatedNetwork } from './simulated-network.ts';
import { VirtualTime } from './virtual-time.ts';

export interface SimulatedDesk {
  readonly time: VirtualTime;
  readonly model: RegistryModel;
  readonly network: SimulatedNetwork;
  readonly desk: MemoryDesk;
  readonly cards: MemoryCards;
  readonly sync: Sync;
  /** What the sync called a bug. */
  readonly bugs: unknown[];
  /** Starts the loops; they end with the test. */
  start(): void;
}

export function simulatedDesk(random: SeededRandom): SimulatedDesk {
  const time = new VirtualTime();
  const model = new RegistryModel(time);
  const network = new SimulatedNetwork(time, model);
  const desk = new MemoryDesk();
  const cards = new MemoryCards();
  const bugs: unknown[] = [];
  const registry = createRegistryClient({ network, baseUrl: 'http://registry.test', token: 'desk' });
  const sync = createSync({ desk, registry, cards, clock: time, timer: time, random, onBug: (bug) => bugs.push(bug) });
  return {
    time,
    model,
    network,
    desk,
    cards,
    sync,
    bugs,
    start() {
      const stop = new AbortController();
      const ended = sync.run(stop.signal);
      onTestFinished(async () => {
        stop.abort();
        await ended;
      });
    },
  };
}
