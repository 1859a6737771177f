/** Performances that this site sells, as the registry told. */
import type { Database } from 'better-sqlite3';
import { overFrom, type Performance } from '../../src-shared/performance/performance.ts';
import type { PerformanceStore } from '../services/desk-store.ts';

/** Performances in desk.db. */
export function performanceStore(database: Database): PerformanceStore {
  const find = database.prepare<[string], string>('SELECT body FROM performances WHERE id = ?').pluck();
  const notOver = database.prepare<[number], string>('SELECT body FROM performances WHERE over_from > ?').pluck();
  const put = database.prepare<[string, number, string]>(`
    INSERT INTO performances (id, over_from, body) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET over_from = excluded.over_from, body = excluded.body`);
  const remove = database.prepare<[string]>('DELETE FROM performances WHERE id = ?');
  /** What the same text said before: the whole list is read for every push. */
  const parsed = new Map<string, Performance>();
  const parse = (body: string): Performance => {
    const performance = parsed.get(body) ?? (JSON.parse(body) as Performance);
    parsed.set(body, performance);
    return performance;
  };
  return {
    find(id) {
      const body = find.get(id);
      return body === undefined ? null : parse(body);
    },
    notOverAt: (now) => notOver.all(now).map(parse),
    apply({ id, performance }) {
      parsed.clear();
      if (performance === null) remove.run(id);
      else put.run(id, overFrom(performance), JSON.stringify(performance));
    },
  };
}
