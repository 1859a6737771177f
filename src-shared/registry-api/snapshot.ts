/** What both sides of a snapshot must agree on: its signed text and the shape of its file. */
import { canonicalJson } from '../kernel/canonical.ts';
import type { SnapshotManifest } from './bodies/snapshot.ts';

/** The text that the manifest's signature covers. */
export function manifestText(manifest: Omit<SnapshotManifest, 'signature'>): string {
  const { hash, compressedBytes, bytes, cards, keyGeneration, createdAt, cursor } = manifest;
  return canonicalJson({ hash, compressedBytes, bytes, cards, keyGeneration, createdAt, cursor });
}

/** The table of a snapshot's SQLite file; days are `YYYY-MM-DD`, `key` is the truncated HMAC of the code. */
export const SNAPSHOT_TABLE = `
  CREATE TABLE cards (
    key BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT,
    state TEXT NOT NULL,
    child_limit INTEGER
  ) STRICT, WITHOUT ROWID`;
