/** Facts of any sale, mostly near the edges of the rules. */
import * as fc from 'fast-check';
import type { EarlierUse, SaleFacts } from '../../src-shared/acquisition/sale-facts.ts';
import { STAGES } from '../../src-shared/acquisition/verdict.ts';
import type { Card } from '../../src-shared/card/card.ts';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import { ORGANISER_TYPES, type Performance } from '../../src-shared/performance/performance.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { EVENING, EXCLUDED } from '../unit/sale-facts.ts';
import { idOf } from './events.ts';

const START = Date.parse('2026-11-20T17:00:00.000Z');
const MINUTE = 60_000;

const days = fc.constantFrom('2026-10-20', '2026-11-19', '2026-11-20', '2026-11-21', '2027-11-20');
/** From before the month's window to after the end. */
const nows = fc
  .constantFrom(-32 * 1_440, -31 * 1_440, -1_440, -421, -420, -60, -31, -30, -1, 0, 1, 149, 150, 299, 300)
  .map((minutes) => START + minutes * MINUTE);

const cards: fc.Arbitrary<Card> = fc.record({
  kind: fc.constantFrom('personal', 'community'),
  firstDay: days,
  lastDay: fc.option(days),
  state: fc.constantFrom('active', 'active', 'active', 'ended', 'out-of-use'),
  childLimit: fc.option(fc.nat(3)),
});

const performances: fc.Arbitrary<Performance> = fc
  .record({
    kind: fc.constantFrom('performance', 'performance', 'course', 'day-admission', 'festival-day'),
    type: fc.constantFrom(...ORGANISER_TYPES),
    guest: fc.boolean(),
    timed: fc.boolean(),
    capacity: fc.option(fc.constantFrom(10, 11, 50, 51, 1_000, 1_001)),
    cap: fc.option(
      fc.record({ limit: fc.nat(20), counts: fc.constantFrom('adults' as const, 'all-tickets' as const) }),
    ),
    soldOut: fc.nat(9).map((each) => each === 0),
    excluded: fc.nat(9).map((each) => each === 0),
    windows: fc.record({
      oneMonthBefore: fc.boolean(),
      redeemMinutesBefore: fc.option(fc.constantFrom(0, 30, 420), { freq: 3 }),
      lapseMinutesBefore: fc.constantFrom(0, 0, 30),
    }),
    feeCents: fc.constantFrom(0, 150),
  })
  .map(({ type, timed, excluded, ...rest }) => ({
    ...EVENING,
    ...rest,
    kind: rest.kind as Performance['kind'],
    organiser: { ...EVENING.organiser, type },
    ...(timed ? {} : { startsAt: null, endsAt: null }),
    exclusion: excluded ? EXCLUDED : null,
  }));

const uses: fc.Arbitrary<EarlierUse[]> = fc.array(
  fc.record({
    acquisitionId: fc.integer({ min: 1, max: 99 }).map(idOf),
    state: fc.constantFrom('reserved', 'redeemed', 'attended'),
    at: fc.constant('2026-11-20T09:00:00.000Z'),
    deskName: fc.constant('Kassa 2'),
    delivered: fc.boolean(),
    here: fc.boolean(),
    children: fc.nat(3),
    units: fc.nat(4),
    lapsesAt: fc.constantFrom(null, '2026-11-20T16:59:00.000Z', '2026-11-20T17:00:00.000Z'),
  }),
  { maxLength: 3 },
);

/** What was read is mostly a code. */
const NOT_READ: readonly SaleFacts['code'][] = [
  fail('card.malformed', { why: 'digits' }),
  fail('card.check-digit-stripped'),
];

/** As a desk gathers them: a malformed code has neither card nor earlier uses, an unusable list no card. */
export const anyFacts: fc.Arbitrary<SaleFacts> = fc
  .record({
    now: nows,
    stage: fc.constantFrom(...STAGES),
    read: fc.nat(9).map((each) => NOT_READ[each] ?? ok('A045198723')),
    cardSeen: fc.boolean(),
    card: fc.option(cards, { freq: 5 }),
    cache: fc.record({ usable: fc.nat(9).map((each) => each > 0), ageHours: fc.constantFrom(0, 72, 72.5) }),
    provisional: fc.constantFrom('off' as const, 'ask' as const, 'allow' as const),
    performance: performances,
    balance: fc.integer({ min: -1, max: 6 }),
    registryHasMore: fc.boolean(),
    earlier: uses,
    children: fc.nat(4),
    members: fc.nat(2),
    childLimit: fc.constantFrom('refuse' as const, 'warn' as const),
  })
  .map(({ read, balance, registryHasMore, childLimit, ...rest }) => ({
    ...rest,
    code: read,
    card: read.ok && rest.cache.usable ? rest.card : null,
    earlier: read.ok ? rest.earlier : [],
    lease: rest.performance.cap === null ? null : { balance, registryHasMore, left: Math.max(0, balance) },
    rules: { ...PRESET_RULE_SET, childLimit },
  }));
