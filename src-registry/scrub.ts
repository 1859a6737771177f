/** Last guard of the logs: takes out of a text whatever looks like a card's code, a token or a quoted value (DATA-1). */

/** Tokens and keys: base64url or hexadecimal, far longer than a word. */
const LONG = /[A-Za-z0-9_+/=-]{32,}/g;
/** Four digits or more among letters and digits: a code, however it was typed. */
const CODE = /(?<![\w-])(?=(?:[A-Za-z]*\d){4})[A-Za-z0-9]{4,64}(?![\w-])/g;
/** A code typed with spaces or hyphens. */
const SPACED = /(?<![\w-])[A-Za-z]{0,4}(?:[ -]?\d){4,16}(?![\w-])/g;
/** PostgreSQL and parsers quote what they were given. */
const QUOTED = /"[^"]*"|'[^']*'|\([^()]*\)=\([^()]*\)/g;

/** The text without them. */
export function scrubbed(text: string): string {
  return text.replaceAll(QUOTED, '"…"').replaceAll(LONG, '…').replaceAll(CODE, '…').replaceAll(SPACED, '…');
}

/** Of an error its name, its scrubbed message and where it was thrown; what is no error is not shown. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return 'not an error';
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return [`${error.name}: ${scrubbed(error.message)}`, ...frames].join('\n');
}
