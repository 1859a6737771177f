/** How far an epoch has arrived, and the give-backs that waited for what came before them. */
import type { Tx } from '../../db/database.ts';
import type { Epoch } from '../desks/epochs.ts';
import { takeBack } from '../desks/leases.ts';

/** SQL: a give-back that has not taken effect. */
export const WAITING_GIVE_BACK = `type = 'gave-back' AND NOT applied AND NOT forked`;

/**
 * Finds up to which sequence everything has arrived, set-aside items too; keeps it with the epoch's head and gives it.
 * `arrived` are the sequences of this delivery: where the next one is not among them, nothing has become whole.
 */
export async function advanceEpoch(
  tx: Tx,
  { id, contiguous }: Pick<Epoch, 'id' | 'contiguous'>,
  arrived: readonly number[],
): Promise<number> {
  const [row] = await tx.prepared<{ contiguous: number }>(
    `WITH arrived AS (
       SELECT sequence FROM events WHERE $3 AND epoch_id = $1 AND sequence > $2 AND NOT forked
       UNION SELECT sequence FROM set_aside WHERE $3 AND epoch_id = $1 AND sequence > $2
     ), numbered AS (
       SELECT sequence, row_number() OVER (ORDER BY sequence) AS number FROM arrived
     ), head AS (
       SELECT sequence, hash FROM events WHERE epoch_id = $1 AND NOT forked ORDER BY sequence DESC LIMIT 1
     )
     UPDATE epochs SET
       contiguous = coalesce((SELECT max(sequence) FROM numbered WHERE sequence = $2 + number), $2),
       head_sequence = (SELECT sequence FROM head),
       head_hash = (SELECT hash FROM head)
     WHERE id = $1 RETURNING contiguous`,
    [id, contiguous, arrived.includes(contiguous + 1)],
  );
  return row?.contiguous ?? contiguous;
}

/** Lets give-backs up to a sequence take effect, in their order, each once. */
export async function applyGiveBacks(tx: Tx, epochId: string, contiguous: number): Promise<void> {
  const rows = await tx.query<{ performance_id: string; returned: number }>(
    `WITH ripe AS (
       UPDATE events SET applied = true
       WHERE epoch_id = $1 AND sequence <= $2 AND ${WAITING_GIVE_BACK}
       RETURNING performance_id, sequence, (body #>> '{counters,returned}')::integer AS returned
     ) SELECT performance_id, returned FROM ripe ORDER BY sequence`,
    [epochId, contiguous],
  );
  for (const { performance_id: performanceId, returned } of rows) await takeBack(tx, performanceId, epochId, returned);
}
