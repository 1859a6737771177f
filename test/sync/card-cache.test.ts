import { closeSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openCardCache, type OpenCardCache } from '../../src-main/store/card-cache.ts';
import { openCardList, type OpenCardList } from '../../src-main/store/card-list.ts';
import {
  ACTIVE,
  fillCards,
  keyOf,
  publish,
  signed,
  SIGNING_KEY,
  snapshotOf,
  sqliteFile,
  temporaryFolder,
  type Snapshot,
} from './snapshots.ts';

const PAGE_BYTES = 4_096;

function cacheIn(folder: string): OpenCardCache {
  const cache = openCardCache(folder, SIGNING_KEY);
  onTestFinished(() => cache.close());
  return cache;
}

function listIn(folder: string): OpenCardList {
  const list = openCardList(folder);
  onTestFinished(() => list.close());
  return list;
}

function listFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.db'));
}

/** Overwrites all pages of the list in use but the schema's at its beginning and the meta row's at its end. */
function damage(folder: string): void {
  const [name] = listFiles(folder);
  const path = join(folder, name!);
  const length = readFileSync(path).length - 2 * PAGE_BYTES;
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(length, 0x5a), 0, length, PAGE_BYTES);
  closeSync(file);
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A signed snapshot of a hundred cards, and whatever else the SQL makes of it. */
function withSchema(sql: string): Snapshot {
  const file = sqliteFile((database) => {
    fillCards(database, 100);
    database.exec(sql);
  });
  return publish(file, 100);
}

describe('a snapshot is put in place', () => {
  test('and found card by card', () => {
    const folder = temporaryFolder();
    const cache = cacheIn(folder);
    const list = listIn(folder);
    expect(list.status().state).toBe('empty');
    const { manifest, compressed } = snapshotOf(1_000);
    cache.install(manifest, compressed);
    list.reopen();
    expect(list.status()).toEqual({ state: 'ready', count: 1_000, freshAt: manifest.createdAt, keyGeneration: 1 });
    expect(list.find(keyOf(999))).toEqual(ACTIVE);
    expect(list.find(keyOf(1_000))).toBeNull();
    expect(cache.cursor()).toBe('c0');
    expect(cache.snapshotHash()).toBe(manifest.hash);
  });

  test('and survives a restart', () => {
    const folder = temporaryFolder();
    const first = cacheIn(folder);
    const { manifest, compressed } = snapshotOf(10);
    first.install(manifest, compressed);
    first.close();
    const again = cacheIn(folder);
    expect([again.cursor(), again.snapshotHash()]).toEqual(['c0', manifest.hash]);
    expect(listIn(folder).find(keyOf(3))).toEqual(ACTIVE);
  });

  test('and replaces the old one, whose files go; a reader keeps the old list until it is told', () => {
    const folder = temporaryFolder();
    const cache = cacheIn(folder);
    const old = snapshotOf(10);
    cache.install(old.manifest, old.compressed);
    const list = listIn(folder);
    const fresh = snapshotOf(20, 'c9');
    cache.install(fresh.manifest, fresh.compressed);
    expect(list.find(keyOf(5))).toEqual(ACTIVE);
    expect(list.find(keyOf(15))).toBeNull();
    list.reopen();
    expect(list.find(keyOf(15))).toEqual(ACTIVE);
    expect(listFiles(folder)).toHaveLength(1);
    expect(cache.cursor()).toBe('c9');
  });

  test('and the very same one can be put in place again, under another name', () => {
    const folder = temporaryFolder();
    const cache = cacheIn(folder);
    const { manifest, compressed } = snapshotOf(10);
    cache.install(manifest, compressed);
    const list = listIn(folder);
    cache.apply([{ key: keyOf(1), card: null }], 'c1', null);
    cache.install(manifest, compressed);
    list.reopen();
    expect(list.find(keyOf(1))).toEqual(ACTIVE);
    expect(list.status().count).toBe(10);
  });
});

