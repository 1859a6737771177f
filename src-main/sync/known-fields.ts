/** Reading by strict schemas what a newer registry says: fields that this program does not know are dropped (versioning policy). */
import type { z } from 'zod';

/**
 * Parses JSON by a schema, without the fields that its strict objects do not know, at every depth. Takes them out of `value`
 * itself. What is missing or of another type fails as ever.
 */
export function parseKnown<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  for (;;) {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed;
    const unknown = parsed.error.issues.filter((issue) => issue.code === 'unrecognized_keys');
    if (unknown.length === 0) return parsed;
    for (const { path, keys } of unknown) {
      const holder = path.reduce<unknown>((inner, step) => Reflect.get(Object(inner), step), value);
      for (const key of keys) Reflect.deleteProperty(Object(holder), key);
    }
  }
}
