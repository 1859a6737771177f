/** Clips for Chromium's fake camera: cards that come and go, each frame marked with what stands in it. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { chanceOf, normalOf } from './chance.ts';
import { blurred, counterPicture, HEIGHT, WIDTH, withCard, type Picture, type ShownCard } from './pictures.ts';

const FRAMES_A_SECOND = 30;

/** Bits of the mark, and pixels of each: in the corner, outside of what is looked at. Read by `watch-page.ts`. */
export const MARK = { bits: 9, size: 16 };

/** What is shown for a while. */
export interface Showing {
  /** None: the empty counter. */
  readonly cards: readonly ShownCard[];
  readonly frames: number;
}

export interface ClipWish {
  readonly showings: readonly Showing[];
  /** Passes of `blurred`. */
  readonly blur: number;
  /** Standard deviation of the noise, of 255. */
  readonly noise: number;
  readonly seed: number;
}

/** Writes a clip as YUV4MPEG2, which Chromium plays over and over. Showing number n (from 0) is marked n + 1. */
export function writeClip(path: string, { showings, blur, noise, seed }: ClipWish): void {
  const file = openSync(path, 'w');
  const counter = counterPicture(seed);
  const grains = grainsOf(seed, noise);
  const chance = chanceOf(seed + 1);
  const colour = new Uint8Array((WIDTH * HEIGHT) / 2).fill(128);
  try {
    writeSync(file, `YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FRAMES_A_SECOND}:1 Ip A1:1 C420mpeg2\n`);
    for (const [index, { cards, frames }] of showings.entries()) {
      let still = counter;
      for (const card of cards) still = withCard(still, card);
      still = blurred(still, blur);
      for (let frame = 0; frame < frames; frame += 1) {
        const picture = noise === 0 ? still.slice() : grainy(still, grains, Math.floor(chance() * grains.length));
        mark(picture, cards.length === 0 ? 0 : index + 1);
        writeSync(file, 'FRAME\n');
        writeSync(file, picture);
        writeSync(file, colour);
      }
    }
  } finally {
    closeSync(file);
  }
}

function grainsOf(seed: number, noise: number): Int8Array {
  const chance = chanceOf(seed + 2);
  return Int8Array.from({ length: 200_003 }, () => Math.max(-127, Math.min(127, normalOf(chance) * noise)));
}

function grainy(still: Picture, grains: Int8Array, from: number): Picture {
  const picture = still.slice();
  for (let at = 0, grain = from; at < picture.length; at += 1) {
    picture[at] = Math.max(0, Math.min(255, (still[at] ?? 0) + (grains[grain] ?? 0)));
    grain = grain + 1 === grains.length ? 0 : grain + 1;
  }
  return picture;
}

function mark(picture: Picture, number: number): void {
  for (let bit = 0; bit < MARK.bits; bit += 1) {
    const light = (number >> bit) % 2 === 1 ? 235 : 16;
    for (let y = 0; y < MARK.size; y += 1) {
      picture.fill(light, y * WIDTH + bit * MARK.size, y * WIDTH + (bit + 1) * MARK.size);
    }
  }
}
