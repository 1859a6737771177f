/** Sites as their coordinators see them, and as everybody does. */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { SiteDetail } from '../../../src-shared/registry-api/bodies/sites.ts';
import { ENDPOINTS, type AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import { mayAct, type Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { pageByIds, type PageQuery } from '../pages.ts';
import { reachSite } from './reach.ts';

const ROLES = 'ARRAY(SELECT role FROM site_roles WHERE site_id = sites.id ORDER BY role) AS roles';
const SITE = `id, login, name, type, network_id AS "networkId", organisation_id AS "organisationId", ${ROLES},
  policy, support_persons AS "supportPersons", closed_at AS "closedAt"`;

type SiteRow = Omit<SiteDetail, 'closedAt'> & { readonly closedAt: Date | null };

/** A site that is there. */
export async function siteDetail(tx: Tx, siteId: string): Promise<SiteDetail> {
  const [row] = await tx.query<SiteRow>(`SELECT ${SITE} FROM sites WHERE id = $1`, [siteId]);
  if (row === undefined) throw new Error('a site that is not there');
  return toDetail(row);
}

/** A site, where the caller reaches it. */
export async function showSite(
  tx: Tx,
  caller: Rights,
  siteId: string,
): Promise<Result<SiteDetail, 'site.unknown' | 'auth.forbidden'>> {
  const reached = await reachSite(tx, caller, ENDPOINTS.site.access, siteId);
  return reached.ok ? ok(await siteDetail(tx, siteId)) : reached;
}

/** Sites of a network; left out: of the caller's, or of all networks and of none for an administrator. */
export async function listSites(
  tx: Tx,
  caller: Rights,
  { networkId, after, limit }: PageQuery & { readonly networkId?: string | undefined },
): Promise<Result<AnswerOf<'sites'>, 'auth.forbidden'>> {
  const { access } = ENDPOINTS.sites;
  const isNational = mayAct(caller, access, { siteId: '', networkId: null });
  const wanted = networkId ?? (isNational ? null : caller.networkId);
  const isReached = isNational || (wanted !== null && mayAct(caller, access, { siteId: '', networkId: wanted }));
  if (!isReached) return fail('auth.forbidden');
  const rows = await tx.query<SiteRow>(
    `SELECT ${SITE} FROM sites
     WHERE ($1::uuid IS NULL OR network_id = $1) AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
    [wanted, after ?? null, limit + 1],
  );
  return ok(pageByIds(rows.map(toDetail), limit));
}

/** The open sites, without what helps to log in to them. */
export async function listDirectory(
  tx: Tx,
  { after, limit }: PageQuery,
): Promise<Result<AnswerOf<'directory'>, never>> {
  const rows = await tx.query<AnswerOf<'directory'>['items'][number]>(
    `SELECT id, name, type, network_id AS "networkId", ${ROLES} FROM sites
     WHERE closed_at IS NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2`,
    [after ?? null, limit + 1],
  );
  return ok(pageByIds(rows, limit));
}

function toDetail(row: SiteRow): SiteDetail {
  return { ...row, closedAt: row.closedAt?.toISOString() ?? null };
}
