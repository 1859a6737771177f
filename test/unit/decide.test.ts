import { describe, expect, test } from 'vitest';
import { decideAssistance } from '../../src-shared/acquisition/assistance.ts';
import { decide } from '../../src-shared/acquisition/decide.ts';
import type { SaleFacts } from '../../src-shared/acquisition/sale-facts.ts';
import { GROUNDS } from '../../src-shared/acquisition/grounds.ts';
import { judgeGroup } from '../../src-shared/acquisition/group.ts';
import {
  isReasonCode,
  REASON_CODES,
  REASONS,
  SEVERITIES,
  type ReasonCode,
} from '../../src-shared/acquisition/reasons.ts';
import { verdictSchema } from '../../src-shared/acquisition/verdict.ts';
import { fail } from '../../src-shared/kernel/result.ts';
import {
  ATTENDED,
  CAPPED,
  CAPPED_TICKETS,
  COMMUNITY,
  COURSE,
  DAY_ADMISSION,
  EARLIER,
  EVENING,
  EXCLUDED,
  facts,
  lease,
  NO_WINDOWS,
  PERSONAL,
  RESERVED,
} from './sale-facts.ts';

type OfGroup = 'group.card-twice' | 'group.too-few-places' | 'group.without-community-card';
type OfAssistance = 'assistance.support-persons-off' | 'assistance.seat';
type OfSale = Exclude<ReasonCode, OfGroup | OfAssistance>;

function at(instant: string): number {
  return Date.parse(instant);
}

function codesOf(given: Partial<SaleFacts>): ReasonCode[] {
  return decide(facts(given)).reasons.map(({ code }) => code);
}

const FEE: Partial<SaleFacts> = { performance: { ...EVENING, feeCents: 150 } };
const MONTH_BEFORE = { ...EVENING, windows: { ...NO_WINDOWS, oneMonthBefore: true } };
const SAME_EVENING = { ...EVENING, windows: { ...NO_WINDOWS, redeemMinutesBefore: 30 } };
const NOVEMBER_10 = at('2026-11-10T10:00:00.000Z');

