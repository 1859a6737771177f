/** SALE-3, SALE-5 and SALE-7 at the desk: what each stage goes on with, its windows, and the card on that stage's day. */
import { describe, expect, test } from 'vitest';
import { decide } from '../../src-shared/acquisition/decide.ts';
import { goesOnWith, type EarlierUse, type SaleFacts } from '../../src-shared/acquisition/sale-facts.ts';
import { STAGES } from '../../src-shared/acquisition/verdict.ts';
import { fail } from '../../src-shared/kernel/result.ts';
import { lapsesFrom, overFrom, redeemableFrom, reservableFrom } from '../../src-shared/performance/performance.ts';
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
} from '../unit/sale-facts.ts';

function at(instant: string): number {
  return Date.parse(instant);
}

function codesOf(given: Partial<SaleFacts>): string[] {
  return decide(facts(given)).reasons.map(({ code }) => code);
}

function use(base: EarlierUse, id: string): EarlierUse {
  return { ...base, acquisitionId: `019d0000-0000-7000-8000-0000000000${id}` };
}

const NOON = at('2026-11-20T10:00:00.000Z');

describe('SALE-7: what a stage goes on with', () => {
  const lapsed = { ...use(RESERVED, 'a1'), lapsesAt: '2026-11-20T10:00:00.000Z' };
  const [r1, r2] = [use(RESERVED, 'a2'), use(RESERVED, 'a3')];
  const [t1, t2] = [use(EARLIER, 'a4'), use(EARLIER, 'a5')];
  const [in1, in2] = [use(ATTENDED, 'a6'), use(ATTENDED, 'a7')];

  test('SALE-7: reserving begins a new one', () => {
    expect(goesOnWith({ stage: 'reserve', now: NOON, earlier: [r1, t1, in1] })).toBeNull();
  });

  test('SALE-7: redeeming goes on with the oldest reservation that has not lapsed', () => {
    expect(goesOnWith({ stage: 'redeem', now: NOON, earlier: [t1, lapsed, r1, r2] })).toBe(r1);
    expect(goesOnWith({ stage: 'redeem', now: NOON - 1, earlier: [lapsed, r1] })).toBe(lapsed);
    expect(goesOnWith({ stage: 'redeem', now: NOON, earlier: [t1, lapsed, in1] })).toBeNull();
    expect(decide(facts({ earlier: [r1] })).acquisitionId).toBe(r1.acquisitionId);
    expect(decide(facts()).acquisitionId).toBeNull();
  });

  test('SALE-7: attending goes on with the oldest ticket not used yet, else the last that was', () => {
    expect(goesOnWith({ stage: 'attend', now: NOON, earlier: [r1, in1, t1, t2] })).toBe(t1);
    expect(goesOnWith({ stage: 'attend', now: NOON, earlier: [in1, in2, r1] })).toBe(in2);
    expect(goesOnWith({ stage: 'attend', now: NOON, earlier: [r1] })).toBeNull();
  });
});

