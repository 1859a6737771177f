/** Limits that an organiser sets for one of its performances (CAP-1 to 6, SALE-3, SALE-4). */
import { addDays, helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import { checkOffer, excludedTooMuch } from '../../../src-shared/performance/offer-check.ts';
import { overFrom, type Performance } from '../../../src-shared/performance/performance.ts';
import { MOST_TICKETS } from '../../../src-shared/registry-api/bodies/performances.ts';
import type { AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import { ENDPOINTS } from '../../../src-shared/registry-api/endpoints.ts';
import { mayAct, type Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { limitsRequest } from '../../../src-shared/registry-api/bodies/limits.ts';
import { ruleSetInForce, type RuleSet } from '../../../src-shared/rules/rule-set.ts';
import type { z } from 'zod';
import type { Tx } from '../../db/database.ts';
import { listRuleSets } from '../change-rule-sets.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { changeLimits, findPerformance, lockPerformances, performancesFrom, publishOffers } from './performances.ts';
import { rulesOn } from '../rule-sets.ts';
import { targetOf } from '../people/sites.ts';

type Limits = z.output<typeof limitsRequest>;

/** The database and the calendar end somewhere beyond. */
const MOST_MINUTES = 366 * 24 * 60;

/**
 * Sets all limits of a performance at once, under the rule set in force on its day. Unlawful ones change nothing and
 * every breach is named. Errors: `performance.unknown`; `auth.forbidden` where the caller does not reach the organiser;
 * `request.malformed` for numbers that nobody means.
 */
export async function setLimits(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  caller: Actor & Rights,
  performanceId: string,
  limits: Limits,
): Promise<Result<AnswerOf<'limits'>, 'performance.unknown' | 'auth.forbidden' | 'request.malformed'>> {
  if (!isSensible(limits)) return fail('request.malformed');
  // What is lawful depends on what the organiser is: nobody changes that meanwhile.
  await tx.query('SELECT FROM sites WHERE id = (SELECT organiser_id FROM performances WHERE id = $1) FOR SHARE', [
    performanceId,
  ]);
  await lockPerformances(tx, [performanceId]);
  const found = await findPerformance(tx, caller.siteId, performanceId);
  if (found === null) return fail('performance.unknown');
  const { organiser } = found.performance;
  const target = await targetOf(tx, organiser.id);
  if (target === null || !mayAct(caller, ENDPOINTS.limits.access, target)) return fail('auth.forbidden');

  const wanted = { ...found.performance, ...limits };
  const rules = await rulesOn(tx, wanted.day);
  const breaches = checkOffer(wanted, rules);
  const set = breaches.length === 0;
  const changed = set ? await changeLimits(tx, wanted) : null;
  if (set) {
    const subject = { subjectKind: 'performance', subjectId: performanceId } as const;
    await noteChange(tx, { clock }, caller, { action: 'limits', forSiteId: organiser.id, ...subject, detail: limits });
  }
  const excludedPercent = await excludedPercentOf(tx, { clock }, organiser, rules);
  if (changed !== null) await publishOffers(tx, changed);
  const performance = set ? wanted : found.performance;
  return ok({ set, performance, breaches, excludedPercent, ruleSetFirstDay: rules.firstDay });
}

/**
 * SALE-4: how much of its coming offer an organiser leaves out, in percent, where that is too much; else null. `planned`:
 * performances as they would be if they were stored.
 */
export async function excludedPercentOf(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  organiser: Pick<Performance['organiser'], 'id' | 'type'>,
  rules: RuleSet,
  planned: readonly Performance[] = [],
): Promise<number | null> {
  const isPlanned = new Set(planned.map(({ id }) => id));
  const kept = await offerNotPast(tx, { clock }, organiser.id);
  const wished = [...kept.filter(({ id }) => !isPlanned.has(id)), ...planned];
  return excludedTooMuch(organiser.type, wished.filter(isComing(clock.now())), rules);
}

/** Coming performances of an organiser that are lawful, and would not be if it were of another type. */
export async function unlawfulAs(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  organiserId: string,
  type: Performance['organiser']['type'],
): Promise<string[]> {
  const { items: sets } = await listRuleSets(tx);
  const offer = (await offerNotPast(tx, { clock }, organiserId)).filter(isComing(clock.now()));
  const isLawful = (performance: Performance): boolean =>
    checkOffer(performance, ruleSetInForce(sets, performance.day)).length === 0;
  return offer
    .filter((each) => isLawful(each) && !isLawful({ ...each, organiser: { ...each.organiser, type } }))
    .map(({ id }) => id);
}

/** A performance may go on past midnight. */
function offerNotPast(tx: Tx, { clock }: Pick<Context, 'clock'>, organiserId: string): Promise<Performance[]> {
  return performancesFrom(tx, organiserId, addDays(helsinkiDay(clock.now()), -1));
}

function isComing(now: number): (performance: Performance) => boolean {
  return (performance) => !performance.cancelled && now < overFrom(performance);
}

/** Whether these are numbers that anybody means, and that fit the database. */
export function isSensible({ capacity, cap, windows }: Pick<Limits, 'capacity' | 'cap' | 'windows'>): boolean {
  const minutes = Math.max(windows.redeemMinutesBefore ?? 0, windows.lapseMinutesBefore);
  return Math.max(capacity ?? 0, cap?.limit ?? 0) <= MOST_TICKETS && minutes <= MOST_MINUTES;
}
