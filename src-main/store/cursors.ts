/** Where each change feed goes on; written in the transaction that takes the page's rows (field lesson 16). */
import type { Database } from 'better-sqlite3';
import type { CursorStore } from '../services/store-ports/feeds.ts';

/** Feed cursors in desk.db. */
export function cursorStore(database: Database): CursorStore {
  const read = database.prepare<[string], string>('SELECT cursor FROM cursors WHERE stream = ?').pluck();
  const write = database.prepare<[string, string]>(`
    INSERT INTO cursors (stream, cursor) VALUES (?, ?) ON CONFLICT DO UPDATE SET cursor = excluded.cursor`);
  return {
    read: (stream) => read.get(stream) ?? null,
    write: (stream, cursor) => void write.run(stream, cursor),
  };
}
