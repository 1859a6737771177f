/** The three languages: the same keys, the same parameters, words for every code. */
import { describe, expect, test } from 'vitest';
import { REASON_CODES } from '../../src-shared/acquisition/reasons.ts';
import { DESK_ERRORS } from '../../src-shared/desk-api/commands.ts';
import { formatAge, formatDay, formatMoment, formatNumber, formatTime } from '../../src-shared/i18n/format.ts';
import { reasonWords } from '../../src-shared/i18n/reason-words.ts';
import { CATALOGUES, isMessageKey, translate } from '../../src-shared/i18n/translate.ts';
import { atTime } from '../../src-shared/kernel/helsinki.ts';
import { LANGUAGES } from '../../src-shared/kernel/schemas.ts';

const NOW = atTime('2026-03-14', '18:20');

function parametersOf(message: string | { by: string; one: string; other: string }): string[] {
  const text = typeof message === 'string' ? message : `${message.other}{${message.by}}`;
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].toSorted();
}

describe.each(LANGUAGES)('%s', (language) => {
  test('has English’s keys, each with English’s parameters', () => {
    expect(Object.keys(CATALOGUES[language]).toSorted()).toEqual(Object.keys(CATALOGUES.en).toSorted());
    for (const [key, message] of Object.entries(CATALOGUES.en)) {
      const translated = CATALOGUES[language][key as keyof typeof CATALOGUES.en];
      expect({ key, parameters: parametersOf(translated) }).toEqual({ key, parameters: parametersOf(message) });
    }
  });

  test.each(REASON_CODES)('says %s in words, without a gap', (code) => {
    const parameters = {
      why: 'too-short',
      hours: 80,
      firstDay: '2026-03-15',
      lastDay: '2026-03-13',
      opensAt: '2026-03-15T16:30:00.000Z',
      at: '2026-03-14T16:05:00.000Z',
      desk: 'Pääovi 1',
      delivered: 0,
      times: 2,
      most: 2,
      left: 0,
      fi: 'syy',
      sv: 'orsak',
      en: 'reason',
    };
    const { title, say, next } = reasonWords(language, { code, severity: 'refuse', parameters }, NOW);
    for (const words of [title, say, next]) {
      expect(words).not.toMatch(/[{}]|undefined|NaN|\d{4}-\d{2}|too-short/);
      expect(words.length).toBeGreaterThan(5);
    }
  });

  test.each(DESK_ERRORS)('has a sentence for %s', (code) => {
    expect(isMessageKey(`error.${code}`)).toBe(true);
    expect(translate(language, `error.${code}`, {})).toMatch(/^\p{Lu}.*[.!]$/u);
  });

  test('chooses the plural form', () => {
    const one = translate(language, 'performances.left', { count: 1 });
    const two = translate(language, 'performances.left', { count: 2 });
    expect(one.replace('1', '')).not.toBe(two.replace('2', ''));
  });
});

test('Swedish and Finnish are not left in English', () => {
  const same = Object.entries(CATALOGUES.en).filter(([key, message]) =>
    (['fi', 'sv'] as const).some((language) => {
      const translated = CATALOGUES[language][key as keyof typeof CATALOGUES.en];
      return typeof message === 'string' && message === translated && /\p{L}{4}/u.test(message);
    }),
  );
  expect(same.map(([key]) => key)).toEqual(['demo.title', 'demo.open']);
});

test('days, times and numbers as Finland writes them, in Helsinki time', () => {
  expect(formatDay('fi', '2026-03-05')).toBe('5.3.2026');
  expect(formatDay('sv', '2026-03-05')).toBe('5.3.2026');
  expect(formatTime('fi', NOW)).toBe('18.20');
  expect(formatTime('sv', NOW)).toBe('18.20');
  expect(formatMoment('fi', NOW, NOW)).toBe('klo 18.20');
  expect(formatMoment('fi', atTime('2026-03-15', '00:30'), NOW)).toBe('su 15.3. klo 0.30');
  expect(formatNumber('fi', 98_412)).toBe('98\u00A0412');
});

test('ages in the largest unit that says enough', () => {
  expect(formatAge('en', 59_000)).toBe('just now');
  expect(formatAge('en', 60_000)).toBe('1 minute ago');
  expect(formatAge('sv', 90 * 60_000)).toBe('för 1 timme sedan');
  expect(formatAge('fi', 80 * 3_600_000)).toBe('3 päivää sitten');
});