describe('a snapshot that must not be used is refused and leaves the old list as it was', () => {
  const good = snapshotOf(100);
  const plain = sqliteFile((database) => fillCards(database, 100));
  const spoilt = Uint8Array.from(plain);
  spoilt.fill(0x5a, 8_192);
  const truncated = good.compressed.subarray(0, good.compressed.length - 40);
  const otherBytes = zstdCompressSync(Buffer.from('other'));

  test.each([
    ['other bytes than the hash', { manifest: good.manifest, compressed: otherBytes }, 'hash'],
    [
      'a manifest changed after signing',
      { manifest: { ...good.manifest, cursor: 'c1' }, compressed: good.compressed },
      'signature',
    ],
    ['an empty signature', { manifest: { ...good.manifest, signature: '' }, compressed: good.compressed }, 'signature'],
    [
      'truncated zstd',
      {
        manifest: signed({ ...good.manifest, hash: hashOf(truncated), compressedBytes: truncated.length }),
        compressed: truncated,
      },
      'damaged',
    ],
    [
      'more bytes than were signed',
      { manifest: signed({ ...good.manifest, bytes: good.manifest.bytes - 4_096 }), compressed: good.compressed },
      'damaged',
    ],
    ['no SQLite file', publish(Buffer.alloc(8_192, 'x'), 100), 'damaged'],
    ['damaged pages', publish(spoilt, 100), 'damaged'],
    ['an empty file', publish(new Uint8Array(0), 0), 'shape'],
    ['a trigger', withSchema('CREATE TRIGGER t AFTER INSERT ON cards BEGIN DELETE FROM cards; END'), 'shape'],
    ['a view', withSchema('CREATE VIEW v AS SELECT * FROM cards'), 'shape'],
    ['another table', withSchema('CREATE TABLE meta (one)'), 'shape'],
    ['an index', withSchema('CREATE INDEX i ON cards (state)'), 'shape'],
    ['another column', withSchema('ALTER TABLE cards ADD COLUMN name TEXT'), 'shape'],
    [
      'a view instead of the table',
      publish(
        sqliteFile((d) => d.exec('CREATE VIEW cards AS SELECT 1')),
        1,
      ),
      'shape',
    ],
    ['another number of cards than signed', publish(plain, 99), 'shape'],
    ['a state that nobody knows', withSchema(`UPDATE cards SET state = 'stolen' WHERE key = x'${keyOf(7)}'`), 'shape'],
    ['a key of another length', withSchema(`UPDATE cards SET key = x'00' WHERE key = x'${keyOf(7)}'`), 'shape'],
  ])('%s', (_what, bad, why) => {
    const folder = temporaryFolder();
    const cache = cacheIn(folder);
    const old = snapshotOf(5, 'old');
    cache.install(old.manifest, old.compressed);
    const list = listIn(folder);
    expect(() => cache.install(bad.manifest, bad.compressed)).toThrow(`snapshot rejected: ${why}`);
    list.reopen();
    expect([cache.cursor(), list.status().count, list.find(keyOf(4))]).toEqual(['old', 5, ACTIVE]);
    expect(listFiles(folder)).toHaveLength(1);
  });

  test('SQLite never opens a file whose signature is wrong: none is written', () => {
    const folder = temporaryFolder();
    const cache = cacheIn(folder);
    expect(() => cache.install({ ...good.manifest, cards: 1 }, good.compressed)).toThrow('signature');
    expect(readdirSync(folder)).toEqual(['cards.json']);
  });
});

describe('changes', () => {
  test('come with their cursor in one transaction; tombstones delete; a replay changes nothing', () => {
    const folder = temporaryFolder();
    const cache = cacheIn(folder);
    const { manifest, compressed } = snapshotOf(10);
    cache.install(manifest, compressed);
    const list = listIn(folder);
    const changes = [
      { key: keyOf(1), card: null },
      { key: keyOf(2), card: { ...ACTIVE, state: 'ended' as const } },
      { key: keyOf(50), card: { ...ACTIVE, kind: 'community' as const, lastDay: null, childLimit: null } },
      { key: keyOf(51), card: null },
    ];
    for (const freshAt of [null, '2026-06-02T08:00:00.000Z']) {
      cache.apply(changes, 'c1', freshAt);
      expect(list.find(keyOf(1))).toBeNull();
      expect(list.find(keyOf(2))?.state).toBe('ended');
      expect(list.find(keyOf(50))).toMatchObject({ kind: 'community', lastDay: null, childLimit: null });
      expect(list.status()).toMatchObject({ count: 10, freshAt: freshAt ?? manifest.createdAt });
      expect(cache.cursor()).toBe('c1');
    }
    cache.close();
    expect(cacheIn(folder).cursor()).toBe('c1');
  });

  test('leave rows and cursor alone when one of them cannot be written (field lesson 16)', () => {
    const folder = temporaryFolder();
    const cache = cacheIn(folder);
    const { manifest, compressed } = snapshotOf(10);
    cache.install(manifest, compressed);
    const list = listIn(folder);
    const unfit = { key: keyOf(51), card: { ...ACTIVE, firstDay: null as unknown as string } };
    expect(() => cache.apply([{ key: keyOf(1), card: null }, unfit], 'c1', null)).toThrow('NOT NULL');
    expect([cache.cursor(), list.find(keyOf(1)), list.status().count]).toEqual(['c0', ACTIVE, 10]);
    cache.apply([{ key: keyOf(1), card: null }], 'c1', null);
    expect(list.find(keyOf(1))).toBeNull();
  });
});

