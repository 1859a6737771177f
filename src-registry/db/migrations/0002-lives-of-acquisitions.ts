/** Reservations, attendance, corrections and lapses; limits of an offer; assistants; what a site leaves to its desks. */
import type { Migration } from '../migrate.ts';

export const livesOfAcquisitions: Migration = {
  name: '0002-lives-of-acquisitions',
  sql: `
  ALTER TABLE sites
    -- ASSIST-1: of an organiser.
    ADD support_persons boolean NOT NULL DEFAULT true,
    -- CARD-4: what it leaves to its desks.
    ADD policy jsonb NOT NULL DEFAULT '{"provisional": "off"}';

  ALTER TABLE performances
    ADD guest boolean NOT NULL DEFAULT false,
    ADD fee_cents integer NOT NULL DEFAULT 0 CHECK (fee_cents >= 0),
    ADD cloakroom boolean NOT NULL DEFAULT false,
    -- CAP-7: what desks said last, until the organiser says something else; null: nothing.
    ADD sold_out_mark boolean,
    -- The event that said it: an older one that arrives later changes nothing.
    ADD sold_out_marked_at timestamptz,
    ADD sold_out_marked_by uuid;
  UPDATE performances SET windows = windows || '{"lapseMinutesBefore": 0}';

  UPDATE rule_sets SET body = '{
    "ages": {"holderFrom": 16, "ownChildrenUnder": 18, "clientsUnder": 16},
    "childLimit": "refuse",
    "caps": {
      "general": {"percent": 5},
      "small": {"capacityAtMost": 50, "lowest": 2},
      "tiny": null,
      "mass": {"capacityOver": 1000, "lowest": 20},
      "swimmingHall": null,
      "guest": {"lowest": 2}
    },
    "presetRedeemMinutesBefore": 30,
    "warnExcludedAbovePercent": 50
  }'::jsonb || body;

  -- Desks hear of what is new in them.
  WITH head AS (SELECT position FROM streams WHERE name = 'performances'),
    numbered AS (SELECT id, row_number() OVER (ORDER BY position, id) AS number FROM performances)
  UPDATE performances SET position = head.position + number FROM head, numbered WHERE numbered.id = performances.id;
  WITH head AS (SELECT position FROM streams WHERE name = 'rule-sets'),
    numbered AS (SELECT first_day, row_number() OVER (ORDER BY position, first_day) AS number FROM rule_sets)
  UPDATE rule_sets SET position = head.position + number FROM head, numbered
  WHERE numbered.first_day = rule_sets.first_day;
  UPDATE streams SET position = greatest(position, coalesce((SELECT max(position) FROM performances), 0))
  WHERE name = 'performances';
  UPDATE streams SET position = greatest(position, coalesce((SELECT max(position) FROM rule_sets), 0))
  WHERE name = 'rule-sets';

  -- Every acquisition's state comes from all of its events.
  DROP INDEX events_voiding;
  CREATE INDEX events_of_acquisition ON events (acquisition_id) WHERE acquisition_id IS NOT NULL;
  CREATE INDEX events_naming_heirs ON events (performance_id) WHERE type = 'voided' AND body ? 'heirId';
  CREATE INDEX events_of_assistance ON events (((body ->> 'assistanceId')::uuid)) WHERE type = 'assistance-voided';

  -- From now on a lease counts all that its epoch says it took, and what is more than it held is worked out from that.
  CREATE TEMPORARY TABLE told ON COMMIT DROP AS
    SELECT acquisitions.id, acquisitions.performance_id, acquisitions.epoch_id, state,
      (sold.body ->> 'units')::integer AS units, void.body ->> 'placeTo' AS place_to,
      void.at AS voided_at, void.epoch_id AS voided_in
    FROM acquisitions
      JOIN events AS sold ON sold.id = event_id
      LEFT JOIN LATERAL (
        SELECT events.at, events.epoch_id, body FROM events
        WHERE events.acquisition_id = acquisitions.id AND type = 'voided'
          AND events.performance_id = acquisitions.performance_id
        ORDER BY number LIMIT 1
      ) AS void ON state = 'voided';
  UPDATE leases SET consumed = counted.consumed, released = counted.released, to_pool = counted.to_pool
  FROM (
    SELECT performance_id, epoch_id, sum(units) AS consumed,
      coalesce(sum(units) FILTER (WHERE place_to = 'epoch'), 0) AS released,
      coalesce(sum(units) FILTER (WHERE place_to = 'pool'), 0) AS to_pool
    FROM told GROUP BY performance_id, epoch_id
  ) AS counted
  WHERE counted.performance_id = leases.performance_id AND counted.epoch_id = leases.epoch_id;

  ALTER TABLE acquisitions
    DROP CONSTRAINT acquisitions_state_check,
    ADD CHECK (state IN ('reserved', 'redeemed', 'attended', 'voided', 'lapsed')),
    -- epoch_id is the epoch whose lease backs the place; this one brought it to its state, at the time in "at".
    ADD state_epoch_id uuid REFERENCES epochs,
    -- CARD-8.
    ADD card_seen boolean NOT NULL DEFAULT true,
    -- SALE-7; null: it was never reserved.
    ADD lapses_at timestamptz;
  UPDATE acquisitions SET
    leased_units = CASE WHEN told.state = 'redeemed' THEN units ELSE 0 END,
    beyond_units = CASE WHEN told.state = 'redeemed' THEN greatest(0, leased_units + beyond_units - units) ELSE 0 END,
    at = coalesce(voided_at, at),
    state_epoch_id = coalesce(voided_in, told.epoch_id)
  FROM told WHERE told.id = acquisitions.id;
  -- Which event began it depends on what has arrived; conflicts are answers, and stand with the event that got them.
  ALTER TABLE acquisitions
    ALTER state_epoch_id SET NOT NULL,
    DROP event_id,
    DROP conflicts;
  CREATE INDEX acquisitions_beyond ON acquisitions (performance_id) WHERE beyond_units > 0;

  -- Beyond a lease is what acquisitions have beyond it, and what an epoch took of more than it held.
  ALTER TABLE leases DROP beyond_lease;
  ALTER TABLE leases ADD CHECK (least(granted, consumed, released, returned, to_pool) >= 0);

  -- ASSIST-1: counted apart, never against a cap, never among the uses of cards.
  CREATE TABLE assistance (
    id uuid PRIMARY KEY,
    performance_id uuid NOT NULL REFERENCES performances,
    epoch_id uuid NOT NULL REFERENCES epochs,
    kind text NOT NULL CHECK (kind IN ('assistant', 'support-person')),
    count integer NOT NULL CHECK (count >= 1),
    -- SALE-5: that the customer was told of, in cents.
    fee_cents integer NOT NULL CHECK (fee_cents >= 0),
    at timestamptz NOT NULL,
    voided_at timestamptz
  );
  CREATE INDEX assistance_of_performance ON assistance (performance_id);`,
};
