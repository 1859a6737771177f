/** Users beneath sites: added, closed and given temporary passwords by coordinators; each sets its own (DATA-2). */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import { ENDPOINTS, type AnswerOf, type BodyOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { Allowance, Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { isAdministered, lockAdministration } from './administration.ts';
import { manageSite, mayManage, reachSite } from './reach.ts';
import { endSessionsOfUser } from './sessions.ts';
import { addUser as storeUser } from './sites.ts';

type Caller = Actor & Rights;
type Ports = Pick<Context, 'clock' | 'ids'>;
type Refused = 'auth.forbidden' | 'site.unknown' | 'user.unknown';

/** A temporary password and what may be kept of it: made outside the transaction, for hashing takes its time. */
export interface MadePassword {
  readonly text: string;
  readonly hash: string;
}

/** A temporary password that nobody used for so long is as good as wrong. */
const TEMPORARY_MILLISECONDS = 7 * 24 * 3_600_000;

/** The users of a site, by their names. */
export async function listUsers(
  tx: Tx,
  caller: Rights,
  siteId: string,
): Promise<Result<AnswerOf<'users'>, 'auth.forbidden' | 'site.unknown'>> {
  const reached = await reachSite(tx, caller, ENDPOINTS.users.access, siteId);
  if (!reached.ok) return reached;
  const rows = await tx.query<{ id: string; login: string; mustChangePassword: boolean; closedAt: Date | null }>(
    `SELECT id, login, must_change_password AS "mustChangePassword", closed_at AS "closedAt"
     FROM users WHERE site_id = $1 ORDER BY login`,
    [siteId],
  );
  return ok({ items: rows.map((row) => ({ ...row, closedAt: row.closedAt?.toISOString() ?? null })) });
}

/** Adds a user. A name that a closed user had stays taken: changes are attributed to it. */
export async function addUser(
  tx: Tx,
  context: Ports,
  caller: Caller,
  siteId: string,
  { login }: BodyOf<'addUser'>,
  made: MadePassword,
): Promise<Result<AnswerOf<'addUser'>, Refused | 'user.login-taken'>> {
  const reached = await manageSite(tx, caller, ENDPOINTS.addUser.access, siteId);
  if (!reached.ok) return reached;
  // The site is locked: nobody else adds this name meanwhile.
  const taken = await tx.query('SELECT FROM users WHERE site_id = $1 AND login = $2', [siteId, login]);
  if (taken.length > 0) return fail('user.login-taken');
  const userId = context.ids.next();
  await storeUser(tx, { id: userId, siteId, login }, made.hash, true);
  await tx.query('UPDATE users SET password_until = $2 WHERE id = $1', [userId, temporaryUntil(context)]);
  await note(tx, context, caller, 'addUser', { userId, siteId });
  return ok({ userId, login, password: made.text });
}

/** Closes a user for good; its sessions end at once. The last one who administers the registry stays. */
export async function closeUser(
  tx: Tx,
  context: Ports,
  caller: Caller,
  userId: string,
): Promise<Result<AnswerOf<'closeUser'>, Refused | 'user.last-administrator'>> {
  const found = await manageUser(tx, caller, ENDPOINTS.closeUser.access, userId);
  if (!found.ok) return found;
  const { siteId } = found.value;
  const administers = await lockAdministration(tx, siteId);
  const closed = await tx.query('UPDATE users SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL RETURNING 1', [
    userId,
    new Date(context.clock.now()),
  ]);
  if (administers && !(await isAdministered(tx))) return fail('user.last-administrator');
  if (closed.length > 0) await note(tx, context, caller, 'closeUser', { userId, siteId });
  await endSessionsOfUser(tx, userId, null);
  return ok({ done: true });
}

/** Gives a user a temporary password; its sessions end at once. */
export async function resetPassword(
  tx: Tx,
  context: Ports,
  caller: Caller,
  userId: string,
  made: MadePassword,
): Promise<Result<AnswerOf<'resetPassword'>, Refused | 'user.closed'>> {
  const found = await manageUser(tx, caller, ENDPOINTS.resetPassword.access, userId);
  if (!found.ok) return found;
  const { login, siteId } = found.value;
  const reset = await tx.query(
    `UPDATE users SET password_hash = $2, must_change_password = true, password_until = $3
     WHERE id = $1 AND closed_at IS NULL RETURNING 1`,
    [userId, made.hash, temporaryUntil(context)],
  );
  if (reset.length === 0) return fail('user.closed');
  await endSessionsOfUser(tx, userId, null);
  await note(tx, context, caller, 'resetPassword', { userId, siteId });
  return ok({ userId, login, password: made.text });
}

/** What the database keeps of a user's password. */
export async function passwordHashOf(tx: Tx, userId: string): Promise<string | null> {
  const [row] = await tx.query<{ hash: string }>('SELECT password_hash AS hash FROM users WHERE id = $1', [userId]);
  return row?.hash ?? null;
}

/**
 * Sets the own password, and ends the user's other sessions. `auth.invalid`: it was set by somebody else since `before` was
 * read.
 */
export async function setOwnPassword(
  tx: Tx,
  context: Ports,
  caller: Actor & { readonly sessionHash: Buffer },
  { before, wanted }: { readonly before: string; readonly wanted: string },
): Promise<Result<{ done: true }, 'auth.invalid'>> {
  const { userId, siteId, sessionHash } = caller;
  const set = await tx.query(
    `UPDATE users SET password_hash = $3, must_change_password = false, password_until = NULL
     WHERE id = $1 AND password_hash = $2 AND closed_at IS NULL RETURNING 1`,
    [userId, before, wanted],
  );
  if (set.length === 0) return fail('auth.invalid');
  await endSessionsOfUser(tx, userId, sessionHash);
  await note(tx, context, caller, 'setPassword', { userId, siteId });
  return ok({ done: true });
}

function temporaryUntil({ clock }: Pick<Context, 'clock'>): Date {
  return new Date(clock.now() + TEMPORARY_MILLISECONDS);
}

interface FoundUser {
  readonly login: string;
  readonly siteId: string;
}

/** Whether the caller may reset the user's password: asked before one is made, for that takes its time. */
export function mayResetPassword(tx: Tx, caller: Rights, userId: string): Promise<Result<unknown, Refused>> {
  return reachUser(tx, userId, (siteId) => mayManage(tx, caller, ENDPOINTS.resetPassword.access, siteId));
}

function manageUser(tx: Tx, caller: Caller, allowed: Allowance, userId: string): Promise<Result<FoundUser, Refused>> {
  return reachUser(tx, userId, (siteId) => manageSite(tx, caller, allowed, siteId));
}

async function reachUser(
  tx: Tx,
  userId: string,
  reach: (siteId: string) => ReturnType<typeof mayManage>,
): Promise<Result<FoundUser, Refused>> {
  const [user] = await tx.query<FoundUser>('SELECT login, site_id AS "siteId" FROM users WHERE id = $1', [userId]);
  if (user === undefined) return fail('user.unknown');
  const reached = await reach(user.siteId);
  return reached.ok ? ok(user) : reached;
}

function note(
  tx: Tx,
  context: Ports,
  caller: Actor,
  action: string,
  { userId, siteId }: { readonly userId: string; readonly siteId: string },
): Promise<void> {
  return noteChange(tx, context, caller, { action, forSiteId: siteId, subjectKind: 'user', subjectId: userId });
}
