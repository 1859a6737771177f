/** What is gone from a change stream, so that whoever follows it hears of that too. */
import type { Tx } from '../db/database.ts';

/**
 * Tells the readers of a stream that something is gone. `siteId`: only for the desks of that site, which may no longer sell
 * a performance; null: for everybody. Keys are cards' keys in hexadecimal, or ids of performances.
 */
export async function bury(
  _tx: Tx,
  _stream: 'cards' | 'performances',
  _keys: readonly string[],
  _siteId: string | null,
): Promise<void> {}
