/** Sessions of sites' users: they end after eight hours, after one without use, and when the user or the site is closed. */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { Role } from '../../../src-shared/registry-api/permissions.ts';
import type { Site } from '../../../src-shared/registry-api/bodies/site.ts';
import type { Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';
import { newToken } from './tokens.ts';

const HOUR = 3_600_000;
const SESSION_MILLISECONDS = 8 * HOUR;
/** A session that was not used for so long has ended. */
export const IDLE_MILLISECONDS = HOUR;

/** A user who may log in. */
export interface Login {
  readonly site: Site;
  readonly user: { readonly id: string; readonly login: string };
  readonly roles: Role[];
  readonly passwordHash: string;
  readonly mustChangePassword: boolean;
  /** From then on the password is as good as wrong; null: it does not end. */
  readonly passwordUntil: Date | null;
}

/** The user of a site who logs in with these names; null: there is none, or not any more. */
export async function findLogin(tx: Tx, siteLogin: string, userLogin: string): Promise<Login | null> {
  const [row] = await tx.query<Login>(
    `SELECT jsonb_build_object('id', sites.id, 'login', sites.login, 'name', sites.name, 'type', sites.type) AS site,
       jsonb_build_object('id', users.id, 'login', users.login) AS user,
       ARRAY(SELECT role FROM site_roles WHERE site_id = sites.id ORDER BY role) AS roles,
       password_hash AS "passwordHash", must_change_password AS "mustChangePassword",
       password_until AS "passwordUntil"
     FROM sites JOIN users ON users.site_id = sites.id
     WHERE sites.login = $1 AND users.login = $2 AND sites.closed_at IS NULL AND users.closed_at IS NULL`,
    [siteLogin, userLogin],
  );
  return row ?? null;
}

/** Opens a session. `auth.invalid`: the user was closed or given another password since the log-in was looked up. */
export async function openSession(
  tx: Tx,
  { clock, random }: Pick<Context, 'clock' | 'random'>,
  { site, user, roles, passwordHash, mustChangePassword }: Login,
): Promise<Result<AnswerOf<'login'>, 'auth.invalid'>> {
  // Locked, the site first as they do it, so that whoever closes or resets meanwhile finds this session and ends it.
  const still = await tx.query(
    `SELECT FROM sites JOIN users ON users.site_id = sites.id
     WHERE users.id = $1 AND password_hash = $2 AND users.closed_at IS NULL AND sites.closed_at IS NULL FOR SHARE`,
    [user.id, passwordHash],
  );
  if (still.length === 0) return fail('auth.invalid');
  const now = clock.now();
  const token = newToken(random);
  const expiresAt = new Date(now + SESSION_MILLISECONDS);
  await tx.query(
    `DELETE FROM sessions WHERE token_hash IN
       (SELECT token_hash FROM sessions WHERE expires_at <= $1 OR used_at <= $2 FOR UPDATE SKIP LOCKED)`,
    [new Date(now), new Date(now - IDLE_MILLISECONDS)],
  );
  await tx.query(
    'INSERT INTO sessions (token_hash, site_id, user_id, expires_at, used_at) VALUES ($1, $2, $3, $4, $5)',
    [token.hash, site.id, user.id, expiresAt, new Date(now)],
  );
  return ok({ token: token.text, expiresAt: expiresAt.toISOString(), site, user, roles, mustChangePassword });
}

/** When a session ends, as the wire has it. */
export async function sessionEnd(tx: Tx, sessionHash: Buffer): Promise<string> {
  const [row] = await tx.query<{ at: Date }>('SELECT expires_at AS at FROM sessions WHERE token_hash = $1', [
    sessionHash,
  ]);
  return (row?.at ?? new Date(0)).toISOString();
}

/** Notes that a session was used. */
export async function touchSession(tx: Tx, sessionHash: Buffer, now: number): Promise<void> {
  await tx.query('UPDATE sessions SET used_at = $2 WHERE token_hash = $1 AND used_at < $2', [
    sessionHash,
    new Date(now),
  ]);
}

/** Ends one session. */
export async function endSession(tx: Tx, sessionHash: Buffer): Promise<void> {
  await tx.query('DELETE FROM sessions WHERE token_hash = $1', [sessionHash]);
}

/** Ends a user's sessions, but for one that is spared; null: all of them. */
export async function endSessionsOfUser(tx: Tx, userId: string, spared: Buffer | null): Promise<void> {
  await tx.query('DELETE FROM sessions WHERE user_id = $1 AND token_hash IS DISTINCT FROM $2', [userId, spared]);
}

/** Ends all sessions of a site's users. */
export async function endSessionsOfSite(tx: Tx, siteId: string): Promise<void> {
  await tx.query('DELETE FROM sessions WHERE site_id = $1', [siteId]);
}
