/** The card code: read from what was scanned or typed, or refused with the reason why (CARD-1, CARD-2). */
import { fail, ok, type Result } from '../kernel/result.ts';
import type { RuleSet } from '../rules/rule-set.ts';

/** `AIM` identifiers of Code 39 and QR that some readers put before the data (ISO/IEC 15424). */
const AIM_PREFIX = /^\](?:A[0-7]|Q[0-6])/;

/** Nothing longer is looked at; a code is at most a few dozen characters even with all that surrounds it. */
const LONGEST_INPUT = 256;

export type MalformedWhy = 'empty' | 'too-short' | 'too-long' | 'characters' | 'digits';

/**
 * Normalises scanned or typed text to a card code: white space, Code 39's `*` and an AIM prefix go, letters become
 * upper case (CARD-2). What cannot be a code is refused as `card.malformed` with the parameter `why`, never guessed.
 */
export function parseCardCode(text: string, grammar: RuleSet['code']): Result<string, 'card.malformed'> {
  if (text.length > LONGEST_INPUT) return malformed('too-long');
  const bare = text
    .replaceAll(/[\s\0]/g, '')
    .replace(AIM_PREFIX, '')
    .replaceAll(/^\*|\*$/g, '');
  const code = bare.toUpperCase();
  if (code.length === 0) return malformed('empty');
  // Before it becomes upper case: "ß" would become two letters that nobody wrote.
  if (!/^[A-Za-z0-9]+$/.test(bare)) return malformed('characters');
  if (code.length < grammar.minimumLength) return malformed('too-short');
  if (code.length > grammar.maximumLength) return malformed('too-long');
  if (code.replaceAll(/\D/g, '').length < grammar.minimumDigits) return malformed('digits');
  return ok(code);
}

function malformed(why: MalformedWhy): Result<string, 'card.malformed'> {
  return fail('card.malformed', { why });
}
