/** Registered cards: backgrounds, batches, value lists, what is counted of them (REG, STAT-1). */
import type { Migration } from '../migrate.ts';
import { FIRST_VALUES } from './0004-value-lists.ts';

export const registeredCards: Migration = {
  name: '0004-cards',
  sql: `
  ALTER TABLE cards
    -- What a card is called in addresses, logs and notes of changes: never its code.
    ADD id uuid NOT NULL DEFAULT gen_random_uuid(),
    -- The site that handed it out, and that site's network on that day; null: from before this was noted.
    ADD site_id uuid REFERENCES sites,
    ADD network_id uuid REFERENCES networks,
    ADD organisation_id uuid REFERENCES organisations,
    ADD registered_at timestamptz,
    -- DATA-1: nothing but a code fits here.
    ADD CHECK (code ~ '^[A-Z0-9]{1,64}$'),
    ADD CHECK (organisation_id IS NULL OR kind = 'community');
  CREATE UNIQUE INDEX cards_id ON cards (id);
  CREATE INDEX cards_of_site ON cards (site_id, id) WHERE site_id IS NOT NULL;
  CREATE INDEX cards_of_organisation ON cards (organisation_id) WHERE organisation_id IS NOT NULL;

  -- Values that fields of a background may have (REG-1). Words are for screens; a retired value is not chosen any more.
  CREATE TABLE list_values (
    list text NOT NULL CHECK (list IN ('mother-tongue', 'gender', 'life-situation')),
    value text NOT NULL CHECK (value ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    fi text NOT NULL,
    sv text NOT NULL,
    en text NOT NULL,
    position integer NOT NULL,
    retired boolean NOT NULL DEFAULT false,
    PRIMARY KEY (list, value)
  );
  ${FIRST_VALUES}

  -- Of a personal card, apart from its code and its dates, until it is parted from them (REG-1, DATA-1).
  CREATE TABLE card_backgrounds (
    card_id uuid PRIMARY KEY REFERENCES cards (id) ON DELETE CASCADE,
    year_of_birth integer NOT NULL CHECK (year_of_birth BETWEEN 1900 AND 2100),
    postal_code text NOT NULL CHECK (postal_code ~ '^[0-9]{5}$'),
    mother_tongue text CHECK (mother_tongue ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    gender text CHECK (gender ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    life_situation text CHECK (life_situation ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    -- One of the network's municipalities.
    home_municipality text CHECK (length(home_municipality) <= 40)
  );

  -- Cards that were registered, by month of registration (Helsinki, YYYY-MM), the network and the site that handed them out
  -- (null: from before that was noted) and one dimension at a time: 'kind' has every card once; 'year-of-birth' (first year
  -- of a class of ten), 'postal-code', 'mother-tongue', 'gender', 'life-situation' and 'home-municipality' have every card
  -- that was registered with a background once, under the value '-' where the holder did not tell.
  CREATE TABLE card_counts (
    month text NOT NULL CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'),
    network_id uuid REFERENCES networks,
    site_id uuid REFERENCES sites,
    dimension text NOT NULL CHECK (dimension IN ('kind', 'year-of-birth', 'postal-code', 'mother-tongue', 'gender',
      'life-situation', 'home-municipality')),
    value text NOT NULL CHECK (length(value) <= 40),
    cards integer NOT NULL CHECK (cards >= 0),
    UNIQUE NULLS NOT DISTINCT (month, network_id, site_id, dimension, value)
  );
  CREATE INDEX card_counts_of_dimension ON card_counts (dimension, month);
  INSERT INTO card_counts (month, dimension, value, cards)
    SELECT to_char(first_day, 'YYYY-MM'), 'kind', kind, count(*) FROM cards GROUP BY 1, 3;

  -- Printed codes, and the distributor that has them now.
  CREATE TABLE card_batches (
    id uuid PRIMARY KEY,
    site_id uuid NOT NULL REFERENCES sites,
    recorded_at timestamptz NOT NULL,
    -- How many were printed.
    codes integer NOT NULL
  );
  CREATE INDEX card_batches_of_site ON card_batches (site_id, id);
  CREATE TABLE printed_codes (
    code text PRIMARY KEY CHECK (code ~ '^[A-Z0-9]{1,64}$'),
    batch_id uuid NOT NULL REFERENCES card_batches
  );
  CREATE INDEX printed_codes_of_batch ON printed_codes (batch_id);

  -- How many codes that are not there a desk, a user or a site may still ask for.
  CREATE TABLE lookup_budgets (
    kind text NOT NULL CHECK (kind IN ('desk', 'user', 'site')),
    holder_id uuid NOT NULL,
    remaining double precision NOT NULL,
    as_of timestamptz NOT NULL,
    PRIMARY KEY (kind, holder_id)
  );`,
};
