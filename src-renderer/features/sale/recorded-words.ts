/** What is to be said of an acquisition besides its state and its tickets. */
import type { RecordedSale } from '../../../src-shared/desk-api/state.ts';
import { formatEuros, formatMoment } from '../../../src-shared/i18n/format.ts';
import { translate } from '../../../src-shared/i18n/translate.ts';
import type { Language } from '../../../src-shared/kernel/schemas.ts';

/** Until when it is reserved, by telephone or provisionally, its fee (SALE-5), a free cloakroom (SALE-6). `now` in milliseconds. */
export function remarksOf(
  language: Language,
  { state, cardSeen, lapsesAt, provisional, feeCents }: RecordedSale,
  hasCloakroom: boolean,
  now: number,
): string[] {
  const remarks: string[] = [];
  if (state === 'reserved' && lapsesAt !== null) {
    remarks.push(translate(language, 'last.until', { at: formatMoment(language, Date.parse(lapsesAt), now) }));
  }
  if (state === 'reserved' && !cardSeen) remarks.push(translate(language, 'last.telephone', {}));
  if (provisional) remarks.push(translate(language, 'last.provisional', {}));
  if (state === 'redeemed' && feeCents > 0) {
    remarks.push(translate(language, 'last.fee', { euros: formatEuros(language, feeCents) }));
  }
  if (state === 'redeemed' && hasCloakroom) remarks.push(translate(language, 'ticket.cloakroom', {}));
  return remarks;
}
