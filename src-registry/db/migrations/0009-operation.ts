/** What running several nodes needs. */
import type { Migration } from '../migrate.ts';

export const operation: Migration = {
  name: '0009-operation',
  sql: '',
};
