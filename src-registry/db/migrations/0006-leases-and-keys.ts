/** Written-off desks, rotated keys, published card lists in the database, tombstones. */
import type { Migration } from '../migrate.ts';

export const leasesAndKeys: Migration = {
  name: '0006-leases-and-keys',
  sql: `
  -- What is gone from a stream; keys are cards' keys in hexadecimal, or ids of performances.
  CREATE TABLE tombstones (
    stream text NOT NULL CHECK (stream IN ('cards', 'performances')),
    key text NOT NULL,
    -- Only for the desks of this site; null: for everybody.
    site_id uuid REFERENCES sites,
    position bigint NOT NULL,
    UNIQUE NULLS NOT DISTINCT (stream, key, site_id)
  );
  CREATE INDEX tombstones_position ON tombstones (stream, position);

  -- Cursors before this are of another time: what follows cannot be told as changes of what they stand for.
  ALTER TABLE streams ADD valid_from bigint NOT NULL DEFAULT 0;

  ALTER TABLE epochs
    DROP CONSTRAINT epochs_frozen_why_check,
    ADD CONSTRAINT epochs_frozen_why_check CHECK (frozen_why IN ('restored', 'forked', 'written-off')),
    -- Its idle places are the pool's from now on, and what it reserved lapses by the registry's own word.
    ADD reclaimed_at timestamptz,
    -- The registry's own word about places of a desk that does not come back; no desk delivers to it.
    ADD by_registry boolean NOT NULL DEFAULT false;
  CREATE UNIQUE INDEX epochs_by_registry ON epochs (desk_id) WHERE by_registry;
  CREATE INDEX epochs_reclaimed ON epochs (desk_id) WHERE reclaimed_at IS NOT NULL;
  CREATE INDEX leases_of_epoch ON leases (epoch_id);
  -- Old ones are forgotten.
  CREATE INDEX lease_requests_asked_at ON lease_requests (asked_at);
  CREATE INDEX acquisitions_of_epoch ON acquisitions (epoch_id) WHERE leased_units > 0 OR state = 'reserved';

  -- RFC 2104, for PostgreSQL has SHA-256 but no HMAC: the key in a block of 64 bytes, each changed by the pad.
  CREATE FUNCTION hmac_block(secret bytea, pad integer) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT AS $$
  DECLARE
    block bytea := secret || decode(repeat('00', 64 - length(secret)), 'hex');
  BEGIN
    FOR place IN 0..63 LOOP
      block := set_byte(block, place, get_byte(block, place) # pad);
    END LOOP;
    RETURN block;
  END $$;

  ALTER TABLE keys
    -- A network key is announced to the desks before it is used; null: announced only.
    ADD in_use_from timestamptz,
    -- A signing key but the first: the key before it signed this one, so that desks which pinned that accept it.
    ADD endorsement bytea,
    ADD inner_block bytea GENERATED ALWAYS AS (hmac_block(secret, 54)) STORED,
    ADD outer_block bytea GENERATED ALWAYS AS (hmac_block(secret, 92)) STORED;
  UPDATE keys SET in_use_from = made_at;
  -- Which network key a desk has been handed last.
  ALTER TABLE desks ADD network_generation integer;

  -- A card's key under the network key in use: the first 16 bytes of HMAC-SHA-256 of the code.
  CREATE FUNCTION present_card_key(code text) RETURNS bytea LANGUAGE sql STABLE STRICT AS $$
    SELECT substring(sha256(outer_block || sha256(inner_block || convert_to(code, 'UTF8'))) FOR 16) FROM keys
    WHERE purpose = 'network' AND in_use_from IS NOT NULL ORDER BY generation DESC LIMIT 1
  $$;
  -- Whichever node writes a card, be it one that has not heard of a new key yet: its key is the present one.
  CREATE FUNCTION put_present_card_key() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.key := coalesce(present_card_key(NEW.code), NEW.key);
    RETURN NEW;
  END $$;
  CREATE TRIGGER cards_present_key BEFORE INSERT ON cards FOR EACH ROW EXECUTE FUNCTION put_present_card_key();

  -- Published card lists, so that any node can hand them out; they are compressed already.
  CREATE TABLE snapshot_chunks (
    snapshot_number bigint NOT NULL REFERENCES snapshots ON DELETE CASCADE,
    place integer NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (snapshot_number, place)
  );
  ALTER TABLE snapshot_chunks ALTER bytes SET STORAGE EXTERNAL;
  -- Those of before lie in one node's folder only.
  DELETE FROM snapshots;`,
};
