/** What delivering in sets needs; and when and in which epoch tickets were handed out, by which use counts (USE-1). */
import type { Migration } from '../migrate.ts';

export const delivery: Migration = {
  name: '0008-delivery',
  sql: `
  -- The first ticket of the acquisition, also where it was taken back later; null: none has been handed out.
  ALTER TABLE acquisitions
    ADD redeemed_at timestamptz,
    ADD redeemed_epoch_id uuid REFERENCES epochs,
    ADD CHECK ((redeemed_at IS NULL) = (redeemed_epoch_id IS NULL));
  -- The same order as everywhere: within an epoch by sequence, between epochs by the highest id so far.
  UPDATE acquisitions SET redeemed_at = earliest.at, redeemed_epoch_id = earliest.epoch_id
  FROM (
    SELECT DISTINCT ON (acquisition_id, performance_id) acquisition_id, performance_id, at, epoch_id
    FROM (
      SELECT acquisition_id, performance_id, epoch_id, sequence, type, at, max(id::text COLLATE "C")
        OVER (PARTITION BY acquisition_id, performance_id, epoch_id ORDER BY sequence) AS rank
      FROM events WHERE acquisition_id IS NOT NULL
    ) AS ranked
    WHERE type = 'redeemed'
    ORDER BY acquisition_id, performance_id, rank, sequence
  ) AS earliest
  WHERE earliest.acquisition_id = acquisitions.id AND earliest.performance_id = acquisitions.performance_id;

  -- Whether a card was ever used.
  CREATE INDEX acquisitions_of_code ON acquisitions (code);

  -- Give-backs that wait for what came before them; without it every delivery looks through its whole epoch.
  CREATE INDEX events_waiting ON events (epoch_id, sequence) WHERE type = 'gave-back' AND NOT applied AND NOT forked;`,
};
