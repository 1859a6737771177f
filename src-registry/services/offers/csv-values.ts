/** Days, times, numbers and choices as people write them into a spreadsheet; null: it is none. */
import { offerDay } from '../../../src-shared/registry-api/bodies/performances.ts';

/** A header or a word, so that capitals, white space and underscores do not matter. */
export function plainWord(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_]+/g, ' ')
    .trim();
}

/** 2026-10-09, 9.10.2026 or 09.10.2026 (a time that a spreadsheet has added is left out), as `YYYY-MM-DD`. */
export function readDay(text: string): string | null {
  const [date = '', ...rest] = text.trim().split(/[ T]/);
  if (rest.length > 1 || !rest.every((time) => /^\d{1,2}[.:]\d{2}([.:]\d{2})?$/.test(time))) return null;
  const finnish = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(date);
  const written =
    finnish === null ? date : `${finnish[3]}-${finnish[2]?.padStart(2, '0')}-${finnish[1]?.padStart(2, '0')}`;
  return offerDay.safeParse(written).success ? written : null;
}

/** 19:00, 19.00, 9.30 or 19, with or without "klo" or "kl.", as `HH:MM`. */
export function readTime(text: string): string | null {
  const found = /^(?:klo|kl)?\.?\s*(\d{1,2})(?:[.:](\d{2})(?:[.:]00)?)?$/i.exec(text.trim());
  const [hour, minute] = [Number(found?.[1]), Number(found?.[2] ?? 0)];
  if (found === null || hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** A whole number that is not negative, with or without spaces between thousands. */
export function readCount(text: string): number | null {
  const bare = text.replaceAll(/\s/g, '');
  return /^\d{1,9}$/.test(bare) ? Number(bare) : null;
}

/** Euros such as 2,50 or 2.50 € or 3, in cents. */
export function readCents(text: string): number | null {
  const found = /^(\d{1,6})(?:[.,](\d{1,2}))?\s*€?$/.exec(text.trim());
  return found === null ? null : Number(found[1]) * 100 + Number((found[2] ?? '0').padEnd(2, '0'));
}

const YES = ['yes', 'kyllä', 'k', 'y', 'ja', 'j', 'x', '1', 'true', 'tosi', 'on'];
const NO = ['no', 'ei', 'e', 'n', 'nej', '0', 'false', 'epätosi', '-'];

/** Yes or no, in the three languages. */
export function readYes(text: string): boolean | null {
  const word = plainWord(text);
  if (YES.includes(word)) return true;
  return NO.includes(word) ? false : null;
}