describe('SALE-7: reservations', () => {
  test('SALE-7: a reservation lapses at the start, or earlier where the organiser says so', () => {
    expect(lapsesFrom(EVENING)).toBe(at('2026-11-20T17:00:00.000Z'));
    expect(lapsesFrom({ ...EVENING, windows: { ...NO_WINDOWS, lapseMinutesBefore: 45 } })).toBe(
      at('2026-11-20T16:15:00.000Z'),
    );
    expect(lapsesFrom(DAY_ADMISSION)).toBe(at('2026-11-20T22:00:00.000Z'));
  });

  test('SALE-7: one that is found is said so, with when and where; one that has lapsed too, and a fresh sale is offered', () => {
    expect(decide(facts({ earlier: [RESERVED] })).reasons).toEqual([
      {
        code: 'reservation.found',
        severity: 'note',
        parameters: { at: RESERVED.at, desk: 'Kassa 2', delivered: 1, times: 1 },
      },
    ]);
    const lapsed = { ...RESERVED, lapsesAt: '2026-11-20T10:00:00.000Z' };
    const fresh = decide(facts({ earlier: [lapsed], performance: CAPPED, lease: lease(1) }));
    expect(fresh).toMatchObject({ outcome: 'accept', acquisitionId: null, units: 1 });
    expect(fresh.reasons).toEqual([
      {
        code: 'reservation.lapsed',
        severity: 'note',
        parameters: { at: RESERVED.at, desk: 'Kassa 2', delivered: 1, times: 1 },
      },
    ]);
    expect(codesOf({ stage: 'reserve', earlier: [lapsed] })).toEqual(['reservation.lapsed']);
    expect(codesOf({ earlier: [{ ...EARLIER, lapsesAt: '2026-11-20T09:30:00.000Z' }] })).toEqual([
      'duplicate.same-performance',
    ]);
    expect(codesOf({ earlier: [{ ...RESERVED, lapsesAt: null }] })).toEqual(['reservation.found']);
  });

  test('SALE-7: nothing is reserved that would lapse at once', () => {
    expect(codesOf({ stage: 'reserve', now: at('2026-11-20T17:00:00.000Z') })).toEqual(['window.reservations-closed']);
    expect(codesOf({ stage: 'redeem', now: at('2026-11-20T17:00:00.000Z') })).toEqual([]);
  });

  test('SALE-7: who has a place already keeps it: sold out, excluded or a cap that is reached do not matter', () => {
    const performance = { ...CAPPED, soldOut: true, exclusion: EXCLUDED };
    const given = { performance, lease: lease(0), earlier: [{ ...RESERVED, units: 1 }] };
    expect(decide(facts(given))).toMatchObject({ outcome: 'accept', units: 0 });
    expect(decide(facts({ ...given, lease: lease(-3) })).outcome).toBe('accept');
    expect(codesOf({ ...given, earlier: [] })).toEqual(['performance.excluded', 'performance.sold-out', 'cap.reached']);
    expect(codesOf({ ...given, stage: 'attend', earlier: [EARLIER] })).toEqual([]);
  });

  test('SALE-7, CAP-9: a cap that was set after the reservation does not ask for its place again', () => {
    const given = { performance: CAPPED_TICKETS, lease: lease(0), earlier: [{ ...RESERVED, children: 2, units: 0 }] };
    expect(decide(facts({ ...given, children: 2 }))).toMatchObject({ outcome: 'accept', units: 0 });
  });

  test('CAP-8: children who are added take places, here; elsewhere they cannot; fewer take none', () => {
    const reserved = { ...RESERVED, children: 1, units: 2 };
    const given = { performance: CAPPED_TICKETS, lease: lease(2), earlier: [reserved] };
    expect(decide(facts({ ...given, children: 3 }))).toMatchObject({ outcome: 'accept', units: 2 });
    expect(decide(facts({ ...given, children: 4 }))).toMatchObject({ outcome: 'refuse', units: 3 });
    expect(decide(facts({ ...given, children: 0 }))).toMatchObject({ outcome: 'accept', units: 0 });
    const elsewhere = { ...given, earlier: [{ ...reserved, here: false }] };
    expect(decide(facts({ ...elsewhere, children: 1 }))).toMatchObject({ outcome: 'accept', units: 0 });
    expect(decide(facts({ ...elsewhere, children: 2 }))).toMatchObject({
      outcome: 'refuse',
      units: 0,
      reasons: [{ code: 'children.over-reserved', parameters: { most: 1 } }, { code: 'reservation.found' }],
    });
    expect(decide(facts({ ...elsewhere, performance: CAPPED, children: 2 })).outcome).toBe('accept');
    expect(decide(facts({ ...elsewhere, performance: EVENING, children: 2 })).outcome).toBe('accept');
    expect(codesOf({ performance: CAPPED_TICKETS, lease: lease(9), children: 2 })).toEqual([]);
  });
});

