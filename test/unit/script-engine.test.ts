/** The second engine, without a browser: what it finds in pictures of a counter. */
import { describe, expect, test, vi } from 'vitest';
import type { GreyPicture } from '../../src-renderer/scan/camera/luminance.ts';
import { regionOf, sizeOf } from '../../src-renderer/scan/camera/region.ts';
import { readCode39 } from '../../src-renderer/scan/camera/script-code-39.ts';
import { readQrCodes } from '../../src-renderer/scan/camera/script-qr-code.ts';
import { counterPicture, HEIGHT, WIDTH, withCard, type ShownCard } from '../screen/camera/pictures.ts';
import type { Kind } from '../screen/camera/symbols.ts';

const COUNTER = counterPicture(5);
const CODE = 'A045198723';
const OTHER = 'AM99000123';

const SAID = ['log', 'warn', 'error', 'info', 'debug'] as const;

/** Its usual reader warns of every empty frame. */
function quietly<Value>(work: () => Value): Value {
  const spies = SAID.map((way) => vi.spyOn(console, way).mockImplementation(() => undefined));
  const value = work();
  for (const spy of spies) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  }
  return value;
}

const qrCodes = (picture: GreyPicture): readonly string[] => quietly(() => readQrCodes(picture));
const code39 = (picture: GreyPicture): readonly string[] => quietly(() => readCode39(picture));

function card(kind: Kind, code: string, tilt: number): ShownCard {
  return { kind, code, tilt, x: 0, y: 0, scale: 1 };
}

/** The part of the picture that is looked at. */
function seen(...cards: readonly ShownCard[]): GreyPicture {
  let picture = COUNTER;
  for (const each of cards) picture = withCard(picture, each);
  const { x, y, width, height } = regionOf(WIDTH, HEIGHT);
  const light = new Uint8ClampedArray(width * height);
  for (let row = 0; row < height; row += 1) {
    light.set(picture.subarray((y + row) * WIDTH + x, (y + row) * WIDTH + x + width), row * width);
  }
  return { light, width, height };
}

describe('QR codes', () => {
  test.each([0, 37, 90, 151, 180, 260])('are read at %i°', (tilt) => {
    const picture = seen(card('qr-code', CODE, tilt));
    expect(qrCodes(picture)).toEqual([CODE]);
    expect(code39(picture)).toEqual([]);
  });

  test('of two cards are both found', () => {
    const small = { scale: 0.7 };
    const picture = seen(
      { ...card('qr-code', CODE, 0), ...small, y: -150 },
      { ...card('qr-code', OTHER, 0), ...small, y: 150 },
    );
    expect([...qrCodes(picture)].toSorted()).toEqual([CODE, OTHER]);
  });

  test('of two cards side by side: never one of them alone', () => {
    const small = { scale: 0.6 };
    const picture = seen(
      { ...card('qr-code', CODE, 5), ...small, x: -200 },
      { ...card('qr-code', OTHER, -12), ...small, x: 200 },
    );
    expect(qrCodes(picture)).not.toHaveLength(1);
  });
});

describe('Code 39', () => {
  test.each([-9, 0, 9, 90, 175, 270])('is read at %i°', (tilt) => {
    const picture = seen(card('code-39', CODE, tilt));
    expect(code39(picture)).toEqual([CODE]);
    expect(qrCodes(picture)).toEqual([]);
  });

  test('of two cards, one below the other, is found twice', () => {
    const small = { scale: 0.8 };
    const picture = seen(
      { ...card('code-39', CODE, 2), ...small, y: -155 },
      { ...card('code-39', OTHER, -2), ...small, y: 155 },
    );
    expect([...code39(picture)].toSorted()).toEqual([CODE, OTHER]);
  });
});

test('an empty counter holds nothing', () => {
  expect(qrCodes(seen())).toEqual([]);
  expect(code39(seen())).toEqual([]);
});

test('the middle of a picture is looked at, and no more pixels than show a card', () => {
  expect(regionOf(1_280, 720)).toEqual({ x: 160, y: 36, width: 960, height: 648 });
  expect(sizeOf(regionOf(1_280, 720))).toEqual({ width: 960, height: 648 });
  expect(sizeOf(regionOf(1_920, 1_080))).toEqual({ width: 960, height: 648 });
  expect(sizeOf(regionOf(640, 480))).toEqual({ width: 480, height: 432 });
});
