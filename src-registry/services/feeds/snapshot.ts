/** Snapshots: the card list as a signed, content-addressed file, and where its feed goes on (ARCHITECTURE, decision 5). */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SnapshotManifest } from '../../../src-shared/registry-api/bodies/snapshot.ts';
import { manifestText } from '../../../src-shared/registry-api/snapshot.ts';
import { ok } from '../../../src-shared/kernel/result.ts';
import type { Database, Tx } from '../../db/database.ts';
import { instantNow, type Context } from '../context.ts';
import { encodeCursor } from './cursor.ts';
import { presentNetworkKey, readKeys, sign } from '../keys/keys.ts';
import { keepFile, KEPT_SNAPSHOTS, storeChunks, UNFINISHED } from './snapshot-chunks.ts';
import { compress, writeRows, type SnapshotRow } from './snapshot-file.ts';
import { headOf } from './streams.ts';

/** Small enough to leave the event loop free in between, large enough to be fast. */
const BATCH_ROWS = 5_000;
const CHANGES_UNTIL_NEXT = 10_000;
/** Any number that nothing else locks: one node at a time publishes. */
const LOCK = 7_314_004;

/** The newest snapshot under the network key in use, or null. */
export async function presentSnapshot(tx: Tx): Promise<{ manifest: SnapshotManifest; position: number } | null> {
  const [row] = await tx.query<{ manifest: SnapshotManifest; position: number }>(
    `SELECT manifest, position FROM snapshots
     WHERE key_generation =
       (SELECT max(generation) FROM keys WHERE purpose = 'network' AND in_use_from IS NOT NULL)
     ORDER BY number DESC LIMIT 1`,
  );
  return row ?? null;
}

/** Whether a new snapshot is due: there is none, or more than 10,000 changes have come since. */
export async function isSnapshotDue(tx: Tx): Promise<boolean> {
  const present = await presentSnapshot(tx);
  return present === null || (await headOf(tx, 'cards')) - present.position > CHANGES_UNTIL_NEXT;
}

/**
 * Builds, signs and publishes a snapshot from one unchanging view of the cards, where one is due, and still is when it is
 * built; else null: another node was faster. The job's lock lets one node at a time build. The folder is this node's own.
 */
export async function publishSnapshot(
  database: Database,
  context: Context,
  folder: string,
  isDue: (tx: Tx) => Promise<boolean>,
): Promise<SnapshotManifest | null> {
  if (!(await database.read(isDue))) return null;
  await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `${UNFINISHED}${context.ids.next()}`);
  const compressed = `${unfinished}.zst`;
  try {
    // Not within the transaction that publishes: it takes a minute, and nothing may idle in one for so long.
    const { position, ...unsigned } = await build(database, context, unfinished, compressed);
    const { value: manifest } = await database.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      if (!(await isDue(tx))) return ok(null);
      // The key that is the newest now: a rotation that came meanwhile signs only what it finds.
      await tx.query(`SELECT FROM keys WHERE purpose = 'signing' FOR SHARE`);
      const signature = sign(manifestText(unsigned), await readKeys(tx));
      const signed = { ...unsigned, signature };
      const [row] = await tx.query<{ number: number }>(
        'INSERT INTO snapshots (position, key_generation, manifest) VALUES ($1, $2, $3) RETURNING number',
        [position, signed.keyGeneration, signed],
      );
      await storeChunks(tx, row?.number ?? 0, compressed);
      await tx.query(
        'DELETE FROM snapshots WHERE number NOT IN (SELECT number FROM snapshots ORDER BY number DESC LIMIT $1)',
        [KEPT_SNAPSHOTS],
      );
      return ok(signed);
    });
    if (manifest !== null) await keepFile(database, folder, compressed, manifest.hash);
    return manifest;
  } finally {
    await rm(unfinished, { force: true });
    await rm(compressed, { force: true });
  }
}

type Built = Omit<SnapshotManifest, 'signature'> & { readonly position: number };

async function build(database: Database, context: Context, unpacked: string, compressed: string): Promise<Built> {
  const createdAt = instantNow(context);
  const view = await database.read(async (tx) => ({
    position: await headOf(tx, 'cards'),
    keyGeneration: presentNetworkKey(await readKeys(tx)).generation,
    cards: await writeRows(unpacked, rowsInKeyOrder(tx)),
  }));
  const file = await compress(unpacked, compressed);
  return { ...file, ...view, createdAt, cursor: encodeCursor(context.instance, 'cards', view.position) };
}

async function* rowsInKeyOrder(tx: Tx): AsyncGenerator<SnapshotRow[]> {
  // All rows are wanted: the plan that is fastest for the first few is not. Millions take a while to be sorted.
  await tx.query('SET LOCAL statement_timeout = 0');
  await tx.query('SET LOCAL cursor_tuple_fraction = 1');
  // Keys are random: following their index reads a page of the table for every row. Sorted on disk, memory stays bounded.
  await tx.query(`SET LOCAL enable_indexscan = off; SET LOCAL work_mem = '64MB'`);
  await tx.query(
    `DECLARE snapshot NO SCROLL CURSOR FOR
     SELECT concat_ws(' ', encode(key, 'hex'), kind, first_day, coalesce(last_day::text, ''), state,
       coalesce(child_limit::text, '')) AS row
     FROM cards ORDER BY key`,
  );
  const fetch = (): Promise<{ row: SnapshotRow }[]> => {
    const fetched = tx.query<{ row: SnapshotRow }>(`FETCH ${BATCH_ROWS} FROM snapshot`);
    // Heard of where it is awaited; after a failure of the writer nobody waits for it any more.
    fetched.catch(() => undefined);
    return fetched;
  };
  // PostgreSQL reads the next rows while these are written.
  for (let next = fetch(); ;) {
    const rows = await next;
    if (rows.length === 0) return;
    next = fetch();
    yield rows.map(({ row }) => row);
  }
}
