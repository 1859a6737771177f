/** Code 39 through @zxing/library, row by row: rows must agree, because a single one is misread now and then. */
import { BitArray, Code39Reader, GlobalHistogramBinarizer, RGBLuminanceSource } from '@zxing/library';
import { rowsOf, turned, type GreyPicture } from './luminance.ts';

/** Rows that are looked at, evenly over the picture, and rows on both sides that each is the mean of. */
const ROWS = 60;
const AROUND = 2;

/** Rows that must say the same. */
const AGREEING_ROWS = 2;

/** Code 39 carries no more than that on a card; noise that reads as less is noise. */
const SHORTEST = 4;

/** The texts of the Code 39 symbols in a picture, lying or standing, either way up. */
export function readCode39(picture: GreyPicture): readonly string[] {
  const lying = textsOf(picture);
  return lying.length > 0 ? lying : textsOf(turned(picture));
}

function textsOf(picture: GreyPicture): readonly string[] {
  const { light, width, height } = rowsOf(picture, ROWS, AROUND);
  const rows = new GlobalHistogramBinarizer(new RGBLuminanceSource(light, width, height));
  const reader = new Code39Reader();
  const counts = new Map<string, number>();
  let row = new BitArray(width);
  for (let y = 0; y < height; y += 1) {
    try {
      row = rows.getBlackRow(y, row);
    } catch {
      // Without contrast: nothing to read.
      continue;
    }
    for (const text of textsOfRow(reader, row, y)) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= AGREEING_ROWS).map(([text]) => text);
}

/** Both ways, and beyond each symbol: two cards may lie side by side. */
function textsOfRow(reader: Code39Reader, row: BitArray, y: number): readonly string[] {
  const texts: string[] = [];
  for (const isReversed of [false, true]) {
    if (isReversed) row.reverse();
    let rest = row;
    for (;;) {
      const read = readFirst(reader, rest, y);
      if (read === null) break;
      if (read.text.length >= SHORTEST) texts.push(read.text);
      rest = after(rest, read.end);
    }
  }
  return texts;
}

function readFirst(reader: Code39Reader, row: BitArray, y: number): { text: string; end: number } | null {
  try {
    const result = reader.decodeRow(y, row);
    const end = Math.ceil(Math.max(...result.getResultPoints().map((point) => point.getX())));
    return { text: result.getText(), end };
  } catch {
    return null;
  }
}

/** The row with nothing up to a place. */
function after(row: BitArray, end: number): BitArray {
  const rest = new BitArray(row.getSize());
  for (let x = row.getNextSet(end); x < row.getSize(); x = row.getNextSet(x + 1)) rest.set(x);
  return rest;
}
