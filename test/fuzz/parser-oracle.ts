/** What a card code is, told once more as plain regular expressions, apart from the code under test (CARD-2). */

const LONGEST_TEXT = 256;
const LONGEST_ADDRESS = 512;

/** Four to sixteen letters and digits, of them at least four digits, in upper case. */
const CODE = /^(?=(?:[A-Z]*\d){4})[A-Z\d]{4,16}$/;

const UNSEEN = /[\0\u200B-\u200E\u2060\uFEFF]/g;
const AIM = '(?:\\][A-Za-z][0-9A-Za-z][\\s\\p{Cc}]*)?';

/** Perhaps an AIM identifier, perhaps asterisks; letters and digits, spaces between them. */
const TEXT = new RegExp(`^[\\s\\p{Cc}]*${AIM}\\*?((?:\\p{Zs}*[A-Za-z0-9])+)\\p{Zs}*\\*?[\\s\\p{Cc}]*$`, 'u');

/** `http` or `https`, a host, folders, the code, at most one slash; no query, no fragment. */
const PART = '[!"$-.0->@-~]';
const ADDRESS = new RegExp(
  `^[\\s\\p{Cc}]*${AIM}[Hh][Tt][Tt][Pp][Ss]?://${PART}+(?:/${PART}*)*/([A-Za-z0-9]+)/?[\\s\\p{Cc}]*$`,
  'u',
);

/** Whether a reader says in a text that it has kept a check character. */
export function tellsOfKept(text: string): boolean {
  return /^[\s\p{Cc}]*\]A[2367]/u.test(text.replaceAll(UNSEEN, ''));
}

export function isCode(text: string): boolean {
  return CODE.test(text);
}

/** The code that a text stands for, or null. */
export function codeInText(text: string): string | null {
  return text.length > LONGEST_TEXT ? null : found(TEXT, text);
}

/** The code that a text stands for or that a web address ends in, or null. */
export function codeInScan(text: string): string | null {
  if (text.length > LONGEST_ADDRESS) return null;
  return codeInText(text) ?? found(ADDRESS, text);
}

function found(expression: RegExp, text: string): string | null {
  const bare = expression
    .exec(text.replaceAll(UNSEEN, ''))?.[1]
    ?.replaceAll(/\p{Zs}/gu, '')
    .toUpperCase();
  return bare !== undefined && isCode(bare) ? bare : null;
}
