/** The three languages: the same keys, the same parameters, words for every code. */
import { describe, expect, test } from 'vitest';
import { GROUNDS, type GroundCode } from '../../src-shared/acquisition/grounds.ts';
import {
  REASON_CODES,
  REASONS,
  SEVERITIES,
  type ReasonCode,
  type Severity,
} from '../../src-shared/acquisition/reasons.ts';
import { DESK_ERRORS } from '../../src-shared/desk-api/errors.ts';
import {
  formatAge,
  formatDay,
  formatEuros,
  formatMoment,
  formatNumber,
  formatTime,
} from '../../src-shared/i18n/format.ts';
import { groundWords, reasonWords } from '../../src-shared/i18n/reason-words.ts';
import { CATALOGUES, isMessageKey, translate } from '../../src-shared/i18n/translate.ts';
import { atTime } from '../../src-shared/kernel/helsinki.ts';
import { LANGUAGES } from '../../src-shared/kernel/schemas.ts';
import { OFFER_BREACHES } from '../../src-shared/performance/offer-check.ts';
import { CONFLICTS } from '../../src-shared/registry-api/bodies/delivery.ts';

const NOW = atTime('2026-03-14', '18:20');

function parametersOf(message: string | { by: string; one: string; other: string }): string[] {
  const text = typeof message === 'string' ? message : `${message.other}{${message.by}}`;
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].toSorted();
}

/** Parameters of every reason and ground. */
const PARAMETERS = {
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
  needed: 3,
  left: 0,
  cents: 250,
  tickets: 2,
  fi: 'syy',
  sv: 'orsak',
  en: 'reason',
};

/** What nobody is to be told over a counter: that they are turned away, or what the queue need not know. */
const HARSH = [
  ['hylät', 'hyläty', 'kielle', 'kiellet', 'evät', 'epäsi', 'torju', 'mitätö', 'kelpaa', 'virheel', 'väärin'],
  ['köyh', 'vähävarai', 'pienituloi', 'ilmai', 'maksut', 'kaiku'],
  ['nekad', 'neka', 'avvis', 'förbj', 'ogiltig', 'fel ', 'fattig', 'låginkomst', 'gratis', 'inte tillåt'],
  ['refus', 'reject', 'denied', 'deny', 'invalid', 'forbidden', 'not allowed', 'illegal', 'fraud', 'wrong'],
  ['poor', 'low income', 'low-income', 'for free', 'free of charge'],
].flat();

/** Where the circumstances make another severity, and other words with it. */
const OF_ANOTHER_SEVERITY: readonly (readonly [ReasonCode, Severity])[] = [
  ['cache.empty', 'warn'],
  ['cache.empty', 'note'],
  ['card.unknown-stale-cache', 'warn'],
  ['card.unknown-stale-cache', 'note'],
  ['card.unknown', 'warn'],
  ['card.out-of-use', 'warn'],
  ['card.ended', 'warn'],
  ['card.not-yet-valid', 'warn'],
  ['card.expired', 'warn'],
  ['card.community-on-course', 'warn'],
  ['children.over-limit', 'warn'],
  ['group.card-twice', 'warn'],
];

function expectWords(words: string): void {
  expect(words).not.toMatch(/[{}]|undefined|NaN|\d{4}-\d{2}|too-short|  /);
  expect(words.length).toBeGreaterThan(4);
}

describe.each(LANGUAGES)('%s', (language) => {
  test('has English’s keys, each with English’s parameters', () => {
    expect(Object.keys(CATALOGUES[language]).toSorted()).toEqual(Object.keys(CATALOGUES.en).toSorted());
    for (const [key, message] of Object.entries(CATALOGUES.en)) {
      const translated = CATALOGUES[language][key as keyof typeof CATALOGUES.en];
      expect({ key, parameters: parametersOf(translated) }).toEqual({ key, parameters: parametersOf(message) });
    }
  });

  test.each(REASON_CODES)('says %s in words, without a gap, whatever its severity', (code) => {
    for (const severity of SEVERITIES) {
      const { title, say, next } = reasonWords(language, { code, severity, parameters: PARAMETERS }, NOW);
      for (const words of [title, say, next]) expectWords(words);
    }
  });

  test.each(REASON_CODES)('%s: what is said to the customer is kind, and tells the queue nothing', (code) => {
    for (const severity of SEVERITIES) {
      const { say } = reasonWords(language, { code, severity, parameters: PARAMETERS }, NOW);
      for (const word of HARSH) expect(say.toLowerCase()).not.toContain(word);
    }
  });

  test.each(OF_ANOTHER_SEVERITY)('says %s as %s in other words than usual', (code, severity) => {
    const usual = reasonWords(language, { code, severity: REASONS[code].severity, parameters: PARAMETERS }, NOW);
    const other = reasonWords(language, { code, severity, parameters: PARAMETERS }, NOW);
    expect(other.next).not.toBe(usual.next);
  });

  test.each(Object.keys(GROUNDS) as GroundCode[])('says the ground %s in a sentence', (code) => {
    const parameters = { ...PARAMETERS, rule: 'CAP-4', limit: 20, under: 18 };
    const words = groundWords(language, { code, rule: GROUNDS[code], parameters }, NOW);
    expectWords(words);
    expect(words).toMatch(/^\p{Lu}.*\.$/u);
    if (code === 'ground.cap') expect(words).toContain(translate(language, 'capRule.CAP-4', {}));
  });

  test.each(OFFER_BREACHES)('says %s in a sentence, with its rule', (code) => {
    const words = translate(language, code, { rule: 'CAP-1', lowest: 20 });
    expectWords(words);
    expect(words).toContain('CAP-1');
    if (code === 'offer.cap-too-low') expect(words).toContain('20');
  });

  test.each(CONFLICTS)('says what the registry remarked with %s, and what to do', (conflict) => {
    expectWords(translate(language, `conflict.${conflict}.title`, {}));
    expect(translate(language, `conflict.${conflict}.next`, {})).toMatch(/^\p{Lu}.*\.$/u);
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
  expect(formatEuros('fi', 250)).toBe('2,50\u00A0€');
  expect(formatEuros('sv', 1_000)).toBe('10,00\u00A0€');
  expect(formatEuros('en', 5)).toBe('€0.05');
});

test('a fee is told in euros, for one ticket and for several (SALE-5)', () => {
  const due = (tickets: number) =>
    reasonWords('en', { code: 'fee.due', severity: 'note', parameters: { cents: 250, tickets } }, NOW);
  expect(due(1).title).toBe('Service fee €2.50');
  expect(due(3).title).toBe('Service fee €7.50 (3 × €2.50)');
  expect(due(3).say).toBe('The service fee is €7.50, please.');
});

test('ages in the largest unit that says enough', () => {
  expect(formatAge('en', 59_000)).toBe('just now');
  expect(formatAge('en', 60_000)).toBe('1 minute ago');
  expect(formatAge('sv', 90 * 60_000)).toBe('för 1 timme sedan');
  expect(formatAge('fi', 80 * 3_600_000)).toBe('3 päivää sitten');
});
