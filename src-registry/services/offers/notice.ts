/** The notice of limits for web site and brochure: which performances are limited, how, and why (SALE-4). */
import { formatDay, formatTime } from '../../../src-shared/i18n/format.ts';
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import type { Language } from '../../../src-shared/kernel/schemas.ts';
import { reservableFrom, type Performance } from '../../../src-shared/performance/performance.ts';

const WORDS = {
  fi: {
    title: (name: string) => `Kaikukortti: ${name}`,
    none: 'Kaikukortilla pääsee koko ohjelmistoon ilman rajoituksia.',
    some: 'Kaikukortilla pääsee koko muuhun ohjelmistoon. Rajoitukset:',
    excluded: (reason: string) => `ei saatavilla Kaikukortilla. ${reason}`,
    cap: (limit: number) => `enintään ${limit} Kaikukortin haltijaa`,
    capTickets: (limit: number) => `enintään ${limit} lippua Kaikukortilla`,
    month: (day: string) => `varattavissa ja noudettavissa ${day} alkaen`,
    evening: (minutes: number) => `noudettavissa samana iltana, ${minutes} minuuttia ennen alkua`,
    lapses: (minutes: number) => `varaus raukeaa ${minutes} minuuttia ennen alkua`,
  },
  sv: {
    title: (name: string) => `Kaikukortet: ${name}`,
    none: 'Med Kaikukortet kommer man in på hela programmet utan begränsningar.',
    some: 'Med Kaikukortet kommer man in på hela det övriga programmet. Begränsningar:',
    excluded: (reason: string) => `fås inte med Kaikukortet. ${reason}`,
    cap: (limit: number) => `högst ${limit} innehavare av Kaikukort`,
    capTickets: (limit: number) => `högst ${limit} biljetter med Kaikukort`,
    month: (day: string) => `kan reserveras och hämtas från ${day}`,
    evening: (minutes: number) => `kan hämtas samma kväll, ${minutes} minuter före början`,
    lapses: (minutes: number) => `reserveringen förfaller ${minutes} minuter före början`,
  },
  en: {
    title: (name: string) => `Kaikukortti: ${name}`,
    none: 'The Kaikukortti admits to the whole programme, without limits.',
    some: 'The Kaikukortti admits to everything else on the programme. Limits:',
    excluded: (reason: string) => `not available with the Kaikukortti. ${reason}`,
    cap: (limit: number) => `at most ${limit} Kaikukortti holders`,
    capTickets: (limit: number) => `at most ${limit} tickets with a Kaikukortti`,
    month: (day: string) => `can be reserved and collected from ${day}`,
    evening: (minutes: number) => `can be collected the same evening, ${minutes} minutes before the start`,
    lapses: (minutes: number) => `a reservation lapses ${minutes} minutes before the start`,
  },
} as const satisfies Record<Language, unknown>;

/** The notice in a language, as plain text. */
export function noticeOf(language: Language, organiserName: string, offer: readonly Performance[]): string {
  const words = WORDS[language];
  const limited = offer
    .filter(({ cancelled }) => !cancelled)
    .flatMap((performance) => {
      const limits = limitsIn(language, performance);
      return limits.length === 0 ? [] : [`- ${headOf(language, performance)}: ${limits.join('; ')}`];
    });
  return [words.title(organiserName), '', limited.length === 0 ? words.none : words.some, ...limited, ''].join('\n');
}

function headOf(language: Language, { title, day, startsAt }: Performance): string {
  const time = startsAt === null ? '' : ` ${formatTime(language, Date.parse(startsAt))}`;
  return `${formatDay(language, day)}${time} ${title[language]}`;
}

function limitsIn(language: Language, performance: Performance): string[] {
  const words = WORDS[language];
  const { exclusion, cap, windows, startsAt } = performance;
  if (exclusion !== null) return [words.excluded(exclusion.reason[language])];
  const limits: string[] = [];
  if (cap !== null) limits.push(cap.counts === 'adults' ? words.cap(cap.limit) : words.capTickets(cap.limit));
  const opens = reservableFrom(performance);
  if (opens !== null) limits.push(words.month(formatDay(language, helsinkiDay(opens))));
  if (windows.redeemMinutesBefore !== null) limits.push(words.evening(windows.redeemMinutesBefore));
  if (startsAt !== null && windows.lapseMinutesBefore > 0) limits.push(words.lapses(windows.lapseMinutesBefore));
  return limits;
}
