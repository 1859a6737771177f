/** Days, times and numbers as the desks of Finland write them. */
import { describe, expect, test } from 'vitest';
import {
  formatAge,
  formatDay,
  formatMoment,
  formatNumber,
  formatTime,
  formatWeekday,
} from '../../src-shared/i18n/format.ts';
import { reasonWords } from '../../src-shared/i18n/reason-words.ts';
import { isMessageKey, translate } from '../../src-shared/i18n/translate.ts';

const EVENING = Date.parse('2026-03-14T16:30:00.000Z');
const MINUTE = 60_000;
const plain = (text: string) => text.replaceAll(/\s/g, ' ');

describe('formats', () => {
  test.each([
    ['fi', '14.3.2026', 'la 14.3.', '18.30', '1 234 567'],
    ['sv', '14.3.2026', 'lör 14.3', '18.30', '1 234 567'],
    ['en', '14/03/2026', 'Sat 14/03', '18:30', '1,234,567'],
  ] as const)('of %s', (language, day, weekday, time, number) => {
    expect(formatDay(language, '2026-03-14')).toBe(day);
    expect(plain(formatWeekday(language, '2026-03-14'))).toContain(weekday.slice(0, 2));
    expect(formatTime(language, EVENING)).toBe(time);
    expect(plain(formatNumber(language, 1_234_567))).toBe(number);
  });

  test('a moment has its day where that is not today’s, in Helsinki', () => {
    const lateEvening = Date.parse('2026-03-14T21:59:00.000Z');
    expect(formatMoment('en', EVENING, lateEvening)).not.toContain('Sat');
    expect(formatMoment('en', EVENING, lateEvening + MINUTE)).toContain('Sat');
    expect(formatMoment('en', EVENING, lateEvening)).toContain('18:30');
  });

  test('an age is told in the largest unit that is still plain', () => {
    const ages = [0, 59_999, MINUTE, 59 * MINUTE, 60 * MINUTE, 47 * 60 * MINUTE, 48 * 60 * MINUTE].map((age) =>
      formatAge('en', age),
    );
    expect(new Set(ages).size).toBe(6);
    expect(ages[0]).toBe(ages[1]);
    expect(ages[3]).toContain('59');
    expect(ages[5]).toContain('47');
    expect(ages[6]).toContain('2');
  });
});

describe('words', () => {
  test('a message that is missing a parameter leaves nothing behind', () => {
    expect(isMessageKey('card.expired.title')).toBe(true);
    expect(isMessageKey('card.expired')).toBe(false);
    expect(translate('en', 'card.expired.title', {})).not.toContain('{');
  });

  test('field lesson 4: whether an earlier use is delivered is said in words', () => {
    const reason = (delivered: number) => ({
      code: 'duplicate.same-performance' as const,
      severity: 'refuse' as const,
      parameters: { at: '2026-03-14T16:30:00.000Z', desk: 'Kassa 2', delivered, times: 1 },
    });
    expect(reasonWords('en', reason(1), EVENING)).not.toEqual(reasonWords('en', reason(0), EVENING));
  });

  test('CARD-2: a reason why that nobody knows is shown as it came', () => {
    const reason = { code: 'card.malformed' as const, severity: 'refuse' as const, parameters: { why: 'smudged' } };
    expect(reasonWords('en', reason, EVENING).title).toContain('smudged');
  });
});
