/** Rule sets that the registry has handed out; the latest word for a first day counts. */
import type { Database } from 'better-sqlite3';
import type { RuleSet } from '../../src-shared/rules/rule-set.ts';
import type { RuleSetStore } from '../services/store-ports/feeds.ts';

/** Rule sets in desk.db. */
export function ruleSetStore(database: Database): RuleSetStore {
  const all = database.prepare<[], string>('SELECT body FROM rule_sets ORDER BY first_day').pluck();
  const put = database.prepare<[string, string]>(`
    INSERT INTO rule_sets (first_day, body) VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body`);
  const remove = database.prepare<[string]>('DELETE FROM rule_sets WHERE first_day = ?');
  return {
    all: () => all.all().map((body) => JSON.parse(body) as RuleSet),
    apply: (set) => void put.run(set.firstDay, JSON.stringify(set)),
    remove: (firstDay) => void remove.run(firstDay),
  };
}
