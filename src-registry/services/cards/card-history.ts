/** The history of a card: what was done to it, by whom, for whom and when (DATA-2, USE-2). */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { Allowance, Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { reaches } from './card-view.ts';

type Entry = AnswerOf<'cardHistory'>['changes'][number];

/** All that was done to a card, oldest first. Errors: `card.unknown`, `auth.forbidden`. */
export async function cardHistory(
  tx: Tx,
  caller: Rights,
  allowed: Allowance,
  id: string,
): Promise<Result<AnswerOf<'cardHistory'>, 'card.unknown' | 'auth.forbidden'>> {
  const [card] = await tx.query<{ siteId: string | null }>('SELECT site_id AS "siteId" FROM cards WHERE id = $1', [id]);
  if (card === undefined) return fail('card.unknown');
  const reached = await reaches(tx, caller, allowed, card.siteId);
  if (!reached.ok) return reached;
  const rows = await tx.query<Omit<Entry, 'at'> & { at: Date }>(
    `SELECT at, action, users.login AS "user", detail,
       CASE WHEN sites.id IS NOT NULL THEN jsonb_build_object('id', sites.id, 'name', sites.name) END AS site,
       CASE WHEN other.id IS NOT NULL THEN jsonb_build_object('id', other.id, 'name', other.name) END AS "forSite"
     FROM changes
       LEFT JOIN users ON users.id = user_id
       LEFT JOIN sites ON sites.id = changes.site_id
       LEFT JOIN sites AS other ON other.id = for_site_id
     WHERE subject_kind = 'card' AND subject_id = $1 ORDER BY number`,
    [id],
  );
  return ok({ changes: rows.map((row) => ({ ...row, at: row.at.toISOString() })) });
}
