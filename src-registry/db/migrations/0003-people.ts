/** Networks, organisations, roles of sites, users beneath them, and who changed what (USE-2, DATA-2). */
import type { Migration } from '../migrate.ts';

export const people: Migration = {
  name: '0003-people',
  sql: `
  -- A local network, responsible for an area.
  CREATE TABLE networks (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    municipalities text[] NOT NULL DEFAULT '{}'
  );

  CREATE TABLE organisations (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    -- Null: of no network, such as a national agent.
    network_id uuid REFERENCES networks
  );

  ALTER TABLE sites
    ADD organisation_id uuid REFERENCES organisations,
    ADD network_id uuid REFERENCES networks,
    -- Nobody logs in any more; what was recorded stays.
    ADD closed_at timestamptz;
  CREATE INDEX sites_of_network ON sites (network_id);

  CREATE TABLE site_roles (
    site_id uuid NOT NULL REFERENCES sites,
    role text NOT NULL
      CHECK (role IN ('distributor', 'culture-actor', 'ticket-agent', 'coordinator', 'administrator')),
    PRIMARY KEY (site_id, role)
  );
  INSERT INTO site_roles (site_id, role) SELECT id, 'culture-actor' FROM sites;
  INSERT INTO site_roles (site_id, role) SELECT DISTINCT agent_id, 'ticket-agent' FROM agent_clients;

  -- A log-in of the site's staff: what it is called says nothing about a person (DATA-1).
  CREATE TABLE users (
    id uuid PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES sites,
    login text NOT NULL,
    -- argon2id in PHC form.
    password_hash text NOT NULL,
    -- Was set by somebody else: good for nothing but setting one's own.
    must_change_password boolean NOT NULL,
    -- From then on nobody logs in with a password that somebody else set; null: it does not end.
    password_until timestamptz,
    closed_at timestamptz,
    UNIQUE (site_id, login)
  );
  -- The site's own log-in becomes its first user.
  INSERT INTO users (id, site_id, login, password_hash, must_change_password)
    SELECT gen_random_uuid(), id, 'main', password_hash, false FROM sites WHERE password_hash IS NOT NULL;
  ALTER TABLE sites DROP password_hash;

  DELETE FROM sessions;
  ALTER TABLE sessions
    ADD user_id uuid NOT NULL REFERENCES users,
    -- To the minute: a session that nobody uses ends.
    ADD used_at timestamptz NOT NULL;
  CREATE INDEX sessions_of_user ON sessions (user_id);
  ALTER TABLE desks ADD enrolled_by uuid REFERENCES users;

  -- Failed log-ins of the present quarter of an hour, shared by all nodes. What was typed is a stranger's choice, and may
  -- be a password in the wrong field: only a hash of it is kept.
  CREATE TABLE login_failures (
    key bytea PRIMARY KEY,
    failures integer NOT NULL,
    until timestamptz NOT NULL
  );
  CREATE INDEX login_failures_until ON login_failures (until);

  -- Whence a site has logged in, as a hash: strangers' guesses do not slow it down there.
  CREATE TABLE known_addresses (
    site_id uuid NOT NULL REFERENCES sites,
    address_hash bytea NOT NULL,
    used_at timestamptz NOT NULL,
    PRIMARY KEY (site_id, address_hash)
  );

  -- Who changed what, for whom; append-only. A job of the registry's own has no user. Never a card's code.
  CREATE TABLE changes (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    user_id uuid REFERENCES users,
    site_id uuid REFERENCES sites,
    -- The site that it was done for, where that is another one (USE-2).
    for_site_id uuid REFERENCES sites,
    -- The call, or the job.
    action text NOT NULL,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}'
  );
  CREATE INDEX changes_of_subject ON changes (subject_kind, subject_id, number);
  CREATE INDEX changes_of_site ON changes (site_id, number);
  CREATE INDEX changes_for_site ON changes (for_site_id, number);`,
};
