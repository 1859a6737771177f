/** Learns how a serial reader ends its scans, from the ends that were seen. */

/** How a frame ended: carriage return, line feed, both, or nothing but silence. */
export type SerialEnd = 'cr' | 'lf' | 'crlf' | 'silence';

/** What a desk sets: one of the ends, or to find out. */
export type SerialFraming = SerialEnd | 'learn';

export interface SerialLearning {
  /** The end that alone counts now; null: any of them does. */
  readonly settled: SerialEnd | null;
  /** The latest end, and how often it came in a row. */
  readonly seen: SerialEnd | null;
  readonly times: number;
}

/** So many scans that end alike settle it. */
const SURE_AFTER = 3;

export const NOTHING_LEARNT: SerialLearning = { settled: null, seen: null, times: 0 };

/** Takes the end of one frame. An end other than the settled one starts anew: the reader was set up differently. */
export function learnEnd({ seen, times }: SerialLearning, end: SerialEnd): SerialLearning {
  const inARow = seen === end ? times + 1 : 1;
  return { settled: inARow >= SURE_AFTER ? end : null, seen: end, times: inARow };
}
