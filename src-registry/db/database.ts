/** PostgreSQL as the services see it: a transaction handle, and news that is told only after the commit. */
import { Pool, types, type CustomTypesConfig } from 'pg';
import type { Result } from '../../src-shared/kernel/result.ts';
import type { StreamName } from '../../src-shared/registry-api/schemas.ts';
import { codeOf } from '../start-failure.ts';

/** Which performance is wanted, and by which desk. */
export interface Wish {
  readonly performanceId: string;
  readonly deskId: string;
}

/** What desks may be told of a committed transaction. */
export interface Announcement {
  readonly streams?: readonly StreamName[];
  /** Places that a desk ran out of: every other desk hears of it. */
  readonly wanted?: readonly Wish[];
  /** Performances of which the pool rose. */
  readonly freed?: readonly string[];
  /** Desks that may no longer listen. */
  readonly revoked?: readonly string[];
}

/** One open transaction. */
export interface Tx {
  query<Row>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Told by push once this transaction has committed; forgotten when it rolls back. */
  announce(news: Announcement): void;
}

export interface Database {
  /** Runs `work` in one READ COMMITTED transaction; an `ok: false` result or a throw rolls it back. */
  transaction<R extends Result<unknown>>(work: (tx: Tx) => Promise<R>): Promise<R>;
  /** Runs `work` on one unchanging view of the data, without the right to write. */
  read<R>(work: (tx: Tx) => Promise<R>): Promise<R>;
  /** One reading statement by itself, without the round trips of a transaction. */
  one<Row>(sql: string, values: readonly unknown[]): Promise<Row | null>;
  close(): Promise<void>;
}

/** Serialisation failure and deadlock: the transaction as a whole may simply be run again. */
const RUN_AGAIN = new Set(['40001', '40P01']);
const MOST_RUNS = 4;

/** Opens a pool. `onCommitted` hears each transaction's news, `onTrouble` of idle connections that broke. */
export function openDatabase(
  url: string,
  onCommitted: (news: readonly Announcement[]) => void,
  onTrouble: (error: Error) => void,
): Database {
  const pool = new Pool({ connectionString: url, max: 12, types: plainTypes });
  pool.on('error', onTrouble);

  async function run<R>(begin: string, keep: (value: R) => boolean, work: (tx: Tx) => Promise<R>): Promise<R> {
    const client = await pool.connect();
    const news: Announcement[] = [];
    let broken: Error | undefined;
    try {
      await client.query(begin);
      const value = await work({
        query: async <Row>(sql: string, values: readonly unknown[] = []) =>
          (await client.query(sql, [...values])).rows as Row[],
        announce: (one) => void news.push(one),
      });
      const kept = keep(value);
      await client.query(kept ? 'COMMIT' : 'ROLLBACK');
      if (kept && news.length > 0) onCommitted(news);
      return value;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return {
    async transaction(work) {
      for (let runs = 1; ; runs++) {
        try {
          return await run('BEGIN', (result) => result.ok, work);
        } catch (error) {
          if (runs >= MOST_RUNS || !RUN_AGAIN.has(codeOf(error))) throw error;
        }
      }
    },
    read: (work) => run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', () => true, work),
    async one<Row>(sql: string, values: readonly unknown[]) {
      const { rows } = await pool.query(sql, [...values]);
      return (rows[0] as Row | undefined) ?? null;
    },
    close: () => pool.end(),
  };
}

const INT8 = 20;
const DATE = 1082;

/** `bigint` as a number (ours stay far below 2^53), `date` as its text `YYYY-MM-DD`; the rest as pg does it. */
export const plainTypes: CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return Number;
    if (oid === DATE) return String;
    return types.getTypeParser(oid, format as 'text');
  },
};
