/** What would become of performances that an organiser wants added or changed: nothing is stored here. */
import { canonicalJson } from '../../../src-shared/kernel/canonical.ts';
import { helsinkiDay, startOfDay } from '../../../src-shared/kernel/helsinki.ts';
import { checkOffer, type Offer } from '../../../src-shared/performance/offer-check.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import {
  performanceWish,
  type PerformanceWish,
  type WishAnswer,
} from '../../../src-shared/registry-api/bodies/performances.ts';
import type { RuleSet } from '../../../src-shared/rules/rule-set.ts';
import type { Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';
import { dayOfInstantId } from './external-ids.ts';
import { isSensible } from './limits.ts';
import { keptOffers, type KeptOffer } from './offer-row.ts';
import { lockPerformances } from './performances.ts';
import { rulesOn } from '../rule-sets.ts';
import { wholeWish, type Wish } from './wish.ts';

/** What is to be stored of a wish. */
export interface PlannedOffer {
  /** Null: it is new. */
  readonly before: KeptOffer | null;
  /** With what the organiser says itself of a sold-out house. */
  readonly performance: Performance;
  readonly class: PerformanceWish['class'];
  readonly externalId: string | null;
  readonly cancelledByCalendar: boolean;
}

export interface Plan {
  readonly answer: WishAnswer;
  /** Null: refused, or nothing to change. */
  readonly offer: PlannedOffer | null;
}

/** Longest that a course goes on. */
const MOST_MILLISECONDS = 2 * 366 * 24 * 3_600_000;

/** Judges each wish of an organiser, and locks the performances that are there already. */
export async function planOffers(
  tx: Tx,
  { ids }: Pick<Context, 'ids'>,
  organiser: Performance['organiser'],
  wishes: readonly Wish[],
): Promise<Plan[]> {
  const kept = await lockedOffers(tx, organiser.id, wishes);
  const byDay = new Map(kept.map((each) => [dayOfInstantId(each.externalId), each]));
  const taken = new Set<string>();
  const rules = new Map<string, RuleSet>();
  const plans: Plan[] = [];
  for (const wish of wishes) {
    const before = kept.find(({ performance }) => performance.id === wish.id) ?? foundByName(kept, byDay, wish, taken);
    const names = [before?.performance.id, wish.externalId].filter((name) => typeof name === 'string');
    if (wish.id !== null && before?.performance.id !== wish.id) {
      plans.push(refused(wish, 'performance.unknown'));
    } else if (names.some((name) => taken.has(name)) || isNamedOtherwise(kept, wish)) {
      plans.push(refused(wish, 'offer.named-twice'));
    } else {
      for (const name of names) taken.add(name);
      if (!rules.has(wish.day) && isDay(wish.day)) rules.set(wish.day, await rulesOn(tx, wish.day));
      plans.push(planOne(wish, before, organiser, rules.get(wish.day), ids));
    }
  }
  return plans;
}

async function lockedOffers(tx: Tx, organiserId: string, wishes: readonly Wish[]): Promise<KeptOffer[]> {
  const names = [
    wishes.flatMap(({ id }) => (id === null ? [] : [id])),
    wishes.flatMap(({ externalId, otherNames = [] }) => [...(externalId === null ? [] : [externalId]), ...otherNames]),
    wishes.flatMap(({ calendarUid }) => (calendarUid === undefined ? [] : [calendarUid])),
  ] as const;
  const found = await keptOffers(tx, organiserId, ...names);
  await lockPerformances(
    tx,
    found.map(({ performance }) => performance.id),
  );
  return keptOffers(tx, organiserId, ...names);
}

/** By its external id; else by what else it may be called, unless an earlier wish has found that. */
function foundByName(
  kept: readonly KeptOffer[],
  byDay: ReadonlyMap<string | null, KeptOffer>,
  { id, externalId, otherNames = [], calendarUid, day: wishedDay }: Wish,
  taken: ReadonlySet<string>,
): KeptOffer | null {
  if (id !== null || externalId === null) return null;
  const named = (name: string) => kept.find((each) => each.externalId === name);
  // Known by its UID alone it is no occurrence of just any day.
  const isOfDay = ({ externalId: name, performance: { day } }: KeptOffer) =>
    name !== calendarUid || day === wishedDay || externalId.endsWith(` ${day}`);
  const onDay = calendarUid === undefined ? [] : [externalId, ...otherNames].map((name) => byDay.get(name));
  const others = [...otherNames.map(named), ...onDay].filter((each) => each !== undefined);
  return named(externalId) ?? others.find((each) => isOfDay(each) && !taken.has(each.performance.id)) ?? null;
}

/** The external id is another performance's already. */
function isNamedOtherwise(kept: readonly KeptOffer[], { id, externalId }: Wish): boolean {
  return (
    id !== null && externalId !== null && kept.some((one) => one.externalId === externalId && one.performance.id !== id)
  );
}

function isDay(day: string): boolean {
  return performanceWish.shape.day.safeParse(day).success;
}

function planOne(
  wish: Wish,
  before: KeptOffer | null,
  organiser: Performance['organiser'],
  rules: RuleSet | undefined,
  ids: Context['ids'],
): Plan {
  const whole = performanceWish.safeParse(wholeWish(before, wish, organiser));
  if (!whole.success || rules === undefined || !isSensible(whole.data)) return refused(wish, 'offer.out-of-bounds');
  const { id: _, externalId, class: its, ...said } = whole.data;
  const problem = timeProblem(said);
  if (problem !== null) return refused(wish, problem);
  const isAsItWas = before !== null && judgedBy(before.performance) === judgedBy(said);
  const breaches = isAsItWas ? [] : checkOffer({ ...said, organiser }, rules);
  if (breaches.length > 0) return refused(wish, 'offer.unlawful', breaches);

  const { cancelled, cancelledByCalendar } = cancellationOf(before, wish);
  const performance = { ...said, id: before?.performance.id ?? ids.next(), organiser, cancelled };
  const named = externalId ?? before?.externalId ?? null;
  const offer = { before, performance, class: its, externalId: named, cancelledByCalendar };
  if (before === null) return { answer: answerOf('added', null, offer.externalId), offer };
  const isSame = canonicalJson(comparable(offer)) === canonicalJson(comparable(asSaid(before)));
  const answer = answerOf(isSame ? 'unchanged' : 'changed', performance.id, offer.externalId);
  return { answer, offer: isSame ? null : offer };
}

/** What `checkOffer` looks at: while that is as it was, what was lawful when it was set stands (ARCHITECTURE 24). */
function judgedBy({ kind, guest, capacity, cap, day, startsAt, windows }: Omit<Offer, 'organiser'>): string {
  const start = startsAt === null ? null : Date.parse(startsAt);
  return canonicalJson({ kind, guest, capacity, cap, day, start, windows });
}

/** Somebody's word in the registry stays until somebody takes it back; a calendar's stays until a calendar does. */
function cancellationOf(
  before: KeptOffer | null,
  { cancelled: said, calendarStatus: status }: Pick<Wish, 'cancelled' | 'calendarStatus'>,
): { readonly cancelled: boolean; readonly cancelledByCalendar: boolean } {
  const was = before?.performance.cancelled ?? false;
  const byCalendar = was && before?.cancelledByCalendar === true;
  if (said !== undefined) return { cancelled: said, cancelledByCalendar: false };
  if (status === 'cancelled') return { cancelled: true, cancelledByCalendar: byCalendar || !was };
  if (status === 'confirmed' && byCalendar) return { cancelled: false, cancelledByCalendar: false };
  return { cancelled: was, cancelledByCalendar: byCalendar };
}

function answerOf(result: WishAnswer['result'], id: string | null, externalId: string | null): WishAnswer {
  return { result, id, externalId, problem: null, breaches: [] };
}

function refused(
  { externalId }: Wish,
  problem: NonNullable<WishAnswer['problem']>,
  breaches: WishAnswer['breaches'] = [],
): Plan {
  return { answer: { result: 'refused', id: null, externalId, problem, breaches }, offer: null };
}

/** Times of a day that is the performance's; ends after its start. */
function timeProblem({
  day,
  startsAt,
  endsAt,
}: Pick<Performance, 'day' | 'startsAt' | 'endsAt'>): WishAnswer['problem'] {
  if (startsAt !== null && helsinkiDay(Date.parse(startsAt)) !== day) return 'offer.starts-on-another-day';
  if (endsAt === null) return null;
  const takes = Date.parse(endsAt) - (startsAt === null ? startOfDay(day) : Date.parse(startsAt));
  if (takes <= 0) return 'offer.ends-before-start';
  return takes > MOST_MILLISECONDS ? 'offer.out-of-bounds' : null;
}

/** Without what desks said of a sold-out house. */
function asSaid(kept: KeptOffer): KeptOffer {
  return { ...kept, performance: { ...kept.performance, soldOut: kept.soldOutSaid } };
}

function comparable({
  performance,
  class: its,
  externalId,
}: Pick<PlannedOffer, 'performance' | 'class' | 'externalId'>) {
  const { organiser: _, startsAt, endsAt, ...rest } = performance;
  const instants = [startsAt, endsAt].map((each) => (each === null ? null : Date.parse(each)));
  return { ...rest, instants, class: its, externalId };
}
