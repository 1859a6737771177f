/** National administrators that nobody logged in can add: the first one, and one more when the others are locked out. */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { Tx } from '../../db/database.ts';
import { noteChange } from '../changes.ts';
import type { Context } from '../context.ts';
import { isAdministered, lockAdministrators } from './administration.ts';
import { endSessionsOfUser } from './sessions.ts';
import { addUser, putSite } from './sites.ts';

interface Wanted {
  readonly site: string;
  readonly user: string;
  /** Although there is an administrator who can log in. */
  readonly another: boolean;
}

export type AdministratorProblem = 'administrator.exists' | 'site.not-administrators' | 'user.closed';

/**
 * Makes a user of an administrator's site who must change the password that was made for it; a site or user that is not
 * there is added, the password of one that is there is replaced. Told by whoever has the database itself.
 * `site.not-administrators`: the site is an ordinary one, or closed. `user.closed`: that user is gone for good.
 */
export async function makeAdministrator(
  tx: Tx,
  context: Pick<Context, 'clock' | 'ids'>,
  { site, user, another }: Wanted,
  passwordHash: string,
): Promise<Result<null, AdministratorProblem>> {
  // Two at once: the second waits here, and finds that there is one.
  await lockAdministrators(tx);
  if (!another && (await isAdministered(tx))) return fail('administrator.exists');
  const siteId = await siteOf(tx, context, site);
  if (siteId === null) return fail('site.not-administrators');
  const [found] = await tx.query<{ id: string; closed: boolean }>(
    'SELECT id, closed_at IS NOT NULL AS closed FROM users WHERE site_id = $1 AND login = $2',
    [siteId, user],
  );
  if (found?.closed === true) return fail('user.closed');
  const userId = found?.id ?? context.ids.next();
  if (found === undefined) await addUser(tx, { id: userId, siteId, login: user }, passwordHash, true);
  else {
    await tx.query(
      'UPDATE users SET password_hash = $2, must_change_password = true, password_until = NULL WHERE id = $1',
      [userId, passwordHash],
    );
    await endSessionsOfUser(tx, userId, null);
  }
  const subject = { forSiteId: siteId, subjectKind: 'user', subjectId: userId } as const;
  await noteChange(tx, context, null, { action: 'administrator', ...subject });
  return ok(null);
}

/** The administrator's site with this log-in name, added where there is none; null: it is another kind of site. */
async function siteOf(tx: Tx, { ids }: Pick<Context, 'ids'>, login: string): Promise<string | null> {
  const [found] = await tx.query<{ id: string; usable: boolean }>(
    `SELECT id, closed_at IS NULL AND EXISTS (
       SELECT FROM site_roles WHERE site_id = sites.id AND role = 'administrator') AS usable
     FROM sites WHERE login = $1`,
    [login],
  );
  if (found !== undefined) return found.usable ? found.id : null;
  const id = ids.next();
  const settings = { policy: { provisional: 'off' as const }, supportPersons: true };
  await putSite(tx, { id, login, name: login, type: 'other' }, settings, {
    networkId: null,
    roles: ['administrator'],
  });
  return id;
}
