/** The present day and the days that were asked for are remembered: what is remembered is what a calendar says. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  endOfDay,
  helsinkiDay,
  helsinkiHour,
  oneMonthBefore,
  startOfDay,
} from '../../src-shared/kernel/helsinki.ts';

/** A failure prints seed and path: put them here to replay it. */
const REPLAY = { seed: 20_260_306, numRuns: 500 };
const DAY = 86_400_000;

/** Another calendar than the one under test, and without a memory. */
const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Helsinki',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
});

function oracle(instant: number): { day: string; hour: number } {
  const found = Object.fromEntries(parts.formatToParts(instant).map(({ type, value }) => [type, value]));
  return { day: `${found['year']}-${found['month']}-${found['day']}`, hour: Number(found['hour']) };
}

const days = fc.integer({ min: 0, max: 3_000 }).map((count) => addDays('2024-01-01', count));
/** Just before, at and after the beginning of a day, within it, and far away. */
const instants = fc.oneof(
  fc
    .tuple(days, fc.constantFrom(-3_600_000, -1, 0, 1, 3_600_000, DAY - 1, DAY, DAY + 1))
    .map(([day, away]) => startOfDay(day) + away),
  fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2060, 0) }),
);

describe('helsinkiDay', () => {
  test('CARD-3: is what another calendar says, however often and in whatever order it was asked before', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(fc.array(instants, { minLength: 1, maxLength: 20 }), (asked) => {
        for (const instant of [...asked, ...asked.toReversed()]) {
          expect(helsinkiDay(instant)).toBe(oracle(instant).day);
          expect(helsinkiHour(instant)).toBe(oracle(instant).hour);
        }
      }),
      REPLAY,
    );
  });

  test('CARD-3: turns at the very millisecond, back and forth', () => {
    for (const day of ['2026-03-29', '2026-10-25', '2026-12-31', '2028-02-29']) {
      const [from, until] = [startOfDay(day), endOfDay(day)];
      expect([from - 1, from, until - 1, until, until - 1, from, from - 1].map(helsinkiDay)).toEqual([
        addDays(day, -1),
        day,
        day,
        addDays(day, 1),
        day,
        day,
        addDays(day, -1),
      ]);
    }
  });

  test('CARD-3: a day begins where the calendar turns, and ends where the next begins', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(days, (day) => {
        expect(oracle(startOfDay(day)).day).toBe(day);
        expect(oracle(startOfDay(day) - 1).day).not.toBe(day);
        expect(endOfDay(day)).toBe(startOfDay(addDays(day, 1)));
      }),
      REPLAY,
    );
  });

  test('SALE-3: more days than are remembered give the same answers', () => {
    const many = Array.from({ length: 5_000 }, (_, count) => addDays('2020-01-01', count));
    const first = many.map((day) => [startOfDay(day), oneMonthBefore(day)]);
    expect(many.map((day) => [startOfDay(day), oneMonthBefore(day)])).toEqual(first);
    expect(many.every((day) => oracle(startOfDay(day)).day === day)).toBe(true);
  });

  test('SALE-3: one month before is the same day number, or the month’s last', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(days, (day) => {
        const before = oneMonthBefore(day);
        const months = (each: string) => Number(each.slice(0, 4)) * 12 + Number(each.slice(5, 7));
        expect(months(before)).toBe(months(day) - 1);
        const isSameNumber = before.slice(8) === day.slice(8);
        const isLast = addDays(before, 1).endsWith('-01');
        expect(isSameNumber || (isLast && before.slice(8) < day.slice(8))).toBe(true);
      }),
      REPLAY,
    );
  });

  test('refuses what is no instant', () => {
    expect(() => helsinkiDay(Number.NaN)).toThrow(RangeError);
  });
});
