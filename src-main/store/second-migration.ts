/** The second shape of desk.db: reservations, tickets and visits in one life; groups, assistants, sold-out houses. */

export const SECOND_MIGRATION = `
  -- What a performance and a rule set have got since; the registry tells both anew, for their cursors are gone.
  UPDATE performances SET body = json_set(
    body,
    '$.organiser.supportPersons', json('true'),
    '$.guest', json('false'),
    '$.windows.lapseMinutesBefore', 0,
    '$.feeCents', 0,
    '$.cloakroom', json('false')
  );
  DELETE FROM rule_sets;
  DELETE FROM cursors WHERE stream IN ('rule-sets', 'performances');

  -- All events of one acquisition can be found.
  ALTER TABLE events ADD COLUMN acquisition_id TEXT GENERATED ALWAYS AS (body ->> '$.acquisitionId') VIRTUAL;
  CREATE INDEX events_of_acquisition ON events (acquisition_id) WHERE acquisition_id IS NOT NULL;

  -- \`sent\`: of a reservation, it has been handed to the sync, so the registry may have it even without an answer.
  ALTER TABLE deliveries ADD COLUMN sent INTEGER NOT NULL DEFAULT 0 CHECK (sent IN (0, 1));
  -- \`seen\`: of a conflict, staff have followed it up. The older ones were shown as the rules were then.
  ALTER TABLE deliveries ADD COLUMN seen INTEGER NOT NULL DEFAULT 0 CHECK (seen IN (0, 1));
  UPDATE deliveries SET seen = 1 WHERE state = 'conflict';
  CREATE INDEX deliveries_to_see ON deliveries (position) WHERE state = 'conflict' AND seen = 0;

  -- State, children and times as this ledger's events tell them; what other desks did with it is in \`uses\`.
  ALTER TABLE acquisitions RENAME TO first_acquisitions;
  DROP INDEX acquisitions_by_card;
  DROP INDEX acquisitions_units;
  DROP TRIGGER acquisitions_void_once;
  CREATE TABLE acquisitions (
    id TEXT PRIMARY KEY,
    performance_id TEXT NOT NULL,
    card_key TEXT NOT NULL,
    code_tail TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('reserved', 'redeemed', 'attended', 'voided', 'lapsed')),
    -- When it came to its state.
    at TEXT NOT NULL,
    redeemed_at TEXT,
    attended_at TEXT,
    children INTEGER NOT NULL,
    card_seen INTEGER NOT NULL CHECK (card_seen IN (0, 1)),
    lapses_at TEXT,
    provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
    fee_cents INTEGER NOT NULL,
    -- The epoch of this desk whose lease its place was taken from, and the units that it still takes; null: another desk's.
    place_epoch TEXT,
    units INTEGER NOT NULL CHECK (units >= 0),
    -- Of the event that brought it to its latest stage here: the order of staff's list.
    stage_position INTEGER NOT NULL REFERENCES events (position),
    CHECK (place_epoch IS NOT NULL OR units = 0)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO acquisitions
    SELECT a.id, a.performance_id, a.card_key, a.code_tail,
      iif(a.void_position IS NULL, 'redeemed', 'voided'), coalesce(void.body ->> '$.at', a.at), a.at, NULL,
      a.children, 1, NULL, 0, 0, a.epoch, iif(a.void_position IS NULL, a.units, 0), a.sold_position
    FROM first_acquisitions a LEFT JOIN events void ON void.position = a.void_position;
  DROP TABLE first_acquisitions;
  CREATE INDEX acquisitions_by_card ON acquisitions (performance_id, card_key);
  -- The list of staff, and what is taken of a cap: one index for both, for each costs every sale a page.
  CREATE INDEX acquisitions_in_order ON acquisitions (performance_id, stage_position, units);
  CREATE INDEX acquisitions_reserved ON acquisitions (lapses_at) WHERE state = 'reserved';
  -- Who was handed a ticket elsewhere may still come in here with it, though the reservation was taken back here.
  CREATE TRIGGER acquisitions_end_once BEFORE UPDATE ON acquisitions
    WHEN OLD.state IN ('voided', 'lapsed')
      AND (OLD.redeemed_at IS NOT NULL OR NEW.state <> OLD.state OR NEW.units <> OLD.units)
    BEGIN SELECT RAISE(ABORT, 'an acquisition is voided once'); END;

  -- \`own\`: its place is counted among this desk's acquisitions, so it must not be counted twice.
  ALTER TABLE uses RENAME TO first_uses;
  DROP INDEX uses_by_card;
  DROP INDEX uses_units;
  CREATE TABLE uses (
    acquisition_id TEXT PRIMARY KEY,
    performance_id TEXT NOT NULL,
    card_key TEXT NOT NULL,
    epoch TEXT NOT NULL,
    desk_name TEXT NOT NULL,
    at TEXT NOT NULL,
    children INTEGER NOT NULL,
    units INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('reserved', 'redeemed', 'attended', 'voided', 'lapsed')),
    card_seen INTEGER NOT NULL CHECK (card_seen IN (0, 1)),
    lapses_at TEXT,
    own INTEGER NOT NULL CHECK (own IN (0, 1))
  ) STRICT, WITHOUT ROWID;
  INSERT INTO uses
    SELECT acquisition_id, performance_id, card_key, epoch, desk_name, at, children, units, state, 1, NULL, own
    FROM first_uses;
  DROP TABLE first_uses;
  CREATE INDEX uses_by_card ON uses (performance_id, card_key) WHERE state IN ('reserved', 'redeemed', 'attended');
  CREATE INDEX uses_units ON uses (performance_id, units)
    WHERE state IN ('reserved', 'redeemed', 'attended') AND own = 0 AND units > 0;
  CREATE INDEX uses_reserved ON uses (lapses_at) WHERE state = 'reserved' AND own = 0;

  -- Tickets for assistants: counted apart, never an acquisition (ASSIST-1).
  CREATE TABLE assistance (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL REFERENCES events (position),
    performance_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('assistant', 'support-person')),
    count INTEGER NOT NULL CHECK (count > 0),
    voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0, 1))
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX assistance_standing ON assistance (performance_id, position) WHERE voided = 0;

  -- This desk's latest word on whether a performance is sold out, until the registry's feed is newer (CAP-7).
  CREATE TABLE sold_out_words (
    performance_id TEXT PRIMARY KEY,
    position INTEGER NOT NULL REFERENCES events (position),
    sold_out INTEGER NOT NULL CHECK (sold_out IN (0, 1)),
    -- The registry's time, in milliseconds, when it had taken the word; null: it has not yet.
    delivered_at INTEGER
  ) STRICT, WITHOUT ROWID;
`;
