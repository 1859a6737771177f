/** A card cache in memory: cursor and rows change together, or not at all. */
import type { Card } from '../../src-shared/card/card.ts';
import type { CardChange } from '../../src-shared/registry-api/bodies/feeds.ts';
import type { SnapshotManifest } from '../../src-shared/registry-api/bodies/snapshot.ts';
import type { CardCache } from '../../src-main/services/card-cache.ts';

export class MemoryCards implements CardCache {
  readonly rows = new Map<string, Card>();
  freshAt: string | null = null;
  installs = 0;
  checks = 0;
  trusted: string | null = null;
  /** What the next call throws, once. */
  breaksWith: Error | null = null;
  #cursor: string | null = null;
  #hash: string | null = null;

  cursor(): string | null {
    return this.#cursor;
  }

  snapshotHash(): string | null {
    return this.#hash;
  }

  trust(signingKey: string): void {
    this.trusted = signingKey;
  }

  /** The snapshots of the model hold their changes as JSON. */
  install(manifest: SnapshotManifest, compressed: Uint8Array): void {
    this.#breakIfTold();
    this.rows.clear();
    const changes = JSON.parse(new TextDecoder().decode(compressed)) as CardChange[];
    for (const { key, card } of changes) if (card !== null) this.rows.set(key, card);
    this.#cursor = manifest.cursor;
    this.#hash = manifest.hash;
    this.installs += 1;
  }

  apply(changes: readonly CardChange[], cursor: string, freshAt: string | null): void {
    this.#breakIfTold();
    for (const { key, card } of changes) {
      if (card === null) this.rows.delete(key);
      else this.rows.set(key, card);
    }
    this.#cursor = cursor;
    this.freshAt = freshAt ?? this.freshAt;
  }

  check(): void {
    this.checks += 1;
  }

  wipe(): void {
    this.rows.clear();
    this.#cursor = null;
    this.#hash = null;
  }

  #breakIfTold(): void {
    const error = this.breaksWith;
    this.breaksWith = null;
    if (error !== null) throw error;
  }
}
