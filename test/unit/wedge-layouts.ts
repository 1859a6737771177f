/** Keyboards: which key a reader presses for a character, and what a machine makes of a key. */
import type { Key } from './scan-keyboard.ts';

export type Machine = 'US' | 'Finnish' | 'French' | 'French, Caps Lock shifts digits' | 'input method';
export type ReaderLayout = 'US' | 'French';

const FRENCH_PLACES: Readonly<Record<string, string>> = { A: 'KeyQ', Q: 'KeyA', W: 'KeyZ', Z: 'KeyW', M: 'Semicolon' };
const FRENCH_DIGITS = 'à&é"\'(-è_ç';
const US_SHIFTED = ')!@#$%^&*(';
const FINNISH_SHIFTED = '=!"#¤%&/()';

/** What a machine makes of the keys of signs, alone and with Shift, where it is not what a US machine makes of them. */
const FINNISH_SIGNS: Readonly<Record<string, string>> = { Semicolon: 'öÖ', Slash: '-_', Period: '.:' };

/** Signs that readers may put around a code, and those of addresses, as a reader for that layout presses them. */
const SIGNS: Readonly<Record<ReaderLayout, Readonly<Record<string, Omit<Key, 'key'>>>>> = {
  US: {
    '!': { code: 'Digit1', shifted: true },
    $: { code: 'Digit4', shifted: true },
    ':': { code: 'Semicolon', shifted: true },
    '/': { code: 'Slash', shifted: false },
    '.': { code: 'Period', shifted: false },
  },
  French: { '!': { code: 'Slash', shifted: false }, $: { code: 'BracketRight', shifted: false } },
};

/** A text as a reader sends it, and as the machine sees it. */
export function keysOf(text: string, reader: ReaderLayout, machine: Machine, capsLock: boolean): Key[] {
  return [...text].map((character) => {
    const pressed = pressedFor(character, reader);
    return { ...pressed, key: seenOn(machine, pressed, capsLock) };
  });
}

function pressedFor(character: string, reader: ReaderLayout): Required<Omit<Key, 'key'>> {
  const sign = SIGNS[reader][character];
  if (sign !== undefined) return { shifted: false, ...sign };
  if (/[0-9]/.test(character)) return { code: `Digit${character}`, shifted: reader === 'French' };
  const letter = character.toUpperCase();
  const code = (reader === 'French' ? FRENCH_PLACES[letter] : undefined) ?? `Key${letter}`;
  return { code, shifted: character === letter };
}

function seenOn(machine: Machine, { code, shifted }: Omit<Key, 'key'>, capsLock: boolean): string {
  if (machine === 'input method') return 'Process';
  const french = machine.startsWith('French');
  const digit = /^Digit([0-9])$/.exec(code)?.[1];
  if (digit !== undefined) {
    const locked = capsLock && machine === 'French, Caps Lock shifts digits';
    if (french) return (shifted === true) === locked ? FRENCH_DIGITS[Number(digit)]! : digit;
    return shifted === true ? (machine === 'US' ? US_SHIFTED : FINNISH_SHIFTED)[Number(digit)]! : digit;
  }
  const sign = machine === 'Finnish' ? FINNISH_SIGNS[code]?.[shifted === true ? 1 : 0] : undefined;
  if (sign !== undefined) return sign;
  const placed = Object.entries(FRENCH_PLACES).find(([, place]) => place === code)?.[0];
  const letter = (french ? placed : undefined) ?? /^Key([A-Z])$/.exec(code)?.[1];
  if (letter === undefined) return { Slash: '!', BracketRight: '$' }[code]!;
  if (french && code === 'KeyM') return shifted === true ? '?' : ',';
  return (shifted === true) === capsLock ? letter.toLowerCase() : letter;
}
