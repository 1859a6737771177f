/** A keyboard and a text field in front of the wedge reducer, with a clock of their own. */
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import type { WedgeWays } from '../../src-shared/scan/code-in-burst.ts';
import { beginWedge, wedgeKey, wedgeSilence, type WedgeState, type WedgeStep } from '../../src-shared/scan/wedge.ts';
import { learntOf, type Learnt } from '../../src-shared/scan/wedge-learning.ts';

export type Remembered = Learnt & { readonly prefix: string; readonly suffix: string };

const NOTHING: Remembered = { prefix: '', suffix: '', paceMilliseconds: null, ending: 'unknown' };

export interface Key {
  readonly key: string;
  readonly code: string;
  readonly shifted?: boolean;
}

/** The key of a US keyboard that types a character. */
export function US(character: string): string {
  if (/[A-Za-z]/.test(character)) return `Key${character.toUpperCase()}`;
  return /[0-9]/.test(character) ? `Digit${character}` : 'Slash';
}

/** A text as the keys of a US keyboard. */
export function lettersOf(text: string): Key[] {
  return [...text].map((key) => ({ key, code: US(key) }));
}

/** Plays keys, obeys the reducer's actions as the screen does, and remembers what came of it. */
export class Keyboard {
  readonly scans: string[] = [];
  /** What was told to be part of a scan only. */
  readonly partials: string[] = [];
  /** Keys other than characters, and Space, that reached the page. */
  readonly acted: string[] = [];
  /** Signs that reached the page outside text fields, where they count children. */
  readonly counted: string[] = [];
  /** What stands in the focused text field. */
  field: string;
  private intoText: boolean;
  private readonly ways: WedgeWays;
  private state: WedgeState;
  private before: string[] = [];
  private now = 1_000;
  private until: number | null = null;

  constructor(intoText: boolean, field = '', remembered = NOTHING) {
    this.intoText = intoText;
    this.field = field;
    this.ways = { grammar: PRESET_RULE_SET.code, prefix: remembered.prefix, suffix: remembered.suffix };
    this.state = beginWedge(remembered);
  }

  /** What was learnt so far. */
  get learnt(): Learnt {
    return learntOf(this.state.learning);
  }

  /** Goes into the text field, or out of it. */
  focus(intoText: boolean): this {
    this.intoText = intoText;
    return this;
  }

  /** Keys, each `gap` milliseconds after the one before. */
  type(keys: readonly Key[], gap: number): this {
    for (const key of keys) this.key(key, gap);
    return this;
  }

  /** One key that is no character. */
  press(key: string, gap: number): this {
    return this.key({ key, code: key }, gap);
  }

  /** A key held down: it comes again and again. */
  hold(key: Key, times: number, gap: number): this {
    for (let time = 0; time < times; time += 1) this.key(key, gap, time > 0);
    return this;
  }

  key({ key, code, shifted = false }: Key, gap: number, repeat = false): this {
    this.rest(gap);
    const stroke = { key, code, time: this.now, shifted, modified: false, repeat, intoText: this.intoText };
    if (this.take(wedgeKey(this.state, stroke, this.ways))) return this;
    if (key.length > 1 || key === ' ') this.acted.push(key);
    if (/^[+-]$/.test(key) && !this.intoText) this.counted.push(key);
    if (key.length === 1 && this.intoText) this.field += key;
    return this;
  }

  /** Time goes by; the reducer is called when it asked to be. */
  rest(milliseconds: number): this {
    this.now += milliseconds;
    while (this.until !== null && this.until < this.now) {
      const { until } = this;
      this.until = null;
      this.take(wedgeSilence(this.state, until, this.ways));
    }
    return this;
  }

  /** Obeys; gives whether the key was swallowed. */
  private take(step: WedgeStep): boolean {
    this.state = step.state;
    for (const action of step.actions) {
      if (action.type === 'snapshot') this.before[action.at] = this.field;
      if (action.type === 'wait') this.until = action.until;
      if (action.type !== 'scan' && action.type !== 'partial') continue;
      this.field = this.before[action.from]!;
      (action.type === 'scan' ? this.scans : this.partials).push(action.text);
    }
    return step.actions.some(({ type }) => type === 'swallow');
  }
}
