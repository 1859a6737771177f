/** What items that were set aside took of leases: they stay counted as consumed (the lease algebra). */
import { EVENT_TYPES } from '../../../src-shared/acquisition/event.ts';
import { MOST_TICKETS } from '../../../src-shared/registry-api/bodies/performances.ts';
import type { Tx } from '../../db/database.ts';

interface UnitsAside {
  readonly epochId: string;
  readonly performanceId: string;
  readonly units: number;
}

/**
 * Units of the items of a desk's reclaimed epochs that were set aside, at these performances. One that was recorded after all
 * counts no more; where it cannot be read how many an item took, it took one.
 */
export async function unitsAside(tx: Tx, deskId: string, performanceIds: readonly string[]): Promise<UnitsAside[]> {
  const rows = await tx.query<{ epochId: string; sequence: number | null; body: string }>(
    `SELECT epoch_id AS "epochId", sequence, body FROM set_aside JOIN epochs ON epochs.id = epoch_id
     WHERE epochs.desk_id = $1 AND reclaimed_at IS NOT NULL AND NOT EXISTS (
       SELECT FROM events WHERE events.epoch_id = set_aside.epoch_id AND events.sequence = set_aside.sequence AND NOT forked
     )`,
    [deskId],
  );
  // An item that was sent twice, differently, is one fact.
  const items = new Map<string, UnitsAside>();
  for (const [index, { epochId, sequence, body }] of rows.entries()) {
    const event = fieldsOf(fieldsOf(JSON.parse(body))['event']);
    const performanceId = String(event['performanceId']).toLowerCase();
    const key = `${epochId} ${sequence ?? `unread ${index}`}`;
    const units = Math.max(takenBy(event), items.get(key)?.units ?? 0);
    if (units > 0 && performanceIds.includes(performanceId)) items.set(key, { epochId, performanceId, units });
  }
  return [...items.values()];
}

const TAKES = new Map([
  ['reserved', 'units'],
  ['redeemed', 'units'],
  ['children-corrected', 'unitsChange'],
]);
function takenBy(event: Record<string, unknown>): number {
  const type = String(event['type']);
  if (!TAKES.has(type) && EVENT_TYPES.some((each) => each === type)) return 0;
  const units = event[TAKES.get(type) ?? ''];
  return Number.isInteger(units) && Math.abs(Number(units)) <= MOST_TICKETS ? Number(units) : 1;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
