/** `decide` beside its floors: an empty function called with the same facts, and canonical JSON of those facts. */
import { decide } from '../../src-shared/acquisition/decide.ts';
import type { SaleFacts } from '../../src-shared/acquisition/sale-facts.ts';
import { canonicalJson, type Json } from '../../src-shared/kernel/canonical.ts';
import { CAPPED, facts, lease, NO_WINDOWS } from '../unit/sale-facts.ts';
import { percentile, printPair } from './figures.ts';

const RUNS = 200_000;
/** So many calls are timed together, for one is shorter than the clock's step. */
const BATCH = 100;
const WARM_UP = 50;
const MICROSECONDS = 1_000;
/** A judgement takes less than so many microseconds. */
const BOUND = 20;

/** What is given back is looked at, so that no call can be left out. */
let kept: unknown = null;

/** Measures and prints; throws where `decide` takes longer than its bound. */
export function benchDecide(): void {
  // An accepted sale with a cap and a window; the instants differ, as from scan to scan.
  const performance = { ...CAPPED, windows: { ...NO_WINDOWS, oneMonthBefore: true } };
  const all = Array.from({ length: BATCH }, (_, index) => {
    const given = facts({ performance, lease: lease(5), children: index % 3 });
    return { ...given, now: given.now + index * 1_000 };
  });
  if (all.some((each) => decide(each).outcome !== 'accept')) throw new Error('The bench measures accepted sales.');
  const [decided, empty, canonical]: [number[], number[], number[]] = [[], [], []];
  for (let batch = -WARM_UP; batch < RUNS / BATCH; batch += 1) {
    const one = timed(all, decide);
    const nothing = timed(all, (each) => each);
    const json = timed(all, (each) => canonicalJson(each as unknown as Json));
    if (batch < 0) continue;
    decided.push(one);
    empty.push(nothing);
    canonical.push(json);
  }
  printPair(`decide, an accepted sale with a cap (${RUNS} calls)`, 'µs', decided, 'an empty function', empty);
  printPair('decide, the same', 'µs', decided, 'canonical JSON of its facts', canonical);
  const p95 = percentile(decided, 0.95);
  if (p95 > BOUND) throw new Error(`decide takes ${p95.toFixed(1)} µs, more than ${BOUND}.`);
}

/** Microseconds a call, over one batch. */
function timed(all: readonly SaleFacts[], work: (facts: SaleFacts) => unknown): number {
  const started = globalThis.performance.now();
  for (const each of all) kept = work(each);
  const took = globalThis.performance.now() - started;
  return kept === undefined ? Number.NaN : (took / all.length) * MICROSECONDS;
}
