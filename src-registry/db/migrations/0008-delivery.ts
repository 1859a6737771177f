/** What delivering in bulk needs. */
import type { Migration } from '../migrate.ts';

export const delivery: Migration = {
  name: '0008-delivery',
  sql: '',
};
