/** What of a `keydown` event the wedge goes by, and which of its keys are characters. */
import type { Character } from './burst.ts';
import { usCharacter } from './wedge-layout.ts';

/** What the reducer needs of a `keydown` event. */
export interface KeyStroke {
  /** `KeyboardEvent.key` */
  readonly key: string;
  /** `KeyboardEvent.code` */
  readonly code: string;
  /** When it happened, in milliseconds. */
  readonly time: number;
  /** Shift is held. */
  readonly shifted: boolean;
  /** Control, Alt or Meta is held: a shortcut, never a character of a scan. With AltGraph layouts make signs. */
  readonly modified: boolean;
  /** The key is held down and repeats. */
  readonly repeat: boolean;
  /** Where its character lands: a text field, or nowhere. */
  readonly intoText: boolean;
}

/** Keys whose text an input method, a dead key or a missing layout hides; `code` still tells which key it was. */
const TEXTLESS: ReadonlySet<string> = new Set(['Process', 'Dead', 'Unidentified']);

const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'CapsLock', 'NumLock', 'Control', 'Alt', 'AltGraph', 'Meta']);

const ENDINGS: ReadonlySet<string> = new Set(['Enter', 'NumpadEnter', 'Tab']);

/** Whether it only changes what other keys say. */
export function isModifier({ key }: KeyStroke): boolean {
  return MODIFIERS.has(key);
}

/** Whether it is Enter or Tab, by its key or, where an input method hides that, by its code. */
export function isEnding({ key, code }: KeyStroke): boolean {
  return ENDINGS.has(TEXTLESS.has(key) ? code : key);
}

/** The character that a key types; null where it types none: a shortcut, a held key, a key without a character. */
export function characterOf({ key, code, time, shifted, modified, repeat, intoText }: KeyStroke): Character | null {
  if (modified || repeat) return null;
  const text = [...key].length === 1 ? key : null;
  const character = { text, code, shifted, time, intoText };
  if (text === null && (usCharacter(character) === null || !TEXTLESS.has(key))) return null;
  return character;
}
