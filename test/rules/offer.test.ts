/** SALE-3, SALE-4 and CAP-10 as an organiser meets them: what it sets is lawful or refused with the rule that it breaks. */
import { describe, expect, test } from 'vitest';
import { checkOffer, excludedTooMuch, type Offer } from '../../src-shared/performance/offer-check.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { DAY_ADMISSION, EVENING, EXCLUDED, NO_WINDOWS } from '../unit/sale-facts.ts';

function breachesOf(otherwise: Partial<Offer>) {
  return checkOffer({ ...EVENING, ...otherwise }, PRESET_RULE_SET);
}

function evening(startsAt: string, redeemMinutesBefore: number | null, lapseMinutesBefore = 0): Partial<Offer> {
  return { startsAt, windows: { oneMonthBefore: false, redeemMinutesBefore, lapseMinutesBefore } };
}

const outside = [{ code: 'offer.window-not-same-evening', rule: 'SALE-3', lowest: null }];

describe('CAP-10: an unlawful cap is refused', () => {
  test('CAP-1, CAP-10: with the rule that it breaks and the lowest lawful value', () => {
    expect(breachesOf({})).toEqual([]);
    expect(breachesOf({ cap: { limit: 9, counts: 'adults' } })).toEqual([
      { code: 'offer.cap-too-low', rule: 'CAP-1', lowest: 10 },
    ]);
    expect(breachesOf({ cap: { limit: 9, counts: 'adults' }, capacity: null })).toEqual([
      { code: 'offer.capacity-unknown', rule: 'CAP-1', lowest: null },
    ]);
  });

  test('CAP-10, SALE-3: cap and windows are judged each on its own', () => {
    const both = { cap: { limit: 1, counts: 'adults' as const }, ...evening('2026-11-20T17:00:00.000Z', 1_141) };
    expect(breachesOf(both).map(({ rule }) => rule)).toEqual(['CAP-1', 'SALE-3']);
  });
});

describe('SALE-3: redeemed only the same evening', () => {
  test('SALE-3: lawful if it opens on the performance’s own day, from midnight on', () => {
    // 19:00 in Helsinki: midnight is 1,140 minutes before.
    expect(breachesOf(evening('2026-11-20T17:00:00.000Z', 0, 1))).toHaveLength(1);
    expect(breachesOf(evening('2026-11-20T17:00:00.000Z', 30))).toEqual([]);
    expect(breachesOf(evening('2026-11-20T17:00:00.000Z', 1_140))).toEqual([]);
    expect(breachesOf(evening('2026-11-20T17:00:00.000Z', 1_141))).toEqual(outside);
    expect(breachesOf(evening('2026-11-20T17:00:00.000Z', null))).toEqual([]);
  });

  test('SALE-3: for a start after midnight the evening before is the same evening', () => {
    // 00:30 in Helsinki.
    expect(breachesOf(evening('2026-11-20T22:30:00.000Z', 30))).toEqual([]);
    expect(breachesOf(evening('2026-11-20T22:30:00.000Z', 31))).toEqual([]);
    expect(breachesOf(evening('2026-11-20T22:30:00.000Z', 30 + 1_440))).toEqual([]);
    expect(breachesOf(evening('2026-11-20T22:30:00.000Z', 31 + 1_440))).toEqual(outside);
  });

  test('SALE-3: a start is after midnight until 04:59', () => {
    expect(breachesOf(evening('2026-11-21T02:59:00.000Z', 300))).toEqual([]);
    expect(breachesOf(evening('2026-11-21T03:00:00.000Z', 301))).toEqual(outside);
    expect(breachesOf(evening('2026-11-21T03:00:00.000Z', 300))).toEqual([]);
  });

  test('SALE-3: on the nights when clocks change the day still begins at midnight', () => {
    // Starts at 12:00 on days of 23 and 25 hours: midnight is 11 and 13 hours before.
    expect(breachesOf(evening('2026-03-29T09:00:00.000Z', 660))).toEqual([]);
    expect(breachesOf(evening('2026-03-29T09:00:00.000Z', 661))).toEqual(outside);
    expect(breachesOf(evening('2026-10-25T10:00:00.000Z', 780))).toEqual([]);
    expect(breachesOf(evening('2026-10-25T10:00:00.000Z', 781))).toEqual(outside);
  });

  test('SALE-3: tickets only, never course places; and not without a start', () => {
    expect(breachesOf({ kind: 'course', ...evening('2026-11-20T17:00:00.000Z', 30) })).toEqual([
      { code: 'offer.window-on-course', rule: 'SALE-3', lowest: null },
    ]);
    expect(breachesOf({ kind: 'course', windows: { ...NO_WINDOWS, oneMonthBefore: true } })).toEqual([]);
    expect(
      checkOffer({ ...DAY_ADMISSION, windows: { ...NO_WINDOWS, redeemMinutesBefore: 30 } }, PRESET_RULE_SET),
    ).toEqual([{ code: 'offer.window-without-start', rule: 'SALE-3', lowest: null }]);
  });
});

describe('SALE-7: when reservations lapse', () => {
  test('SALE-7: not before they can be redeemed', () => {
    const breach = [{ code: 'offer.lapse-before-redemption', rule: 'SALE-7', lowest: null }];
    expect(breachesOf(evening('2026-11-20T17:00:00.000Z', 30, 29))).toEqual([]);
    expect(breachesOf(evening('2026-11-20T17:00:00.000Z', 30, 30))).toEqual(breach);
    expect(breachesOf(evening('2026-11-20T17:00:00.000Z', 30, 60))).toEqual(breach);
    expect(breachesOf(evening('2026-11-20T17:00:00.000Z', null, 60))).toEqual([]);
    expect(breachesOf(evening('2026-11-20T17:00:00.000Z', 1_141, 2_000))).toEqual(outside);
  });
});

describe('SALE-4: most of the offer stays available', () => {
  const offer = (excluded: number, of: number) =>
    Array.from({ length: of }, (_, index) => ({ exclusion: index < excluded ? EXCLUDED : null }));

  test('SALE-4: more than half excluded warns, with how much', () => {
    expect(excludedTooMuch('theatre', offer(5, 10), PRESET_RULE_SET)).toBeNull();
    expect(excludedTooMuch('theatre', offer(6, 10), PRESET_RULE_SET)).toBe(60);
    expect(excludedTooMuch('museum', offer(2, 3), PRESET_RULE_SET)).toBe(67);
    expect(excludedTooMuch('other', offer(1, 1), PRESET_RULE_SET)).toBe(100);
    expect(excludedTooMuch('theatre', [], PRESET_RULE_SET)).toBeNull();
  });

  test('SALE-4: cinemas and adult-education institutes may exclude more widely', () => {
    expect(excludedTooMuch('cinema', offer(9, 10), PRESET_RULE_SET)).toBeNull();
    expect(excludedTooMuch('institute', offer(9, 10), PRESET_RULE_SET)).toBeNull();
  });

  test('SALE-4: the share is the rule set’s', () => {
    expect(excludedTooMuch('theatre', offer(5, 10), { ...PRESET_RULE_SET, warnExcludedAbovePercent: 49 })).toBe(50);
  });
});
