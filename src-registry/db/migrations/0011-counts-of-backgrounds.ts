/**
 * Backgrounds are counted by network: a site may hand out a single card in a month, and its holder's background stood there
 * for good, also when it was parted from the card (DATA-1).
 */
import type { Migration } from '../migrate.ts';

export const countsOfBackgrounds: Migration = {
  name: '0011-counts-of-backgrounds',
  sql: `
  WITH of_sites AS (
    DELETE FROM card_counts WHERE dimension <> 'kind' AND site_id IS NOT NULL
    RETURNING month, network_id, dimension, value, cards
  )
  INSERT INTO card_counts (month, network_id, dimension, value, cards)
    SELECT month, network_id, dimension, value, sum(cards) FROM of_sites GROUP BY month, network_id, dimension, value
  ON CONFLICT (month, network_id, site_id, dimension, value) DO UPDATE SET cards = card_counts.cards + excluded.cards;
  ALTER TABLE card_counts ADD CHECK (dimension = 'kind' OR site_id IS NULL);`,
};
