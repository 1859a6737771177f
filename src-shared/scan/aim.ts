/** AIM identifiers (ISO/IEC 15424): `]`, a code character that names the symbology, a modifier. */
import { aimIdentifier, type Symbology } from './scan.ts';

export interface AimRead {
  /** Null: the text carries none. */
  readonly aim: string | null;
  readonly symbology: Symbology | null;
  /** What is left without it. */
  readonly text: string;
}

/** What a reader did to a Code 39 before it handed the text on. */
export interface Code39Reading {
  /** It checked a mod-43 check character, which card codes do not carry: good cards are refused. */
  readonly verified: boolean;
  /** It took the last character for a check character and kept it to itself: the text is one character short. */
  readonly stripped: boolean;
  /** It turned pairs of characters into others (Full ASCII). */
  readonly fullAscii: boolean;
}

const IDENTIFIER_LENGTH = 3;

const VERIFIED = 1;
const STRIPPED = 2;
const FULL_ASCII = 4;

/** Takes the identifier off the start of a text: one only, what follows are data. A text without one comes back as it is. */
export function takeAim(text: string): AimRead {
  const start = text.slice(0, IDENTIFIER_LENGTH);
  if (!aimIdentifier.safeParse(start).success) return { aim: null, symbology: null, text };
  return { aim: start, symbology: symbologyOf(start), text: text.slice(IDENTIFIER_LENGTH) };
}

/** The symbology that an identifier names: code character A is Code 39, Q is QR (and Micro QR), any other is `other`. */
export function symbologyOf(aim: string): Symbology {
  if (aim.startsWith(']A')) return 'code-39';
  if (aim.startsWith(']Q')) return 'qr-code';
  return 'other';
}

/**
 * What the modifier of a Code 39 says; null where the identifier is none of Code 39 (`]A0` to `]A7`). The modifier is a
 * sum: 1 verified, 2 stripped, 4 Full ASCII. So `]A1` is verified, `]A3` verified and stripped, `]A5` Full ASCII and
 * verified, `]A7` all three; some makers send 2 for verified and stripped.
 */
export function code39Reading(aim: string): Code39Reading | null {
  const modifier = /^\]A([0-7])$/.exec(aim)?.[1];
  if (modifier === undefined) return null;
  const sum = Number(modifier);
  const stripped = (sum & STRIPPED) !== 0;
  return { verified: stripped || (sum & VERIFIED) !== 0, stripped, fullAscii: (sum & FULL_ASCII) !== 0 };
}
