/** The part of a picture that is looked at: its middle, as large as a card needs. */

export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Share of the picture's width and of its height. The viewfinder shows the same part. */
export const REGION_WIDTH = 0.75;
export const REGION_HEIGHT = 0.9;

/** More pixels across than this show no code better and cost time. */
const MOST_ACROSS = 960;

/** The middle of a picture of so many pixels. */
export function regionOf(width: number, height: number): Region {
  const region = { width: Math.round(width * REGION_WIDTH), height: Math.round(height * REGION_HEIGHT) };
  return { x: Math.floor((width - region.width) / 2), y: Math.floor((height - region.height) / 2), ...region };
}

/** The size that a region is looked at in: as it is, or made smaller. */
export function sizeOf({ width, height }: Region): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, MOST_ACROSS / width);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
