/** One guard for all sources: the same code within a settable time counts once, different codes never wait (field lesson 7). */

/** Preset time in milliseconds within which the same code is one scan. */
export const DOUBLE_READ_MILLISECONDS = 1_500;

export interface LastRead {
  readonly text: string;
  /** When it was last seen, in milliseconds. */
  readonly at: number;
}

/** Whether a read only repeats the last one. A reader held on a card keeps repeating, so pass the latest sighting. */
export function isDoubleRead(last: LastRead | null, read: LastRead, windowMilliseconds: number): boolean {
  return last !== null && last.text === read.text && read.at - last.at < windowMilliseconds;
}
