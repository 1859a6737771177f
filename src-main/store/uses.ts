/** Uses heard of from the registry: from other desks, and this desk's own coming back. */
import type { Database } from 'better-sqlite3';
import type { HeardUse, UseStore } from '../services/desk-store.ts';

/** Heard uses in desk.db. */
export function useStore(database: Database): UseStore {
  const put = database.prepare<[string, string, string, string, string, string, number, number, string, string]>(`
    INSERT INTO uses
      (acquisition_id, performance_id, card_key, epoch, desk_name, at, children, units, state, own)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, EXISTS (SELECT 1 FROM acquisitions WHERE id = ?))
    ON CONFLICT DO UPDATE SET
      performance_id = excluded.performance_id, card_key = excluded.card_key, epoch = excluded.epoch,
      desk_name = excluded.desk_name, at = excluded.at, children = excluded.children, units = excluded.units,
      state = excluded.state, own = excluded.own`);
  const ofCard = database.prepare<[string, string], HeardUse>(`
    SELECT acquisition_id AS acquisitionId, at, desk_name AS deskName FROM uses
    WHERE performance_id = ? AND card_key IN (SELECT value FROM json_each(?)) AND state = 'redeemed' AND own = 0
    ORDER BY at, acquisition_id`);
  const units = database
    .prepare<[string], number>(`
      SELECT coalesce(sum(units), 0) FROM uses
      WHERE performance_id = ? AND state = 'redeemed' AND own = 0 AND units > 0`)
    .pluck();
  return {
    apply(use) {
      const { acquisitionId, performanceId, cardKey, epoch, deskName, at, children, units: taken, state } = use;
      put.run(acquisitionId, performanceId, cardKey, epoch, deskName, at, children, taken, state, acquisitionId);
    },
    ofCard: (performanceId, cardKeys) => ofCard.all(performanceId, JSON.stringify(cardKeys)),
    units: (performanceId) => units.get(performanceId) ?? 0,
  };
}
