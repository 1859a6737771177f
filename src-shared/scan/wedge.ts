/** Tells a reader in keyboard mode ("wedge") from a person typing, from key events alone: pure, no clock of its own. */
import {
  isPersons,
  joinBurst,
  lastsUntil,
  LONGEST_STALL,
  SHORTEST_SCAN,
  startBurst,
  type Burst,
  type Character,
  type Habits,
} from './burst.ts';
import type { WedgeWays } from './code-in-burst.ts';
import { characterOf, isEnding, isModifier, type KeyStroke } from './key-stroke.ts';
import type { RawRead } from './scan.ts';
import { judgeBurst, type Judged } from './wedge-judge.ts';
import { isFrenchReader, nameOfKey, saysCharacters } from './wedge-layout.ts';
import { beginLearning, learnCode, learnEnding, type Learning, type Learnt } from './wedge-learning.ts';
import { dueAfter, isFewOfReader, suffixLastsUntil, type Due } from './wedge-suffix.ts';

export interface WedgeState {
  readonly burst: Burst | null;
  readonly due: Due | null;
  /** Until then, in milliseconds, another Enter or Tab is part of the suffix that came. */
  readonly suffixUntil: number | null;
  readonly learning: Learning;
}

export type WedgeAction =
  /** Remember the focused field's value and selection as they are before a burst's key, whose character has not landed yet. */
  | { readonly type: 'snapshot'; readonly at: number }
  /** The key acts as nothing: no button, no form, no focus. */
  | { readonly type: 'swallow' }
  /** Call `wedgeSilence` at this time, in milliseconds; a later wish replaces this one. */
  | { readonly type: 'wait'; readonly until: number }
  /** A scan: put the field back as it was before the key `from`, then hand the text on. `partial`: not a whole one. */
  | { readonly type: 'scan' | 'partial'; readonly text: string; readonly from: number; readonly raw: RawRead };

export interface WedgeStep {
  readonly state: WedgeState;
  readonly actions: readonly WedgeAction[];
}

/** The longest account of keys for the test area. */
const LONGEST_RAW = 2_000;

/** A keyboard at rest, with what was learnt at it before. */
export function beginWedge(learnt: Learnt): WedgeState {
  return { burst: null, due: null, suffixUntil: null, learning: beginLearning(learnt) };
}

/** Takes one key. `ways` tell what a card code looks like (CARD-2) and what readers put around it. */
export function wedgeKey(state: WedgeState, stroke: KeyStroke, ways: WedgeWays): WedgeStep {
  if (isModifier(stroke)) return { state, actions: [] };
  if (state.due?.afterOwn === true && stroke.time > state.due.until) {
    return wedgeKey({ ...state, due: null, learning: learnEnding(state.learning, 'never') }, stroke, ways);
  }
  if (state.burst !== null && stroke.time > lastsUntil(state.burst, habitsOf(state, ways))) {
    const ended = endBySilence(state, state.burst, ways);
    const isOver = ended.actions.length > 0 && !mayGoOn(ended, state.burst, stroke.time);
    if (isOver || characterOf(stroke) === null) {
      const next = wedgeKey(ended.state, stroke, ways);
      return { state: next.state, actions: [...ended.actions, ...next.actions] };
    }
  }
  if (isEnding(stroke)) return endingKey(state, stroke, ways);
  const character = characterOf(stroke);
  return character === null ? otherKey(state, ways) : characterKey(state, character, ways);
}

/**
 * The time that was waited for has come: the burst is over, as a scan or as part of one. What is neither stays until the
 * next key, which a busy machine may hand on late, tells by its own time whether it belongs.
 */
export function wedgeSilence(state: WedgeState, now: number, ways: WedgeWays): WedgeStep {
  if (state.burst === null || now < lastsUntil(state.burst, habitsOf(state, ways))) return { state, actions: [] };
  const ended = endBySilence(state, state.burst, ways);
  if (ended.actions.length === 0) return { state, actions: [] };
  if (!mayGoOn(ended, state.burst, now)) return ended;
  return { state, actions: [{ type: 'wait', until: state.burst.lastAt + LONGEST_STALL }] };
}

/** Part of a scan is told of only once the rest cannot be on its way any more: a busy machine hands keys on late. */
function mayGoOn({ actions }: WedgeStep, { lastAt }: Burst, now: number): boolean {
  return actions.some(({ type }) => type === 'partial') && now < lastAt + LONGEST_STALL;
}

