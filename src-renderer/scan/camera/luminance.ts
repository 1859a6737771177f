/** Pictures in grey, as the script engine takes them. */

export interface GreyPicture {
  /** Row by row, 0 black to 255 white. */
  readonly light: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** Grey from colours, with the eye's love for green, as zxing weighs it. */
export function luminanceOf({ data, width, height }: ImageData): GreyPicture {
  const light = new Uint8ClampedArray(width * height);
  for (let index = 0, at = 0; index < light.length; index += 1, at += 4) {
    light[index] = (306 * (data[at] ?? 0) + 601 * (data[at + 1] ?? 0) + 117 * (data[at + 2] ?? 0)) >> 10;
  }
  return { light, width, height };
}

/** The picture on its side: a Code 39 that stands upright lies then. */
export function turned({ light, width, height }: GreyPicture): GreyPicture {
  const result = new Uint8ClampedArray(light.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) result[x * height + y] = light[y * width + x] ?? 0;
  }
  return { light: result, width: height, height: width };
}

/** The picture at half its size: each pixel the mean of four. */
export function halved({ light, width, height }: GreyPicture): GreyPicture {
  const half = { width: Math.floor(width / 2), height: Math.floor(height / 2) };
  const result = new Uint8ClampedArray(half.width * half.height);
  for (let y = 0, at = 0; y < half.height; y += 1) {
    for (let x = 0; x < half.width; x += 1, at += 1) {
      const from = 2 * y * width + 2 * x;
      const below = from + width;
      const sum = (light[from] ?? 0) + (light[from + 1] ?? 0) + (light[below] ?? 0) + (light[below + 1] ?? 0);
      result[at] = sum / 4;
    }
  }
  return { light: result, ...half };
}

/** So many rows of the picture, evenly over it, each the mean of those `around` it on both sides: noise goes, bars stay. */
export function rowsOf({ light, width, height }: GreyPicture, rows: number, around: number): GreyPicture {
  const count = Math.min(rows, Math.floor(height / (2 * around + 1)));
  const result = new Uint8ClampedArray(width * count);
  for (let row = 0; row < count; row += 1) {
    const middle = Math.floor(((row + 0.5) * height) / count);
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let y = middle - around; y <= middle + around; y += 1) sum += light[y * width + x] ?? 0;
      result[row * width + x] = sum / (2 * around + 1);
    }
  }
  return { light: result, width, height: count };
}
