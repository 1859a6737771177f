/** Desks: enrolled, told what the registry knows of them, revoked. */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { BodyOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { DeskStatus, Enrolment } from '../../../src-shared/registry-api/bodies/enrolment.ts';
import type { Site } from '../../../src-shared/registry-api/bodies/site.ts';
import type { Tx } from '../../db/database.ts';
import { noteChange } from '../changes.ts';
import { instantNow, type Context } from '../context.ts';
import { base64, networkKeys, readKeys, signingKeys } from '../keys/keys.ts';
import { presentEpoch } from './epochs.ts';
import { policyOf } from '../people/sites.ts';
import { newToken } from '../people/tokens.ts';

/** An enrolled desk, as a call knows it. */
export interface Desk {
  readonly id: string;
  readonly name: string;
  readonly site: Site;
}

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

/** Revokes a desk: from now on it may deliver and nothing else (field lesson 24). */
export async function revokeDesk(tx: Tx, { clock }: Context, deskId: string): Promise<Result<null, never>> {
  await tx.query('UPDATE desks SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL', [
    deskId,
    new Date(clock.now()),
  ]);
  tx.announce({ revoked: [deskId] });
  return ok(null);
}
