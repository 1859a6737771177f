import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import { bundleStore } from '../../src-main/store/desk-store.ts';
import { verifyChain } from '../../src-main/store/verify-chain.ts';
import { deskUnderTest, FIRST_EPOCH } from '../desk/desk-under-test.ts';
import { capped } from '../desk/performances.ts';
import { CODE, EPOCH, sale, scratch, type Scratch } from './scratch.ts';

let place: Scratch;
beforeEach(() => {
  place = scratch();
});
afterEach(() => place.remove());

/** Every row of every table. */
function everything(): unknown {
  const database = place.connect();
  const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[];
  return names.map((name) => [name, database.prepare(`SELECT * FROM ${name}`).all()]);
}

describe('one sale, one transaction (field lesson 13)', () => {
  test.each([
    'INSERT ON events',
    'INSERT ON deliveries',
    'INSERT ON sealed_codes',
    'INSERT ON acquisitions',
    'UPDATE ON leases',
  ])('a failure at %s leaves nothing of the sale, and the verdict on screen', async (write) => {
    const offered = capped(20);
    const desk = await deskUnderTest({ folder: place.folder });
    await desk.offer(offered);
    await desk.call('desk.pick', { performanceId: offered.id });
    await desk.answerLeases(4);
    const { scanId } = await desk.scan('A045198723');
    place.connect().exec(`CREATE TRIGGER injected AFTER ${write} BEGIN SELECT RAISE(ABORT, 'injected'); END`);
    const before = everything();
    await expect(desk.call('desk.confirm', { scanId, children: 0, deliberately: false })).rejects.toThrow('injected');
    expect(everything()).toEqual(before);
    expect(desk.state()).toMatchObject({ shown: { scanId }, last: null });
    desk.bugs.length = 0;
    place.connect().exec('DROP TRIGGER injected');
    expect((await desk.call('desk.confirm', { scanId, children: 0, deliberately: false })).ok).toBe(true);
    expect(verifyChain(desk.store.ledger, FIRST_EPOCH)).toEqual(ok(1));
    desk.desk.close();
    desk.store.close();
  });
});

describe('a disk that refuses', () => {
  test('full: desk.not-durable and nothing written; with room again it goes on', () => {
    place.open().close();
    const database = new SqliteDatabase(place.file);
    const store = bundleStore(database);
    store.transaction(() => store.epochs.start(EPOCH, 'then'));
    const pages = Number(database.pragma('page_count', { simple: true }));
    database.pragma(`max_page_count = ${pages + 4}`);
    let written = 0;
    for (; written < 1_000; written += 1) {
      const result = store.transaction(() => store.ledger.append(sale(), CODE));
      if (result.ok) continue;
      expect(result).toEqual(fail('desk.not-durable'));
      break;
    }
    expect(written).toBeLessThan(1_000);
    expect(store.deliveries.waiting()).toBe(written);
    expect(verifyChain(store.ledger, EPOCH)).toEqual(ok(written));
    database.pragma('max_page_count = 100000');
    expect(store.transaction(() => store.ledger.append(sale(), CODE)).ok).toBe(true);
    store.close();
  });

  test('read-only, or held by somebody else: desk.not-durable', () => {
    place.open().close();
    const database = new SqliteDatabase(place.file, { timeout: 0 });
    const store = bundleStore(database);
    database.pragma('query_only = ON');
    expect(store.transaction(() => store.settings.write('language', 'sv'))).toEqual(fail('desk.not-durable'));
    database.pragma('query_only = OFF');
    const other = place.connect();
    other.exec('BEGIN IMMEDIATE');
    expect(store.transaction(() => store.settings.write('language', 'sv'))).toEqual(fail('desk.not-durable'));
    other.exec('ROLLBACK');
    expect(store.transaction(() => store.settings.write('language', 'sv')).ok).toBe(true);
    store.close();
  });
});

describe('killed', () => {
  test('with SIGKILL right after "recorded", the sale is there and waits to be delivered (field lesson 11)', async () => {
    const script = fileURLToPath(new URL('./sell-and-wait.ts', import.meta.url));
    const child = spawn(process.execPath, [script, place.folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface(child.stdout);
    const [line] = (await once(lines, 'line')) as [string];
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    const store = place.open();
    expect(store.acquisitions.find(line)).toMatchObject({ codeTail: '8723', children: 0, delivery: 'waiting' });
    expect(store.deliveries.next(10)?.items).toMatchObject([{ event: { type: 'redeemed', acquisitionId: line } }]);
    expect(verifyChain(store.ledger, FIRST_EPOCH)).toEqual(ok(1));
  });
});
