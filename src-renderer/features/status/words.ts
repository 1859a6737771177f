/** The status line in words. */
import type { SyncStatus } from '../../../src-shared/desk-api/state.ts';
import { formatAge, formatNumber } from '../../../src-shared/i18n/format.ts';
import { translate } from '../../../src-shared/i18n/translate.ts';
import type { Language } from '../../../src-shared/kernel/schemas.ts';

/** From here on, in milliseconds, the clock's difference is worth telling. */
const SKEW_TOLD = 60_000;

/** State, size and age of the card list; `now` in milliseconds. */
export function cardListWords(language: Language, { state, count, freshAt }: SyncStatus['cards'], now: number): string {
  if (state === 'empty' || state === 'loading' || state === 'damaged') {
    return translate(language, `status.cards.${state}`, {});
  }
  const size = translate(language, 'status.cards.ready', { count, number: formatNumber(language, count) });
  if (freshAt === null) return size;
  const age = formatAge(language, Math.max(0, now - Date.parse(freshAt)));
  return `${size}, ${translate(language, state === 'stale' ? 'status.cards.stale' : 'status.cards.fresh', { age })}`;
}

/** That the clock is fast or slow, in minutes; null where it is right enough or unknown. */
export function skewWords(language: Language, skewMilliseconds: number | null): string | null {
  if (skewMilliseconds === null || Math.abs(skewMilliseconds) <= SKEW_TOLD) return null;
  const minutes = Math.round(Math.abs(skewMilliseconds) / 60_000);
  return translate(language, skewMilliseconds > 0 ? 'status.clockAhead' : 'status.clockBehind', { minutes });
}

/** What is wrong with the way to the registry: what staff can mend in words, the rest by its code. */
export function troubleWords(language: Language, code: string): string {
  // The desk's token is not in the registry: it was enrolled after the backup that the registry came back from.
  if (code === 'auth.invalid') return translate(language, 'status.unknownDesk', {});
  return translate(language, 'status.trouble', { code });
}
