/** The card code: read from what was scanned or typed, or refused with the reason why (CARD-1, CARD-2). */
import { fail, ok, type Result } from '../kernel/result.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { takeAim } from '../scan/aim.ts';

/** No code is longer, even with all that surrounds it: a code is at most a few dozen characters. */
const LONGEST_INPUT = 256;

/** No web address is longer; far below what a scan is cut at, so that a cut one never passes for a whole one. */
export const LONGEST_ADDRESS = 512;

/**
 * What means nothing wherever it stands: NUL (ECMA-48: it may be put in anywhere), and characters that nobody sees and that
 * turn nothing around, which come along when a code is copied: zero-width space and joiners, left-to-right mark, byte order mark.
 */
const MEANS_NOTHING = /[\0\u200B-\u200E\u2060\uFEFF]/g;

/**
 * What is left when white space and control characters around the data are gone: line ends, STX and ETX, GS. Within the data
 * they part one read from the next, and stay.
 */
const DATA = /[^\s\p{Cc}](?:.*[^\s\p{Cc}])?/su;

/** What is wrong with a text that is no code. */
export const MALFORMED_WHYS = ['empty', 'too-short', 'too-long', 'characters', 'digits', 'address'] as const;
export type MalformedWhy = (typeof MALFORMED_WHYS)[number];

/**
 * Reads what was scanned or typed: a card code, or the web address that a QR code may hold, which ends in one. What is
 * neither is refused as `card.malformed` with the parameter `why` (CARD-2).
 */
export function readCardCode(text: string, grammar: RuleSet['code']): Result<string, 'card.malformed'> {
  if (text.length > LONGEST_ADDRESS) return malformed('too-long');
  const { data } = unframed(text);
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(data)) return parseCardCode(text, grammar);
  const last = lastPartOf(data);
  const code = last === null ? null : parseCardCode(last, grammar);
  return code?.ok === true ? code : malformed('address');
}

/**
 * Normalises text to a card code: white space, Code 39's `*` and an AIM prefix go, letters become upper case (CARD-2). What
 * cannot be a code is refused as `card.malformed` with the parameter `why`, never guessed.
 */
export function parseCardCode(text: string, grammar: RuleSet['code']): Result<string, 'card.malformed'> {
  if (text.length > LONGEST_INPUT) return malformed('too-long');
  const bare = bareOf(unframed(text).data);
  const code = bare.toUpperCase();
  if (code.length === 0) return malformed('empty');
  // Before it becomes upper case: "ß" would become two letters that nobody wrote.
  if (!/^[A-Za-z0-9]+$/.test(bare)) return malformed('characters');
  if (code.length < grammar.minimumLength) return malformed('too-short');
  if (code.length > grammar.maximumLength) return malformed('too-long');
  if (code.replaceAll(/\D/g, '').length < grammar.minimumDigits) return malformed('digits');
  return ok(code);
}

/** A text without what readers put around it, and the AIM identifier before it (ISO/IEC 15424); null where it has none. */
export function unframed(text: string): { readonly aim: string | null; readonly data: string } {
  const { aim, text: rest } = takeAim(dataOf(text.replaceAll(MEANS_NOTHING, '')));
  return { aim, data: dataOf(rest) };
}

function dataOf(text: string): string {
  return DATA.exec(text)?.[0] ?? '';
}

/** Unframed data without spaces, and without the asterisks that Code 39 begins and ends with. */
export function bareOf(data: string): string {
  return data.replaceAll(/\p{Zs}/gu, '').replaceAll(/^\*|\*$/g, '');
}

/**
 * The last part of a web address's path, a slash after it or none; null where the address ends in anything else. A query or
 * a fragment could hold another code: such an address is not guessed at.
 */
function lastPartOf(address: string): string | null {
  if (!/^https?:\/\/[!-~]+$/i.test(address) || /[?#]/.test(address)) return null;
  const [, , host, ...path] = address.split('/');
  const last = path.at(-1) === '' ? path.at(-2) : path.at(-1);
  return host !== '' && last !== undefined && /^[A-Za-z0-9]+$/.test(last) ? last : null;
}

function malformed(why: MalformedWhy): Result<string, 'card.malformed'> {
  return fail('card.malformed', { why });
}
