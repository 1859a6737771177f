/** What changed acquisitions add to the counts of uses (USE-1). */
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { pair, type Changes, type Facts } from './delivery-facts.ts';
import type { KeptAcquisition } from './kept-acquisition.ts';
import type { UseDelta } from '../statistics/use-counts.ts';

/**
 * A use counts from the day on which its first ticket was handed out, for the site that did so, while it is redeemed or
 * attended. A correction of the children changes it, a void takes it back. What adds up to nothing is left out.
 */
export function useDeltas({ acquisitions, siteOf }: Facts, changes: Changes): UseDelta[] {
  const sums = new Map<string, UseDelta>();
  const add = (row: KeptAcquisition | null | undefined, sign: 1 | -1): void => {
    const use = row === null || row === undefined ? null : useOf(row, siteOf);
    if (use === null) return;
    const key = pair(pair(use.performanceId, use.siteId), use.month);
    const { adults, children } = sums.get(key) ?? { adults: 0, children: 0 };
    sums.set(key, { ...use, adults: adults + sign * use.adults, children: children + sign * use.children });
  };
  for (const [id, before] of changes.acquisitions) {
    add(before, -1);
    add(acquisitions.get(id), 1);
  }
  return [...sums.values()].filter(({ adults, children }) => adults !== 0 || children !== 0);
}

/** One adult and the children (USE-1), or null where nothing was handed out or it was taken back. */
function useOf(row: KeptAcquisition, siteOf: ReadonlyMap<string, string>): UseDelta | null {
  const { performanceId, state, redeemedAt, redeemedEpochId, children } = row;
  if ((state !== 'redeemed' && state !== 'attended') || redeemedAt === null || redeemedEpochId === null) return null;
  const siteId = siteOf.get(redeemedEpochId);
  if (siteId === undefined) throw new Error('a ticket of an epoch that was not loaded');
  return { performanceId, siteId, month: helsinkiDay(Date.parse(redeemedAt)).slice(0, 7), adults: 1, children };
}
