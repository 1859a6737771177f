import { describe, expect, test } from 'vitest';
import { decide, type SaleFacts } from '../../src-shared/acquisition/decide.ts';
import { REASON_CODES, REASONS, type ReasonCode } from '../../src-shared/acquisition/reasons.ts';
import { verdictSchema } from '../../src-shared/acquisition/verdict.ts';
import { fail } from '../../src-shared/kernel/result.ts';
import { CAPPED, COMMUNITY, COURSE, DAY_ADMISSION, EARLIER, EVENING, facts, PERSONAL } from './sale-facts.ts';

function codesOf(given: Partial<SaleFacts>): ReasonCode[] {
  return decide(facts(given)).reasons.map(({ code }) => code);
}

/** For each reason facts that give it and nothing else, and the same facts mended. */
const EACH: Record<ReasonCode, { readonly found: Partial<SaleFacts>; readonly mended: Partial<SaleFacts> }> = {
  'cache.empty': {
    found: { cache: { usable: false, ageHours: 1 }, card: null },
    mended: { cache: { usable: true, ageHours: 1 } },
  },
  'card.malformed': { found: { code: fail('card.malformed', { why: 'digits' }), card: null }, mended: {} },
  'card.unknown': { found: { card: null }, mended: { card: PERSONAL } },
  'card.unknown-stale-cache': {
    found: { card: null, cache: { usable: true, ageHours: 73 } },
    mended: { card: PERSONAL },
  },
  'card.out-of-use': { found: { card: { ...PERSONAL, state: 'out-of-use' } }, mended: {} },
  'card.ended': { found: { card: { ...PERSONAL, state: 'ended' } }, mended: {} },
  'card.not-yet-valid': {
    found: { card: { ...PERSONAL, firstDay: '2026-11-21' } },
    mended: { card: { ...PERSONAL, firstDay: '2026-11-20' } },
  },
  'card.expired': {
    found: { card: { ...PERSONAL, lastDay: '2026-11-19' } },
    mended: { card: { ...PERSONAL, lastDay: '2026-11-20' } },
  },
  'card.community-on-course': {
    found: { card: COMMUNITY, performance: COURSE },
    mended: { card: PERSONAL, performance: COURSE },
  },
  'performance.over': {
    found: { now: Date.parse('2026-11-20T19:30:00.000Z') },
    mended: { now: Date.parse('2026-11-20T19:29:59.999Z') },
  },
  'performance.excluded': {
    found: { performance: { ...EVENING, exclusion: { reason: { fi: 'kiertue', sv: 'turné', en: 'on tour' } } } },
    mended: {},
  },
  'performance.sold-out': { found: { performance: { ...EVENING, soldOut: true } }, mended: {} },
  'window.reservation-not-open': {
    found: {
      now: Date.parse('2026-10-19T20:59:59.999Z'),
      performance: { ...EVENING, windows: { oneMonthBefore: true, redeemMinutesBefore: null } },
    },
    mended: {
      now: Date.parse('2026-10-19T21:00:00.000Z'),
      performance: { ...EVENING, windows: { oneMonthBefore: true, redeemMinutesBefore: null } },
    },
  },
  'window.redemption-not-open': {
    found: {
      now: Date.parse('2026-11-20T16:29:59.999Z'),
      performance: { ...EVENING, windows: { oneMonthBefore: false, redeemMinutesBefore: 30 } },
    },
    mended: {
      now: Date.parse('2026-11-20T16:30:00.000Z'),
      performance: { ...EVENING, windows: { oneMonthBefore: false, redeemMinutesBefore: 30 } },
    },
  },
  'duplicate.same-performance': { found: { earlier: [EARLIER] }, mended: { earlier: [] } },
  'children.on-course': {
    found: { performance: COURSE, children: 1 },
    mended: { performance: COURSE, children: 0 },
  },
  'children.over-limit': {
    found: { card: { ...PERSONAL, childLimit: 2 }, children: 3 },
    mended: { card: { ...PERSONAL, childLimit: 2 }, children: 2 },
  },
  'cap.reached': {
    found: { performance: CAPPED, lease: { balance: 0, registryHasMore: false } },
    mended: { performance: CAPPED, lease: { balance: 1, registryHasMore: false } },
  },
  'cap.no-lease': {
    found: { performance: CAPPED, lease: { balance: 0, registryHasMore: true } },
    mended: { performance: CAPPED, lease: { balance: 1, registryHasMore: true } },
  },
  'card.expires-before-performance': {
    found: { now: Date.parse('2026-11-10T10:00:00.000Z'), card: { ...PERSONAL, lastDay: '2026-11-19' } },
    mended: { now: Date.parse('2026-11-10T10:00:00.000Z'), card: { ...PERSONAL, lastDay: '2026-11-20' } },
  },
  'duplicate.same-day': {
    found: { performance: DAY_ADMISSION, earlier: [EARLIER] },
    mended: { performance: DAY_ADMISSION },
  },
  'card.community-again': {
    found: { card: COMMUNITY, children: 1, earlier: [EARLIER] },
    mended: { card: COMMUNITY, children: 1 },
  },
  'card.community-without-client': { found: { card: COMMUNITY }, mended: { card: COMMUNITY, children: 1 } },
  'cache.stale': {
    found: { cache: { usable: true, ageHours: 72.1 } },
    mended: { cache: { usable: true, ageHours: 72 } },
  },
};

