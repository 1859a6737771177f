/** Classes of events, agents, external shares, reports of sales, paper (CAP-11, USE-4). */
import type { Migration } from '../migrate.ts';

export const offers: Migration = {
  name: '0005-offers',
  sql: '',
};
