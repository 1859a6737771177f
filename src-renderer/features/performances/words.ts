/** What a performance is in words: its hour, its marks, what is left. */
import type { OfferedPerformance } from '../../../src-shared/desk-api/state.ts';
import { formatMoment, formatTime } from '../../../src-shared/i18n/format.ts';
import { translate } from '../../../src-shared/i18n/translate.ts';
import type { Language } from '../../../src-shared/kernel/schemas.ts';
import {
  overFrom,
  redeemableFrom,
  reservableFrom,
  type Performance,
} from '../../../src-shared/performance/performance.ts';

/** Its Helsinki hour, or that it is open all day. */
export function timeOf(language: Language, { startsAt }: Performance): string {
  return startsAt === null
    ? translate(language, 'performances.allDay', {})
    : formatTime(language, Date.parse(startsAt));
}

/** What keeps a card from being used for it, as short marks; `now` in milliseconds. */
export function marksOf(language: Language, performance: Performance, now: number): string[] {
  const marks: string[] = [];
  if (performance.cancelled) marks.push(translate(language, 'performances.cancelled', {}));
  if (performance.exclusion !== null) marks.push(translate(language, 'performances.excluded', {}));
  if (performance.soldOut) marks.push(translate(language, 'performances.soldOut', {}));
  if (now >= overFrom(performance)) marks.push(translate(language, 'performances.over', {}));
  const opens = Math.max(reservableFrom(performance) ?? 0, redeemableFrom(performance) ?? 0);
  if (opens > now) {
    marks.push(translate(language, 'performances.opensAt', { opensAt: formatMoment(language, opens, now) }));
  }
  return marks;
}

/** How many places are left under the cap. */
export function leftOf(language: Language, { left }: OfferedPerformance): string {
  if (left === null) return translate(language, 'performances.noLimit', {});
  if (left === 0) return translate(language, 'performances.noneLeft', {});
  return translate(language, 'performances.left', { count: left });
}
