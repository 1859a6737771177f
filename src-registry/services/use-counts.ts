/** Uses as statistics count them: by month, selling site and event, kept up with every change (STAT-1, USE-1). */
import type { Tx } from '../db/database.ts';

/** What a change of acquisitions adds to the counts; negative where something was taken back. */
export interface UseDelta {
  readonly performanceId: string;
  /** The site whose desk handed the ticket out. */
  readonly siteId: string;
  /** Of the redemption, in Helsinki, `YYYY-MM` (USE-1). */
  readonly month: string;
  readonly adults: number;
  readonly children: number;
}

/** Adds to the counts. Called at the end of a delivery's transaction, under the lock of the stream of uses. */
export async function countUses(_tx: Tx, _deltas: readonly UseDelta[]): Promise<void> {}
