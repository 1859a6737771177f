/** What keys say: through the layout of this machine or, where that lies, as the reader meant them (field lesson 8). */

/** A key as it was pressed. */
export interface PressedKey {
  /** Its character under the machine's layout; null where there is none (input method, dead key). */
  readonly text: string | null;
  /** `KeyboardEvent.code`: which key it was, whatever the layout. */
  readonly code: string;
  readonly shifted: boolean;
}

/** The keys of a US keyboard other than letters and digits: alone, and with Shift. */
const US_SIGNS: Readonly<Record<string, string>> = {
  Backquote: '`~',
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  Semicolon: ';:',
  Quote: '\'"',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
  Space: '  ',
  NumpadAdd: '++',
  NumpadSubtract: '--',
  NumpadMultiply: '**',
  NumpadDivide: '//',
};

const US_SHIFTED_DIGITS = ')!@#$%^&*(';

/** Letters of a French keyboard that lie elsewhere than on a US one. */
const FRENCH_LETTERS: Readonly<Record<string, string>> = { KeyA: 'Q', KeyQ: 'A', KeyW: 'Z', KeyZ: 'W', Semicolon: 'M' };

/** The character that a US reader means with a key, letters always in upper case; null where it is no character key. */
export function usCharacter({ code, shifted }: PressedKey): string | null {
  const known = /^(?:Key([A-Z])|(Digit|Numpad)([0-9]))$/.exec(code);
  if (known?.[1] !== undefined) return known[1];
  if (known?.[3] !== undefined) {
    return shifted && known[2] === 'Digit' ? (US_SHIFTED_DIGITS[Number(known[3])] ?? null) : known[3];
  }
  return US_SIGNS[code]?.[shifted ? 1 : 0] ?? null;
}

/**
 * The texts that the keys may mean, the likeliest first. A reader that is set to a French keyboard holds Shift for its
 * digits, any other does not: so unshifted digits together with French letters are another reader's, whatever they look
 * like (Caps Lock on a French layout makes digits of them and leaves the letters wrong).
 */
export function readingsOf(keys: readonly PressedKey[]): string[] {
  const digits = keys.filter(({ code }) => code.startsWith('Digit'));
  const frenchReader = isFrenchReader(keys);
  const frenchMachine = keys.some(({ code, text }) => text !== null && FRENCH_LETTERS[code] === text.toUpperCase());
  const seen = joined(keys.map(({ text }) => text));
  const meant = joined(keys.map(frenchReader ? frenchCharacter : usCharacter));
  const texts = frenchMachine && digits.length > 0 && !frenchReader ? [meant, seen] : [seen, meant];
  return texts.filter((text) => text !== null);
}

/** Whether the keys are these characters, by what they say or, if the reader is a US one, by what that means. */
export function saysCharacters(keys: readonly PressedKey[], characters: string, isUs: boolean): boolean {
  const wanted = [...characters];
  return (
    keys.length === wanted.length &&
    keys.every((key, at) => {
      const character = wanted[at]?.toUpperCase();
      return key.text?.toUpperCase() === character || (isUs && usCharacter(key) === character);
    })
  );
}

/** A key's name for the test area: which key it is and, where the layout says otherwise, what it says. */
export function nameOfKey(key: PressedKey): string {
  const { text, code, shifted } = key;
  if (code === '') return text ?? '?';
  const said = text === null || text.toUpperCase() === usCharacter(key)?.toUpperCase() ? '' : `:${text}`;
  return `${shifted && !code.startsWith('Key') ? 'Shift+' : ''}${code}${said}`;
}

/** Whether a reader that is set to a French keyboard sent the keys: most digits are shifted, others are a stray key or a sign around the code. */
export function isFrenchReader(keys: readonly PressedKey[]): boolean {
  const digits = keys.filter(({ code }) => code.startsWith('Digit'));
  return digits.filter(({ shifted }) => shifted).length * 2 > digits.length;
}

function frenchCharacter(key: PressedKey): string | null {
  const digit = /^Digit([0-9])$/.exec(key.code)?.[1];
  if (digit !== undefined) return key.shifted ? digit : null;
  return FRENCH_LETTERS[key.code] ?? usCharacter(key);
}

function joined(characters: readonly (string | null)[]): string | null {
  return characters.includes(null) ? null : characters.join('');
}
