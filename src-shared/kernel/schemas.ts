/** Small schemas that every contract is made of. */
import { z } from 'zod';

/** A UUID of any version as it was written, for what is hashed. */
export const writtenId = z.uuid();

/** A UUID of any version (ours are version 7), in lower case: one thing has one name (RFC 9562, 4). */
export const id = writtenId.toLowerCase();

/** A Helsinki calendar day, `YYYY-MM-DD`. */
export const day = z.iso.date();

/** An instant in UTC, ISO 8601 with a `Z`. */
export const instant = z.iso.datetime();

/** A whole number that is not negative. */
export const count = z.int().min(0);

/** Bytes as lower-case hexadecimal, `bytes` long. */
export function hex(bytes: number): z.ZodString {
  return z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
}

/** Bytes as base64 (RFC 4648, padded). */
export const base64 = z.base64();

export const LANGUAGES = ['fi', 'sv', 'en'] as const;
export const language = z.enum(LANGUAGES);
export type Language = z.infer<typeof language>;

/** A text in the three languages of the desks. */
export const localised = z.strictObject({ fi: z.string(), sv: z.string(), en: z.string() });
export type Localised = z.infer<typeof localised>;
