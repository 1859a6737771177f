/** Bodies of published card lists. */
import { z } from 'zod';
import { base64, count, hex, instant } from '../../kernel/schemas.ts';

export const snapshotParameters = z.strictObject({ hash: hex(32) });

/** A published card list; `signature` is Ed25519 over `manifestText`. */
export const snapshotManifest = z.strictObject({
  /** SHA-256 of the compressed file, and its address. */
  hash: hex(32),
  compressedBytes: count,
  bytes: count,
  cards: count,
  keyGeneration: z.int().min(1),
  createdAt: instant,
  /** Where the change feed of cards goes on from here. */
  cursor: z.string(),
  signature: base64,
});
export type SnapshotManifest = z.infer<typeof snapshotManifest>;
