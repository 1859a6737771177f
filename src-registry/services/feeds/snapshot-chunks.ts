/** Published card lists as PostgreSQL keeps them, in chunks, and the files that a node keeps of them to hand out. */
import { createHash } from 'node:crypto';
import { access, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database, Tx } from '../../db/database.ts';

/** Desks may still be fetching the one before. */
export const KEPT_SNAPSHOTS = 2;
/** How files begin that are not whole yet. */
export const UNFINISHED = 'unfinished-';
const SUFFIX = '.sqlite.zst';
const CHUNK_BYTES = 1_048_576;

/** Files that are being fetched, by path. */
const fetching = new Map<string, Promise<boolean>>();

/** Where a node keeps a snapshot's file. */
function pathOf(folder: string, hash: string): string {
  return join(folder, `${hash}${SUFFIX}`);
}

/** Stores a file as the chunks of a snapshot; never more than one of them is in memory. */
export async function storeChunks(tx: Tx, snapshotNumber: number, path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    for (let place = 0; ; place++) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, place * CHUNK_BYTES);
      if (bytesRead === 0) return;
      await tx.query('INSERT INTO snapshot_chunks (snapshot_number, place, bytes) VALUES ($1, $2, $3)', [
        snapshotNumber,
        place,
        buffer.subarray(0, bytesRead),
      ]);
    }
  } finally {
    await file.close();
  }
}

/** Keeps a whole file under its hash, and removes the files of snapshots that are not kept any more. */
export async function keepFile(database: Database, folder: string, path: string, hash: string): Promise<void> {
  await rename(path, pathOf(folder, hash));
  const rows = await database.read((tx) =>
    tx.query<{ hash: string }>(`SELECT manifest ->> 'hash' AS hash FROM snapshots`),
  );
  const kept = new Set(rows.map((row) => `${row.hash}${SUFFIX}`));
  for (const name of await readdir(folder)) {
    if (name.endsWith(SUFFIX) && !kept.has(name)) await rm(join(folder, name), { force: true });
  }
}

/** The path of a snapshot's file on this node, fetched from the database where it is not here yet; null: not kept. */
export async function snapshotFile(database: Database, folder: string, hash: string): Promise<string | null> {
  const path = pathOf(folder, hash);
  const isHere = await access(path).then(
    () => true,
    () => false,
  );
  if (isHere) return path;
  // Many desks ask for a new list at once: it is fetched once.
  const fetched = fetching.get(path) ?? fetchFile(database, folder, hash).finally(() => fetching.delete(path));
  fetching.set(path, fetched);
  return (await fetched) ? path : null;
}

async function fetchFile(database: Database, folder: string, hash: string): Promise<boolean> {
  await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `${UNFINISHED}${hash}`);
  const isWhole = await database.read(async (tx) => {
    const [snapshot] = await tx.query<{ number: number }>(
      `SELECT number FROM snapshots WHERE manifest ->> 'hash' = $1 ORDER BY number DESC LIMIT 1`,
      [hash],
    );
    return snapshot !== undefined && (await writeChunks(tx, snapshot.number, unfinished)) === hash;
  });
  if (isWhole) await keepFile(database, folder, unfinished, hash);
  else await rm(unfinished, { force: true });
  return isWhole;
}

/** Writes the chunks of a snapshot to a file; gives its SHA-256, hexadecimal. */
async function writeChunks(tx: Tx, snapshotNumber: number, path: string): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'w');
  try {
    for (let place = 0; ; place++) {
      const [chunk] = await tx.query<{ bytes: Buffer }>(
        'SELECT bytes FROM snapshot_chunks WHERE snapshot_number = $1 AND place = $2',
        [snapshotNumber, place],
      );
      if (chunk === undefined) return hash.digest('hex');
      hash.update(chunk.bytes);
      await file.write(chunk.bytes);
    }
  } finally {
    await file.close();
  }
}
