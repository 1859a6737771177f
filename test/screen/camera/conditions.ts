/** The conditions that cards are shown in, and what should come of each showing. */
import { chanceOf } from './chance.ts';
import type { ClipWish, Showing } from './clips.ts';
import type { ShownCard } from './pictures.ts';
import type { Kind } from './symbols.ts';

export interface Condition {
  readonly name: string;
  readonly clip: ClipWish;
  /** The code that each showing should give; null: none, for it is empty or shows two cards. */
  readonly codes: readonly (string | null)[];
  /** A reader that is good for anything reads it at once. */
  readonly isClear: boolean;
}

interface Look {
  readonly name: string;
  readonly kind: Kind;
  /** Degrees, to either side. */
  readonly tilt: number;
  /** Passes of `blurred`. */
  readonly blur: number;
  /** Standard deviation, of 255. */
  readonly noise: number;
  readonly isClear: boolean;
}

const EMPTY: Showing = { cards: [], frames: 15 };
const CARD_FRAMES = 27;

const LOOKS: readonly Look[] = [
  { name: 'QR, clear', kind: 'qr-code', tilt: 3, blur: 0, noise: 4, isClear: true },
  { name: 'Code 39, clear', kind: 'code-39', tilt: 2, blur: 0, noise: 4, isClear: true },
  { name: 'QR, any angle', kind: 'qr-code', tilt: 180, blur: 0, noise: 4, isClear: true },
  { name: 'Code 39, to 9° either side', kind: 'code-39', tilt: 9, blur: 0, noise: 4, isClear: true },
  { name: 'QR, blurred (σ 2.0 px)', kind: 'qr-code', tilt: 10, blur: 6, noise: 4, isClear: false },
  { name: 'Code 39, blurred (σ 0.8 px)', kind: 'code-39', tilt: 5, blur: 1, noise: 4, isClear: false },
  { name: 'QR, noisy (σ 28 of 255)', kind: 'qr-code', tilt: 10, blur: 0, noise: 28, isClear: false },
  { name: 'Code 39, noisy (σ 12 of 255)', kind: 'code-39', tilt: 5, blur: 0, noise: 12, isClear: false },
];

const PAIRS: readonly (readonly Kind[])[] = [
  ['qr-code', 'code-39'],
  ['qr-code', 'qr-code'],
  ['code-39', 'code-39'],
];

/** All conditions, with so many showings each. */
export function conditions(showings: number): readonly Condition[] {
  return [...LOOKS.map((look, index) => oneCard(look, showings, index)), twoCards(showings)];
}

/** The empty counter, for as long as one likes: frames of noise that nothing stands in. */
export const NO_CARD: Condition = {
  name: 'No card',
  clip: { showings: [{ cards: [], frames: 90 }], blur: 0, noise: 12, seed: 71 },
  codes: [null],
  isClear: false,
};

/** A little of everything: for a test that takes seconds. */
export function mixedCondition(): Condition {
  const qrCode = card('qr-code', codeOf(8_001), 37, 20, -10);
  const code39 = card('code-39', codeOf(8_002), -9, -20, 15);
  const pair = [
    { ...card('qr-code', codeOf(8_003), 0, 0, -150), scale: 0.7 },
    { ...card('code-39', codeOf(8_004), 3, 0, 150), scale: 0.7 },
  ];
  const shown = [[qrCode], [code39], pair];
  return {
    name: 'Mixed',
    clip: { showings: shown.flatMap((cards) => [EMPTY, { cards, frames: CARD_FRAMES }]), blur: 0, noise: 4, seed: 17 },
    codes: [null, qrCode.code, null, code39.code, null, null],
    isClear: true,
  };
}

function oneCard({ name, kind, tilt, blur, noise, isClear }: Look, count: number, index: number): Condition {
  const chance = chanceOf(1_000 + index);
  const cards = Array.from({ length: count }, (_, place) =>
    card(kind, codeOf(index * 100 + place), tilt * (2 * chance() - 1), 80 * chance() - 40, 60 * chance() - 30),
  );
  return {
    name,
    clip: {
      showings: cards.flatMap((each) => [EMPTY, { cards: [each], frames: CARD_FRAMES }]),
      blur,
      noise,
      seed: index,
    },
    codes: cards.flatMap(({ code }) => [null, code]),
    isClear,
  };
}

function twoCards(count: number): Condition {
  const small = { tilt: 4, scale: 0.7 };
  const pairs = Array.from({ length: count }, (_, place) => {
    const kinds = PAIRS[place % PAIRS.length] ?? [];
    return kinds.map((kind, side): ShownCard => ({
      ...card(kind, codeOf(9_000 + place * 2 + side), 0, 0, side === 0 ? -150 : 150),
      ...small,
    }));
  });
  return {
    name: 'Two cards in the picture',
    clip: {
      showings: pairs.flatMap((cards) => [EMPTY, { cards, frames: CARD_FRAMES }]),
      blur: 0,
      noise: 4,
      seed: 90,
    },
    codes: pairs.flatMap(() => [null, null]),
    isClear: false,
  };
}

function card(kind: Kind, code: string, tilt: number, x: number, y: number): ShownCard {
  return { kind, code, tilt, x, y, scale: 1 };
}

function codeOf(number: number): string {
  return `A${String(100_000_000 + number * 7_919)}`;
}
