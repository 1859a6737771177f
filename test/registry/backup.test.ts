/** Backup and restore, rehearsed: what was answered before the backup is there, and desks find their way from there. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { afterAll, expect, test } from 'vitest';
import { call, refusal } from './helpers/call.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { debianPrograms, startPostgres } from './helpers/postgres-server.ts';
import { runRegistry, type Program } from './helpers/program.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const folder = mkdtempSync(join(tmpdir(), 'kaikudesk-backup-'));
// PostgreSQL’s own user has to pass through where root runs the tests.
chmodSync(folder, 0o711);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const clock = settableClock(FRIDAY_NOON);
const BEFORE_RESTORE = Date.parse('2026-10-08T12:00:00.000Z');

/** Runs a command of the program that must succeed; what it said. */
async function command(...words: string[]): Promise<string> {
  const { code, said } = await runRegistry(words).ended;
  expect([code, said]).toEqual([0, said]);
  return said;
}

async function refusedToStart(words: string[]): Promise<void> {
  const { code, said } = await runRegistry(words).ended;
  expect(code).toBe(1);
  expect(said).toContain('This database is a copy');
}

async function end(program: Program): Promise<void> {
  program.child.kill('SIGTERM');
  expect((await program.ended).code).toBe(0);
}

/** Performances of the demo that the desk sells: one with a cap that suffices, and one without. */
async function cappedAndFree(desk: TestDesk): Promise<[string, string]> {
  const { changes } = await call(desk.url, 'performances', { token: desk.token });
  const offered = changes.flatMap(({ performance }) => (performance === null ? [] : [performance]));
  const capped = offered.find(({ cap }) => (cap?.limit ?? 0) >= 20);
  // It may be one that is excluded: what was sold all the same is a fact.
  const free = offered.find(({ cap }) => cap === null);
  if (capped === undefined || free === undefined) throw new Error('the demo has changed');
  return [capped.id, free.id];
}

/** The same desk, talking to a registry elsewhere. */
function movedTo(url: string, desk: TestDesk): TestDesk {
  return Object.assign(desk, { url });
}

test('a backup of the registry’s own PostgreSQL is taken while desks sell, and the copy goes on from there', async () => {
  const original = join(folder, 'original');
  const copy = join(folder, 'copy');
  const words = ['--clock', FRIDAY_NOON, '--log', 'silent', '--seed', 'demo'];
  const first = runRegistry([...words, '--database', original]);
  const { url } = await first.listening;
  const [desk, other] = [await enrolDesk(url, 'teatteri'), await enrolDesk(url, 'teatteri')];
  const [performanceId, free] = await cappedAndFree(desk);
  await desk.lease(performanceId, 4);
  const early = desk.sale({ performanceId, code: 'A045198723', units: 1 });
  await desk.deliver(early);
  const cursors = await call(url, 'uses', { token: desk.token });

  const copying = new AbortController();
  const backup = command('backup', '--database', original, '--to', copy).finally(() => copying.abort());
  while (!copying.signal.aborted) await other.deliver(other.sale({ performanceId: free, code: 'A100000001' }));
  expect(await backup).toContain(`Copied the database to ${copy}`);

  // After the backup: a sale, an epoch with a sale that is not delivered yet, and a desk.
  await desk.deliver(desk.sale({ performanceId, code: 'A100000001', units: 1 }));
  await desk.nextEpoch();
  await desk.lease(performanceId, 2);
  const waiting = desk.sale({ performanceId, code: 'AM99000123', units: 1 });
  const late = await enrolDesk(url, 'teatteri');
  const future = await call(url, 'uses', { token: desk.token });
  await end(first);

  await refusedToStart([...words, '--database', copy]);
  expect(await command('restored', '--database', copy)).toMatch(/\d+ epochs of desks were frozen/);
  const second = runRegistry([...words, '--database', copy]);
  const restored = await second.listening;
  movedTo(restored.url, desk);
  movedTo(restored.url, other);

  // What was answered before is there; every cursor begins anew, those of the past too.
  for (const { cursor } of [cursors, future]) {
    const query = { after: cursor };
    expect(await refusal(restored.url, 'uses', { token: desk.token, query })).toBe('cursor.invalid');
  }
  const uses = await call(restored.url, 'uses', { token: desk.token });
  expect(uses.changes.map(({ acquisitionId }) => acquisitionId)).toContain(early.event.acquisitionId);

  // An epoch of before the backup is frozen, so that its desk starts a new one and sells from that.
  const status = await call(restored.url, 'desk', { token: other.token });
  expect(status.epoch).toMatchObject({ id: other.epoch, frozen: true });
  await other.nextEpoch();
  await other.lease(performanceId, 1);
  expect(other.balanceOf(performanceId)).toBe(1);

  // An epoch that the backup does not have: its facts are taken, its desk starts a new one.
  const [answered] = await desk.deliver(waiting);
  expect(answered).toMatchObject({ result: 'recorded-with-conflict' });
  expect((await call(restored.url, 'desk', { token: desk.token })).epoch).toMatchObject({
    id: desk.epoch,
    frozen: true,
  });
  await desk.nextEpoch();
  expect((await call(restored.url, 'desk', { token: desk.token })).epoch).toMatchObject({
    id: desk.epoch,
    frozen: false,
  });
  expect((await desk.deliver(desk.sale({ performanceId, code: 'A045198723' })))[0]?.problem).toBeNull();

  // A desk that was enrolled after the backup is a stranger: it has to be enrolled anew.
  expect(await refusal(restored.url, 'desk', { token: late.token })).toBe('auth.invalid');
  await end(second);
}, 120_000);

