/** Whether a downloaded snapshot may be used: its origin before SQLite sees it, its inside before a verdict does. */
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import type { SnapshotManifest } from '../../src-shared/registry-api/bodies/snapshot.ts';
import { manifestText, SNAPSHOT_TABLE } from '../../src-shared/registry-api/snapshot.ts';
import { SnapshotRejected } from '../services/card-cache.ts';
import { KEY_BYTES, openListFile } from './card-file.ts';

/** Rows that no registry writes: a reader could not make a card of them. */
const STRANGE_ROW = `
  SELECT 1 FROM cards
  WHERE length(key) <> ${KEY_BYTES}
    OR kind NOT IN ('personal', 'community')
    OR state NOT IN ('active', 'ended', 'out-of-use')
    OR length(first_day) <> 10
    OR length(last_day) <> 10
    OR child_limit < 0
  LIMIT 1`;

/** The pinned Ed25519 key (RFC 8032) from its 32 bytes in base64. Throws where it is no such key. */
export function signingKeyFrom(base64: string): KeyObject {
  const x = Buffer.from(base64, 'base64').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/** Checks signature and hash, then unpacks into the size that was signed. Throws SnapshotRejected. */
export function unpackSnapshot(manifest: SnapshotManifest, compressed: Uint8Array, signingKey: KeyObject): Uint8Array {
  const signature = Buffer.from(manifest.signature, 'base64');
  if (!verify(null, Buffer.from(manifestText(manifest)), signingKey, signature)) {
    throw new SnapshotRejected('signature');
  }
  if (createHash('sha256').update(compressed).digest('hex') !== manifest.hash) throw new SnapshotRejected('hash');
  const unpacked = unpack(compressed, manifest.bytes);
  if (unpacked?.length !== manifest.bytes) throw new SnapshotRejected('damaged');
  return unpacked;
}

function unpack(compressed: Uint8Array, bytes: number): Uint8Array | null {
  try {
    return zstdDecompressSync(compressed, { maxOutputLength: Math.max(1, bytes) });
  } catch {
    return null;
  }
}

/** Checks an unpacked snapshot's file, read-only: sound, of exactly the agreed shape, as many cards as signed. Throws SnapshotRejected. */
export function checkSnapshotFile(path: string, cards: number): void {
  let database: Database.Database | null = null;
  try {
    database = openListFile(path, { readonly: true, waitMilliseconds: 0 });
    if (!isSound(database)) throw new SnapshotRejected('damaged');
    if (schemaOf(database) !== expectedSchema()) throw new SnapshotRejected('shape');
    const rows = database.prepare<[], number>('SELECT count(*) FROM cards').pluck().get();
    const strange = database.prepare(STRANGE_ROW).get();
    if (rows !== cards || strange !== undefined) throw new SnapshotRejected('shape');
  } catch (error) {
    if (error instanceof Database.SqliteError) throw new SnapshotRejected('damaged');
    throw error;
  } finally {
    database?.close();
  }
}

/** Whether SQLite finds nothing wrong with a file. */
export function isSound(database: Database.Database): boolean {
  return database.pragma('quick_check(1)', { simple: true }) === 'ok';
}

/** Everything that a file declares: tables, indexes, views, triggers; white space does not count. */
function schemaOf(database: Database.Database): string {
  const objects = database
    .prepare<[], { type: string; name: string; sql: string | null }>('SELECT type, name, sql FROM sqlite_schema')
    .all();
  return JSON.stringify(objects.map(({ type, name, sql }) => [type, name, sql?.replaceAll(/\s+/g, ' ')]));
}

function expectedSchema(): string {
  const model = new Database(':memory:');
  try {
    model.exec(SNAPSHOT_TABLE);
    return schemaOf(model);
  } finally {
    model.close();
  }
}
