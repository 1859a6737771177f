/** Helsinki days; test/unit/helsinki-zones.test.ts asks the same on machines of other time zones. */
import { describe, expect, test } from 'vitest';
import { decide } from '../../src-shared/acquisition/decide.ts';
import { presetLastDay } from '../../src-shared/card/card.ts';
import {
  addDays,
  atTime,
  endOfDay,
  helsinkiDay,
  oneMonthBefore,
  startOfDay,
} from '../../src-shared/kernel/helsinki.ts';
import { overFrom, reservableFrom } from '../../src-shared/performance/performance.ts';
import { DAY_ADMISSION, EVENING, facts, PERSONAL } from './sale-facts.ts';

const HOUR = 3_600_000;

function at(instant: string): number {
  return Date.parse(instant);
}

function utc(instant: number): string {
  return new Date(instant).toISOString();
}

describe('Helsinki days', () => {
  test('the day turns at midnight in Helsinki, winter and summer', () => {
    expect(helsinkiDay(at('2026-11-20T21:59:59.999Z'))).toBe('2026-11-20');
    expect(helsinkiDay(at('2026-11-20T22:00:00.000Z'))).toBe('2026-11-21');
    expect(helsinkiDay(at('2026-07-01T20:59:59.999Z'))).toBe('2026-07-01');
    expect(helsinkiDay(at('2026-07-01T21:00:00.000Z'))).toBe('2026-07-02');
  });

  test('a card is valid to the end of its last day, and from the beginning of its first (CARD-3)', () => {
    const card = { ...PERSONAL, firstDay: '2026-11-20', lastDay: '2026-11-20' };
    const performance = { ...EVENING, day: '2026-11-20', endsAt: null };
    const outcomes = ['2026-11-19T21:59:59.999Z', '2026-11-19T22:00:00.000Z', '2026-11-20T21:59:59.999Z'].map(
      (now) => decide(facts({ now: at(now), card, performance })).outcome,
    );
    expect(outcomes).toEqual(['refuse', 'accept', 'accept']);
    const tomorrow = { ...EVENING, day: '2026-11-21', startsAt: null, endsAt: null };
    expect(decide(facts({ now: at('2026-11-20T22:00:00.000Z'), card, performance: tomorrow })).reasons[0]?.code).toBe(
      'card.expired',
    );
  });

  test('the days on which clocks change have 23 and 25 hours', () => {
    expect(endOfDay('2026-03-29') - startOfDay('2026-03-29')).toBe(23 * HOUR);
    expect(endOfDay('2026-10-25') - startOfDay('2026-10-25')).toBe(25 * HOUR);
    expect(utc(startOfDay('2026-03-30'))).toBe('2026-03-29T21:00:00.000Z');
    expect(utc(startOfDay('2026-10-26'))).toBe('2026-10-25T22:00:00.000Z');
  });

  test('a wall time that is skipped moves on; one that comes twice is its first', () => {
    expect(utc(atTime('2026-03-29', '03:30'))).toBe('2026-03-29T01:30:00.000Z');
    expect(utc(atTime('2026-10-25', '03:30'))).toBe('2026-10-25T00:30:00.000Z');
  });

  test('both hours of a night that has one twice belong to its day', () => {
    expect(helsinkiDay(at('2026-10-25T21:59:59.999Z'))).toBe('2026-10-25');
  });

  test('a day’s admission is over when its day is, on the days of the change too', () => {
    expect(utc(overFrom({ ...DAY_ADMISSION, day: '2026-03-29' }))).toBe('2026-03-29T21:00:00.000Z');
    expect(utc(overFrom({ ...DAY_ADMISSION, day: '2026-10-25' }))).toBe('2026-10-25T22:00:00.000Z');
    expect(overFrom(EVENING)).toBe(at('2026-11-20T19:30:00.000Z'));
  });

  test('one month before is the same day number at 00:00, else the month’s last day (SALE-3)', () => {
    expect(oneMonthBefore('2026-11-20')).toBe('2026-10-20');
    expect(oneMonthBefore('2026-03-31')).toBe('2026-02-28');
    expect(oneMonthBefore('2028-03-30')).toBe('2028-02-29');
    expect(oneMonthBefore('2026-01-15')).toBe('2025-12-15');
    const opens = reservableFrom({
      ...EVENING,
      day: '2026-04-20',
      windows: { oneMonthBefore: true, redeemMinutesBefore: null, lapseMinutesBefore: 0 },
    });
    expect(utc(opens!)).toBe('2026-03-19T22:00:00.000Z');
  });

  test('a card of 29 February ends on the 28th of the next year (CARD-3)', () => {
    expect(presetLastDay('2028-02-29')).toBe('2029-02-28');
    expect(presetLastDay('2027-02-28')).toBe('2028-02-28');
    expect(presetLastDay('2026-11-20')).toBe('2027-11-20');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  });
});
