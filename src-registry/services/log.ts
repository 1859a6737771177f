/** What the registry says of itself: never a card's code, never anything of a request's body (DATA-1). */
import { errorText } from '../scrub.ts';

/** Facts of an event: ids, counts, codes of problems. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** A bug or a breakage; of the error the stack, never its details. */
  error(event: string, error: unknown): void;
}

/** A log for people: sentences, without the fields. */
export function sayingLog(say: (sentence: string) => void): Log {
  return {
    info: (event) => say(event),
    warn: (event) => say(event),
    error: (event, error) => say(`${event}: ${errorText(error)}`),
  };
}
