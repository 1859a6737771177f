/** Days at a desk with a reader in keyboard mode and people at the same keyboard, at random, under a clock of their own. */
import * as fc from 'fast-check';
import { expect } from 'vitest';
import { SeededRandom } from '../simulation/seeded-random.ts';
import { Keyboard, lettersOf } from './scan-keyboard.ts';
import { keysOf, type Machine, type ReaderLayout } from './wedge-layouts.ts';

export const SCANS_A_DAY = 10;

/** Long enough that no suffix is waited for any more. */
const PAUSE = 1_100;

interface Layouts {
  readonly reader: ReaderLayout;
  readonly machine: Machine;
  readonly capsLock: boolean;
}

export interface Desk {
  readonly layouts: Layouts;
  /** Milliseconds a key, as the reader is set. */
  readonly pace: number;
  readonly stalls: boolean;
  readonly ending: 'Enter' | 'Tab' | 'late Enter' | 'two Enters' | 'Tab and Enter' | 'nothing';
  readonly framing: 'none' | 'prefix' | 'suffix' | 'both';
  /** Whether the desk has learnt its reader on an earlier day. */
  readonly learntBefore: boolean;
  readonly codeLength: number;
}

const INTERLUDES = [
  'nothing',
  'stray key',
  'words',
  'words up to the scan',
  'typed code',
  'children',
  'part',
  'confirm',
] as const;

interface Turn {
  readonly before: (typeof INTERLUDES)[number];
  readonly intoText: boolean;
  readonly seed: number;
}

export interface Day {
  readonly desk: Desk;
  readonly turns: readonly Turn[];
}

/** How many scans were sent under a condition, and what came of them. */
export interface Tally {
  sent: number;
  read: number;
  wrong: number;
  doubled: number;
}

const layouts: fc.Arbitrary<Layouts> = fc.oneof(
  fc.record({
    reader: fc.constant('US' as const),
    machine: fc.constantFrom<Machine[]>('US', 'Finnish', 'French', 'French, Caps Lock shifts digits', 'input method'),
    capsLock: fc.boolean(),
  }),
  fc.record({
    reader: fc.constant('French' as const),
    machine: fc.constantFrom<Machine[]>('French', 'French, Caps Lock shifts digits'),
    capsLock: fc.boolean(),
  }),
);

const desk: fc.Arbitrary<Desk> = fc
  .record({
    layouts,
    pace: fc.oneof(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 41, max: 79 }),
      fc.integer({ min: 80, max: 100 }),
    ),
    stalls: fc.boolean(),
    ending: fc.constantFrom<Desk['ending'][]>('Enter', 'Tab', 'late Enter', 'two Enters', 'Tab and Enter', 'nothing'),
    framing: fc.constantFrom<Desk['framing'][]>('none', 'none', 'prefix', 'suffix', 'both'),
    learntBefore: fc.boolean(),
    codeLength: fc.constantFrom(10, 10, 10, 8, 12),
  })
  // Caps Lock makes another sign of a French reader's, and no other layout tells which was meant.
  .filter((one) => one.framing === 'none' || !one.layouts.capsLock || one.layouts.reader !== 'French');

export const days: fc.Arbitrary<Day> = fc.record({
  desk,
  turns: fc.array(
    fc.record({
      before: fc.constantFrom(...INTERLUDES),
      intoText: fc.boolean(),
      seed: fc.integer(),
    }),
    { minLength: SCANS_A_DAY, maxLength: SCANS_A_DAY },
  ),
});

/** Plays a day, holds it to what must come of it, and counts. */
export function play({ desk: at, turns }: Day, tallies: Map<string, Tally>): void {
  const keyboard = new Keyboard(false, '', {
    prefix: at.framing === 'prefix' || at.framing === 'both' ? '!' : '',
    suffix: at.framing === 'suffix' || at.framing === 'both' ? '$' : '',
    paceMilliseconds: at.learntBefore ? at.pace : null,
    ending: at.learntBefore ? (at.ending === 'nothing' ? 'never' : 'sent') : 'unknown',
  });
  for (const [index, turn] of turns.entries()) playTurn(keyboard, at, turn, index, tallies);
}

