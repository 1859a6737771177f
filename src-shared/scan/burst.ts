/** A burst: keys so close together that a reader in keyboard mode may have sent them. */
import { parseCardCode } from '../card/code.ts';
import type { RuleSet } from '../rules/rule-set.ts';

export interface Burst {
  /** What the keys say, `null` where a key had no text of its own (input method, dead key). */
  readonly text: string | null;
  /** What the same keys say on a plain layout, `null` once a key stands for neither a letter nor a digit. */
  readonly plain: string | null;
  readonly length: number;
  /** Gaps longer than a reader's usual one. */
  readonly stalls: number;
  /** Time of the last character, in milliseconds. */
  readonly lastAt: number;
  /** Whether the characters land in a text field, where a person may be typing. */
  readonly intoText: boolean;
}

/** Whether the readers at this desk send Enter or Tab after a code, as far as was seen. */
export type Suffixes = 'unknown' | 'sent' | 'never';

export interface Character {
  readonly text: string | null;
  readonly plain: string | null;
  readonly time: number;
  readonly intoText: boolean;
}

/** Characters come at most so far apart, in milliseconds; a few may stall. */
const USUAL_GAP = 50;

/**
 * After how many milliseconds without a character a burst has ended. What may still be a person's typing ends soon.
 * What began like a reader's may stall, since readers and machines are busy at times; and once nobody but a reader can
 * have sent it there is time, unless its readers are known to send nothing after the code: then its end is waited for.
 */
const SILENCE = { person: 150, reader: 300, surelyReader: 600 } as const;

/** So many gaps at a reader's pace make a reader likely, and sure. */
const LIKELY_GAPS = 2;
const SURE_GAPS = 4;

/** Fewer characters are never a scan: codes have at least four (CARD-2). */
export const SHORTEST_SCAN = 4;

/** Nobody types so many characters at a reader's pace: even if they are no code, they were scanned. */
const SURELY_SCANNED = 6;

/** What is longer is cut: it is no code anyway. */
const LONGEST_TEXT = 1_000;

/** The time, in milliseconds, until which another key can belong to the burst. */
export function lastsUntil({ lastAt, length, stalls, intoText }: Burst, suffixes: Suffixes): number {
  const readersGaps = length - 1 - stalls;
  if (readersGaps >= SURE_GAPS && suffixes !== 'never') return lastAt + SILENCE.surelyReader;
  return lastAt + (readersGaps >= LIKELY_GAPS || !intoText ? SILENCE.reader : SILENCE.person);
}

/** A burst of one character. */
export function startBurst({ text, plain, time, intoText }: Character): Burst {
  return { text, plain, length: 1, stalls: 0, lastAt: time, intoText };
}

/**
 * Adds a character, or gives `null` where it does not belong to the burst and starts one of its own. In a text field
 * a burst has to begin like a reader's. Elsewhere nobody types, so that a slow reader (80 to 300 ms a key) is taken
 * too; only the keys that count children there, + and −, are a person's unless they come at a reader's pace.
 */
export function joinBurst(burst: Burst, character: Character, suffixes: Suffixes): Burst | null {
  const gap = character.time - burst.lastAt;
  const stalls = burst.stalls + (gap > USUAL_GAP ? 1 : 0);
  if (character.time > lastsUntil(burst, suffixes) || burst.intoText !== character.intoText) return null;
  if (gap > USUAL_GAP && burst.intoText && stalls > 1 && burst.length - 1 - burst.stalls < LIKELY_GAPS) return null;
  if (gap > USUAL_GAP && !burst.intoText && (countsChildren(burst) || countsChildren(character))) return null;
  return {
    text: joined(burst.text, character.text),
    plain: joined(burst.plain, character.plain),
    length: burst.length + 1,
    stalls,
    lastAt: character.time,
    intoText: burst.intoText,
  };
}

/** The text that was scanned, or `null` where the burst is a person's. */
export function scannedText(burst: Burst, end: 'suffix' | 'silence', grammar: RuleSet['code']): string | null {
  if (burst.length < SHORTEST_SCAN || countsChildren(burst)) return null;
  const fast = isFast(burst);
  if (!fast && burst.intoText) return null;
  const code = codeOf(burst, grammar);
  if (code !== null) return code;
  const enough = fast && end === 'suffix' ? SHORTEST_SCAN : SURELY_SCANNED;
  const whole = burst.length >= enough && (fast || end === 'suffix');
  return whole ? (burst.text ?? burst.plain ?? '') : null;
}

/** Whether the burst came at a reader's pace: a few characters without a stall, more of them with a few. */
export function isFast({ length, stalls }: Burst): boolean {
  return stalls <= (length < SURELY_SCANNED ? 0 : Math.floor(length / 4));
}

/** The keys' text; only where that is no code, what the keys say on a plain layout (field lesson 8). */
function codeOf({ text, plain }: Burst, grammar: RuleSet['code']): string | null {
  for (const candidate of [text, plain]) {
    if (candidate !== null && parseCardCode(candidate, grammar).ok) return candidate;
  }
  return null;
}

function countsChildren({ text }: Burst | Character): boolean {
  return text !== null && /^[+-]*$/.test(text);
}

function joined(before: string | null, added: string | null): string | null {
  return before === null || added === null ? null : (before + added).slice(0, LONGEST_TEXT);
}