function endBySilence(state: WedgeState, burst: Burst, ways: WedgeWays): WedgeStep {
  const judged = judgeBurst(burst, 'silence', ways, state.learning);
  const learning = judged?.what === 'scan' ? learnEnding(learn(state.learning, judged), 'never') : state.learning;
  // Too little for a scan, and still a reader's: its Enter must not press anything either.
  const readers = judged !== null || (!burst.intoText && !isPersons(burst.keys) && burst.keys.length > 1);
  return {
    state: {
      burst: null,
      due: readers ? dueAfter(burst.lastAt, state.learning, false) : null,
      suffixUntil: null,
      learning,
    },
    actions: judged === null ? [] : [handOn(judged, burst.keys, null)],
  };
}

/** Enter or Tab: a scan's suffix, or a person's. A held key never presses twice. */
function endingKey(state: WedgeState, stroke: KeyStroke, ways: WedgeWays): WedgeStep {
  const { burst, due, suffixUntil, learning } = state;
  const { time, repeat } = stroke;
  const seen = (learnt: Learning): WedgeState => ({
    burst: null,
    due: null,
    suffixUntil: suffixLastsUntil(time, burst, learnt),
    learning: learnt,
  });
  const judged = burst === null ? null : judgeBurst(burst, 'key', ways, learning);
  if (burst !== null && judged !== null) {
    const learnt =
      judged.what === 'partial' || judged.codeLength === null ? learning : learnEnding(learn(learning, judged), 'sent');
    return {
      state: seen(learnt),
      actions: [{ type: 'swallow' }, handOn(judged, burst.keys, stroke)],
    };
  }
  const late = burst === null && due !== null && time <= due.until;
  const second = suffixUntil !== null && time <= suffixUntil;
  const ofFew = burst !== null && !burst.intoText && isFewOfReader(burst, time);
  if (late || second || ofFew) {
    return { state: seen(late ? learnEnding(learning, 'sent') : learning), actions: [{ type: 'swallow' }] };
  }
  return {
    state: { burst: null, due: null, suffixUntil: null, learning },
    actions: repeat ? [{ type: 'swallow' }] : [],
  };
}

/** A key that is no character ends a burst at once, as silence would. */
function otherKey(state: WedgeState, ways: WedgeWays): WedgeStep {
  return state.burst === null ? { state, actions: [] } : endBySilence(state, state.burst, ways);
}

function characterKey(state: WedgeState, character: Character, ways: WedgeWays): WedgeStep {
  const longer = state.burst === null ? null : joinBurst(state.burst, character, habitsOf(state, ways));
  if (longer === null && state.burst !== null) {
    const ended = endBySilence(state, state.burst, ways);
    const next = characterKey(ended.state, character, ways);
    return { state: next.state, actions: [...ended.actions, ...next.actions] };
  }
  const burst = longer ?? startBurst(character);
  const own = ownSuffix(burst, ways);
  const judged = own === null ? null : judgeBurst(own, 'suffix', ways, state.learning);
  if (judged?.what === 'scan') {
    const learning = learn(state.learning, judged);
    return {
      state: { burst: null, due: dueAfter(character.time, learning, true), suffixUntil: null, learning },
      actions: [{ type: 'swallow' }, handOn(judged, burst.keys, null)],
    };
  }
  const actions: WedgeAction[] = [{ type: 'snapshot', at: burst.keys.length - 1 }];
  // Within a scan Space presses no button, + and − count no children.
  if (!burst.intoText && isPersons([character]) && !isPersons(burst.keys)) actions.push({ type: 'swallow' });
  actions.push({ type: 'wait', until: lastsUntil(burst, habitsOf(state, ways)) });
  return { state: { ...state, burst, due: null, suffixUntil: null }, actions };
}

function habitsOf({ learning }: WedgeState, { prefix, suffix }: WedgeWays): Habits {
  return { learning, prefix, suffix };
}

/** The burst without the readers' own suffix, null where it does not end in one. */
function ownSuffix(burst: Burst, { suffix }: WedgeWays): Burst | null {
  const length = burst.keys.length - suffix.length;
  if (suffix === '' || length < SHORTEST_SCAN) return null;
  if (!saysCharacters(burst.keys.slice(length), suffix, !isFrenchReader(burst.keys))) return null;
  return { ...burst, keys: burst.keys.slice(0, length) };
}

function learn(learning: Learning, { codeLength, pace }: Judged): Learning {
  return codeLength === null ? learning : learnCode(learning, codeLength, pace);
}

function handOn({ what, text, from }: Judged, keys: readonly Character[], ending: KeyStroke | null): WedgeAction {
  const sent = keys.slice(from);
  const names = [...sent.map(nameOfKey), ...(ending === null ? [] : [ending.key])];
  const first = sent[0]?.time ?? 0;
  const last = ending?.time ?? sent.at(-1)?.time ?? first;
  const raw = { raw: names.join(' ').slice(0, LONGEST_RAW), milliseconds: last - first, parts: names.length };
  return { type: what, text, from, raw };
}