/** For each reason facts that give it and nothing else, and the same facts mended: what is left is no more than a note. */
const EACH: Record<OfSale, { readonly found: Partial<SaleFacts>; readonly mended: Partial<SaleFacts> }> = {
  'cache.empty': {
    found: { cache: { usable: false, ageHours: 1 }, card: null },
    mended: { cache: { usable: true, ageHours: 1 } },
  },
  'card.malformed': { found: { code: fail('card.malformed', { why: 'digits' }), card: null }, mended: {} },
  'card.check-digit-stripped': { found: { code: fail('card.check-digit-stripped'), card: null }, mended: {} },
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
  'performance.cancelled': { found: { performance: { ...EVENING, cancelled: true } }, mended: {} },
  'performance.over': {
    found: { now: at('2026-11-20T19:30:00.000Z') },
    mended: { now: at('2026-11-20T19:29:59.999Z') },
  },
  'performance.excluded': { found: { performance: { ...EVENING, exclusion: EXCLUDED } }, mended: {} },
  'performance.sold-out': { found: { performance: { ...EVENING, soldOut: true } }, mended: {} },
  'window.reservation-not-open': {
    found: { now: at('2026-10-19T20:59:59.999Z'), performance: MONTH_BEFORE },
    mended: { now: at('2026-10-19T21:00:00.000Z'), performance: MONTH_BEFORE },
  },
  'window.redemption-not-open': {
    found: { now: at('2026-11-20T16:29:59.999Z'), performance: SAME_EVENING },
    mended: { now: at('2026-11-20T16:30:00.000Z'), performance: SAME_EVENING },
  },
  'window.reservations-closed': {
    found: { stage: 'reserve', now: at('2026-11-20T17:00:00.000Z') },
    mended: { stage: 'reserve', now: at('2026-11-20T16:59:59.999Z') },
  },
  'attendance.no-ticket': { found: { stage: 'attend' }, mended: { stage: 'attend', earlier: [EARLIER] } },
  'attendance.only-reserved': {
    found: { stage: 'attend', earlier: [RESERVED] },
    mended: { stage: 'attend', earlier: [RESERVED, EARLIER] },
  },
  'duplicate.same-performance': { found: { earlier: [EARLIER] }, mended: { earlier: [] } },
  'duplicate.reserved': { found: { stage: 'reserve', earlier: [RESERVED] }, mended: { stage: 'reserve' } },
  'children.on-course': {
    found: { performance: COURSE, children: 1 },
    mended: { performance: COURSE, children: 0 },
  },
  'children.over-limit': {
    found: { card: { ...PERSONAL, childLimit: 2 }, children: 3 },
    mended: { card: { ...PERSONAL, childLimit: 2 }, children: 2 },
  },
  'children.over-reserved': {
    found: {
      performance: CAPPED_TICKETS,
      lease: lease(9),
      earlier: [{ ...RESERVED, here: false, children: 1 }],
      children: 2,
    },
    mended: {
      performance: CAPPED_TICKETS,
      lease: lease(9),
      earlier: [{ ...RESERVED, here: false, children: 1 }],
      children: 1,
    },
  },
  'cap.reached': {
    found: { performance: CAPPED, lease: lease(0) },
    mended: { performance: CAPPED, lease: lease(1) },
  },
  'cap.no-lease': {
    found: { performance: CAPPED, lease: lease(0, true) },
    mended: { performance: CAPPED, lease: lease(1, true) },
  },
  'card.expires-before-performance': {
    found: { now: NOVEMBER_10, card: { ...PERSONAL, lastDay: '2026-11-19' } },
    mended: { now: NOVEMBER_10, card: { ...PERSONAL, lastDay: '2026-11-20' } },
  },
  'attendance.again': {
    found: { stage: 'attend', earlier: [ATTENDED] },
    mended: { stage: 'attend', earlier: [ATTENDED, EARLIER] },
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
  'reservation.found': { found: { earlier: [RESERVED] }, mended: {} },
  'reservation.lapsed': {
    found: { earlier: [{ ...RESERVED, lapsesAt: '2026-11-20T10:00:00.000Z' }] },
    mended: { earlier: [] },
  },
  'card.not-seen': { found: { stage: 'reserve', cardSeen: false }, mended: { stage: 'reserve', cardSeen: true } },
  'fee.due': { found: FEE, mended: { ...FEE, stage: 'reserve' } },
};

const OUTCOME_OF = { refuse: 'refuse', warn: 'warn', note: 'accept' } as const;

describe('each reason', () => {
  test.each(Object.entries(EACH))(
    '%s is found, and gone when what it is about is mended',
    (code, { found, mended }) => {
      const verdict = decide(facts(found));
      const others = verdict.reasons.filter((reason) => reason.code !== code);
      expect(others.filter((reason) => reason.severity !== 'note')).toEqual([]);
      const { severity } = REASONS[code as ReasonCode];
      expect(verdict.reasons).toContainEqual({ code, severity, parameters: expect.any(Object) });
      expect(verdict.outcome).toBe(OUTCOME_OF[severity]);
      expect(verdictSchema.parse(verdict)).toEqual(verdict);
      const after = decide(facts(mended));
      expect(after.outcome).toBe('accept');
      expect(after.reasons.map((reason) => reason.code)).not.toContain(code);
    },
  );

  test('what is not of a single sale is of a group or of assistants: every code is found somewhere', () => {
    const line = (cardKey: string, given: Partial<SaleFacts> = {}) => ({
      lineId: cardKey,
      cardKey,
      facts: facts(given),
    });
    const short = { performance: CAPPED, lease: lease(1) };
    const group = judgeGroup([line('a', short), line('b', short), line('b', short)]);
    const assistance = decideAssistance({
      now: at('2026-11-20T10:00:00.000Z'),
      kind: 'support-person',
      count: 1,
      performance: { ...EVENING, organiser: { ...EVENING.organiser, supportPersons: false } },
    });
    const elsewhere = [
      ...group.reasons,
      ...group.lines.flatMap(({ verdict }) => verdict.reasons),
      ...assistance.reasons,
    ];
    const codes = new Set([...Object.keys(EACH), ...elsewhere.map(({ code }) => code)]);
    expect([...codes].toSorted()).toEqual([...REASON_CODES].toSorted());
  });

  test('the codes, their severities and their order are what screens and statistics rely on', () => {
    expect(REASON_CODES.map((code) => `${REASONS[code].severity} ${code} ${REASONS[code].rule}`))
      .toMatchInlineSnapshot(`
      [
        "refuse cache.empty CARD-4",
        "refuse card.malformed CARD-2",
        "refuse card.check-digit-stripped CARD-2",
        "refuse card.unknown CARD-4",
        "refuse card.unknown-stale-cache CARD-4",
        "refuse card.out-of-use CARD-7",
        "refuse card.ended CARD-7",
        "refuse card.not-yet-valid CARD-3",
        "refuse card.expired CARD-3",
        "refuse card.community-on-course CC-2",
        "refuse performance.cancelled SALE-7",
        "refuse performance.over SALE-7",
        "refuse performance.excluded SALE-4",
        "refuse performance.sold-out CAP-7",
        "refuse window.reservation-not-open SALE-3",
        "refuse window.redemption-not-open SALE-3",
        "refuse window.reservations-closed SALE-7",
        "refuse attendance.no-ticket SALE-7",
        "refuse attendance.only-reserved SALE-7",
        "refuse duplicate.same-performance CARD-5",
        "refuse duplicate.reserved CARD-5",
        "refuse group.card-twice CARD-5",
        "refuse children.on-course CHILD-2",
        "refuse children.over-limit CHILD-4",
        "refuse children.over-reserved CAP-8",
        "refuse group.too-few-places GROUP-1",
        "refuse cap.reached CAP-7",
        "refuse cap.no-lease CAP-7",
        "refuse assistance.support-persons-off ASSIST-1",
        "warn card.expires-before-performance SALE-7",
        "warn attendance.again SALE-7",
        "warn duplicate.same-day CARD-5",
        "warn card.community-again CC-4",
        "warn card.community-without-client CC-1",
        "warn group.without-community-card GROUP-1",
        "warn cache.stale USE-3",
        "note reservation.found SALE-7",
        "note reservation.lapsed SALE-7",
        "note card.not-seen CARD-8",
        "note assistance.seat ASSIST-1",
        "note fee.due SALE-5",
      ]
    `);
    expect(isReasonCode('card.unknown')).toBe(true);
    expect(isReasonCode('toString')).toBe(false);
  });

  test('refusals come before warnings, and warnings before notes', () => {
    const ranks = REASON_CODES.map((code) => SEVERITIES.indexOf(REASONS[code].severity));
    expect(ranks.toSorted()).toEqual(ranks);
    expect(SEVERITIES).toEqual(['refuse', 'warn', 'note']);
  });

  test('every reason and every ground names the rule that it comes from', () => {
    const rules = [...Object.values(REASONS).map(({ rule }) => rule), ...Object.values(GROUNDS)];
    for (const rule of rules) expect(rule).toMatch(/^(CARD|CHILD|CC|GROUP|ASSIST|CAP|SALE|USE)-\d+$/);
    expect(GROUNDS).toMatchInlineSnapshot(`
      {
        "ground.cap": "CAP-7",
        "ground.card-open-ended": "CC-3",
        "ground.card-valid": "CARD-3",
        "ground.children-free": "CHILD-4",
        "ground.children-most": "CHILD-4",
        "ground.children-none": "CHILD-2",
        "ground.clients": "CC-1",
        "ground.holder-counted": "CARD-5",
        "ground.no-cap": "CAP-7",
        "ground.provisional": "CARD-4",
        "ground.reservation": "SALE-7",
        "ground.rule-set": "CAP-10",
        "ground.ticket": "SALE-7",
        "ground.window-open": "SALE-3",
      }
    `);
  });
});

describe('a verdict', () => {
  test('lists all its reasons, most severe first, within a severity in their fixed order', () => {
    expect(
      codesOf({
        card: { ...COMMUNITY, state: 'ended' },
        cache: { usable: true, ageHours: 100 },
        earlier: [EARLIER],
        performance: { ...CAPPED, soldOut: true, exclusion: EXCLUDED, feeCents: 100 },
        lease: lease(0),
      }),
    ).toEqual([
      'card.ended',
      'performance.excluded',
      'performance.sold-out',
      'cap.reached',
      'card.community-again',
      'card.community-without-client',
      'cache.stale',
      'fee.due',
    ]);
  });

  test('puts a reason by the severity that it has here, not by its usual one', () => {
    const card = { ...PERSONAL, lastDay: '2026-11-19' };
    expect(codesOf({ stage: 'attend', card, earlier: [ATTENDED], cache: { usable: true, ageHours: 100 } })).toEqual([
      'card.expired',
      'attendance.again',
      'cache.stale',
    ]);
    expect(
      codesOf({ card: null, cache: { usable: false, ageHours: 1 }, provisional: 'allow', earlier: [RESERVED], ...FEE }),
    ).toEqual(['cache.empty', 'reservation.found', 'fee.due']);
  });

  test('of the card’s own state names the one that counts: out of use before ended before its dates (CARD-7)', () => {
    const dates = { firstDay: '2026-12-01', lastDay: '2026-10-01' };
    expect(codesOf({ card: { ...PERSONAL, ...dates, state: 'out-of-use' } })).toEqual(['card.out-of-use']);
    expect(codesOf({ card: { ...PERSONAL, ...dates, state: 'ended' } })).toEqual(['card.ended']);
    expect(codesOf({ card: { ...PERSONAL, ...dates } })).toEqual(['card.not-yet-valid']);
  });

  test('says when and where the card was used, and whether that is delivered (field lesson 4)', () => {
    const later = { ...EARLIER, at: '2026-11-20T09:30:00.000Z', deskName: 'Kassa 1', delivered: false };
    expect(decide(facts({ earlier: [EARLIER, later] })).reasons).toEqual([
      {
        code: 'duplicate.same-performance',
        severity: 'refuse',
        parameters: { at: later.at, desk: 'Kassa 1', delivered: 0, times: 2 },
      },
    ]);
    expect(decide(facts({ earlier: [EARLIER] })).reasons).toMatchObject([
      { parameters: { at: EARLIER.at, desk: 'Kassa 2', delivered: 1, times: 1 } },
    ]);
  });

  test('an empty or broken list is never read as an unknown card, however stale (field lesson 2)', () => {
    expect(codesOf({ card: null, cache: { usable: false, ageHours: 10_000 } })).toEqual(['cache.empty']);
  });

  test('gives the facts for each sentence', () => {
    const card = { ...PERSONAL, firstDay: '2026-01-15', lastDay: '2026-11-19' };
    const parameters = (given: Partial<SaleFacts>) => decide(facts(given)).reasons[0]?.parameters;
    expect(parameters({ card })).toEqual({ firstDay: '2026-01-15', lastDay: '2026-11-19' });
    expect(parameters({ card: { ...COMMUNITY, state: 'ended' } })).toEqual({ firstDay: '2026-01-15', lastDay: '' });
    expect(parameters({ card, now: NOVEMBER_10 })).toEqual({ lastDay: '2026-11-19' });
    expect(parameters({ card: null, cache: { usable: true, ageHours: 80.9 } })).toEqual({ hours: 80 });
    expect(parameters({ cache: { usable: true, ageHours: 80.9 } })).toEqual({ hours: 80 });
    expect(parameters({ code: fail('card.malformed', { why: 'digits' }), card: null })).toEqual({ why: 'digits' });
    expect(parameters({ card: null })).toEqual({});
    expect(parameters({ performance: { ...EVENING, exclusion: EXCLUDED } })).toEqual(EXCLUDED?.reason);
    expect(parameters({ card: { ...PERSONAL, childLimit: 2 }, children: 3 })).toEqual({ most: 2 });
    expect(parameters({ performance: CAPPED_TICKETS, lease: lease(3), children: 3 })).toEqual({ left: 3 });
    expect(parameters({ performance: CAPPED, lease: lease(-2) })).toEqual({ left: 0 });
    expect(parameters({ ...FEE, children: 2 })).toEqual({ cents: 150, tickets: 3 });
  });
});
