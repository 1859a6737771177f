/** Snapshots: the card list as a signed, content-addressed file, and where its feed goes on (ARCHITECTURE, decision 5). */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SnapshotManifest } from '../../src-shared/registry-api/schemas.ts';
import { manifestText } from '../../src-shared/registry-api/snapshot.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import type { Database, Tx } from '../db/database.ts';
import { instantNow, type Context } from './context.ts';
import { encodeCursor } from './cursor.ts';
import { presentNetworkKey, sign } from './keys.ts';
import { compress, writeRows, type SnapshotRow } from './snapshot-file.ts';
import { headOf } from './streams.ts';

/** Small enough to leave the event loop free in between, large enough to be fast. */
const BATCH_ROWS = 5_000;
const CHANGES_UNTIL_NEXT = 10_000;
/** Desks may still be fetching the one before. */
const KEPT_FILES = 2;
const UNFINISHED = 'unfinished-';
const SUFFIX = '.sqlite.zst';

/** Where a snapshot's file lies. */
export function snapshotPath(folder: string, hash: string): string {
  return join(folder, `${hash}${SUFFIX}`);
}

/** The newest snapshot under the present network key whose file is in the folder, or null. */
export async function presentSnapshot(
  tx: Tx,
  { keys }: Context,
  folder: string,
): Promise<{ manifest: SnapshotManifest; position: number } | null> {
  const rows = await tx.query<{ manifest: SnapshotManifest; position: number }>(
    'SELECT manifest, position FROM snapshots WHERE key_generation = $1 ORDER BY number DESC LIMIT $2',
    [presentNetworkKey(keys).generation, KEPT_FILES],
  );
  return rows.find((row) => existsSync(snapshotPath(folder, row.manifest.hash))) ?? null;
}

/** Whether a new snapshot is due: there is none, or more than 10,000 changes have come since. */
export async function isSnapshotDue(tx: Tx, context: Context, folder: string): Promise<boolean> {
  const present = await presentSnapshot(tx, context, folder);
  return present === null || (await headOf(tx, 'cards')) - present.position > CHANGES_UNTIL_NEXT;
}

/** Builds, signs and publishes a snapshot from one unchanging view of the cards. Never two at once in one folder. */
export async function buildSnapshot(database: Database, context: Context, folder: string): Promise<SnapshotManifest> {
  await mkdir(folder, { recursive: true });
  await removeFiles(folder, (name) => name.startsWith(UNFINISHED));
  const unfinished = join(folder, `${UNFINISHED}${context.ids.next()}`);
  const createdAt = instantNow(context);
  try {
    const { position, cards } = await database.read(async (tx) => ({
      position: await headOf(tx, 'cards'),
      cards: await writeRows(unfinished, rowsInKeyOrder(tx)),
    }));
    const compressed = `${unfinished}${SUFFIX}`;
    const file = await compress(unfinished, compressed);
    const unsigned = {
      ...file,
      cards,
      keyGeneration: presentNetworkKey(context.keys).generation,
      createdAt,
      cursor: encodeCursor(context.instance, 'cards', position),
    };
    const manifest = { ...unsigned, signature: sign(manifestText(unsigned), context.keys) };
    await rename(compressed, snapshotPath(folder, manifest.hash));
    await database.transaction(async (tx) => {
      await tx.query('INSERT INTO snapshots (position, key_generation, manifest) VALUES ($1, $2, $3)', [
        position,
        manifest.keyGeneration,
        manifest,
      ]);
      return ok(null);
    });
    await removeOld(database, folder);
    return manifest;
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function* rowsInKeyOrder(tx: Tx): AsyncGenerator<SnapshotRow[]> {
  await tx.query(
    `DECLARE snapshot NO SCROLL CURSOR FOR
     SELECT key, kind, first_day, last_day, state, child_limit FROM cards ORDER BY key`,
  );
  for (;;) {
    const rows = await tx.query<SnapshotRow>(`FETCH ${BATCH_ROWS} FROM snapshot`);
    if (rows.length === 0) return;
    yield rows;
  }
}

async function removeOld(database: Database, folder: string): Promise<void> {
  const rows = await database.read((tx) =>
    tx.query<{ hash: string }>(`SELECT manifest ->> 'hash' AS hash FROM snapshots ORDER BY number DESC LIMIT $1`, [
      KEPT_FILES,
    ]),
  );
  const kept = new Set(rows.map((row) => `${row.hash}${SUFFIX}`));
  await removeFiles(folder, (name) => name.endsWith(SUFFIX) && !kept.has(name));
}

async function removeFiles(folder: string, unwanted: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder)) {
    if (unwanted(name)) await rm(join(folder, name), { force: true });
  }
}
