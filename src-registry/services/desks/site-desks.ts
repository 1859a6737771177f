/** A site's desks: how far each has delivered, and revoking one. */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import { ENDPOINTS, type AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { revokeDesk } from './desks.ts';
import { manageSite, reachSite } from '../people/reach.ts';

type Answered = AnswerOf<'siteDesks'>['items'][number];
type Row = Pick<Answered, 'id' | 'name' | 'enrolledBy'> & {
  readonly enrolledAt: Date;
  readonly revokedAt: Date | null;
  readonly epochId: string;
  readonly frozen: string | null;
  readonly arrived: number;
  readonly last: number;
  readonly lastReceivedAt: Date | null;
};

/** The desks of a site, revoked ones too, in the order of their enrolment; each with its present epoch. */
export async function listDesks(
  tx: Tx,
  caller: Rights,
  siteId: string,
): Promise<Result<AnswerOf<'siteDesks'>, 'auth.forbidden' | 'site.unknown'>> {
  const reached = await reachSite(tx, caller, ENDPOINTS.siteDesks.access, siteId);
  if (!reached.ok) return reached;
  const rows = await tx.query<Row>(
    `SELECT desks.id, desks.name, enrolled_at AS "enrolledAt", users.login AS "enrolledBy", revoked_at AS "revokedAt",
       present.id AS "epochId", frozen_why AS frozen, contiguous AS arrived, coalesce(head_sequence, 0) AS last,
       (SELECT received_at FROM events WHERE epoch_id = present.id AND NOT forked ORDER BY sequence DESC LIMIT 1)
         AS "lastReceivedAt"
     FROM desks LEFT JOIN users ON users.id = enrolled_by
       CROSS JOIN LATERAL (SELECT * FROM epochs WHERE desk_id = desks.id AND NOT by_registry ORDER BY number DESC LIMIT 1) AS present
     WHERE desks.site_id = $1 AND kind = 'desk' ORDER BY enrolled_at, desks.id`,
    [siteId],
  );
  return ok({ items: rows.map(toDesk) });
}

/** Revokes a desk: from now on it may deliver and nothing else (field lesson 24). One that is revoked stays so. */
export async function revokeSiteDesk(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  deskId: string,
): Promise<Result<AnswerOf<'revokeDesk'>, 'auth.forbidden' | 'site.unknown' | 'desk.unknown'>> {
  const [desk] = await tx.query<{ siteId: string; revoked: boolean }>(
    'SELECT site_id AS "siteId", revoked_at IS NOT NULL AS revoked FROM desks WHERE id = $1 AND kind = \'desk\'',
    [deskId],
  );
  if (desk === undefined) return fail('desk.unknown');
  const reached = await manageSite(tx, caller, ENDPOINTS.revokeDesk.access, desk.siteId);
  if (!reached.ok) return reached;
  if (!desk.revoked) {
    const subject = { subjectKind: 'desk', subjectId: deskId } as const;
    await noteChange(tx, context, caller, { action: 'revokeDesk', forSiteId: desk.siteId, ...subject });
  }
  await revokeDesk(tx, context, deskId);
  return ok({ done: true });
}

function toDesk({ epochId, frozen, arrived, last, lastReceivedAt, enrolledAt, revokedAt, ...desk }: Row): Answered {
  return {
    ...desk,
    enrolledAt: enrolledAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
    epoch: { id: epochId, frozen, arrived, last, lastReceivedAt: lastReceivedAt?.toISOString() ?? null },
  };
}
