/** What handlers are given. */
import type { Database } from '../db/database.ts';
import type { Context } from '../services/context.ts';
import type { Metrics } from '../metrics.ts';
import type { NewsHub } from './news-hub.ts';

export interface Served {
  readonly database: Database;
  readonly context: Context;
  /** The folder of the published card lists. */
  readonly snapshots: string;
  readonly hub: NewsHub;
  /** Null where nothing is measured. */
  readonly metrics: Metrics | null;
}
