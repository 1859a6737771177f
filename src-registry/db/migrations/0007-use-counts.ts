/** What statistics are made of: uses by month, site and event (STAT-1). */
import type { Migration } from '../migrate.ts';

export const useCounts: Migration = {
  name: '0007-use-counts',
  sql: '',
};
