/** Performances that an organiser adds, changes or imports: planned, stored as far as is wished, attributed. */
import type { z } from 'zod';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import type { performancesAnswer, storeMode } from '../../../src-shared/registry-api/bodies/performances.ts';
import { mayAct, type Allowance, type Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { noteEach, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { excludedPercentOf } from './limits.ts';
import { once } from './once.ts';
import { changePerformances, publishOffers, type ChangedOffers } from './performances.ts';
import { planOffers, type Plan, type PlannedOffer } from './plan-offers.ts';
import { rulesOn } from '../rule-sets.ts';
import { targetOf } from '../people/sites.ts';
import type { Wish } from './wish.ts';

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
  const organiser = await organiserOf(tx, siteId);
  return organiser === undefined ? fail('auth.forbidden') : ok(organiser);
}

async function organiserOf(tx: Tx, siteId: string): Promise<Performance['organiser'] | undefined> {
  const [organiser] = await tx.query<Performance['organiser']>(
    'SELECT id, name, type, support_persons AS "supportPersons" FROM sites WHERE id = $1',
    [siteId],
  );
  return organiser;
}

/**
 * Stores wishes as the request's mode says. Gives an answer to each, in their order; `isWhole` false: something else of
 * the same request is not good, so that `all-or-nothing` stores nothing. Locks streams: last in a transaction.
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
  let changed: ChangedOffers | null = null;
  const put = async (): Promise<PutAnswer> => {
    // It may have become something else until its site was locked: what is lawful depends on that.
    const present = (await organiserOf(tx, organiser.id)) ?? organiser;
    const done = await planAndStore(tx, context, caller, present, request, wishes, isWhole);
    changed = done.changed;
    return done.answer;
  };
  if (request.mode === 'dry-run') return ok(await put());
  const { requestId, body } = request;
  const answer = await once(tx, context, { requestId, organiserId: organiser.id, body }, put);
  if (answer.ok && changed !== null) await publishOffers(tx, changed);
  return answer;
}

async function planAndStore(
  tx: Tx,
  context: Context,
  caller: Actor,
  organiser: Performance['organiser'],
  { mode, action }: PutRequest,
  wishes: readonly Wish[],
  isWhole: boolean,
): Promise<{ readonly answer: PutAnswer; readonly changed: ChangedOffers | null }> {
  const plans = await planOffers(tx, context, organiser, wishes);
  const isGood = isWhole && plans.every(({ answer }) => answer.result !== 'refused');
  const stored = mode === 'good-ones' || (mode === 'all-or-nothing' && isGood);
  const changed = stored ? await storeOffers(tx, context, caller, organiser.id, action, plans) : null;
  const rules = await rulesOn(tx, helsinkiDay(context.clock.now()));
  const tried = mode === 'dry-run' ? plans.flatMap(({ offer }) => (offer === null ? [] : [offer.performance])) : [];
  const answer = {
    stored,
    items: plans.map(({ answer: each, offer }) =>
      stored && offer !== null ? { ...each, id: offer.performance.id } : each,
    ),
    excludedPercent: await excludedPercentOf(tx, context, organiser, rules, tried),
  };
  return { answer, changed };
}

async function storeOffers(
  tx: Tx,
  context: Context,
  caller: Actor,
  organiserId: string,
  action: string,
  plans: readonly Plan[],
): Promise<ChangedOffers> {
  const offers = plans.flatMap(({ offer }) => (offer === null ? [] : [offer]));
  const ids = offers.map(({ performance }) => performance.id);
  const changed = await changePerformances(
    tx,
    offers.map(({ performance }) => performance),
  );
  await tx.query(
    `UPDATE performances SET class = wanted.class, external_id = wanted.external_id, cancelled_by_calendar = by_calendar
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::boolean[]) AS wanted (id, class, external_id, by_calendar)
     WHERE wanted.id = performances.id`,
    [
      ids,
      offers.map((one) => one.class),
      offers.map(({ externalId }) => externalId),
      offers.map(({ cancelledByCalendar }) => cancelledByCalendar),
    ],
  );
  const cancelled = await setCancelled(tx, context, offers);
  await noteEach(
    tx,
    context,
    caller,
    offers.map(({ before, performance, class: its }) => {
      const { id, day, kind, capacity, cap, cancelled: isCancelled } = performance;
      const detail = { added: before === null, class: its, day, kind, capacity, cap, cancelled: isCancelled };
      return { action, forSiteId: organiserId, subjectKind: 'performance', subjectId: id, detail };
    }),
  );
  return { ...changed, performances: [...new Set([...changed.performances, ...cancelled])] };
}

/** It takes place no more, or after all. Gives those that changed. */
async function setCancelled(tx: Tx, { clock }: Context, offers: readonly PlannedOffer[]): Promise<string[]> {
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
  return changed.map(({ id }) => id);
}
