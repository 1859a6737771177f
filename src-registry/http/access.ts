/** Who calls: a bearer token becomes a user of a site, or a desk. */
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { Access } from '../../src-shared/registry-api/endpoint.ts';
import { ENDPOINTS } from '../../src-shared/registry-api/endpoints.ts';
import { hasRoleFor, type Rights } from '../../src-shared/registry-api/permissions.ts';
import type { Site } from '../../src-shared/registry-api/bodies/site.ts';
import type { Database } from '../db/database.ts';
import type { Desk } from '../services/desks/desks.ts';
import { IDLE_MILLISECONDS, touchSession } from '../services/people/sessions.ts';
import { tokenHash } from '../services/people/tokens.ts';

/** A logged-in user of a site, and what the site may do. */
export interface Caller extends Rights {
  readonly userId: string;
  readonly userLogin: string;
  readonly site: Site;
  readonly mustChangePassword: boolean;
  /** What the database knows this session by. */
  readonly sessionHash: Buffer;
}

/** A desk that delivers: also one that has been revoked, or whose site is closed or may enrol none any more. */
interface DeliveringDesk extends Desk {
  readonly revoked: boolean;
}

/** What a call of an access is given. */
export type CallerOf<Of> = Of extends 'public'
  ? null
  : Of extends 'revoked-desk'
    ? DeliveringDesk
    : Of extends 'desk'
      ? Desk
      : Caller;

type AccessProblem =
  | 'auth.required'
  | 'auth.invalid'
  | 'auth.forbidden'
  | 'auth.password-change-needed'
  | 'desk.revoked';

/** How exactly the last use of a session is known. */
const USE_MILLISECONDS = 60_000;
const BEARER = /^Bearer ([A-Za-z0-9_-]+)$/i;

/** The caller of an `Authorization` header at `now`; a token of the other kind is `auth.forbidden`. */
export async function callerOf(
  database: Database,
  access: Access,
  header: string | undefined,
  now: number,
): Promise<Result<Caller | DeliveringDesk | null, AccessProblem>> {
  if (access === 'public') return ok(null);
  if (header === undefined) return fail('auth.required');
  const token = BEARER.exec(header)?.[1];
  if (token === undefined) return fail('auth.invalid');
  const row = await rowOf(database, tokenHash(token), now);
  if (row === null) return fail('auth.invalid');
  const isForDesks = access === 'desk' || access === 'revoked-desk';
  if (row.kind === 'desk') {
    if (!isForDesks) return fail('auth.forbidden');
    return row.revoked && access === 'desk' ? fail('desk.revoked') : ok({ ...row.desk, revoked: row.revoked });
  }
  if (isForDesks) return fail('auth.forbidden');
  await noteUse(database, row, now);
  if (access === 'any-session') return ok(row.caller);
  if (row.caller.mustChangePassword) return fail('auth.password-change-needed');
  if (access === 'session') return ok(row.caller);
  return hasRoleFor(row.caller, access) ? ok(row.caller) : fail('auth.forbidden');
}

type Found =
  | { readonly kind: 'user'; readonly caller: Caller; readonly usedAt: Date }
  | { readonly kind: 'desk'; readonly desk: Desk; readonly revoked: boolean };

async function rowOf(database: Database, hash: Buffer, now: number): Promise<Found | null> {
  const row = await database.one<{
    kind: 'user' | 'desk';
    id: string;
    name: string;
    refused: boolean;
    usedAt: Date;
    site: Site;
    networkId: string | null;
    roles: Rights['roles'];
    clientIds: readonly string[];
  }>(
    `WITH found AS (
       SELECT 'user' AS kind, users.id, login AS name, must_change_password AS refused, used_at, users.site_id
       FROM sessions JOIN users ON users.id = user_id
       WHERE token_hash = $1 AND expires_at > $2 AND used_at > $3 AND users.closed_at IS NULL
       UNION ALL
       SELECT 'desk', desks.id, name, revoked_at IS NOT NULL, NULL, site_id
       FROM desk_tokens JOIN desks ON desks.id = desk_id WHERE token_hash = $1
     )
     SELECT found.kind, found.id, found.name, refused OR (kind = 'desk' AND closed_at IS NOT NULL) AS refused,
       used_at AS "usedAt", network_id AS "networkId",
       jsonb_build_object('id', sites.id, 'login', sites.login, 'name', sites.name, 'type', sites.type) AS site,
       ARRAY(SELECT role FROM site_roles WHERE site_roles.site_id = sites.id) AS roles,
       CASE kind WHEN 'user' THEN
         ARRAY(SELECT organiser_id FROM agent_clients WHERE agent_id = sites.id) END AS "clientIds"
     FROM found JOIN sites ON sites.id = found.site_id
     WHERE kind = 'desk' OR sites.closed_at IS NULL`,
    [hash, new Date(now), new Date(now - IDLE_MILLISECONDS)],
  );
  if (row === null) return null;
  const { kind, id, name, refused, usedAt, site, networkId, roles, clientIds } = row;
  // A site that may enrol no desk has none that works.
  const revoked = refused || !hasRoleFor({ roles }, ENDPOINTS.enrol.access);
  if (kind === 'desk') return { kind, desk: { id, name, site }, revoked };
  const caller = { userId: id, userLogin: name, siteId: site.id, site, networkId, roles, clientIds };
  return { kind, caller: { ...caller, mustChangePassword: refused, sessionHash: hash }, usedAt };
}

/** Keeps a session that is used from ending idle; to the minute, so that not every call writes. */
async function noteUse(
  database: Database,
  { caller, usedAt }: { readonly caller: Caller; readonly usedAt: Date },
  now: number,
): Promise<void> {
  if (now - usedAt.getTime() < USE_MILLISECONDS) return;
  await database.transaction(async (tx) => ok(await touchSession(tx, caller.sessionHash, now)));
}
