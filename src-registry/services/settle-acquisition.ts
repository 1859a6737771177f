/** What an event changes: the leases' counters and the acquisitions' rows, from all that has arrived of them. */
import type { AcquisitionEvent } from '../../src-shared/acquisition/event.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import type { Tx } from '../db/database.ts';
import { rowsOf, type AcquisitionRow } from './acquisition-row.ts';
import { countHolders } from './count-holders.ts';
import { countPlaces } from './leases.ts';
import { differenceOf, familiesOf, type HeldEvent } from './places.ts';

/** Every event that has arrived of acquisitions, and of all that share places with them. */
export async function eventsOf(tx: Tx, performanceId: string, acquisitionIds: readonly string[]): Promise<HeldEvent[]> {
  return tx.query<HeldEvent>(
    `WITH RECURSIVE heirs AS (
       SELECT acquisition_id AS one, (body ->> 'heirId')::uuid AS other FROM events
       WHERE performance_id = $1 AND type = 'voided' AND body ? 'heirId'
     ), family (id) AS (
       SELECT unnest($2::uuid[])
       UNION SELECT CASE WHEN one = family.id THEN other ELSE one END
       FROM family JOIN heirs ON family.id IN (one, other)
     ) SELECT body AS event, desk_id AS "deskId" FROM events JOIN epochs ON epochs.id = epoch_id
     WHERE acquisition_id IN (SELECT id FROM family) AND performance_id = $1`,
    [performanceId, acquisitionIds],
  );
}

/** The ids that an event speaks of. */
export function namedBy(event: AcquisitionEvent): string[] {
  const heir = event.type === 'voided' ? event.heirId : undefined;
  return heir === undefined ? [event.acquisitionId] : [event.acquisitionId, heir];
}

export interface Settled {
  /** Acquisitions that changed. */
  readonly changed: ReadonlySet<string>;
  /** By how many units epochs took more of their leases than they hold. */
  readonly overBy: number;
  /** By how many units the event's acquisition has more that no lease backs. */
  readonly unbackedBy: number;
}

/**
 * Brings leases and rows to what all events say together. `earlier` are those that were here before; `code` is the card's,
 * for an acquisition that gets its row now.
 */
export async function settle(
  tx: Tx,
  performance: Performance,
  earlier: readonly HeldEvent[],
  added: HeldEvent,
  code: string | null,
): Promise<Settled> {
  const families = familiesOf([...earlier, added]);
  const { overBy } = await countPlaces(tx, performance.id, differenceOf(familiesOf(earlier), families));
  const changed = new Set<string>();
  const codes = new Set<string>();
  for (const row of families.flatMap(rowsOf)) {
    const put = await putRow(tx, performance.id, row, row.id === added.event.acquisitionId ? code : null);
    if (put === null) continue;
    changed.add(row.id);
    codes.add(put);
  }
  let unbackedBy = 0;
  for (const each of codes) {
    for (const [id, { before, now }] of await countHolders(tx, performance, each)) {
      changed.add(id);
      if (id === added.event.acquisitionId) unbackedBy += now - before;
    }
  }
  return { changed, overBy, unbackedBy };
}

/** Adds a row under its code, or changes it; gives the code where anything changed. */
async function putRow(tx: Tx, performanceId: string, row: AcquisitionRow, code: string | null): Promise<string | null> {
  const columns = 'epoch_id, card_key, at, state_epoch_id, children, leased_units, state, card_seen, lapses_at';
  const old = columns.replaceAll(/\w+/g, 'acquisitions.$&');
  const values = [
    row.epochId,
    Buffer.from(row.cardKey, 'hex'),
    row.at,
    row.stateEpochId,
    row.children,
    row.leasedUnits,
    row.state,
    row.cardSeen,
    row.lapsesAt,
  ];
  const types =
    '$2::uuid, $3::bytea, $4::timestamptz, $5::uuid, $6::integer, $7::integer, $8::text, $9::boolean, $10::timestamptz';
  const [changed] = await tx.query<{ code: string }>(
    `UPDATE acquisitions SET (${columns}) = (${types}) WHERE id = $1 AND (${old}) IS DISTINCT FROM (${types})
     RETURNING code`,
    [row.id, ...values],
  );
  if (changed !== undefined) return changed.code;
  if (code === null) return null;
  const [added] = await tx.query<{ code: string }>(
    `INSERT INTO acquisitions (id, ${columns}, performance_id, code, beyond_units)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0) ON CONFLICT (id) DO NOTHING RETURNING code`,
    [row.id, ...values, performanceId, code],
  );
  return added?.code ?? null;
}
