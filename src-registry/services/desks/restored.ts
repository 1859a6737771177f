/** A database that came from a backup: what was promised since then is not in it, and must not be promised again. */
import type { Clock, Random } from '../../../src-shared/kernel/ports.ts';
import type { Tx } from '../../db/database.ts';
import { readSetting, settle } from '../settings.ts';

const INSTANCE_BYTES = 6;

/**
 * Another one after pg_restore and CREATE DATABASE; the same after a promotion, and after a restore of the whole
 * cluster's files.
 */
async function placeOf(tx: Tx): Promise<string> {
  const [row] = await tx.query<{ place: string }>(
    `SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || oid AS place
     FROM pg_database WHERE datname = current_database()`,
  );
  if (row === undefined) throw new Error('a database that is not among the databases');
  return row.place;
}

/** Whether the database is a copy that nobody has said to be restored (`markRestored`): it must not be served. */
export async function isUnmarkedCopy(tx: Tx): Promise<boolean> {
  const here = await placeOf(tx);
  return (await settle(tx, 'place', here)) !== here;
}

/**
 * Makes a restored database safe to serve. It gets a new name, so that every cursor is `cursor.invalid` and readers
 * begin anew: positions will be given out a second time, for other changes. Published card lists carry such a cursor,
 * signed, so they go, and the first node that starts publishes one anew. Every desk's epoch is frozen, so that no place
 * that was granted since the backup is granted twice: desks start new epochs, and what they sell from old leases is a
 * fact beyond the lease. Sessions end, for some had ended since. Paper goes on: the registry itself writes it. Gives
 * how many epochs were frozen. Doing it twice does no harm.
 */
export async function markRestored(tx: Tx, clock: Clock, random: Random): Promise<number> {
  const now = new Date(clock.now());
  const put = (name: string, value: string): Promise<unknown> =>
    tx.query(
      'INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      [name, JSON.stringify(value)],
    );
  await put('instance', Buffer.from(random.bytes(INSTANCE_BYTES)).toString('hex'));
  await put('restored', now.toISOString());
  await put('place', await placeOf(tx));
  await tx.query('DELETE FROM snapshots');
  await tx.query('DELETE FROM sessions');
  const frozen = await tx.query(
    `UPDATE epochs SET frozen_at = $1, frozen_why = 'restored'
     WHERE frozen_at IS NULL AND NOT by_registry AND desk_id IN (SELECT id FROM desks WHERE kind = 'desk') RETURNING 1`,
    [now],
  );
  return frozen.length;
}

/**
 * Takes in an epoch that the desk began after the backup: what it sold there are facts (ARCHITECTURE, decision 10). It is
 * frozen from the first, so that the desk begins a new one. False where the database never was restored, where the epoch is
 * another desk's, and where by its id (UUIDv7, RFC 9562) it would have begun after the restore.
 */
export async function adoptLostEpoch(tx: Tx, deskId: string, epochId: string): Promise<boolean> {
  const restored = await readSetting(tx, 'restored');
  if (restored === null || madeAt(epochId) > Date.parse(restored)) return false;
  const added = await tx.query(
    `INSERT INTO epochs (id, desk_id, started_at, frozen_at, frozen_why) VALUES ($1, $2, $3, $3, 'restored')
     ON CONFLICT (id) DO NOTHING RETURNING 1`,
    [epochId, deskId, new Date(restored)],
  );
  return added.length > 0;
}

/** The milliseconds that a UUIDv7 begins with; of another kind of id: never. */
function madeAt(id: string): number {
  return id.charAt(14) === '7' ? Number.parseInt(id.replace('-', '').slice(0, 12), 16) : Infinity;
}
