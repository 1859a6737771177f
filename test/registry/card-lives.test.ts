/** CARD-3, CARD-7, STAT-1: whatever is done to cards, in whatever order, registry, feed and counts are as a small model says. */
import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tx } from '../../src-registry/db/database.ts';
import { demoSite } from '../../src-registry/demo/demo-data.ts';
import { cardChanges } from '../../src-registry/services/cards/cards.ts';
import { changeState, correctCard, type StateChange } from '../../src-registry/services/cards/change-card.ts';
import { registerCards } from '../../src-registry/services/cards/register-cards.ts';
import { headOf } from '../../src-registry/services/feeds/streams.ts';
import { withdrawCard } from '../../src-registry/services/cards/withdraw-card.ts';
import { addDays, helsinkiDay } from '../../src-shared/kernel/helsinki.ts';
import { fail, type Result } from '../../src-shared/kernel/result.ts';
import { CARD_CALLS } from '../../src-shared/registry-api/calls/cards.ts';
import type { Card } from '../../src-shared/card/card.ts';
import { personal } from './helpers/cards.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let userId: string;

const SITE = demoSite('sosiaalitoimisto').id;
const NETWORK = '018f0000-0000-7000-8000-000000000101';

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  const [user] = await rows<{ id: string }>(registry.database.url, 'SELECT id FROM users WHERE site_id = $1', [SITE]);
  userId = user!.id;
});
afterAll(() => registry.close());

/** What a card is, said a second time: by dates as texts, without the domain's functions. */
interface Model {
  readonly id: string;
  readonly since: string;
  readonly card: Card;
}

const CODES = ['P100000001', 'P100000002', 'P100000003'];
type Step =
  | { readonly do: 'register'; readonly code: number; readonly trial: boolean }
  | { readonly do: StateChange | 'withdrawCard'; readonly code: number }
  | { readonly do: 'correct'; readonly code: number; readonly children: number }
  | { readonly do: 'wait'; readonly days: number };

const code = fc.nat(CODES.length - 1);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('register' as const), code, trial: fc.boolean() }) },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constantFrom(
          'extendCard' as const,
          'endCard' as const,
          'takeOutOfUse' as const,
          'withdrawCard' as const,
        ),
        code,
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('correct' as const), code, children: fc.nat(9) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 500 }) }) },
  ),
  { minLength: 1, maxLength: 25 },
);

/** The same date next year: the year is four characters, and no run meets a 29 February. */
const inAYear = (day: string): string => `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;

/** What a step makes of the model, and the problem that it must meet; `undefined`: the card is gone. */
function expected(
  before: Model | undefined,
  step: Step,
  today: string,
  id: string,
): [string | null, Model | undefined] {
  if (step.do === 'register') {
    if (before !== undefined) return ['card.exists', before];
    const lastDay = step.trial ? addDays(today, 30) : inAYear(today);
    const card: Card = { kind: 'personal', firstDay: today, lastDay, state: 'active', childLimit: 2 };
    return [null, { id, since: today, card }];
  }
  if (before === undefined) return ['card.unknown', before];
  const become = (changed: Partial<Card>): [null, Model] => [null, { ...before, card: { ...before.card, ...changed } }];
  if (step.do === 'correct') return become({ childLimit: step.children });
  if (step.do === 'withdrawCard') return before.since === today ? [null, undefined] : ['card.not-withdrawable', before];
  if (step.do === 'takeOutOfUse') return become({ state: 'out-of-use' });
  if (before.card.state === 'out-of-use') return ['card.out-of-use', before];
  return step.do === 'endCard' ? become({ state: 'ended' }) : become({ state: 'active', lastDay: inAYear(today) });
}

/** Does a step to the registry; the problem's code, or null. */
async function act(tx: Tx, step: Exclude<Step, { do: 'wait' }>, id: string): Promise<string | null> {
  const { context } = registry.services;
  const caller = { userId, siteId: SITE, networkId: NETWORK, roles: ['distributor'] as const, clientIds: [] };
  if (step.do === 'register') {
    const trialLastDay = step.trial ? addDays(helsinkiDay(clock.now()), 30) : null;
    const wish = { forSiteId: null, items: [personal(CODES[step.code]!, { id, trialLastDay })] };
    const done = await registerCards(tx, context, caller, CARD_CALLS.registerCards.access, wish);
    return done.ok ? done.value.answers[0]!.problem : done.error.code;
  }
  const codeOf = (result: Result<unknown>): string | null => (result.ok ? null : result.error.code);
  if (step.do === 'withdrawCard') {
    return codeOf(await withdrawCard(tx, context, caller, CARD_CALLS.withdrawCard.access, id));
  }
  if (step.do === 'correct') {
    const wish = { id, children: step.children, background: null };
    return codeOf(await correctCard(tx, context, caller, CARD_CALLS.correctCard.access, wish));
  }
  return codeOf(await changeState(tx, context, caller, CARD_CALLS[step.do].access, { id, action: step.do }));
}

const countedIn = async (tx: Tx): Promise<number[]> => {
  const found = await tx.query<{ cards: number }>(
    `SELECT sum(cards)::integer AS cards FROM card_counts WHERE site_id = $1 OR dimension <> 'kind'
     GROUP BY dimension ORDER BY dimension <> 'kind', dimension`,
    [SITE],
  );
  return found.map(({ cards }) => cards);
};

/** Runs the steps and compares with the model after each; forgets everything again. */
async function live(wished: readonly Step[]): Promise<void> {
  clock.set(FRIDAY_NOON);
  await registry.services.database.transaction(async (tx) => {
    const models = new Map<number, Model>();
    const from = await headOf(tx, 'cards');
    const [before = 0] = await countedIn(tx);
    for (const step of wished) {
      if (step.do === 'wait') {
        clock.set(new Date(clock.now() + step.days * 24 * 3_600_000).toISOString());
        continue;
      }
      const model = models.get(step.code);
      const id = step.do === 'register' ? newId() : (model?.id ?? newId());
      const [problem, next] = expected(model, step, helsinkiDay(clock.now()), id);
      expect(await act(tx, step, id)).toBe(problem);
      if (next === undefined) models.delete(step.code);
      else models.set(step.code, next);
    }
    const changes = await cardChanges(tx, from, 1_000);
    const present = changes.flatMap(({ change }) => (change.card === null ? [] : [change.card]));
    const wanted = [...models.values()].map(({ card }) => card);
    expect(present.map(ordered).toSorted()).toEqual(wanted.map(ordered).toSorted());
    const [kinds, ...others] = await countedIn(tx);
    expect(kinds).toBe(before + models.size);
    expect(others).toEqual(models.size === 0 ? others.map(() => 0) : Array.from({ length: 6 }, () => models.size));
    return fail('test.rolled-back');
  });
}

const ordered = ({ firstDay, lastDay, state, childLimit }: Card): string =>
  JSON.stringify([firstDay, lastDay, state, childLimit]);

test('CARD-3, CARD-7, STAT-1: registering, extending, ending, out of use, correcting and withdrawing in any order', async () => {
  // To replay a failure: the same seed, and the path that fast-check prints, as `{ seed, path }`.
  await fc.assert(fc.asyncProperty(steps, live), { seed: 20_261_009, numRuns: 150 });
}, 120_000);
