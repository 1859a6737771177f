/** A read of the test area in words: what was made of it, what to do, what is worth a remark. */
import type { MalformedWhy } from '../../../src-shared/card/code.ts';
import type { TestRead } from '../../../src-shared/desk-api/scanners.ts';
import type { MessageKey } from '../../../src-shared/i18n/catalogue.ts';
import type { Translate } from '../../stores/context.ts';

export interface ReadWords {
  readonly tone: 'good' | 'attention';
  readonly title: string;
  /** What to do about it, or more of it. */
  readonly more: readonly string[];
}

/** AIM modifiers of Code 39 (ISO/IEC 15424): the check digit was verified; Full ASCII was converted. */
const VERIFIED = /^\]A[13]$/;
const FULL_ASCII = /^\]A[457]$/;

/** What was made of a read. */
export function wordsOf(t: Translate, read: TestRead): ReadWords {
  const { made } = read;
  switch (made.what) {
    case 'code':
      return made.double
        ? {
            tone: 'good',
            title: t('scanners.made.double'),
            more: [t('scanners.made.double.more', { code: made.code }), ...remarksOn(t, read)],
          }
        : { tone: 'good', title: t('scanners.made.code', { code: made.code }), more: remarksOn(t, read) };
    case 'check-digit-stripped':
      return { tone: 'attention', title: t('scanners.made.stripped'), more: [t('scanners.made.stripped.more')] };
    case 'malformed':
      return {
        tone: 'attention',
        title: t('scanners.made.malformed', { why: t(`malformed.${made.why}`) }),
        more: [t(hintFor(read.source, made.why)), ...remarksOn(t, read)],
      };
  }
}

/** Keyboard layouts, endings and added signs are a keyboard scanner's affair alone; web addresses come from any. */
function hintFor(source: TestRead['source'], why: MalformedWhy): MessageKey {
  return source === 'wedge' || why === 'address' ? `scanners.hint.${why}` : 'scanners.hint.other';
}

function remarksOn(t: Translate, { text, aim, made }: TestRead): string[] {
  const remarks: MessageKey[] = [];
  if (aim !== null && VERIFIED.test(aim)) remarks.push('scanners.remark.verified');
  if (aim !== null && FULL_ASCII.test(aim)) remarks.push('scanners.remark.ascii');
  if (made.what === 'code' && /[a-z]/.test(text) && text === text.toLowerCase()) remarks.push('scanners.remark.lower');
  return remarks.map((key) => t(key));
}

const SYMBOLOGY_NAMES = { 'code-39': 'Code 39', 'qr-code': 'QR' } as const;

/** The kind of code, as far as the scanner says. */
export function symbologyOf(t: Translate, symbology: TestRead['symbology']): string {
  if (symbology === null) return t('scanners.read.unsaid');
  return symbology === 'other' ? t('scanners.read.otherSymbology') : SYMBOLOGY_NAMES[symbology];
}

/** How long it took and in how many parts it came, as far as that is known. */
export function timingOf(t: Translate, raw: TestRead['raw']): string {
  if (raw === null) return t('scanners.read.unsaid');
  const { milliseconds, parts } = raw;
  return t('scanners.read.milliseconds', { milliseconds: Math.round(milliseconds), parts });
}
