/** Uses heard of from the registry: from other desks, and this desk's own coming back. */
import type { Database } from 'better-sqlite3';
import type { HeardUse, UseStore } from '../services/store-ports/feeds.ts';

const STANDING = "state IN ('reserved', 'redeemed', 'attended')";

/** Heard uses in desk.db. */
export function useStore(database: Database): UseStore {
  const put = database.prepare<[Record<string, string | number | null>]>(`
    INSERT INTO uses (
      acquisition_id, performance_id, card_key, epoch, desk_name, at, children, units, state, card_seen, lapses_at, own
    )
    VALUES (
      @acquisitionId, @performanceId, @cardKey, @epoch, @deskName, @at, @children, @units, @state, @cardSeen, @lapsesAt,
      EXISTS (SELECT 1 FROM acquisitions WHERE id = @acquisitionId AND place_epoch IS NOT NULL)
    )
    ON CONFLICT DO UPDATE SET
      performance_id = excluded.performance_id, card_key = excluded.card_key, epoch = excluded.epoch,
      desk_name = excluded.desk_name, at = excluded.at, children = excluded.children, units = excluded.units,
      state = excluded.state, card_seen = excluded.card_seen, lapses_at = excluded.lapses_at, own = excluded.own`);
  const ofCard = database.prepare<[string, string], HeardUse>(`
    SELECT acquisition_id AS acquisitionId, state, at, desk_name AS deskName, children, units, lapses_at AS lapsesAt
    FROM uses
    WHERE performance_id = ? AND card_key IN (SELECT value FROM json_each(?)) AND ${STANDING}
      AND NOT EXISTS (SELECT 1 FROM acquisitions WHERE id = acquisition_id)
    ORDER BY at, acquisition_id`);
  const units = database
    .prepare<[string], number>(`
      SELECT coalesce(sum(units), 0) FROM uses WHERE performance_id = ? AND ${STANDING} AND own = 0 AND units > 0`)
    .pluck();
  const lost = database.prepare<[string], { acquisitionId: string; performanceId: string; units: number }>(`
    SELECT acquisition_id AS acquisitionId, performance_id AS performanceId, units
    FROM uses JOIN epochs ON epochs.id = uses.epoch
    WHERE uses.state = 'reserved' AND uses.own = 0 AND lapses_at <= ? AND epochs.frozen_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM acquisitions WHERE id = acquisition_id)`);
  // The registry names cards under the key in use: after a rotation own acquisitions are found under it too.
  const rename = database.prepare<[string, string, string]>(
    'UPDATE acquisitions SET card_key = ? WHERE id = ? AND card_key <> ?',
  );
  return {
    apply(use) {
      put.run({ ...use, cardSeen: use.cardSeen ? 1 : 0 });
      rename.run(use.cardKey, use.acquisitionId, use.cardKey);
    },
    ofCard: (performanceId, cardKeys) => ofCard.all(performanceId, JSON.stringify(cardKeys)),
    units: (performanceId) => units.get(performanceId) ?? 0,
    lostReservations: (at) => lost.all(at),
  };
}
