/**
 * The registry's own word about places of desks that were written off: what they reserved lapses at its hour, and what others
 * took back of it comes home to the pool (CAP-9, SALE-7). The words stand in an epoch of the desk that the registry writes
 * itself, so a place that the desk frees too, when it comes back, is still freed once.
 */
import { hashedText, FIRST_PREVIOUS_HASH, type LedgerEvent } from '../../../src-shared/acquisition/event.ts';
import { ok } from '../../../src-shared/kernel/result.ts';
import { MOST_ITEMS } from '../../../src-shared/registry-api/bodies/delivery.ts';
import type { Site } from '../../../src-shared/registry-api/bodies/site.ts';
import type { Database, Tx } from '../../db/database.ts';
import { instantNow, type Context } from '../context.ts';
import { deliver } from '../delivery/deliver.ts';
import { sha256 } from '../keys/keys.ts';
import { lockPerformances } from '../offers/performances.ts';

/** SQL: acquisitions of reclaimed epochs of which the registry has to say something, as of `$1`; `lapses` says which. */
const DUE = `
  SELECT acquisitions.id, acquisitions.performance_id, epochs.desk_id, leased_units AS units,
    acquisitions.state = 'reserved' AS lapses
  FROM acquisitions JOIN epochs ON epochs.id = acquisitions.epoch_id
  WHERE reclaimed_at IS NOT NULL AND (leased_units > 0 OR acquisitions.state = 'reserved')
    AND (acquisitions.state = 'reserved' AND lapses_at <= $1 OR acquisitions.state IN ('voided', 'lapsed'))
    AND NOT EXISTS (
      SELECT FROM events JOIN epochs AS own ON own.id = events.epoch_id
      WHERE acquisition_id = acquisitions.id AND own.by_registry AND own.desk_id = epochs.desk_id
        AND events.type = CASE WHEN acquisitions.state = 'reserved' THEN 'lapsed' ELSE 'released' END
    )`;

/** Writes what is due, one performance of one desk after the other; `deskId` null: of every desk. Gives how many. */
export async function settleLost(database: Database, context: Context, deskId: string | null): Promise<number> {
  const now = new Date(context.clock.now());
  const due = await database.read((tx) =>
    tx.query<{ deskId: string; performanceId: string }>(
      `SELECT DISTINCT desk_id AS "deskId", performance_id AS "performanceId" FROM (${DUE}) AS due
       WHERE $2::uuid IS NULL OR desk_id = $2`,
      [now, deskId],
    ),
  );
  let written = 0;
  for (const one of due) {
    try {
      const { value } = await database.transaction(async (tx) => ok(await settleOne(tx, context, one)));
      written += value;
    } catch (error) {
      // One that cannot be settled does not keep the others waiting.
      context.log.error('Places of a desk that was written off could not be settled', error);
    }
  }
  return written;
}

/** Writes what is due of one desk at one performance, at most a delivery's worth; gives how many. */
export async function settleOne(
  tx: Tx,
  context: Context,
  { deskId, performanceId }: { readonly deskId: string; readonly performanceId: string },
): Promise<number> {
  const epoch = await ownEpoch(tx, context, deskId);
  await lockPerformances(tx, [performanceId]);
  const due = await tx.query<{ id: string; units: number; lapses: boolean }>(
    `SELECT id, units, lapses FROM (${DUE}) AS due WHERE desk_id = $2 AND performance_id = $3 ORDER BY id LIMIT $4`,
    [new Date(context.clock.now()), deskId, performanceId, MOST_ITEMS],
  );
  const [organiser] = await tx.query<Site>(
    `SELECT sites.id, login, sites.name, type FROM performances JOIN sites ON sites.id = organiser_id
     WHERE performances.id = $1`,
    [performanceId],
  );
  if (due.length === 0 || organiser === undefined) return 0;

  let { sequence, hash } = epoch;
  const items = due.map(({ id: acquisitionId, units, lapses }) => {
    sequence += 1;
    const event = hashed({
      type: lapses ? 'lapsed' : 'released',
      id: context.ids.next(),
      epoch: epoch.id,
      sequence,
      at: instantNow(context),
      performanceId,
      previousHash: hash,
      acquisitionId,
      units,
      placeTo: 'pool',
    });
    hash = event.hash;
    return { event, sealed: null };
  });
  // As the organiser's, who may always speak of its own performance; the desk's site may not sell it any more.
  const desk = { id: deskId, name: '', site: organiser };
  const delivered = await deliver(tx, context, desk, { epoch: epoch.id, items });
  const answers = delivered.ok ? delivered.value.answers : [];
  if (answers.length < items.length || answers.some(({ result }) => result === 'refused')) {
    throw new Error(`the registry's own word was not taken: ${JSON.stringify(answers)}`);
  }
  return items.length;
}

function hashed(
  event: Omit<Extract<LedgerEvent, { type: 'lapsed' }>, 'hash' | 'type'> & { type: 'lapsed' | 'released' },
) {
  const linked = event as LedgerEvent;
  return { ...linked, hash: sha256(hashedText(linked)).toString('hex') };
}

/** The epoch of a desk that the registry writes, locked until the transaction ends; it begins when it is first needed. */
async function ownEpoch(
  tx: Tx,
  { clock, ids }: Context,
  deskId: string,
): Promise<{ readonly id: string; readonly sequence: number; readonly hash: string }> {
  await tx.query(
    `INSERT INTO epochs (id, desk_id, started_at, by_registry) VALUES ($1, $2, $3, true)
     ON CONFLICT (desk_id) WHERE by_registry DO NOTHING`,
    [ids.next(), deskId, new Date(clock.now())],
  );
  const [row] = await tx.query<{ id: string; sequence: number | null; hash: string | null }>(
    `SELECT id, head_sequence AS sequence, encode(head_hash, 'hex') AS hash FROM epochs
     WHERE desk_id = $1 AND by_registry FOR UPDATE`,
    [deskId],
  );
  if (row === undefined) throw new Error('the epoch was just made');
  return { id: row.id, sequence: row.sequence ?? 0, hash: row.hash ?? FIRST_PREVIOUS_HASH };
}
