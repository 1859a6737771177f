/** This desk's own words on sold-out performances, until the registry's feed is newer (CAP-7). */
import type { Database } from 'better-sqlite3';
import type { SoldOutWordStore } from '../services/store-ports/feeds.ts';

/** The words in desk.db; the ledger's append says them. */
export function soldOutWordStore(database: Database): SoldOutWordStore {
  const delivered = database.prepare<[number, string, number]>(`
    UPDATE sold_out_words SET delivered_at = ?
    WHERE position = (SELECT position FROM events WHERE epoch = ? AND sequence = ?)`);
  const outdated = database.prepare<[string, number]>(
    'DELETE FROM sold_out_words WHERE performance_id = ? AND delivered_at < ?',
  );
  return {
    delivered: (epoch, sequence, serverTime) => void delivered.run(serverTime, epoch, sequence),
    outdated: (performanceId, serverTime) => void outdated.run(performanceId, serverTime),
  };
}