describe('SALE-3: windows', () => {
  const month = { ...EVENING, windows: { ...NO_WINDOWS, oneMonthBefore: true } };
  const sameEvening = { ...EVENING, windows: { ...NO_WINDOWS, redeemMinutesBefore: 30 } };

  test('SALE-3: one month before, for both stages, and not for who has reserved already', () => {
    const early = { performance: month, now: at('2026-10-19T20:59:59.999Z') };
    expect(decide(facts(early)).reasons).toEqual([
      {
        code: 'window.reservation-not-open',
        severity: 'refuse',
        parameters: { opensAt: '2026-10-19T21:00:00.000Z' },
      },
    ]);
    expect(codesOf({ ...early, stage: 'reserve' })).toEqual(['window.reservation-not-open']);
    expect(codesOf({ ...early, earlier: [RESERVED] })).toEqual(['reservation.found']);
    expect(codesOf({ ...early, stage: 'reserve', now: early.now + 1 })).toEqual([]);
    expect(reservableFrom(EVENING)).toBeNull();
  });

  test.each([
    ['2026-03-31', '2026-02-27T22:00:00.000Z'],
    ['2026-05-31', '2026-04-29T21:00:00.000Z'],
    ['2027-03-29', '2027-02-27T22:00:00.000Z'],
    ['2028-03-31', '2028-02-28T22:00:00.000Z'],
    ['2027-01-31', '2026-12-30T22:00:00.000Z'],
    ['2026-04-29', '2026-03-28T22:00:00.000Z'],
    ['2026-11-25', '2026-10-24T21:00:00.000Z'],
  ])('SALE-3: the month before %s opens at %s, midnight in Helsinki', (day, opens) => {
    expect(reservableFrom({ ...month, day })).toBe(at(opens));
  });

  test('SALE-3: a course counts from its first session', () => {
    const course = { ...COURSE, windows: { ...NO_WINDOWS, oneMonthBefore: true }, endsAt: '2027-05-20T17:00:00.000Z' };
    expect(codesOf({ performance: course, now: at('2026-10-19T20:59:59.999Z') })).toEqual([
      'window.reservation-not-open',
    ]);
    expect(codesOf({ performance: course, now: at('2026-10-19T21:00:00.000Z') })).toEqual([]);
  });

  test('SALE-3: the same evening: redeeming waits, reserving and attending do not', () => {
    const early = { performance: sameEvening, now: at('2026-11-20T16:29:59.999Z') };
    expect(decide(facts({ ...early, earlier: [RESERVED] })).reasons[0]).toEqual({
      code: 'window.redemption-not-open',
      severity: 'refuse',
      parameters: { opensAt: '2026-11-20T16:30:00.000Z' },
    });
    expect(codesOf({ ...early, stage: 'reserve' })).toEqual([]);
    expect(codesOf({ ...early, stage: 'attend', earlier: [EARLIER] })).toEqual([]);
    expect(codesOf({ ...early, now: early.now + 1 })).toEqual([]);
  });

  test('SALE-3: the same evening is for tickets with a start only', () => {
    const { windows } = sameEvening;
    expect(redeemableFrom(sameEvening)).toBe(at('2026-11-20T16:30:00.000Z'));
    expect(redeemableFrom({ ...COURSE, windows })).toBeNull();
    expect(redeemableFrom({ ...DAY_ADMISSION, windows })).toBeNull();
    expect(redeemableFrom(EVENING)).toBeNull();
    expect(redeemableFrom({ ...sameEvening, startsAt: '2026-11-20T22:10:00.000Z' })).toBe(
      at('2026-11-20T21:40:00.000Z'),
    );
  });

  test('SALE-2, SALE-3: without windows tickets are there at once; over is over, at every stage', () => {
    expect(codesOf({ now: at('2026-01-15T10:00:00.000Z') })).toEqual([]);
    for (const stage of STAGES) {
      const over = { stage, now: overFrom(EVENING), earlier: stage === 'attend' ? [EARLIER] : [] };
      expect(codesOf(over)[0]).toBe('performance.over');
    }
  });
});

