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
  { clock }: Pick<Context, 'clock'>,
  actor: Actor | null,
  change: Change,
): Promise<void> {
  await noteChanges(tx, { clock }, actor, change, [change.subjectId]);
}

/** Notes the same change of many subjects within the transaction that makes it. */
export async function noteChanges(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  actor: Actor | null,
  { action, forSiteId, subjectKind, detail = {} }: Omit<Change, 'subjectId'>,
  subjectIds: readonly string[],
): Promise<void> {
  const other = forSiteId === undefined || forSiteId === actor?.siteId ? null : forSiteId;
  await tx.query(
    `INSERT INTO changes (at, user_id, site_id, for_site_id, action, subject_kind, subject_id, detail)
     SELECT $1, $2::uuid, $3::uuid, $4::uuid, $5, $6, subject.id, $8::jsonb FROM unnest($7::text[]) AS subject (id)`,
    [
      new Date(clock.now()),
      actor?.userId ?? null,
      actor?.siteId ?? null,
      other,
      action,
      subjectKind,
      subjectIds,
      detail,
    ],
  );
}
