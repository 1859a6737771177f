/** Whether a reader has taken a code's last character for a check character and kept it to itself (CARD-2). */
import type { KeptCharacter } from '../../src-shared/card/check-digit.ts';
import type { Result } from '../../src-shared/kernel/result.ts';
import type { DeskContext } from './context.ts';

/**
 * True where the reader says so, or where the card list does not know what was read and knows it made whole. The whole code
 * is looked up and goes nowhere: it is not accepted, shown or recorded, for the neighbouring code is another holder's.
 */
export function isCheckDigitStripped(
  context: DeskContext,
  code: Result<string, 'card.malformed'>,
  { told, whole }: KeptCharacter,
): boolean {
  if (told) return true;
  if (whole === null) return false;
  return !(code.ok && isListed(context, code.value)) && isListed(context, whole);
}

function isListed({ cardList, session }: DeskContext, code: string): boolean {
  const key = session.codeKeeper?.keyOf(code, cardList.status().keyGeneration) ?? null;
  return key !== null && cardList.find(key) !== null;
}