function playTurn(keyboard: Keyboard, at: Desk, turn: Turn, index: number, tallies: Map<string, Tally>): void {
  const random = new SeededRandom(turn.seed);
  const code = codeOf(random, at.codeLength);
  // A reader as slow as a person has to be learnt before it is found in a text field, and codes of another length too.
  const told = at.pace <= 40 || at.framing !== 'none' || (at.learntBefore && at.codeLength === 10) || index >= 3;
  const intoText = turn.intoText && told;
  keyboard.rest(PAUSE);
  const gap = interlude(keyboard, at, { ...turn, intoText }, random, index, tallies);
  keyboard.focus(intoText);
  const typed = keyboard.field;
  const [scans, acted, counted] = [keyboard.scans.length, keyboard.acted.length, keyboard.counted.length];
  send(keyboard, at, framed(code, at), random, gap);
  keyboard.rest(PAUSE);
  const read = keyboard.scans.slice(scans).map((text) => text.toUpperCase());
  for (const condition of conditionsOf(at, { ...turn, intoText })) count(tallies, condition, code, read);
  expect(read).toEqual([code]);
  expect(keyboard.field).toBe(typed);
  expect(pressed(keyboard, acted)).toEqual([]);
  expect(keyboard.counted.slice(counted)).toEqual([]);
}

function count(tallies: Map<string, Tally>, condition: string, code: string, read: readonly string[]): void {
  const tally = tallies.get(condition) ?? { sent: 0, read: 0, wrong: 0, doubled: 0 };
  tally.sent += 1;
  tally.read += read.includes(code) ? 1 : 0;
  tally.wrong += read.filter((text) => text !== code).length;
  tally.doubled += Math.max(0, read.filter((text) => text === code).length - 1);
  tallies.set(condition, tally);
}

/** What happens before the scan; gives the gap to it, in milliseconds. */
function interlude(
  keyboard: Keyboard,
  at: Desk,
  turn: Turn,
  random: SeededRandom,
  index: number,
  tallies: Map<string, Tally>,
): number {
  const [scans, acted] = [keyboard.scans.length, keyboard.acted.length];
  switch (turn.before) {
    case 'nothing':
      return PAUSE;
    case 'stray key':
      keyboard.focus(turn.intoText).type(lettersOf(random.below(2) === 0 ? 'x' : '5'), 0);
      return strayGap(at, random, turn.intoText);
    case 'words':
    case 'words up to the scan': {
      const letters = turn.before === 'words' ? 'abcdefghij0123456789 ' : 'abcdefghijklmnopqrstu ';
      keyboard.focus(true);
      person(
        keyboard,
        Array.from({ length: 3 + random.below(12) }, () => letters[random.below(letters.length)]!).join(''),
        random,
      );
      if (turn.before === 'words up to the scan' && turn.intoText) return strayGap(at, random, true);
      keyboard.rest(PAUSE);
      expect(keyboard.scans).toHaveLength(scans);
      return PAUSE;
    }
    case 'typed code': {
      const code = codeOf(random, at.codeLength);
      const before = keyboard.field;
      keyboard.focus(true);
      person(keyboard, code, random);
      keyboard.press('Enter', 200).rest(PAUSE);
      // Either it stays typed, or it was as steady as the slow reader that the desk knows: then it is the same code.
      const taken = keyboard.scans.slice(scans);
      expect(taken.length === 0 ? keyboard.field : before + taken.join('')).toBe(before + code);
      expect(taken.length === 0 || at.pace > 40).toBe(true);
      count(tallies, 'typed by a person (read: taken for the slow reader)', code, taken);
      return PAUSE;
    }
    case 'children':
      keyboard
        .focus(false)
        .type(lettersOf('+++-'.slice(0, 1 + random.below(4))), 30 + random.below(150))
        .press('Enter', 100);
      expect(keyboard.scans).toHaveLength(scans);
      expect(pressed(keyboard, acted)).toEqual(['Enter']);
      return PAUSE;
    case 'part':
      return part(keyboard, at, random, index);
    case 'confirm':
      keyboard.focus(false).press('Enter', PAUSE);
      expect(pressed(keyboard, acted)).toEqual(['Enter']);
      return PAUSE;
  }
}

/** The reader is taken away too soon: what it sent is no code, and its Enter presses nothing. */
function part(keyboard: Keyboard, at: Desk, random: SeededRandom, index: number): number {
  const [scans, acted, partials] = [keyboard.scans.length, keyboard.acted.length, keyboard.partials.length];
  keyboard.focus(false);
  const code = codeOf(random, 10);
  const sent = framed(code, at).slice(0, 3);
  send(keyboard, { ...at, framing: 'none', stalls: false }, sent, random, PAUSE);
  keyboard.rest(PAUSE);
  expect(keyboard.scans).toHaveLength(scans);
  expect(pressed(keyboard, acted)).toEqual([]);
  expect(keyboard.partials.length - partials, `part of scan ${index}`).toBe(1);
  return PAUSE;
}

