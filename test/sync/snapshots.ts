/** Signed snapshots as a registry would publish them, and broken ones. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { Card } from '../../src-shared/card/card.ts';
import type { SnapshotManifest } from '../../src-shared/registry-api/bodies/snapshot.ts';
import { manifestText, SNAPSHOT_TABLE } from '../../src-shared/registry-api/snapshot.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');

/** The pinned key: 32 raw bytes in base64. */
export const SIGNING_KEY = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('base64');

export const ACTIVE: Card = {
  kind: 'personal',
  firstDay: '2026-01-01',
  lastDay: '2026-12-31',
  state: 'active',
  childLimit: 2,
};

export interface Snapshot {
  readonly manifest: SnapshotManifest;
  readonly compressed: Uint8Array;
}

/** The key of the n-th card of a snapshot; spread over the whole range, as HMACs are. */
export function keyOf(number: number): string {
  return createHash('sha256').update(String(number)).digest('hex').slice(0, 32);
}

/** A temporary folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kaikudesk-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The bytes of a SQLite file that `fill` makes. */
export function sqliteFile(fill: (database: Database.Database) => void): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'kaikudesk-'));
  try {
    const path = join(folder, 'snapshot.db');
    const database = new Database(path);
    fill(database);
    database.close();
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Puts `count` active cards into the table of a snapshot. */
export function fillCards(database: Database.Database, count: number): void {
  database.exec(SNAPSHOT_TABLE);
  const insert = database.prepare('INSERT INTO cards VALUES (?, ?, ?, ?, ?, ?)');
  const keys = Array.from({ length: count }, (_, number) => keyOf(number)).toSorted();
  database.transaction(() => {
    for (const key of keys) {
      insert.run(
        Buffer.from(key, 'hex'),
        ACTIVE.kind,
        ACTIVE.firstDay,
        ACTIVE.lastDay,
        ACTIVE.state,
        ACTIVE.childLimit,
      );
    }
  })();
}

/** Signs a manifest with the pinned key. */
export function signed(manifest: Omit<SnapshotManifest, 'signature'>): SnapshotManifest {
  const signature = sign(null, Buffer.from(manifestText(manifest)), privateKey).toString('base64');
  return { ...manifest, signature };
}

/** Compresses and signs any bytes as a snapshot of `cards` cards. */
export function publish(file: Uint8Array, cards: number, cursor = 'c0'): Snapshot {
  const compressed = zstdCompressSync(file);
  const manifest = signed({
    hash: createHash('sha256').update(compressed).digest('hex'),
    compressedBytes: compressed.length,
    bytes: file.length,
    cards,
    keyGeneration: 1,
    createdAt: '2026-06-01T10:00:00.000Z',
    cursor,
  });
  return { manifest, compressed };
}

/** A good snapshot of so many cards. */
export function snapshotOf(cards: number, cursor = 'c0'): Snapshot {
  return publish(
    sqliteFile((database) => fillCards(database, cards)),
    cards,
    cursor,
  );
}