describe('each reason', () => {
  test.each(Object.entries(EACH))(
    '%s is found alone, and gone when what it is about is mended',
    (code, { found, mended }) => {
      const verdict = decide(facts(found));
      expect(verdict.reasons.map((reason) => reason.code)).toEqual([code]);
      expect(verdict.outcome).toBe(REASONS[code as ReasonCode].severity);
      expect(verdictSchema.parse(verdict)).toEqual(verdict);
      expect(decide(facts(mended))).toMatchObject({ outcome: 'accept', reasons: [] });
    },
  );

  test('the codes and their order are append-only: a verdict’s screen and statistics rely on them', () => {
    expect(REASON_CODES).toEqual([
      'cache.empty',
      'card.malformed',
      'card.unknown',
      'card.unknown-stale-cache',
      'card.out-of-use',
      'card.ended',
      'card.not-yet-valid',
      'card.expired',
      'card.community-on-course',
      'performance.over',
      'performance.excluded',
      'performance.sold-out',
      'window.reservation-not-open',
      'window.redemption-not-open',
      'duplicate.same-performance',
      'children.on-course',
      'children.over-limit',
      'cap.reached',
      'cap.no-lease',
      'card.expires-before-performance',
      'duplicate.same-day',
      'card.community-again',
      'card.community-without-client',
      'cache.stale',
    ]);
  });

  test('refusals come before warnings', () => {
    const severities = REASON_CODES.map((code) => REASONS[code].severity);
    expect(severities.toSorted()).toEqual(severities);
  });
});

describe('a verdict', () => {
  test('lists all its reasons, most severe first', () => {
    expect(
      codesOf({
        card: { ...COMMUNITY, state: 'ended' },
        cache: { usable: true, ageHours: 100 },
        earlier: [EARLIER],
        performance: { ...CAPPED, soldOut: true, exclusion: { reason: { fi: '', sv: '', en: '' } } },
        lease: { balance: 0, registryHasMore: false },
      }),
    ).toEqual([
      'card.ended',
      'performance.excluded',
      'performance.sold-out',
      'cap.reached',
      'card.community-again',
      'card.community-without-client',
      'cache.stale',
    ]);
  });

  test('of the card’s own state names the one that counts: out of use before ended before its dates (CARD-7)', () => {
    const dates = { firstDay: '2026-12-01', lastDay: '2026-10-01' };
    expect(codesOf({ card: { ...PERSONAL, ...dates, state: 'out-of-use' } })).toEqual(['card.out-of-use']);
    expect(codesOf({ card: { ...PERSONAL, ...dates, state: 'ended' } })).toEqual(['card.ended']);
    expect(codesOf({ card: { ...PERSONAL, ...dates } })).toEqual(['card.not-yet-valid']);
  });

  test('says when and where the card was used, and whether that is delivered (field lesson 4)', () => {
    const later = { at: '2026-11-20T09:30:00.000Z', deskName: 'Kassa 1', delivered: false };
    expect(decide(facts({ earlier: [EARLIER, later] })).reasons).toMatchObject([
      { parameters: { at: later.at, desk: 'Kassa 1', delivered: 0, times: 2 } },
    ]);
  });

  test('an empty or broken list is never read as an unknown card, however stale (field lesson 2)', () => {
    expect(codesOf({ card: null, cache: { usable: false, ageHours: 10_000 } })).toEqual(['cache.empty']);
  });
});

