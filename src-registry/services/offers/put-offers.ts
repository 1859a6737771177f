/** Performances that an organiser adds, changes or imports: planned, stored as far as is wished, attributed. */
import type { z } from 'zod';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import type { performancesAnswer, storeMode } from '../../../src-shared/registry-api/bodies/performances.ts';
import { mayAct, type Allowance, type Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { excludedPercentOf } from './limits.ts';
import { once } from './once.ts';
import { storePerformances } from './performances.ts';
import { planOffers, type Plan, type PlannedOffer, type Wish } from './plan-offers.ts';
import { rulesOn } from '../rule-sets.ts';
import { targetOf } from '../people/sites.ts';
import { publish } from '../feeds/streams.ts';

export type PutAnswer = z.output<typeof performancesAnswer>;

/** A request that adds or changes performances of an organiser. */
export interface PutRequest {
  /** The call. */
  readonly action: string;
  readonly requestId: string;
  readonly mode: z.output<typeof storeMode>;
  /** What must be the same when the request id comes again. */
  readonly body: unknown;
}

/** The organiser that a caller acts for; `auth.forbidden` where there is none, or the caller does not reach it. */
export async function reachedOrganiser(
  tx: Tx,
  caller: Rights,
  access: Allowance,
  siteId: string,
): Promise<Result<Performance['organiser'], 'auth.forbidden'>> {
  const target = await targetOf(tx, siteId);
  if (target === null || !mayAct(caller, access, target)) return fail('auth.forbidden');
  const [organiser] = await tx.query<Performance['organiser']>(
    'SELECT id, name, type, support_persons AS "supportPersons" FROM sites WHERE id = $1',
    [siteId],
  );
  return organiser === undefined ? fail('auth.forbidden') : ok(organiser);
}

/**
 * Stores wishes as the request's mode says. Gives an answer to each, in their order; `isWhole` false: something else of
 * the same request is not good, so that `all-or-nothing` stores nothing.
 */
export async function putOffers(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  organiser: Performance['organiser'],
  request: PutRequest,
  wishes: readonly Wish[],
  isWhole: boolean,
): Promise<Result<PutAnswer, 'request.malformed'>> {
  const put = () => planAndStore(tx, context, caller, organiser, request, wishes, isWhole);
  if (request.mode === 'dry-run') return ok(await put());
  return once(tx, context, { requestId: request.requestId, organiserId: organiser.id, body: request.body }, put);
}

async function planAndStore(
  tx: Tx,
  context: Context,
  caller: Actor,
  organiser: Performance['organiser'],
  { mode, action }: PutRequest,
  wishes: readonly Wish[],
  isWhole: boolean,
): Promise<PutAnswer> {
  const plans = await planOffers(tx, context, organiser, wishes);
  const isGood = isWhole && plans.every(({ answer }) => answer.result !== 'refused');
  const stored = mode === 'good-ones' || (mode === 'all-or-nothing' && isGood);
  if (stored) await storeOffers(tx, context, caller, organiser.id, action, plans);
  return {
    stored,
    items: plans.map(({ answer, offer }) =>
      stored && offer !== null ? { ...answer, id: offer.performance.id } : answer,
    ),
    excludedPercent: await excludedPercentOf(
      tx,
      context,
      organiser,
      await rulesOn(tx, helsinkiDay(context.clock.now())),
    ),
  };
}

async function storeOffers(
  tx: Tx,
  context: Context,
  caller: Actor,
  organiserId: string,
  action: string,
  plans: readonly Plan[],
): Promise<void> {
  const offers = plans.flatMap(({ offer }) => (offer === null ? [] : [offer]));
  await storePerformances(
    tx,
    offers.map(({ performance }) => performance),
  );
  await tx.query(
    `UPDATE performances SET class = wanted.class, external_id = wanted.external_id
     FROM unnest($1::uuid[], $2::text[], $3::text[]) AS wanted (id, class, external_id)
     WHERE wanted.id = performances.id`,
    [offers.map(({ performance }) => performance.id), offers.map((one) => one.class), offers.map(nameOf)],
  );
  await setCancelled(tx, context, offers);
  for (const { before, performance, class: its } of offers) {
    const { id, day, kind, capacity, cap, cancelled } = performance;
    const subject = { subjectKind: 'performance', subjectId: id } as const;
    const detail = { added: before === null, class: its, day, kind, capacity, cap, cancelled };
    await noteChange(tx, context, caller, { action, forSiteId: organiserId, ...subject, detail });
  }
}

const nameOf = ({ externalId }: PlannedOffer): string | null => externalId;

/** Desks hear of it: it takes place no more, or after all. */
async function setCancelled(tx: Tx, { clock }: Context, offers: readonly PlannedOffer[]): Promise<void> {
  const changed = await tx.query<{ id: string }>(
    `UPDATE performances SET cancelled_at = CASE WHEN wanted.cancelled THEN $1::timestamptz END
     FROM unnest($2::uuid[], $3::boolean[]) AS wanted (id, cancelled)
     WHERE wanted.id = performances.id AND wanted.cancelled <> (cancelled_at IS NOT NULL) RETURNING performances.id`,
    [
      new Date(clock.now()),
      offers.map(({ performance }) => performance.id),
      offers.map(({ performance }) => performance.cancelled),
    ],
  );
  await publish(
    tx,
    'performances',
    changed.map(({ id }) => id),
  );
}
