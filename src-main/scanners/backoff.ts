/** Waiting times that double. */

/** Milliseconds to wait after so many failures in a row, from 1: `first`, then twice as long each time, up to `longest`. */
export function doubling(failures: number, first: number, longest: number): number {
  return Math.min(longest, first * 2 ** (failures - 1));
}
