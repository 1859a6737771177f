/** PostgreSQL as the services see it: a transaction handle, and news that is told only after the commit. */
import { Pool, types, type CustomTypesConfig } from 'pg';
import type { Result } from '../../src-shared/kernel/result.ts';
import type { StreamName } from '../../src-shared/registry-api/bodies/feeds.ts';
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
  /** Generations of keys that were made or taken into use: other nodes must know them. */
  readonly keys?: readonly number[];
}

/** One open transaction. */
export interface Tx {
  query<Row>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /**
   * As `query`, with a statement that PostgreSQL keeps, and soon its plan too, on each connection: planning costs as much as
   * running it. For the few that run all the time, whose text never varies and whose rows are each found by an index (a plan
   * is made anew only once autovacuum has seen that a table has grown).
   */
  prepared<Row>(sql: string, values: readonly unknown[]): Promise<Row[]>;
  /** Told by push once this transaction has committed; forgotten when it rolls back. */
  announce(news: Announcement): void;
  /**
   * Commits, sent together with the statements that were asked for last: no lock waits for us to hear of them. Nothing may be
   * asked for afterwards, and the work's result is `ok`. Where a statement fails all is rolled back, as ever.
   */
  finish(): Promise<void>;
}

export interface Database {
  /** Runs `work` in one READ COMMITTED transaction; an `ok: false` result or a throw rolls it back. */
  transaction<R extends Result<unknown>>(work: (tx: Tx) => Promise<R>): Promise<R>;
  /** Runs `work` on one unchanging view of the data, without the right to write. */
  read<R>(work: (tx: Tx) => Promise<R>): Promise<R>;
  /** One reading statement by itself, without the round trips of a transaction; `prepared`. */
  one<Row>(sql: string, values: readonly unknown[]): Promise<Row | null>;
  /** Connections of the pool; `waiting`: who waits for one. */
  connections(): { readonly busy: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
}

/** Serialisation failure and deadlock: the transaction as a whole may simply be run again. */
const RUN_AGAIN = new Set(['40001', '40P01']);
const MOST_RUNS = 4;
/** The transaction has failed already. */
const BEHIND_A_FAILURE = '25P02';

/** Who waits longer for a connection is told that the registry is not available. */
const CONNECTING_MILLISECONDS = 10_000;
/** No statement of ours is meant to take that long; a node that hangs must not hold its locks for ever. */
const STATEMENT_MILLISECONDS = 120_000;
/** A transaction that waits for a card list to be built is idle for as long as that takes. */
const IDLE_MILLISECONDS = 600_000;

/**
 * Opens a pool of at most so many connections. `onCommitted` hears each transaction's news, `onTrouble` of idle
 * connections that broke.
 */
export function openDatabase(
  url: string,
  most: number,
  onCommitted: (news: readonly Announcement[]) => void,
  onTrouble: (error: Error) => void,
): Database {
  // Statements that are asked for together are sent together. The types do not know of it yet.
  const together = { pipeline: true };
  const pool = new Pool({
    ...together,
    connectionString: url,
    max: most,
    types: plainTypes,
    connectionTimeoutMillis: CONNECTING_MILLISECONDS,
    statement_timeout: STATEMENT_MILLISECONDS,
    idle_in_transaction_session_timeout: IDLE_MILLISECONDS,
    keepAlive: true,
  });
  pool.on('error', onTrouble);

  async function run<R>(begin: string, keep: (value: R) => boolean, work: (tx: Tx) => Promise<R>): Promise<R> {
    const client = await pool.connect();
    const news: Announcement[] = [];
    let broken: Error | undefined;
    let finished = false;
    // Statements that were sent behind one that failed fail too: what counts is why the first one did.
    let cause: unknown = null;
    const told = async <Answer>(asked: Promise<Answer>): Promise<Answer> => {
      try {
        return await asked;
      } catch (error) {
        if (codeOf(error) !== BEHIND_A_FAILURE) cause = error;
        throw cause ?? error;
      }
    };
    // A connection that breaks between two statements has nobody else to tell, and would end the process.
    const onBroken = (error: Error): void => void (broken = error);
    client.on('error', onBroken);
    try {
      // Sent with the first statement; a connection on which it fails does nothing else either.
      const begun = client.query(begin);
      begun.catch(() => undefined);
      const value = await work({
        query: async <Row>(sql: string, values: readonly unknown[] = []) =>
          (await told(client.query(sql, [...values]))).rows as Row[],
        prepared: async <Row>(sql: string, values: readonly unknown[]) =>
          (await told(client.query(kept(sql, values)))).rows as Row[],
        announce: (one) => void news.push(one),
        async finish() {
          const { command } = await told(client.query('COMMIT'));
          finished = command === 'COMMIT';
        },
      });
      await begun;
      const isKept = keep(value);
      if (!finished) await client.query(isKept ? 'COMMIT' : 'ROLLBACK');
      if (isKept && news.length > 0) onCommitted(news);
      return value;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
      throw error;
    } finally {
      client.off('error', onBroken);
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
      const { rows } = await pool.query(kept(sql, values));
      return (rows[0] as Row | undefined) ?? null;
    },
    connections: () => ({
      busy: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    close: () => pool.end(),
  };
}

/** A statement under a name that follows from its text. */
function kept(sql: string, values: readonly unknown[]): { name: string; text: string; values: unknown[] } {
  const name = names.get(sql) ?? `kept-${names.size}`;
  names.set(sql, name);
  return { name, text: sql, values: [...values] };
}

const names = new Map<string, string>();

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
