/** Tells a reader in keyboard mode ("wedge") from a person typing, from key events alone: pure, no clock of its own. */
import type { RuleSet } from '../rules/rule-set.ts';
import {
  isFast,
  joinBurst,
  lastsUntil,
  scannedText,
  SHORTEST_SCAN,
  startBurst,
  type Burst,
  type Character,
  type Suffixes,
} from './burst.ts';

/** What the reducer needs of a `keydown` event. */
export interface KeyStroke {
  /** `KeyboardEvent.key` */
  readonly key: string;
  /** `KeyboardEvent.code` */
  readonly code: string;
  /** When it happened, in milliseconds. */
  readonly time: number;
  /** Control, Alt, AltGraph or Meta is held: a shortcut, never a character of a scan. */
  readonly modified: boolean;
  /** The key is held down and repeats. */
  readonly repeat: boolean;
  /** Where its character lands: a text field, or nowhere. */
  readonly intoText: boolean;
}

export interface WedgeState {
  readonly burst: Burst | null;
  /** The last character of a scan that ended by silence: its suffix may still come. */
  readonly suffixExpectedSince: number | null;
  readonly suffixSeenAt: number | null;
  readonly suffixes: Suffixes;
}

export type WedgeAction =
  /** Remember the focused field's value and selection: a burst begins, its character has not landed yet. */
  | { readonly type: 'snapshot' }
  /** The key acts as nothing: no button, no form, no focus. */
  | { readonly type: 'swallow' }
  /** Call `wedgeSilence` at this time, in milliseconds; a later wish replaces this one. */
  | { readonly type: 'wait'; readonly until: number }
  /** A scan: put the field back as it was remembered, then hand the text on. */
  | { readonly type: 'scan'; readonly text: string };

export interface WedgeStep {
  readonly state: WedgeState;
  readonly actions: readonly WedgeAction[];
}

export const NO_KEYS: WedgeState = { burst: null, suffixExpectedSince: null, suffixSeenAt: null, suffixes: 'unknown' };

/** So long after a scan's last character, in milliseconds, Enter or Tab still counts as its suffix. */
export const LATE_SUFFIX = 600;

/** Enter and Tab, or Enter twice, so close together, in milliseconds, are one suffix (CR LF). */
const ONE_SUFFIX = 8;

/** Keys whose text an input method, a dead key or a missing layout hides; `code` still tells which key it was. */
const TEXTLESS: ReadonlySet<string> = new Set(['Process', 'Dead', 'Unidentified']);

const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'CapsLock', 'NumLock', 'Control', 'Alt', 'AltGraph', 'Meta']);

/** Takes one key. `grammar` tells what a card code looks like (CARD-2). */
export function wedgeKey(state: WedgeState, stroke: KeyStroke, grammar: RuleSet['code']): WedgeStep {
  if (MODIFIERS.has(stroke.key)) return { state, actions: [] };
  if (state.burst !== null && stroke.time > lastsUntil(state.burst, state.suffixes)) {
    const ended = wedgeSilence(state, stroke.time, grammar);
    const next = wedgeKey(ended.state, stroke, grammar);
    return { state: next.state, actions: [...ended.actions, ...next.actions] };
  }
  if (stroke.key === 'Enter' || stroke.key === 'Tab') return endingKey(state, stroke, grammar);
  const character = stroke.modified || stroke.repeat ? null : characterOf(stroke);
  return character === null ? otherKey(state, stroke, grammar) : characterKey(state, character, grammar);
}

/** The time that was waited for has come: the burst is over, as a scan or as nothing. */
export function wedgeSilence(state: WedgeState, now: number, grammar: RuleSet['code']): WedgeStep {
  const { burst } = state;
  if (burst === null || now < lastsUntil(burst, state.suffixes)) return { state, actions: [] };
  const text = scannedText(burst, 'silence', grammar);
  if (text === null) return { state: { ...state, burst: null }, actions: [] };
  return {
    state: { burst: null, suffixExpectedSince: burst.lastAt, suffixSeenAt: null, suffixes: 'never' },
    actions: [{ type: 'scan', text }],
  };
}

/** Enter or Tab: a scan's suffix, or a person's. A held key never presses twice. */
function endingKey(state: WedgeState, { time, repeat }: KeyStroke, grammar: RuleSet['code']): WedgeStep {
  const { burst, suffixExpectedSince, suffixSeenAt, suffixes } = state;
  const text = burst === null ? null : scannedText(burst, 'suffix', grammar);
  if (text !== null) return { state: suffixSeen(time), actions: [{ type: 'swallow' }, { type: 'scan', text }] };
  const late = burst === null && suffixExpectedSince !== null && time - suffixExpectedSince <= LATE_SUFFIX;
  const second = suffixSeenAt !== null && time - suffixSeenAt <= ONE_SUFFIX;
  if (late || second) return { state: suffixSeen(time), actions: [{ type: 'swallow' }] };
  return { state: { ...NO_KEYS, suffixes }, actions: repeat ? [{ type: 'swallow' }] : [] };
}

function suffixSeen(time: number): WedgeState {
  return { burst: null, suffixExpectedSince: null, suffixSeenAt: time, suffixes: 'sent' };
}

/** A key that is no character ends a burst at once, as silence would. */
function otherKey(state: WedgeState, { time }: KeyStroke, grammar: RuleSet['code']): WedgeStep {
  if (state.burst === null) return { state, actions: [] };
  return wedgeSilence(state, Math.max(time, lastsUntil(state.burst, state.suffixes)), grammar);
}

function characterKey(
  { burst: before, suffixes }: WedgeState,
  character: Character,
  grammar: RuleSet['code'],
): WedgeStep {
  const longer = before === null ? null : joinBurst(before, character, suffixes);
  const burst = longer ?? startBurst(character);
  const actions: WedgeAction[] = [];
  const text = longer === null && before !== null ? scannedText(before, 'silence', grammar) : null;
  if (text !== null) actions.push({ type: 'scan', text });
  if (longer === null) actions.push({ type: 'snapshot' });
  // Space would press a focused button or turn the page.
  if (character.text === ' ' && !burst.intoText && burst.length > SHORTEST_SCAN && isFast(burst)) {
    actions.push({ type: 'swallow' });
  }
  actions.push({ type: 'wait', until: lastsUntil(burst, suffixes) });
  return { state: { burst, suffixExpectedSince: null, suffixSeenAt: null, suffixes }, actions };
}

/** The character that a key stands for, or `null` where it is none. An input method says `Process` (key code 229). */
function characterOf({ key, code, time, intoText }: KeyStroke): Character | null {
  const text = [...key].length === 1 ? key : null;
  const known = /^(?:Key([A-Z])|(?:Digit|Numpad)([0-9]))$/.exec(code);
  const plain = known?.[1] ?? known?.[2] ?? null;
  if (text === null && (plain === null || !TEXTLESS.has(key))) return null;
  return { text, plain, time, intoText };
}
