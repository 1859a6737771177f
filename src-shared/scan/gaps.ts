/** The gaps between keys: which are a reader's, which a person's. */

/** Characters of a reader come at most so far apart, in milliseconds, if nothing was learnt; a few may stall. */
export const USUAL_GAP = 50;

/** A longer gap than this, in milliseconds, is hardly a reader's. */
export const LONGEST_REST = 300;

/** Fewer characters have no stall. */
const FEW = 6;

/** The gaps between keys, in milliseconds: one fewer than keys. */
export function gapsOf(keys: readonly { readonly time: number }[]): number[] {
  return keys.slice(1).map(({ time }, at) => time - (keys[at]?.time ?? time));
}

/** The gap in the middle; 0 where there is none. */
export function median(gaps: readonly number[]): number {
  return gaps.toSorted((first, second) => first - second)[Math.floor(gaps.length / 2)] ?? 0;
}

/** Whether a gap is one of any quick reader. */
export function isQuick(gap: number): boolean {
  return gap <= USUAL_GAP;
}

/** Whether a gap is one of a reader at that pace: its clock is steady, the bus between adds a little. */
export function isRegular(gap: number, pace: number): boolean {
  return Math.abs(gap - pace) <= 12 + pace / 5;
}

/** How many stalls so many characters may have: few have none. */
export function mayStall(length: number): number {
  return length < FEW ? 0 : Math.floor(length / 4);
}