describe('SALE-7: the card on each stage’s day', () => {
  const ends = { ...PERSONAL, lastDay: '2026-11-19' };
  const before = at('2026-11-19T10:00:00.000Z');

  test('SALE-7: reserving and redeeming a card that expires before the performance warns', () => {
    expect(codesOf({ stage: 'reserve', card: ends, now: before })).toEqual(['card.expires-before-performance']);
    expect(codesOf({ stage: 'redeem', card: ends, now: before })).toEqual(['card.expires-before-performance']);
    expect(codesOf({ stage: 'reserve', card: { ...PERSONAL, lastDay: '2026-11-20' }, now: before })).toEqual([]);
    expect(codesOf({ stage: 'reserve', card: { ...COMMUNITY }, children: 1, now: before })).toEqual([]);
  });

  test('SALE-7: redeeming needs a card that is valid on that day, reservation or not', () => {
    expect(decide(facts({ card: ends, earlier: [RESERVED] }))).toMatchObject({ outcome: 'refuse', grounds: [] });
    expect(codesOf({ card: ends })).toEqual(['card.expired']);
    expect(codesOf({ stage: 'reserve', card: ends })).toEqual(['card.expired']);
  });

  test.each([
    ['card.expired', { card: ends }],
    ['card.ended', { card: { ...PERSONAL, state: 'ended' } }],
    ['card.out-of-use', { card: { ...PERSONAL, state: 'out-of-use' } }],
    ['card.not-yet-valid', { card: { ...PERSONAL, firstDay: '2026-12-01' } }],
    ['card.unknown', { card: null }],
    ['card.unknown-stale-cache', { card: null, cache: { usable: true, ageHours: 100 } }],
    ['cache.empty', { card: null, cache: { usable: false, ageHours: 1 } }],
    ['card.community-on-course', { card: COMMUNITY, performance: COURSE }],
  ] as const)(
    'SALE-7: attending with a lawfully redeemed ticket only warns of %s; without one it refuses',
    (code, given) => {
      expect(decide(facts({ ...given, stage: 'attend', earlier: [EARLIER] }))).toMatchObject({
        outcome: 'warn',
        reasons: [{ code, severity: 'warn' }],
        acquisitionId: EARLIER.acquisitionId,
      });
      const without = decide(facts({ ...given, stage: 'attend', earlier: [RESERVED] }));
      expect(without).toMatchObject({ outcome: 'refuse', acquisitionId: null, grounds: [] });
      expect(without.reasons.map((reason) => `${reason.severity} ${reason.code}`)).toContain(`refuse ${code}`);
    },
  );

  test('SALE-7: who attends has a ticket; a reservation is none; one used before is shown', () => {
    expect(decide(facts({ stage: 'attend' })).reasons).toEqual([
      { code: 'attendance.no-ticket', severity: 'refuse', parameters: {} },
    ]);
    expect(decide(facts({ stage: 'attend', earlier: [RESERVED] })).reasons).toEqual([
      {
        code: 'attendance.only-reserved',
        severity: 'refuse',
        parameters: { at: RESERVED.at, desk: 'Kassa 2', delivered: 1, times: 1 },
      },
    ]);
    expect(decide(facts({ stage: 'attend', earlier: [RESERVED, ATTENDED] }))).toMatchObject({
      outcome: 'warn',
      reasons: [{ code: 'attendance.again', parameters: { at: ATTENDED.at, times: 2 } }],
    });
    const soldOut = { ...EVENING, soldOut: true, exclusion: EXCLUDED };
    expect(codesOf({ stage: 'attend', performance: soldOut })).toEqual(['attendance.no-ticket']);
    expect(codesOf({ stage: 'attend', code: fail('card.malformed', { why: 'empty' }), card: null })).toEqual([
      'card.malformed',
    ]);
  });

  test('SALE-7, CAP-7: attending takes no unit, asks for no place, no fee and no child', () => {
    const performance = { ...CAPPED_TICKETS, feeCents: 100 };
    const card = { ...PERSONAL, childLimit: 1 };
    const given = { stage: 'attend', performance, lease: lease(0), card, children: 9, earlier: [EARLIER] } as const;
    expect(decide(facts(given))).toMatchObject({ outcome: 'accept', units: 0, reasons: [] });
  });
});

describe('SALE-5: a service fee', () => {
  test('SALE-5: is noted when a ticket is handed over, one for each ticket, and never when it is reserved', () => {
    const performance = { ...EVENING, feeCents: 250 };
    expect(decide(facts({ performance, children: 2 }))).toMatchObject({
      outcome: 'accept',
      reasons: [{ code: 'fee.due', severity: 'note', parameters: { cents: 250, tickets: 3 } }],
    });
    expect(codesOf({ performance, earlier: [RESERVED] })).toEqual(['reservation.found', 'fee.due']);
    expect(codesOf({ performance, stage: 'reserve' })).toEqual([]);
    expect(codesOf({ performance: EVENING })).toEqual([]);
  });
});
