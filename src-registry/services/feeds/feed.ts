/** Pages of a change stream. */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { StreamName } from '../../../src-shared/registry-api/bodies/feeds.ts';
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
 * The page after a cursor. `changesAfter` gives at most so many changes in their order, and is told where the stream ended
 * when the reader began, as long as that lies ahead; `tx` sees one unchanging view.
 * `cursor.invalid`: damaged, of another stream or database, from before a rotation of the network key (cards), or from a future
 * that a restored database does not have.
 */
export async function pageOf<Change>(
  tx: Tx,
  context: Context,
  stream: StreamName,
  query: { readonly after?: string | undefined; readonly limit: number },
  changesAfter: (after: number, most: number, began: number | null) => Promise<{ position: number; change: Change }[]>,
): Promise<Result<Page<Change>, 'cursor.invalid'>> {
  const { validFrom, head } = await boundsOf(tx, stream);
  const isFirst = query.after === undefined;
  const place = isFirst ? ok({ position: 0, began: head }) : decodeCursor(query.after, context.instance, stream);
  if (!place.ok) return place;
  const { position: after, began } = place.value;
  if (Math.max(after, began ?? 0) > head || (!isFirst && after < validFrom)) return fail('cursor.invalid');
  const found = await changesAfter(after, query.limit + 1, began);
  const shown = found.slice(0, query.limit);
  const more = found.length > shown.length;
  // At the end the cursor is the head's, so that changes which are not for this site are not looked through again.
  const position = more ? (shown.at(-1)?.position ?? after) : head;
  return ok({
    changes: shown.map((each) => each.change),
    cursor: encodeCursor(context.instance, stream, position, began),
    more,
    serverTime: instantNow(context),
  });
}