describe('an empty or broken list is never read as an unknown card (field lesson 2)', () => {
  test('damage found while reading: the status says so, and stays so until there is another list', () => {
    const folder = temporaryFolder();
    const cache = cacheIn(folder);
    const { manifest, compressed } = snapshotOf(50_000);
    cache.install(manifest, compressed);
    const list = listIn(folder);
    damage(folder);
    expect(list.status().state).toBe('ready');
    expect(list.find(keyOf(123))).toBeNull();
    expect(list.status().state).toBe('damaged');
    list.reopen();
    expect([list.status().state, list.find(keyOf(123))]).toEqual(['damaged', null]);
    cache.check();
    expect(cache.cursor()).toBeNull();
    cache.install(manifest, compressed);
    list.reopen();
    expect([list.find(keyOf(123)), list.status().state]).toEqual([ACTIVE, 'ready']);
  });

  test('damage found while applying: the writer throws the list away', () => {
    const folder = temporaryFolder();
    const cache = cacheIn(folder);
    const { manifest, compressed } = snapshotOf(50_000);
    cache.install(manifest, compressed);
    damage(folder);
    expect(() => cache.apply([{ key: keyOf(7), card: null }], 'c1', null)).toThrow('malformed');
    expect(cache.cursor()).toBeNull();
    expect(listFiles(folder)).toEqual([]);
    expect(listIn(folder).status().state).toBe('empty');
  });

  test.each([
    ['a list cut short', (folder: string) => writeFileSync(join(folder, listFiles(folder)[0]!), '')],
    ['a list overwritten', (folder: string) => writeFileSync(join(folder, listFiles(folder)[0]!), 'x'.repeat(9_000))],
    ['damaged pages', damage],
  ])('at start: %s', (_what, spoil) => {
    const folder = temporaryFolder();
    const first = cacheIn(folder);
    const { manifest, compressed } = snapshotOf(50_000);
    first.install(manifest, compressed);
    first.close();
    spoil(folder);
    const list = listIn(folder);
    expect(list.find(keyOf(1))).toBeNull();
    expect(list.status().state).toBe('damaged');
    const cache = cacheIn(folder);
    expect(cache.cursor()).toBeNull();
    list.reopen();
    expect(list.status().state).toBe('empty');
    expect(listFiles(folder)).toEqual([]);
  });

  test('a list that another program holds just now is no damage: it is kept', () => {
    const folder = temporaryFolder();
    const cache = cacheIn(folder);
    const { manifest, compressed } = snapshotOf(10);
    cache.install(manifest, compressed);
    cache.close();
    const other = new Database(join(folder, listFiles(folder)[0]!));
    other.pragma('locking_mode = EXCLUSIVE');
    other.exec('BEGIN EXCLUSIVE');
    expect(() => cache.check()).toThrow('locked');
    other.exec('COMMIT');
    other.close();
    cache.check();
    expect(cache.cursor()).toBe('c0');
  });

  test.each(['', '{}', '{"file":"../desk.db","number":1}', '{"file":"cards-0000000000000000-1.db","number":1}'])(
    'at start: a pointer that reads %j',
    (text) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'cards.json'), text);
      writeFileSync(join(folder, 'desk.db'), 'the ledger');
      expect(listIn(folder).status().state).toBe('damaged');
      expect(cacheIn(folder).cursor()).toBeNull();
      expect(listIn(folder).status().state).toBe('empty');
      expect(readFileSync(join(folder, 'desk.db'), 'utf8')).toBe('the ledger');
    },
  );
});

describe('a swap that was interrupted', () => {
  test('before the pointer was replaced keeps the old list; what was left behind goes at the next start', () => {
    const folder = temporaryFolder();
    const first = cacheIn(folder);
    const { manifest, compressed } = snapshotOf(10);
    first.install(manifest, compressed);
    first.close();
    for (const name of ['cards-ffffffffffffffff-9.db', 'cards-ffffffffffffffff-9.db-wal', 'cards.json.new']) {
      writeFileSync(join(folder, name), 'half');
    }
    writeFileSync(join(folder, 'desk.db'), 'the ledger');
    const cache = cacheIn(folder);
    expect(cache.cursor()).toBe('c0');
    expect(readdirSync(folder).filter((name) => name.includes('ffff') || name.endsWith('.new'))).toEqual([]);
    expect(readFileSync(join(folder, 'desk.db'), 'utf8')).toBe('the ledger');
  });

  test('by a kill in the midst of changes: a reader that comes first recovers the log', () => {
    const folder = temporaryFolder();
    const cache = cacheIn(folder);
    const { manifest, compressed } = snapshotOf(10);
    cache.install(manifest, compressed);
    cache.apply([{ key: keyOf(1), card: null }], 'c1', null);
    const after = temporaryFolder();
    for (const name of readdirSync(folder).filter((each) => !each.endsWith('-shm'))) {
      copyFileSync(join(folder, name), join(after, name));
    }
    const list = listIn(after);
    expect([list.find(keyOf(1)), list.find(keyOf(2)), list.status().count]).toEqual([null, ACTIVE, 9]);
    expect(cacheIn(after).cursor()).toBe('c1');
  });
});

test('a revoked desk keeps neither list nor files (field lesson 24)', () => {
  const folder = temporaryFolder();
  const cache = cacheIn(folder);
  const { manifest, compressed } = snapshotOf(10);
  cache.install(manifest, compressed);
  const list = listIn(folder);
  cache.wipe();
  list.reopen();
  expect([cache.cursor(), list.find(keyOf(1)), list.status().state]).toEqual([null, null, 'empty']);
  expect(readdirSync(folder)).toEqual(['cards.json']);
});
