/** The history of changes, as far as a caller reaches: what a site did, and what was done for it (DATA-2, USE-2). */
import { ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { HistoryItem } from '../../../src-shared/registry-api/bodies/users.ts';
import { ENDPOINTS, type AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { reachSite } from './reach.ts';

interface HistoryQuery {
  readonly before?: number | undefined;
  readonly subjectId?: string | undefined;
  readonly limit: number;
}

/** A page of a site's history, newest first. */
export async function siteHistory(
  tx: Tx,
  caller: Rights,
  siteId: string,
  { before, subjectId, limit }: HistoryQuery,
): Promise<Result<AnswerOf<'history'>, 'auth.forbidden' | 'site.unknown'>> {
  const reached = await reachSite(tx, caller, ENDPOINTS.history.access, siteId);
  if (!reached.ok) return reached;
  const rows = await tx.query<Omit<HistoryItem, 'at'> & { readonly at: Date }>(
    `SELECT number, at, users.login AS user, action, subject_kind AS "subjectKind", subject_id AS "subjectId", detail,
       ${named('by_site')} AS site, ${named('for_site')} AS "forSite"
     FROM (${newest('site_id')} UNION ALL ${newest('for_site_id')}) AS done
       LEFT JOIN users ON users.id = user_id
       LEFT JOIN sites AS by_site ON by_site.id = done.site_id
       LEFT JOIN sites AS for_site ON for_site.id = for_site_id
     ORDER BY number DESC LIMIT $4`,
    [siteId, before ?? null, subjectId ?? null, limit + 1],
  );
  const items = rows.slice(0, limit).map((row) => ({ ...row, at: row.at.toISOString() }));
  return ok({ items, next: rows.length > limit ? (items.at(-1)?.number ?? null) : null });
}

/** Each half ends early, along its own index. */
function newest(column: 'site_id' | 'for_site_id'): string {
  return `(SELECT * FROM changes
    WHERE ${column} = $1 AND ($2::bigint IS NULL OR number < $2) AND ($3::text IS NULL OR subject_id = $3)
    ORDER BY number DESC LIMIT $4)`;
}

function named(alias: string): string {
  return `CASE WHEN ${alias}.id IS NOT NULL THEN jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) END`;
}
