/** The registry's first tables. Days are Helsinki days, instants are UTC. */
import type { Migration } from '../migrate.ts';

export const firstTables: Migration = {
  name: '0001-first-tables',
  sql: `
  CREATE TABLE settings (
    name text PRIMARY KEY,
    value jsonb NOT NULL
  );

  -- Secret halves only; the public ones are derived.
  CREATE TABLE keys (
    purpose text NOT NULL CHECK (purpose IN ('signing', 'sealing', 'network')),
    generation integer NOT NULL CHECK (generation >= 1),
    secret bytea NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (purpose, generation)
  );

  CREATE TABLE sites (
    id uuid PRIMARY KEY,
    login text NOT NULL UNIQUE,
    name text NOT NULL,
    type text NOT NULL,
    -- argon2id in PHC form; null: an organiser that does not log in.
    password_hash text
  );

  -- USE-2: an agent sells for its clients too.
  CREATE TABLE agent_clients (
    agent_id uuid NOT NULL REFERENCES sites,
    organiser_id uuid NOT NULL REFERENCES sites,
    PRIMARY KEY (agent_id, organiser_id)
  );

  CREATE TABLE sessions (
    token_hash bytea PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES sites,
    expires_at timestamptz NOT NULL
  );

  CREATE TABLE desks (
    id uuid PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES sites,
    name text NOT NULL,
    request_id uuid NOT NULL UNIQUE,
    enrolled_at timestamptz NOT NULL,
    revoked_at timestamptz
  );

  -- Several a desk: an enrolment whose answer was lost is repeated, and a hash cannot be answered with.
  CREATE TABLE desk_tokens (
    token_hash bytea PRIMARY KEY,
    desk_id uuid NOT NULL REFERENCES desks
  );

  CREATE TABLE epochs (
    id uuid PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY,
    desk_id uuid NOT NULL REFERENCES desks,
    started_at timestamptz NOT NULL,
    -- The request that started it, and the epoch before; null for a desk's first.
    request_id uuid UNIQUE,
    before_id uuid REFERENCES epochs,
    frozen_at timestamptz,
    frozen_why text CHECK (frozen_why IN ('restored', 'forked')),
    -- Everything up to this sequence has arrived.
    contiguous integer NOT NULL DEFAULT 0,
    head_sequence integer,
    head_hash bytea,
    CHECK ((frozen_at IS NULL) = (frozen_why IS NULL)),
    CHECK ((head_sequence IS NULL) = (head_hash IS NULL))
  );
  CREATE INDEX epochs_of_desk ON epochs (desk_id, number);

  -- A locked counter row a stream: positions become visible in their order.
  CREATE TABLE streams (
    name text PRIMARY KEY,
    position bigint NOT NULL DEFAULT 0
  );
  INSERT INTO streams (name) VALUES ('cards'), ('performances'), ('uses'), ('rule-sets');

  CREATE TABLE cards (
    code text PRIMARY KEY,
    -- Truncated HMAC of the code under the network key.
    key bytea NOT NULL,
    kind text NOT NULL CHECK (kind IN ('personal', 'community')),
    first_day date NOT NULL,
    last_day date,
    state text NOT NULL CHECK (state IN ('active', 'ended', 'out-of-use')),
    state_since timestamptz NOT NULL,
    child_limit integer CHECK (child_limit >= 0),
    position bigint NOT NULL DEFAULT 0
  );
  CREATE UNIQUE INDEX cards_key ON cards (key);
  CREATE INDEX cards_position ON cards (position);

  CREATE TABLE performances (
    id uuid PRIMARY KEY,
    organiser_id uuid NOT NULL REFERENCES sites,
    title jsonb NOT NULL,
    place text NOT NULL,
    kind text NOT NULL,
    day date NOT NULL,
    starts_at timestamptz,
    ends_at timestamptz,
    capacity integer,
    cap jsonb,
    sold_out boolean NOT NULL,
    exclusion jsonb,
    windows jsonb NOT NULL,
    position bigint NOT NULL DEFAULT 0
  );
  CREATE INDEX performances_position ON performances (position);

  CREATE TABLE rule_sets (
    first_day date PRIMARY KEY,
    body jsonb NOT NULL,
    position bigint NOT NULL DEFAULT 0
  );

  -- What desks delivered, as they sent it; append-only.
  CREATE TABLE events (
    id uuid PRIMARY KEY,
    epoch_id uuid NOT NULL REFERENCES epochs,
    sequence integer NOT NULL,
    -- A second event with the same sequence: the epoch was cloned.
    forked boolean NOT NULL,
    type text NOT NULL,
    performance_id uuid NOT NULL REFERENCES performances,
    acquisition_id uuid,
    at timestamptz NOT NULL,
    hash bytea NOT NULL,
    body jsonb NOT NULL,
    conflicts text[] NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    received_at timestamptz NOT NULL,
    -- A give-back: whether it has taken effect.
    applied boolean NOT NULL DEFAULT false
  );
  CREATE UNIQUE INDEX events_sequence ON events (epoch_id, sequence) WHERE NOT forked;
  CREATE INDEX events_received ON events (number);
  CREATE INDEX events_voiding ON events (acquisition_id) WHERE type = 'voided';

  -- Items that were refused, as text: nothing is lost, and nothing waits behind them.
  CREATE TABLE set_aside (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    desk_id uuid NOT NULL REFERENCES desks,
    epoch_id uuid NOT NULL REFERENCES epochs,
    -- Null where it could not be read.
    sequence integer,
    problem text NOT NULL,
    body_hash bytea NOT NULL,
    body text NOT NULL,
    received_at timestamptz NOT NULL,
    UNIQUE (epoch_id, body_hash)
  );

  CREATE TABLE acquisitions (
    id uuid PRIMARY KEY,
    event_id uuid NOT NULL UNIQUE REFERENCES events,
    performance_id uuid NOT NULL REFERENCES performances,
    epoch_id uuid NOT NULL REFERENCES epochs,
    code text NOT NULL,
    card_key bytea NOT NULL,
    at timestamptz NOT NULL,
    children integer NOT NULL,
    -- Units of the cap that its epoch's lease covers, and those beyond it.
    leased_units integer NOT NULL,
    beyond_units integer NOT NULL,
    state text NOT NULL CHECK (state IN ('redeemed', 'voided')),
    conflicts text[] NOT NULL,
    position bigint NOT NULL DEFAULT 0
  );
  CREATE INDEX acquisitions_of_card ON acquisitions (performance_id, code);
  CREATE INDEX acquisitions_position ON acquisitions (position);

  -- The lease algebra's counters; all but beyond_lease only grow.
  CREATE TABLE leases (
    performance_id uuid NOT NULL REFERENCES performances,
    epoch_id uuid NOT NULL REFERENCES epochs,
    granted integer NOT NULL DEFAULT 0,
    consumed integer NOT NULL DEFAULT 0,
    released integer NOT NULL DEFAULT 0,
    returned integer NOT NULL DEFAULT 0,
    -- Places of voided sales that went to the pool rather than to the epoch.
    to_pool integer NOT NULL DEFAULT 0,
    beyond_lease integer NOT NULL DEFAULT 0,
    PRIMARY KEY (performance_id, epoch_id),
    CHECK (least(granted, consumed, released, returned, to_pool, beyond_lease) >= 0),
    CHECK (returned <= granted)
  );

  CREATE TABLE lease_requests (
    request_id uuid PRIMARY KEY,
    performance_id uuid NOT NULL REFERENCES performances,
    epoch_id uuid NOT NULL REFERENCES epochs,
    granted integer NOT NULL,
    pool integer NOT NULL,
    asked_at timestamptz NOT NULL
  );

  CREATE TABLE snapshots (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Of the stream of cards.
    position bigint NOT NULL,
    key_generation integer NOT NULL,
    manifest jsonb NOT NULL
  );`,
};
