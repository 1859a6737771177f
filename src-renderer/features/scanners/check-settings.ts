/** What staff type into the settings: taken where it is in order, null where it is refused. */
import type { Language } from '../../../src-shared/kernel/schemas.ts';

const MOST_SECONDS = 10;
const LONGEST_AFFIX = 8;

/** Seconds with a comma or a point, as milliseconds. */
export function millisecondsOf(typed: string): number | null {
  const text = typed.trim().replace(',', '.');
  if (!/^\d{1,2}(?:\.\d{0,3})?$/.test(text)) return null;
  const seconds = Number(text);
  return seconds > MOST_SECONDS ? null : Math.round(seconds * 1_000);
}

/** Milliseconds as seconds, with the language's comma or point. */
export function secondsInWords(language: Language, milliseconds: number): string {
  const text = String(milliseconds / 1_000);
  return language === 'en' ? text : text.replace('.', ',');
}

/** Signs that a scanner adds: none that a card code could hold or begin with (CARD-2), nor what ends a scan. */
export function affixOf(typed: string): string | null {
  return typed.length <= LONGEST_AFFIX && /^[\p{P}\p{S}]*$/u.test(typed) ? typed : null;
}
