/** Code 39's optional check character, which a reader may verify and keep to itself: CARD-2 (ISO/IEC 16388). */
import type { RuleSet } from '../rules/rule-set.ts';
import { code39Reading } from '../scan/aim.ts';
import type { Scan } from '../scan/scan.ts';
import { bareOf, parseCardCode, unframed } from './code.ts';

/** Code 39's characters in the order of their values. */
const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%';

/** What speaks for a reader that has kept a code's last character, having taken it for a check character. */
export interface KeptCharacter {
  /** The reader says so: whatever it sent, it is not all that the card has. */
  readonly told: boolean;
  /** What was read with its check character after it, where that is a code: for looking up alone. Null: nothing is suspected. */
  readonly whole: string | null;
}

/** The check character of a text of Code 39's characters, modulo 43; null where a character is none of them. */
export function checkCharacterOf(text: string): string | null {
  const values = [...text].map((character) => CHARACTERS.indexOf(character));
  if (values.includes(-1)) return null;
  return CHARACTERS.charAt(values.reduce((sum, value) => sum + value, 0) % CHARACTERS.length);
}

/**
 * What a read says of a character that was kept. Only a reader keeps one, and only of Code 39: a person who types leaves out
 * any character, and the camera's engines none. A reader that sends an AIM identifier says by it whether it has kept one.
 */
export function keptCharacter(
  { text, source, symbology, aim }: Pick<Scan, 'text' | 'source' | 'symbology' | 'aim'>,
  grammar: RuleSet['code'],
): KeptCharacter {
  const framed = unframed(text);
  const identifier = aim ?? framed.aim;
  if (identifier !== null) return { told: code39Reading(identifier)?.stripped === true, whole: null };
  const mayKeep = source !== 'typed' && source !== 'camera' && (symbology === null || symbology === 'code-39');
  return { told: false, whole: mayKeep ? wholeOf(bareOf(framed.data).toUpperCase(), grammar) : null };
}

function wholeOf(data: string, grammar: RuleSet['code']): string | null {
  const character = checkCharacterOf(data);
  // A space would be no part of the code, and what was read would be whole already.
  if (character === null || character === ' ') return null;
  const whole = parseCardCode(data + character, grammar);
  return whole.ok ? whole.value : null;
}
