/** Classes of events, cancellations, agents, external shares, reports of sales, paper (CAP-11, USE-2 to 4). */
import type { Migration } from '../migrate.ts';

export const offers: Migration = {
  name: '0005-offers',
  sql: `
  ALTER TABLE performances
    -- The statistics': culture, education, science or sport.
    ADD class text NOT NULL DEFAULT 'culture' CHECK (class IN ('culture', 'education', 'science', 'sport')),
    ADD cancelled_at timestamptz,
    -- By an imported calendar, which may take it back.
    ADD cancelled_by_calendar boolean NOT NULL DEFAULT false,
    -- What the organiser's own system calls it: importing a season twice changes and does not double.
    ADD external_id text,
    ADD UNIQUE (organiser_id, external_id);
  CREATE INDEX performances_of_organiser ON performances (organiser_id, id);
  -- What a desk begins with: the uses of performances that are not over, found by acquisitions_of_card.
  CREATE INDEX performances_by_day ON performances (organiser_id, day);
  UPDATE performances SET class = CASE
      WHEN sites.type IN ('swimming-hall', 'sports') THEN 'sport'
      WHEN sites.type = 'institute' THEN 'education'
      ELSE 'culture'
    END
  FROM sites WHERE sites.id = organiser_id;

  UPDATE rule_sets SET body = '{"paperWithinDays": 60}'::jsonb || body;

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

  -- What was answered to a request that adds or changes performances: it gets the same answer again.
  CREATE TABLE offer_requests (
    request_id uuid PRIMARY KEY,
    organiser_id uuid NOT NULL REFERENCES sites,
    body_hash bytea NOT NULL,
    answer jsonb NOT NULL,
    asked_at timestamptz NOT NULL
  );

  -- A site's paper is written up by the registry itself, in a ledger like a desk's; no program ever speaks for it.
  ALTER TABLE desks ADD kind text NOT NULL DEFAULT 'desk' CHECK (kind IN ('desk', 'paper'));
  CREATE UNIQUE INDEX paper_of_site ON desks (site_id) WHERE kind = 'paper';

  -- USE-4: who checks and imports an agent's reports, and since when; what was agreed before stays.
  CREATE TABLE agreements (
    organiser_id uuid NOT NULL REFERENCES sites,
    agent_id uuid NOT NULL REFERENCES sites,
    checked_by text NOT NULL CHECK (checked_by IN ('organiser', 'agent', 'coordinator')),
    since timestamptz NOT NULL,
    -- The agent is no longer the organiser's, or something else was agreed.
    until timestamptz,
    PRIMARY KEY (organiser_id, agent_id, since)
  );
  CREATE UNIQUE INDEX agreement_in_force ON agreements (organiser_id, agent_id) WHERE until IS NULL;

  -- What an agent's reports call their columns.
  CREATE TABLE report_mappings (
    agent_id uuid PRIMARY KEY REFERENCES sites,
    mapping jsonb NOT NULL
  );

  CREATE TABLE reports (
    id uuid PRIMARY KEY,
    organiser_id uuid NOT NULL REFERENCES sites,
    agent_id uuid NOT NULL REFERENCES sites,
    first_imported_at timestamptz NOT NULL
  );
  -- What the files of a report said, so that the same under another id is noticed.
  CREATE TABLE report_files (
    report_id uuid NOT NULL REFERENCES reports,
    rows_hash bytea NOT NULL,
    PRIMARY KEY (rows_hash, report_id)
  );

  -- Use that was noted on paper or told in a report: by whom, and which row of what.
  CREATE TABLE paper_entries (
    acquisition_id uuid PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES sites,
    -- Of what was entered, so that the same again is told from something else under the same id.
    body_hash bytea NOT NULL,
    report_id uuid REFERENCES reports
  );
  CREATE INDEX paper_of_report ON paper_entries (report_id) WHERE report_id IS NOT NULL;`,
};
