/** What the rules answer about dates, as one JSON line: run in machines of several time zones (CARD-3, SALE-3, SALE-7). */
import { fileURLToPath } from 'node:url';
import { decide } from '../../src-shared/acquisition/decide.ts';
import { cardInvalidOn, presetLastDay } from '../../src-shared/card/card.ts';
import {
  addDays,
  addYears,
  atTime,
  endOfDay,
  helsinkiDay,
  helsinkiHour,
  oneMonthBefore,
  startOfDay,
} from '../../src-shared/kernel/helsinki.ts';
import { checkOffer } from '../../src-shared/performance/offer-check.ts';
import { lapsesFrom, overFrom, reservableFrom } from '../../src-shared/performance/performance.ts';
import { PRESET_RULE_SET, ruleSetInForce } from '../../src-shared/rules/rule-set.ts';
import { DAY_ADMISSION, EVENING, facts, NO_WINDOWS, PERSONAL } from './sale-facts.ts';

/** Days on which something is special: clocks change, leap days, ends of months and of the year. */
export const SPECIAL_DAYS = [
  '2026-03-28',
  '2026-03-29',
  '2026-03-30',
  '2026-03-31',
  '2026-10-24',
  '2026-10-25',
  '2026-10-26',
  '2026-12-31',
  '2027-01-01',
  '2027-03-28',
  '2027-10-31',
  '2028-02-28',
  '2028-02-29',
  '2028-03-01',
  '2028-12-31',
] as const;

/** The last day of the card that is valid on it and no longer the day after, whatever the clock of the machine shows. */
function lastInstants(day: string): string {
  const card = { ...PERSONAL, firstDay: day, lastDay: day };
  const performance = { ...DAY_ADMISSION, day };
  return [startOfDay(day) - 1, startOfDay(day), endOfDay(day) - 1, endOfDay(day)]
    .map((now) => decide(facts({ now, card, performance })).reasons[0]?.code ?? 'accepted')
    .join(' ');
}

/** All answers. */
export function dateAnswers(): Record<string, unknown> {
  const utc = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString());
  return Object.fromEntries(
    SPECIAL_DAYS.map((day) => {
      const month = { ...EVENING, day, windows: { ...NO_WINDOWS, oneMonthBefore: true } };
      const evening = { ...EVENING, day, startsAt: utc(atTime(day, '00:30')) };
      const windows = { ...NO_WINDOWS, redeemMinutesBefore: 45 };
      return [
        day,
        {
          starts: utc(startOfDay(day)),
          ends: utc(endOfDay(day)),
          hours: (endOfDay(day) - startOfDay(day)) / 3_600_000,
          around: [startOfDay(day) - 1, startOfDay(day), endOfDay(day) - 1, endOfDay(day)].map(helsinkiDay),
          hoursOf: [startOfDay(day), atTime(day, '03:30'), endOfDay(day) - 1].map(helsinkiHour),
          evening: utc(atTime(day, '19:00')),
          dayAfter: addDays(day, 1),
          yearAfter: addYears(day, 1),
          cardUntil: presetLastDay(day),
          cardOnLast: cardInvalidOn({ ...PERSONAL, lastDay: presetLastDay(day) }, presetLastDay(day)),
          cardAfter: cardInvalidOn({ ...PERSONAL, lastDay: presetLastDay(day) }, addDays(presetLastDay(day), 1)),
          card: lastInstants(day),
          monthBefore: oneMonthBefore(day),
          reservable: utc(reservableFrom(month)),
          over: utc(overFrom({ ...DAY_ADMISSION, day })),
          lapses: utc(lapsesFrom({ ...DAY_ADMISSION, day })),
          afterMidnight: checkOffer({ ...evening, windows }, PRESET_RULE_SET),
          ruleSet: ruleSetInForce([{ ...PRESET_RULE_SET, firstDay: '2027-01-01' }], day).firstDay,
        },
      ];
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  process.stdout.write(JSON.stringify({ zone, answers: dateAnswers() }));
}
