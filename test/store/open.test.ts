import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import { MIGRATIONS, migrate } from '../../src-main/store/migrations.ts';
import { openDeskStore } from '../../src-main/store/open.ts';
import { CODE, EPOCH, NOW, sale, scratch, type Scratch } from './scratch.ts';

let place: Scratch;
beforeEach(() => {
  place = scratch();
});
afterEach(() => place.remove());

describe('opening desk.db', () => {
  test('a new file has the newest version and a write-ahead log', () => {
    place.open();
    const database = place.connect();
    expect(database.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
  });

  test('what was written is there when it is opened again', () => {
    const store = place.open();
    store.transaction(() => {
      store.epochs.start(EPOCH, 'then');
      store.ledger.append(sale(), CODE);
      store.settings.write('language', 'sv');
    });
    store.close();
    const again = place.open();
    expect(again.epochs.current()?.id).toBe(EPOCH);
    expect(again.deliveries.waiting()).toBe(1);
    expect(again.settings.read('language')).toBe('sv');
  });

  test('a file of a newer program is refused and left as it is', () => {
    place.open().close();
    const database = place.connect();
    database.pragma(`user_version = ${MIGRATIONS.length + 1}`);
    database.close();
    const before = readFileSync(place.file);
    expect(openDeskStore(place.folder, NOW)).toEqual(
      fail('store.newer-version', { found: MIGRATIONS.length + 1, known: MIGRATIONS.length }),
    );
    expect(readFileSync(place.file)).toEqual(before);
    expect(readdirSync(place.folder).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  test('what is no database is set aside unchanged, said, and a new one is begun', () => {
    writeFileSync(place.file, 'this was a ledger once '.repeat(100));
    const opened = openDeskStore(place.folder, NOW);
    if (!opened.ok) throw new Error(opened.error.code);
    expect(opened.value.setAside).toBe(`${place.file}.damaged-2026-11-20T10-00-00-000Z`);
    expect(readFileSync(opened.value.setAside!, 'utf8')).toMatch(/^this was a ledger once/);
    expect(opened.value.store.epochs.current()).toBeNull();
    opened.value.store.close();
  });

  test('a file with a broken page is set aside byte by byte, never over another', () => {
    const store = place.open();
    store.transaction(() => {
      store.epochs.start(EPOCH, 'then');
      for (let index = 0; index < 200; index += 1) store.ledger.append(sale(), CODE);
    });
    store.close();
    const broken = readFileSync(place.file);
    broken.fill(0xff, 4096 * 20, 4096 * 24);
    const names = [1, 2].map(() => {
      writeFileSync(place.file, broken);
      const opened = openDeskStore(place.folder, NOW);
      if (!opened.ok) throw new Error(opened.error.code);
      opened.value.store.close();
      return opened.value.setAside!;
    });
    expect(names[0]).not.toBe(names[1]);
    for (const name of names) expect(readFileSync(name).equals(broken)).toBe(true);
  });

  test('a place that cannot be written to is a coded failure', () => {
    mkdirSync(place.file);
    expect(openDeskStore(place.folder, NOW)).toEqual(fail('store.not-writable'));
  });
});

describe('migrations', () => {
  test('each step is one transaction; a failing one leaves the version before, and goes on from there', () => {
    const database = new SqliteDatabase(place.file);
    const first = 'CREATE TABLE one (value TEXT) STRICT';
    expect(() => migrate(database, [first, 'CREATE TABLE two (value TEXT) STRICT; SELECT * FROM nowhere'])).toThrow(
      /no such table/,
    );
    expect(database.pragma('user_version', { simple: true })).toBe(1);
    expect(database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()).toEqual(['one']);
    expect(migrate(database, [first, 'CREATE TABLE two (value TEXT) STRICT'])).toEqual(ok(null));
    expect(database.pragma('user_version', { simple: true })).toBe(2);
    database.close();
  });

  test('what is there stays: every version before is brought to the newest with its rows', () => {
    for (let version = 1; version <= MIGRATIONS.length; version += 1) {
      const file = join(place.folder, `${version}.db`);
      const before = new SqliteDatabase(file);
      migrate(before, MIGRATIONS.slice(0, version));
      before.prepare("INSERT INTO settings (name, value) VALUES ('language', '\"fi\"')").run();
      before.close();
      copyFileSync(file, place.file);
      const store = place.open();
      expect(store.settings.read('language')).toBe('fi');
      store.close();
    }
  });
});
