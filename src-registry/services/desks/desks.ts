/** Desks and the epochs of their ledgers (ARCHITECTURE, decision 3). */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { BodyOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { DeskStatus, Enrolment, Site } from '../../../src-shared/registry-api/schemas.ts';
import type { Tx } from '../../db/database.ts';
import { noteChange } from '../changes.ts';
import { instantNow, type Context } from '../context.ts';
import { base64, networkKeys, readKeys, signingKeys } from '../keys/keys.ts';
import { adoptLostEpoch } from './restored.ts';
import { policyOf } from '../people/sites.ts';
import { newToken } from '../people/tokens.ts';

/** An enrolled desk, as a call knows it. */
export interface Desk {
  readonly id: string;
  readonly name: string;
  readonly site: Site;
}

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

interface DeskRow {
  readonly id: string;
  readonly name: string;
  readonly site_id: string;
  readonly enrolled_at: Date;
  readonly revoked_at: Date | null;
}

/** So long an enrolment whose answer was lost is asked for again, and answers may cross. */
const RETRIED_MILLISECONDS = 10 * 60_000;

/**
 * Enrols a desk of a site with its first epoch. Repeating the request id gives the same desk and its present epoch
 * with one more token: an answer may have been lost, and of a token only the hash is kept. Later than any retry the new
 * token takes the place of those before, and is noted.
 */
export async function enrolDesk(
  tx: Tx,
  context: Context,
  { userId, site }: { readonly userId: string; readonly site: Site },
  { requestId, deskName }: BodyOf<'enrol'>,
): Promise<Result<Enrolment, 'auth.forbidden' | 'desk.revoked'>> {
  const now = new Date(context.clock.now());
  const deskId = context.ids.next();
  const note = (id: string): Promise<void> =>
    noteChange(tx, context, { userId, siteId: site.id }, { action: 'enrol', subjectKind: 'desk', subjectId: id });
  const added = await tx.query(
    `INSERT INTO desks (id, site_id, name, request_id, enrolled_at, enrolled_by) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (request_id) DO NOTHING RETURNING 1`,
    [deskId, site.id, deskName, requestId, now, userId],
  );
  if (added.length > 0) {
    await tx.query('INSERT INTO epochs (id, desk_id, started_at) VALUES ($1, $2, $3)', [
      context.ids.next(),
      deskId,
      now,
    ]);
    await note(deskId);
  }
  const [desk] = await tx.query<DeskRow>(
    'SELECT id, name, site_id, enrolled_at, revoked_at FROM desks WHERE request_id = $1 FOR NO KEY UPDATE',
    [requestId],
  );
  if (desk?.site_id !== site.id) return fail('auth.forbidden');
  if (desk.revoked_at !== null) return fail('desk.revoked');
  const token = newToken(context.random);
  if (now.getTime() - desk.enrolled_at.getTime() > RETRIED_MILLISECONDS) {
    await tx.query('DELETE FROM desk_tokens WHERE desk_id = $1', [desk.id]);
    await note(desk.id);
  }
  await tx.query('INSERT INTO desk_tokens (token_hash, desk_id) VALUES ($1, $2)', [token.hash, desk.id]);
  return ok({
    deskId: desk.id,
    deskName: desk.name,
    site,
    token: token.text,
    epoch: (await presentEpoch(tx, desk.id, null)).id,
    networkKeys: networkKeys(context.keys),
    sealingKey: base64(context.keys.sealing.publicKey),
    signingKey: base64(context.keys.signing[0].publicKey),
    demo: context.demo,
  });
}

/**
 * What the registry knows of a desk: the epoch that its ledger is in, and how far that has arrived. Null or unknown: its newest.
 * Of two copies of a disk each keeps its own, and neither is told to leave it for the other's.
 */
export async function deskStatus(
  tx: Tx,
  context: Context,
  desk: Desk,
  epochId: string | null,
): Promise<Result<DeskStatus, never>> {
  const { id, frozen, head } = await presentEpoch(tx, desk.id, epochId);
  // As the database has them: this node may not have heard yet of new ones.
  const keys = await readKeys(tx);
  return ok({
    deskId: desk.id,
    site: desk.site,
    policy: await policyOf(tx, desk.site.id),
    serverTime: instantNow(context),
    networkKeys: networkKeys(keys),
    signingKeys: signingKeys(keys),
    epoch: { id, frozen: frozen !== null, head },
  });
}

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

/** Revokes a desk: from now on it may deliver and nothing else (field lesson 24). */
export async function revokeDesk(tx: Tx, { clock }: Context, deskId: string): Promise<Result<null, never>> {
  await tx.query('UPDATE desks SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL', [
    deskId,
    new Date(clock.now()),
  ]);
  tx.announce({ revoked: [deskId] });
  return ok(null);
}

/** The wanted epoch of a desk, or else its newest. */
async function presentEpoch(tx: Tx, deskId: string, wanted: string | null): Promise<Epoch> {
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
