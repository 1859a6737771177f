/** Places that were taken and freed, counted on the leases that a delivery has before it (CAP-9). */
import { noteLease, pair, type Changes, type Facts, type KeptLease } from './delivery-facts.ts';
import type { Places } from './places.ts';

const NOTHING: KeptLease = { granted: 0, consumed: 0, released: 0, returned: 0, toPool: 0 };

/** Counts what became of places by epoch. Gives by how many units epochs took more of the cap than they hold. */
export function countPlaces(
  facts: Facts,
  changes: Changes,
  performanceId: string,
  byEpoch: ReadonlyMap<string, Places>,
): number {
  let overBy = 0;
  let toPool = 0;
  for (const [epochId, { taken, freed, pooled }] of byEpoch) {
    const key = pair(performanceId, epochId);
    const before = facts.leases.get(key) ?? NOTHING;
    const after = {
      ...before,
      consumed: before.consumed + taken,
      released: before.released + freed,
      toPool: before.toPool + pooled,
    };
    noteLease(facts, changes, key, after);
    overBy += overOf(after) - overOf(before);
    toPool += pooled;
  }
  if (toPool > 0 || overBy < 0) changes.freed.add(performanceId);
  return overBy;
}

/** Units that an epoch took beyond what its lease held; the pool counts them in the same way (`poolOf`). */
function overOf({ granted, consumed, released, returned }: KeptLease): number {
  return Math.max(0, consumed - released - (granted - returned));
}
