/** Pictures as a camera over a counter takes them: the counter, cards on it, blur. Grey, for codes have no colour. */
import { chanceOf } from './chance.ts';
import { drawingOf, type Kind } from './symbols.ts';

export const WIDTH = 1_280;
export const HEIGHT = 720;

const CARD = { width: 620, height: 390, light: 222 };
const INK = 35;

/** Samples of a pixel along each side: edges are grey, as lenses make them. */
const SAMPLES = 3;

export interface ShownCard {
  readonly kind: Kind;
  readonly code: string;
  /** Degrees. */
  readonly tilt: number;
  /** From the middle of the picture, in pixels. */
  readonly x: number;
  readonly y: number;
  /** Of its usual size. */
  readonly scale: number;
}

export type Picture = Uint8Array;

/** A counter: light that falls off, things lying about. */
export function counterPicture(seed: number): Picture {
  const chance = chanceOf(seed);
  const things = Array.from({ length: 14 }, () => ({
    left: chance() * WIDTH,
    top: chance() * HEIGHT,
    width: 30 + chance() * 260,
    height: 20 + chance() * 160,
    light: 40 + chance() * 150,
  }));
  const picture = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) picture[y * WIDTH + x] = 95 + (50 * x) / WIDTH - (30 * y) / HEIGHT;
  }
  for (const { left, top, width, height, light } of things) {
    for (let y = Math.floor(top); y < Math.min(HEIGHT, top + height); y += 1) {
      picture.fill(light, y * WIDTH + Math.floor(left), y * WIDTH + Math.floor(Math.min(WIDTH, left + width)));
    }
  }
  return picture;
}

/** The picture with a card in it. */
export function withCard(picture: Picture, card: ShownCard): Picture {
  const result = picture.slice();
  const draw = drawingOf(card.kind, card.code);
  const angle = (card.tilt * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle) / card.scale, Math.sin(angle) / card.scale];
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const [fromMiddle, fromCentre] = [x - WIDTH / 2 - card.x, y - HEIGHT / 2 - card.y];
      const isFar =
        Math.abs(fromMiddle * cosine + fromCentre * sine) > CARD.width / 2 + 4 ||
        Math.abs(fromCentre * cosine - fromMiddle * sine) > CARD.height / 2 + 4;
      if (isFar) continue;
      let light = 0;
      let inside = 0;
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
        const across = x + ((sample % SAMPLES) + 0.5) / SAMPLES - WIDTH / 2 - card.x;
        const down = y + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES - HEIGHT / 2 - card.y;
        const [cardX, cardY] = [across * cosine + down * sine, down * cosine - across * sine];
        if (Math.abs(cardX) > CARD.width / 2 || Math.abs(cardY) > CARD.height / 2) continue;
        inside += 1;
        light += draw(cardX, cardY) ? INK : CARD.light;
      }
      if (inside === 0) continue;
      const rest = SAMPLES * SAMPLES - inside;
      result[y * WIDTH + x] = (light + rest * (picture[y * WIDTH + x] ?? 0)) / (inside + rest);
    }
  }
  return result;
}

/**
 * The picture out of focus: so many passes of a box three pixels wide, which come close to a Gaussian with a standard
 * deviation of √(2 · passes ÷ 3) pixels.
 */
export function blurred(picture: Picture, passes: number): Picture {
  let result = picture;
  for (let pass = 0; pass < passes; pass += 1) result = boxed(boxed(result, 1), WIDTH);
  return result;
}

/** Each pixel with its neighbours a step away on both sides. */
function boxed(picture: Picture, step: number): Picture {
  const result = picture.slice();
  for (let at = step; at < picture.length - step; at += 1) {
    result[at] = ((picture[at - step] ?? 0) + (picture[at] ?? 0) + (picture[at + step] ?? 0)) / 3;
  }
  return result;
}
