/** Who changed what: every change is attributable to a user and a site (DATA-2). */
import type { Tx } from '../db/database.ts';
import type { Context } from './context.ts';

/** Who acts: the user, the user's site, and the site that it is done for (USE-2). */
export interface Actor {
  readonly userId: string;
  readonly siteId: string;
}

export interface Change {
  /** The call's name, or the job's. */
  readonly action: string;
  /** The site that it was done for; left out: the actor's own. */
  readonly forSiteId?: string;
  readonly subjectKind:
    | 'network'
    | 'organisation'
    | 'site'
    | 'user'
    | 'desk'
    | 'card'
    | 'batch'
    | 'performance'
    | 'key'
    | 'rule-set'
    | 'value-list'
    | 'setting'
    | 'report';
  /** Never a card's code. */
  readonly subjectId: string;
  /** What it was changed to: numbers, days and codes of value lists; never what a card holder could be known by. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Notes a change within the transaction that makes it; `actor` is null for a job of the registry's own. */
export async function noteChange(
  tx: Tx,
  context: Pick<Context, 'clock'>,
  actor: Actor | null,
  change: Change,
): Promise<void> {
  await noteEach(tx, context, actor, [change]);
}

/** Notes the same change of many subjects within the transaction that makes it. */
export async function noteChanges(
  tx: Tx,
  context: Pick<Context, 'clock'>,
  actor: Actor | null,
  change: Omit<Change, 'subjectId'>,
  subjectIds: readonly string[],
): Promise<void> {
  await noteEach(
    tx,
    context,
    actor,
    subjectIds.map((subjectId) => ({ ...change, subjectId })),
  );
}

/** Notes changes, in their order, within the transaction that makes them: one statement, however many. */
export async function noteEach(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  actor: Actor | null,
  changes: readonly Change[],
): Promise<void> {
  await tx.query(
    `INSERT INTO changes (at, user_id, site_id, for_site_id, action, subject_kind, subject_id, detail)
     SELECT $1, $2::uuid, $3::uuid, for_site_id, action, kind, id, detail::jsonb
     FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[]) WITH ORDINALITY
       AS told (for_site_id, action, kind, id, detail, number) ORDER BY number`,
    [
      new Date(clock.now()),
      actor?.userId ?? null,
      actor?.siteId ?? null,
      changes.map(({ forSiteId = null }) => (forSiteId === actor?.siteId ? null : forSiteId)),
      changes.map(({ action }) => action),
      changes.map(({ subjectKind }) => subjectKind),
      changes.map(({ subjectId }) => subjectId),
      changes.map(({ detail = {} }) => JSON.stringify(detail)),
    ],
  );
}
