/** Lists that come in pages. */
import { z } from 'zod';
import { id } from '../../kernel/schemas.ts';

/** `after`: the `next` of the page before; left out: from the beginning. */
export const listQuery = z.strictObject({
  after: id.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

/** A page of a list in the order of ids; `next`: where the next page begins, null at the end. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), next: id.nullable() });
}
