/** The card cache as the sync sees it: the one writer of the card list's file. */
import type { CardChange } from '../../src-shared/registry-api/bodies/feeds.ts';
import type { SnapshotManifest } from '../../src-shared/registry-api/bodies/snapshot.ts';

/** The card list's file; written by the sync alone (ARCHITECTURE, decision 2). */
export interface CardCache {
  /** Where the feed of card changes goes on, null where there is no usable list yet. */
  cursor(): string | null;
  /** Hash of the snapshot it grew from; null: none. */
  snapshotHash(): string | null;
  /**
   * Puts a downloaded snapshot in place, whole: checks hash and signature before SQLite opens the file, then the file
   * itself, then swaps. Throws SnapshotRejected and leaves the old list as it was.
   */
  install(manifest: SnapshotManifest, compressed: Uint8Array): void;
  /** Checks signatures with this key from now on: Ed25519, 32 bytes in base64. */
  trust(signingKey: string): void;
  /** Changes and cursor in one transaction; `freshAt` (ISO 8601, the registry's time) when the feed's end was reached, else null. */
  apply(changes: readonly CardChange[], cursor: string, freshAt: string | null): void;
  /** Looks whether the file is sound, after a reader found it damaged; a broken one goes, and `cursor` is null then. */
  check(): void;
  /** Removes the list and its files: the desk was revoked (field lesson 24). */
  wipe(): void;
}

/** A snapshot that must not be used: `hash`, `signature`, `damaged` or `shape`. */
export class SnapshotRejected extends Error {
  override readonly name = 'SnapshotRejected';
  readonly why: 'hash' | 'signature' | 'damaged' | 'shape';
  constructor(why: 'hash' | 'signature' | 'damaged' | 'shape') {
    super(`snapshot rejected: ${why}`);
    this.why = why;
  }
}