describe('children (CHILD-1 to 4, CC-1)', () => {
  test('a card of unknown limit has none; a course admits none; a community card’s clients have no limit', () => {
    expect(decide(facts({ children: 9 }))).toMatchObject({ outcome: 'accept', children: 9, mostChildren: null });
    expect(decide(facts({ performance: COURSE, card: { ...PERSONAL, childLimit: 2 } })).mostChildren).toBe(0);
    expect(decide(facts({ card: { ...COMMUNITY, childLimit: 2 }, children: 9 }))).toMatchObject({
      outcome: 'accept',
      mostChildren: null,
    });
    expect(decide(facts({ card: { ...PERSONAL, childLimit: 2 } })).mostChildren).toBe(2);
  });
});

describe('units of the cap (CAP-8, CARD-5)', () => {
  const lease = { balance: 3, registryHasMore: false };
  const allTickets = { ...EVENING, cap: { limit: 10, counts: 'all-tickets' as const } };

  test('adults: one, however many children; a community card’s worker counts as one', () => {
    expect(decide(facts({ performance: CAPPED, lease, children: 5 }))).toMatchObject({ outcome: 'accept', units: 1 });
    expect(decide(facts({ performance: CAPPED, lease, card: COMMUNITY, children: 5 })).units).toBe(1);
  });

  test('all tickets: the adult and the children; one too many is refused, saying what is left', () => {
    expect(decide(facts({ performance: allTickets, lease, children: 2 }))).toMatchObject({
      outcome: 'accept',
      units: 3,
    });
    expect(decide(facts({ performance: allTickets, lease, children: 3 })).reasons).toMatchObject([
      { code: 'cap.reached', parameters: { left: 3 } },
    ]);
  });

  test('without a cap: none', () => {
    expect(decide(facts({ children: 5 })).units).toBe(0);
  });

  test('a second visit on one day takes no unit of a cap of holders, but does of a cap of tickets', () => {
    const none = { balance: 0, registryHasMore: false };
    const holders = { ...DAY_ADMISSION, cap: { limit: 10, counts: 'adults' as const } };
    expect(decide(facts({ performance: holders, lease: none, earlier: [EARLIER] }))).toMatchObject({
      outcome: 'warn',
      units: 0,
    });
    const tickets = { ...DAY_ADMISSION, cap: { limit: 10, counts: 'all-tickets' as const } };
    expect(codesOf({ performance: tickets, lease: none, earlier: [EARLIER] })).toEqual([
      'cap.reached',
      'duplicate.same-day',
    ]);
    expect(decide(facts({ performance: holders, lease, card: COMMUNITY, children: 1, earlier: [EARLIER] })).units).toBe(
      1,
    );
  });
});

describe('windows (SALE-3)', () => {
  test('reserving is not bound by the window for redeeming; a course place never is', () => {
    const windows = { oneMonthBefore: false, redeemMinutesBefore: 30 };
    expect(codesOf({ stage: 'reserve', performance: { ...EVENING, windows } })).toEqual([]);
    expect(codesOf({ performance: { ...COURSE, windows } })).toEqual([]);
  });

  test('says when it opens', () => {
    const windows = { oneMonthBefore: false, redeemMinutesBefore: 30 };
    expect(decide(facts({ performance: { ...EVENING, windows } })).reasons).toMatchObject([
      { parameters: { opensAt: '2026-11-20T16:30:00.000Z' } },
    ]);
  });
});
