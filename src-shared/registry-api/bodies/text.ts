/** Text that people wrote: bounded, and fit for every database and screen. */
import { z } from 'zod';

/** No control characters and no halves of characters: PostgreSQL takes neither NUL nor those. */
const PLAIN = /^[^\p{Cc}\p{Cs}]*$/u;

/** A line of at most `most` characters: trimmed, not empty, plain. */
export function line(most: number) {
  return z.string().trim().min(1).max(most).regex(PLAIN);
}

/** The same as it was written, for what is only looked for. */
export function exactLine(most: number) {
  return z.string().min(1).max(most).regex(PLAIN);
}

/** The same line in the three languages of the desks. */
export function lines(most: number) {
  return z.strictObject({ fi: line(most), sv: line(most), en: line(most) });
}

/** A file within a request, as base64 (RFC 4648). */
export function file(mostBytes: number) {
  return z
    .base64()
    .min(1)
    .max(Math.ceil(mostBytes / 3) * 4);
}
