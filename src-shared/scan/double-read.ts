/** One guard for all sources: the same code within a settable time counts once, different codes never wait (field lesson 7). */

export interface Read {
  /** Names the code; a digest will do. */
  readonly text: string;
  /** When it was last seen, in milliseconds. */
  readonly at: number;
}

export interface Guarded {
  /** It only repeats a read of the last `windowMilliseconds`, by whatever source. */
  readonly isDouble: boolean;
  /** What to hold the next read against. */
  readonly recent: readonly Read[];
}

/** Takes a read. A reader held on a card keeps repeating, so each sighting counts anew. Reads come in the order of their time. */
export function guardRead(recent: readonly Read[], read: Read, windowMilliseconds: number): Guarded {
  const fresh = recent.filter(({ at }) => Math.abs(read.at - at) < windowMilliseconds);
  const others = fresh.filter(({ text }) => text !== read.text);
  return { isDouble: others.length < fresh.length, recent: [...others, read] };
}
