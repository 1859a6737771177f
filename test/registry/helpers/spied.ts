/** A transaction that remembers what was said in it, to see what is done while everybody waits for a stream. */
import type { Tx } from '../../../src-registry/db/database.ts';

/** The transaction, and the statements since the first one that locked a stream's counter, that one included. */
export function spied(tx: Tx): { readonly tx: Tx; since(): readonly string[] } {
  const said: { readonly sql: string; readonly locks: boolean }[] = [];
  const note = (sql: string, values: readonly unknown[] = []): void => {
    // Acquisitions are written with or without their places in the stream.
    const locks = /UPDATE streams/.test(sql) && !(/INSERT INTO acquisitions/.test(sql) && values[1] === false);
    said.push({ sql: sql.replaceAll(/\s+/g, ' ').trim(), locks });
  };
  return {
    tx: {
      ...tx,
      query(sql, values) {
        note(sql, values);
        return tx.query(sql, values);
      },
      prepared(sql, values) {
        note(sql, values);
        return tx.prepared(sql, values);
      },
    },
    since() {
      const first = said.findIndex(({ locks }) => locks);
      return first < 0 ? [] : said.slice(first).map(({ sql }) => sql);
    },
  };
}
