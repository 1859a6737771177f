/** The file of a snapshot: SQLite with the one table that both sides agree on, compressed with zstd. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { SNAPSHOT_TABLE } from '../../../src-shared/registry-api/snapshot.ts';

/**
 * A row of SNAPSHOT_TABLE as one text: the key in hexadecimal, kind, first day, last day, state and limit of children, with
 * spaces between; empty for null. One field a row is read twice as fast as six.
 */
export type SnapshotRow = string;

const COMPRESSION_LEVEL = 3;

/** Writes the rows, which come in the order of their keys, to a new file; gives how many there were. */
export async function writeRows(file: string, batches: AsyncIterable<readonly SnapshotRow[]>): Promise<number> {
  const sqlite = new Sqlite(file);
  let count = 0;
  try {
    // A file that is not whole is thrown away, so nothing has to survive a crash.
    sqlite.pragma('journal_mode = OFF');
    sqlite.pragma('synchronous = OFF');
    sqlite.exec(SNAPSHOT_TABLE);
    const insert = sqlite.prepare(
      'INSERT INTO cards (key, kind, first_day, last_day, state, child_limit) VALUES (?, ?, ?, ?, ?, ?)',
    );
    sqlite.exec('BEGIN');
    for await (const rows of batches) {
      for (const row of rows) {
        const [key = '', kind, firstDay, lastDay, state, childLimit] = row.split(' ');
        const limit = childLimit === '' ? null : Number(childLimit);
        insert.run(Buffer.from(key, 'hex'), kind, firstDay, lastDay === '' ? null : lastDay, state, limit);
      }
      count += rows.length;
    }
    sqlite.exec('COMMIT');
  } finally {
    sqlite.close();
  }
  return count;
}

/** Compresses a file into another; gives both sizes and the SHA-256, hexadecimal, of the compressed bytes. */
export async function compress(
  from: string,
  to: string,
): Promise<{ bytes: number; compressedBytes: number; hash: string }> {
  const { size: bytes } = await stat(from);
  const hash = createHash('sha256');
  let compressedBytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      compressedBytes += chunk.byteLength;
      done(null, chunk);
    },
  });
  const zstd = createZstdCompress({
    params: { [constants.ZSTD_c_compressionLevel]: COMPRESSION_LEVEL },
    pledgedSrcSize: bytes,
  });
  await pipeline(createReadStream(from), zstd, counted, createWriteStream(to));
  return { bytes, compressedBytes, hash: hash.digest('hex') };
}
