/** The epochs of desks' ledgers (ARCHITECTURE, decision 3). */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { BodyOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { DeskStatus } from '../../../src-shared/registry-api/bodies/enrolment.ts';
import type { Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';
import type { Desk } from './desks.ts';
import { adoptLostEpoch } from './restored.ts';

export interface Epoch {
  readonly id: string;
  readonly frozen: 'restored' | 'forked' | 'written-off' | null;
  /** Of the desk an epoch was written off: what becomes idle there is the pool's. */
  readonly isReclaimed: boolean;
  /** Whether the desk has started the next one after it. */
  readonly succeeded: boolean;
  readonly contiguous: number;
  readonly head: DeskStatus['epoch']['head'];
}

const EPOCH = `epochs.id, frozen_why, contiguous, head_sequence, encode(head_hash, 'hex') AS head_hash`;
const AROUND = `EXISTS (SELECT FROM epochs WHERE before_id = $1) AS succeeded,
  EXISTS (SELECT FROM epochs WHERE desk_id = $2 AND reclaimed_at IS NOT NULL) AS "isReclaimed"`;

interface EpochRow {
  id: string;
  frozen_why: Epoch['frozen'];
  contiguous: number;
  head_sequence: number | null;
  head_hash: string | null;
}

type Around = Pick<Epoch, 'succeeded' | 'isReclaimed'>;

/** Freezes an epoch of the desk and starts the next, with empty leases; repeating the request id gives the same one. */
export async function startEpoch(
  tx: Tx,
  { clock, ids }: Context,
  desk: Desk,
  { requestId, before, why }: BodyOf<'startEpoch'>,
): Promise<Result<{ epoch: string }, 'epoch.unknown' | 'request.malformed'>> {
  if ((await lockEpoch(tx, desk.id, before, 'UPDATE')) === null) return fail('epoch.unknown');
  const now = new Date(clock.now());
  await freezeEpoch(tx, before, why, now);
  const [added] = await tx.query<{ id: string }>(
    `INSERT INTO epochs (id, desk_id, started_at, request_id, before_id) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (request_id) DO NOTHING RETURNING id`,
    [ids.next(), desk.id, now, requestId, before],
  );
  if (added !== undefined) return ok({ epoch: added.id });
  const [earlier] = await tx.query<{ id: string }>(
    'SELECT id FROM epochs WHERE request_id = $1 AND desk_id = $2 AND before_id = $3',
    [requestId, desk.id, before],
  );
  return earlier === undefined ? fail('request.malformed') : ok({ epoch: earlier.id });
}

/** Locks an epoch of a desk until the transaction ends; null where the desk has no such epoch. */
export async function lockEpoch(
  tx: Tx,
  deskId: string,
  epochId: string,
  lock: 'UPDATE' | 'SHARE',
): Promise<Epoch | null> {
  // Sent together, but two statements: the second sees what was committed while the first waited for the lock.
  const find = async (): Promise<Epoch | null> => {
    const [[row], around] = await Promise.all([
      tx.prepared<EpochRow>(`SELECT ${EPOCH} FROM epochs WHERE id = $1 AND desk_id = $2 FOR ${lock}`, [
        epochId,
        deskId,
      ]),
      findAround(tx, deskId, epochId),
    ]);
    return row === undefined ? null : toEpoch(row, around);
  };
  const found = await find();
  if (found !== null) return found;
  return (await adoptLostEpoch(tx, deskId, epochId)) ? find() : null;
}

/** Takes in an epoch that a restored database lost, so that its desk hears that it needs a new one. */
export async function knowEpoch(tx: Tx, deskId: string, epochId: string): Promise<Result<null, never>> {
  await lockEpoch(tx, deskId, epochId, 'SHARE');
  return ok(null);
}

async function findAround(tx: Tx, deskId: string, epochId: string): Promise<Around> {
  const [around] = await tx.prepared<Around>(`SELECT ${AROUND}`, [epochId, deskId]);
  return around ?? { succeeded: false, isReclaimed: false };
}

/** Freezes an epoch; one that is frozen already stays as it is. */
export async function freezeEpoch(tx: Tx, epochId: string, why: 'restored' | 'forked', now: Date): Promise<void> {
  await tx.query('UPDATE epochs SET frozen_at = $2, frozen_why = $3 WHERE id = $1 AND frozen_at IS NULL', [
    epochId,
    now,
    why,
  ]);
}

/** The wanted epoch of a desk, or else its newest. */
export async function presentEpoch(tx: Tx, deskId: string, wanted: string | null): Promise<Epoch> {
  const [row] = await tx.query<EpochRow>(
    `SELECT ${EPOCH} FROM epochs WHERE desk_id = $1 AND NOT by_registry
     ORDER BY id IS NOT DISTINCT FROM $2::uuid DESC, number DESC LIMIT 1`,
    [deskId, wanted],
  );
  if (row === undefined) throw new Error('a desk without an epoch');
  return toEpoch(row, await findAround(tx, deskId, row.id));
}

function toEpoch(row: EpochRow, around: Around): Epoch {
  const { id, contiguous, head_sequence: sequence, head_hash: hash } = row;
  const head = sequence === null || hash === null ? null : { sequence, hash };
  return { id, frozen: row.frozen_why, ...around, contiguous, head };
}
