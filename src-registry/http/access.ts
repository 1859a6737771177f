/** Who calls: a bearer token becomes a site or a desk. */
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { Access } from '../../src-shared/registry-api/endpoints.ts';
import type { Site } from '../../src-shared/registry-api/schemas.ts';
import type { Tx } from '../db/database.ts';
import type { Desk } from '../services/desks.ts';
import { tokenHash } from '../services/tokens.ts';

/** What a call of each access is given. */
export interface Callers {
  readonly public: null;
  readonly site: Site;
  readonly desk: Desk;
  readonly 'revoked-desk': Desk;
}

type AccessProblem = 'auth.required' | 'auth.invalid' | 'auth.forbidden' | 'desk.revoked';

const BEARER = /^Bearer ([A-Za-z0-9_-]+)$/i;

/** The caller of an `Authorization` header at `now`; a token of the other kind is `auth.forbidden`. */
export async function callerOf(
  tx: Tx,
  access: Access,
  header: string | undefined,
  now: number,
): Promise<Result<Callers[Access], AccessProblem>> {
  if (access === 'public') return ok(null);
  if (header === undefined) return fail('auth.required');
  const token = BEARER.exec(header)?.[1];
  if (token === undefined) return fail('auth.invalid');
  const hash = tokenHash(token);
  const site = await siteOf(tx, hash, now);
  const desk = site === null ? await deskOf(tx, hash) : null;
  if (access === 'site') {
    if (site !== null) return ok(site);
    return fail(desk === null ? 'auth.invalid' : 'auth.forbidden');
  }
  if (desk === null) return fail(site === null ? 'auth.invalid' : 'auth.forbidden');
  return desk.revoked && access === 'desk' ? fail('desk.revoked') : ok(desk.desk);
}

async function siteOf(tx: Tx, hash: Buffer, now: number): Promise<Site | null> {
  const [row] = await tx.query<Site>(
    `SELECT id, login, name, type FROM sessions JOIN sites ON sites.id = site_id
     WHERE token_hash = $1 AND expires_at > $2`,
    [hash, new Date(now)],
  );
  return row ?? null;
}

async function deskOf(tx: Tx, hash: Buffer): Promise<{ desk: Desk; revoked: boolean } | null> {
  const [row] = await tx.query<Site & { desk_id: string; desk_name: string; revoked: boolean }>(
    `SELECT desks.id AS desk_id, desks.name AS desk_name, revoked_at IS NOT NULL AS revoked,
       sites.id, login, sites.name, type
     FROM desk_tokens JOIN desks ON desks.id = desk_id JOIN sites ON sites.id = site_id WHERE token_hash = $1`,
    [hash],
  );
  if (row === undefined) return null;
  const { desk_id: id, desk_name: name, revoked, ...site } = row;
  return { desk: { id, name, site }, revoked };
}
