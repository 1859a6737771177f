/** A simulated desk that is on-line already, for tests of what happens then. */
import { ACTIVE, keyOf } from '../sync/snapshots.ts';
import { numberedId } from './memory-desk.ts';
import { htmlPage, type Asked } from './registry-model.ts';
import { SeededRandom } from './seeded-random.ts';
import { simulatedDesk, type SimulatedDesk } from './simulated-desk.ts';
import { FINE, type Fate } from './simulated-network.ts';

/** What a proxy answers whose registry is gone. */
export const HTML: Fate = { kind: 'replaced', answer: htmlPage(502) };

/** One card and ten performances are at the registry, and have been fetched. */
export async function onlineDesk(prepare: (simulated: SimulatedDesk) => void = () => {}): Promise<SimulatedDesk> {
  const simulated = simulatedDesk(new SeededRandom(1));
  simulated.model.change('cards', { key: keyOf(1), card: ACTIVE });
  for (let number = 0; number < 10; number += 1) {
    simulated.model.change('performances', { id: numberedId(2, number), performance: null });
  }
  prepare(simulated);
  simulated.start();
  await simulated.time.pass(1_000);
  return simulated;
}

/** Weather that strikes these paths alone. */
export function only(paths: readonly string[], fate: Fate): (asked: Asked) => Fate {
  return ({ path }) => (paths.includes(path) ? fate : FINE);
}
