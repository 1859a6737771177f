/** Pages of a change stream. */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { StreamName } from '../../../src-shared/registry-api/schemas.ts';
import type { Tx } from '../../db/database.ts';
import { instantNow, type Context } from '../context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { boundsOf } from './streams.ts';

export interface Page<Change> {
  readonly changes: Change[];
  readonly cursor: string;
  readonly more: boolean;
  readonly serverTime: string;
}

/**
 * The page after a cursor. `changesAfter` gives at most so many changes in their order; `tx` sees one unchanging view.
 * `cursor.invalid`: damaged, of another stream or database, from before a rotation of the network key (cards), or from a future
 * that a restored database does not have.
 */
export async function pageOf<Change>(
  tx: Tx,
  context: Context,
  stream: StreamName,
  query: { readonly after?: string | undefined; readonly limit: number },
  changesAfter: (after: number, most: number) => Promise<{ position: number; change: Change }[]>,
): Promise<Result<Page<Change>, 'cursor.invalid'>> {
  const after = decodeCursor(query.after, context.instance, stream);
  if (!after.ok) return after;
  const { validFrom, head } = await boundsOf(tx, stream);
  const isOutdated = query.after !== undefined && after.value < validFrom;
  if (after.value > head || isOutdated) return fail('cursor.invalid');
  const found = await changesAfter(after.value, query.limit + 1);
  const shown = found.slice(0, query.limit);
  const more = found.length > shown.length;
  // At the end the cursor is the head's, so that changes which are not for this site are not looked through again.
  const position = more ? (shown.at(-1)?.position ?? after.value) : head;
  return ok({
    changes: shown.map((each) => each.change),
    cursor: encodeCursor(context.instance, stream, position),
    more,
    serverTime: instantNow(context),
  });
}