test('an unknown epoch stays unknown where nothing was restored, and another desk’s always does', async () => {
  const registry = await startTestRegistry(clock);
  const [one, two] = [await enrolDesk(registry.url, 'teatteri'), await enrolDesk(registry.url, 'teatteri')];
  const items = [one.sale({ performanceId: newId(), code: 'A045198723' })];
  const unknown = { token: one.token, body: { epoch: newId(), items } };
  expect(await refusal(registry.url, 'deliver', unknown)).toBe('epoch.unknown');
  await rows(registry.database.url, `INSERT INTO settings VALUES ('restored', '"2026-10-09T00:00:00.000Z"')`);
  expect(await refusal(registry.url, 'deliver', { token: one.token, body: { epoch: two.epoch, items } })).toBe(
    'epoch.unknown',
  );
  const { id } = await putPerformance(registry, { cap: capOf(4) });
  const lease = { requestId: newId(), performanceId: id, epoch: newId({ msecs: BEFORE_RESTORE }), units: 1 };
  // Nothing is granted to an epoch that nobody began here, and the desk hears that it needs a new one.
  expect(await refusal(registry.url, 'lease', { token: one.token, body: lease })).toBe('epoch.frozen');
  await registry.close();
});

test('a backup says what it needs, and leaves nothing half-made', async () => {
  const outcomes = await Promise.all([
    runRegistry(['backup', '--to', join(folder, 'x')]).ended,
    runRegistry(['backup', '--to', join(folder, 'x'), '--database', join(folder, 'nowhere')]).ended,
    runRegistry(['restored']).ended,
  ]);
  expect(outcomes.map(({ code }) => code)).toEqual([1, 1, 1]);
  const [place, nowhere, restored] = outcomes.map(({ said }) => said.trim());
  expect(place).toMatch(/^backup takes --to FOLDER and --database FOLDER/);
  expect(nowhere).toMatch(/nowhere is not the database folder of a registry that has run\.$/);
  expect(restored).toBe('restored takes --database, or DATABASE_URL.');
});

const programs = debianPrograms();
if (programs === null)
  process.stdout.write('Left out: pg_dump and pg_restore are not installed (Debian: postgresql).\n');

test.skipIf(programs === null)(
  'pg_dump and pg_restore: the restored database serves, and cursors begin anew',
  async () => {
    const server = await startPostgres('debian');
    const run = (program: string, ...words: string[]) => execFileSync(join(programs ?? '', program), words);
    const registry = await startTestRegistry(clock, { database: { kind: 'url', url: server.url } });
    const desk = await enrolDesk(registry.url, 'teatteri');
    const { id } = await putPerformance(registry, { cap: capOf(10) });
    await desk.lease(id, 2);
    const sold = desk.sale({ performanceId: id, code: 'A045198723', units: 1 });
    await desk.deliver(sold);
    const { cursor } = await call(registry.url, 'uses', { token: desk.token });
    const file = join(folder, 'registry.dump');
    run('pg_dump', '--format=custom', `--file=${file}`, server.url);
    await registry.close();

    await rows(server.url, 'CREATE DATABASE again');
    const url = server.url.replace(/\/postgres$/, '/again');
    run('pg_restore', '--exit-on-error', '--single-transaction', `--dbname=${url}`, file);
    await refusedToStart(['--database', url]);
    expect(await command('restored', '--database', url)).toContain('1 epochs of desks were frozen');
    expect(await rows(url, 'SELECT FROM sessions')).toEqual([]);
    const next = await startTestRegistry(clock, { database: { kind: 'url', url } });
    movedTo(next.url, desk);
    const query = { after: cursor };
    expect(await refusal(next.url, 'uses', { token: desk.token, query })).toBe('cursor.invalid');
    expect((await desk.deliver(sold))[0]?.result).toBe('already-recorded');
    await desk.nextEpoch();
    await desk.lease(id, 2);
    expect((await desk.deliver(desk.sale({ performanceId: id, code: 'A100000001', units: 1 })))[0]).toMatchObject({
      result: 'recorded',
      conflicts: [],
    });
    await next.close();
    await server.remove();
  },
  120_000,
);
