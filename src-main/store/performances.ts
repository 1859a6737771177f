/** Performances that this site sells, as the registry told. */
import type { Database } from 'better-sqlite3';
import { overFrom, type Performance } from '../../src-shared/performance/performance.ts';
import type { PerformanceStore } from '../services/store-ports/feeds.ts';

interface Row {
  readonly body: string;
  /** What this desk says of it, until the feed is newer. */
  readonly soldOut: 0 | 1 | null;
}

const SELECT = `
  SELECT body, sold_out AS soldOut
  FROM performances LEFT JOIN sold_out_words ON sold_out_words.performance_id = performances.id`;

/** Performances in desk.db. */
export function performanceStore(database: Database): PerformanceStore {
  const find = database.prepare<[string], Row>(`${SELECT} WHERE id = ?`);
  const notOver = database.prepare<[number], Row>(`${SELECT} WHERE over_from > ?`);
  const put = database.prepare<[string, number, string]>(`
    INSERT INTO performances (id, over_from, body) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET over_from = excluded.over_from, body = excluded.body`);
  const remove = database.prepare<[string]>('DELETE FROM performances WHERE id = ?');
  /** What the same text said before: the whole list is read for every push. */
  const parsed = new Map<string, Performance>();
  const parse = ({ body, soldOut }: Row): Performance => {
    const performance = parsed.get(body) ?? (JSON.parse(body) as Performance);
    parsed.set(body, performance);
    const isSoldOut = soldOut === null ? performance.soldOut : soldOut === 1;
    return isSoldOut === performance.soldOut ? performance : { ...performance, soldOut: isSoldOut };
  };
  return {
    find(id) {
      const row = find.get(id);
      return row === undefined ? null : parse(row);
    },
    notOverAt: (now) => notOver.all(now).map(parse),
    apply({ id, performance }) {
      parsed.clear();
      if (performance === null) remove.run(id);
      else put.run(id, overFrom(performance), JSON.stringify(performance));
    },
  };
}
