/** What running several nodes needs. */
import type { Migration } from '../migrate.ts';

export const operation: Migration = {
  name: '0009-operation',
  sql: `
  -- When each background job was last begun and ended, by whichever node.
  CREATE TABLE jobs (
    name text PRIMARY KEY,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    failed boolean NOT NULL DEFAULT false
  );`,
};
