/** QR codes through @zxing/library. Its reader that takes many formats warns in the console of every empty frame: not used. */
import {
  BinaryBitmap,
  DecodeHintType,
  HybridBinarizer,
  QRCodeReader,
  RGBLuminanceSource,
  type Result,
} from '@zxing/library';
import { halved, type GreyPicture } from './luminance.ts';

/** More codes than this in one picture tell nothing new: two are too many already. */
const MOST = 2;

/** A code's rim beyond the middles of its finder patterns, as a share of the distance between them. */
const RIM = 0.5;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Found {
  readonly text: string;
  /** The middles of its finder patterns. */
  readonly points: readonly Point[];
}

const HINTS = new Map<DecodeHintType, unknown>();

/**
 * The texts of the QR codes in a picture. The library finds one: it is painted over then and another one looked for, so
 * that two cards are told from one.
 */
export function readQrCodes(picture: GreyPicture): readonly string[] {
  const texts: string[] = [];
  let rest = picture;
  while (texts.length < MOST) {
    const found = findOne(rest);
    if (found === null) break;
    texts.push(found.text);
    rest = paintedOver(rest, found.points);
  }
  return texts;
}

/**
 * One code, wherever it is, or null. Smaller pictures first: they are looked at sooner, their noise is averaged away, and the
 * library misses some sharp codes in large ones.
 */
function findOne(picture: GreyPicture): Found | null {
  const half = halved(picture);
  const sizes: readonly (readonly [GreyPicture, number])[] = [
    [half, 2],
    [halved(half), 4],
    [picture, 1],
  ];
  for (const [each, scale] of sizes) {
    const result = readOne(each);
    if (result !== null) return { text: result.getText(), points: pointsOf(result, scale) };
  }
  return null;
}

function readOne({ light, width, height }: GreyPicture): Result | null {
  try {
    const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(light, width, height)));
    return new QRCodeReader().decode(bitmap, HINTS);
  } catch {
    // Nothing found, or nothing whole: the library throws for both.
    return null;
  }
}

function pointsOf(result: Result, scale: number): readonly Point[] {
  return result.getResultPoints().map((point) => ({ x: point.getX() * scale, y: point.getY() * scale }));
}

function paintedOver({ light, width, height }: GreyPicture, points: readonly Point[]): GreyPicture {
  const across = points.map(({ x }) => x);
  const down = points.map(({ y }) => y);
  const rim = RIM * Math.max(Math.max(...across) - Math.min(...across), Math.max(...down) - Math.min(...down));
  const left = Math.max(0, Math.floor(Math.min(...across) - rim));
  const right = Math.min(width, Math.ceil(Math.max(...across) + rim));
  const painted = light.slice();
  const bottom = Math.min(height, Math.ceil(Math.max(...down) + rim));
  for (let y = Math.max(0, Math.floor(Math.min(...down) - rim)); y < bottom; y += 1) {
    painted.fill(255, y * width + left, y * width + right);
  }
  return { light: painted, width, height };
}