function send(keyboard: Keyboard, at: Desk, text: string, random: SeededRandom, before: number): void {
  const { reader, machine, capsLock } = at.layouts;
  const keys = keysOf(text, reader, machine, capsLock);
  // Of a length that the desk does not expect, what rests longer, or soon after its beginning, may be two.
  const [earliest, longest] = at.codeLength === 10 ? [1, 390] : [3, 140];
  const places = [earliest + random.below(6 - earliest), 6 + random.below(4)];
  const stalls = at.stalls ? places.filter(() => random.below(2) === 0) : [];
  for (const [place, key] of keys.entries()) {
    keyboard.key(
      key,
      place === 0 ? before : stalls.includes(place) ? 110 + random.below(longest) : jittered(at.pace, random),
    );
  }
  if (at.ending === 'nothing') return;
  const late = at.ending === 'late Enter' ? 300 + random.below(500) : jittered(at.pace, random);
  keyboard.press(at.ending.startsWith('Tab') ? 'Tab' : 'Enter', late);
  if (at.ending === 'two Enters' || at.ending === 'Tab and Enter') keyboard.press('Enter', jittered(at.pace, random));
}

function jittered(pace: number, random: SeededRandom): number {
  return Math.max(1, Math.round(pace * (0.9 + random.fraction() * 0.2) + random.fraction() * 4));
}

/** A stray key is told from the code by a gap unlike a reader's. */
function strayGap(at: Desk, random: SeededRandom, intoText: boolean): number {
  const least = at.pace <= 40 && intoText ? 110 : 190;
  return at.codeLength === 10 ? least + random.below(400) : 700;
}

/** A person: mostly slow, now and then two to four keys rolled into each other. */
function person(keyboard: Keyboard, text: string, random: SeededRandom): void {
  const usual = 150 + random.below(150);
  let rolling = 0;
  let rest = 0;
  for (const letter of lettersOf(text)) {
    if (rolling === 0 && rest === 0 && random.below(8) === 0) rolling = 1 + random.below(3);
    const spread = 0.7 + random.fraction() * 0.5 + (random.fraction() + random.fraction()) * 0.4;
    keyboard.key(letter, rolling > 0 ? 20 + random.below(30) : Math.max(100, Math.round(usual * spread)));
    rest = rolling > 0 ? 3 : Math.max(0, rest - 1);
    rolling = Math.max(0, rolling - 1);
  }
}

function codeOf(random: SeededRandom, length: number): string {
  const letters = ['A', 'AM', 'Q', 'WZ', 'K'][random.below(5)]!;
  return letters + Array.from({ length: length - letters.length }, () => random.below(10)).join('');
}

/** What pressed a button or moved the focus since. */
function pressed(keyboard: Keyboard, since: number): string[] {
  return keyboard.acted.slice(since).filter((key) => key !== 'Process');
}

function framed(code: string, { framing }: Desk): string {
  return `${framing === 'prefix' || framing === 'both' ? '!' : ''}${code}${framing === 'suffix' || framing === 'both' ? '$' : ''}`;
}

function conditionsOf(
  { layouts: { reader, machine, capsLock }, pace, stalls, ending, framing }: Desk,
  turn: Turn,
): string[] {
  const speed = pace <= 40 ? '1-40' : pace < 80 ? '41-79' : '80-100';
  return [
    'all',
    `pace ${speed} ms, ${turn.intoText ? 'in a text field' : 'elsewhere'}`,
    `stalls: ${stalls ? 'up to two' : 'none'}`,
    `ending: ${ending}`,
    `prefix or suffix: ${framing}`,
    `${reader} reader, ${machine} machine${capsLock ? ', Caps Lock' : ''}`,
    `before it: ${turn.before}`,
  ];
}

/** One line a condition. */
export function printTallies(tallies: ReadonlyMap<string, Tally>): void {
  const rows = [...tallies].toSorted(([first], [second]) => first.localeCompare(second));
  for (const [condition, { sent, read, wrong, doubled }] of rows) {
    const figures = [sent, read, wrong, doubled].map((figure) => String(figure).padStart(7)).join('');
    process.stdout.write(`${condition.padEnd(62)}${figures}\n`);
  }
}
