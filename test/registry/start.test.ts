/** The registry as a program, and PostgreSQL in it: starts, refuses to start, survives, ends. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findPackage, makeReady } from '../../src-registry/db/embedded-binaries.ts';
import { ownerForPostgres } from '../../src-registry/db/embedded-owner.ts';
import { migrate, MIGRATIONS } from '../../src-registry/db/migrate.ts';
import { readOptions } from '../../src-registry/options.ts';
import { call } from './helpers/call.ts';
import { enrolDesk } from './helpers/desk.ts';
import { runRegistry, type Program } from './helpers/program.ts';
import { anotherDatabase, FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const folder = mkdtempSync(join(tmpdir(), 'kaikudesk-test-'));
// PostgreSQL’s own user has to pass through where root runs the tests.
chmodSync(folder, 0o711);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const clock = settableClock(FRIDAY_NOON);
const asRoot = process.getuid?.() === 0;

/** Runs the registry's own command line from the sources. */
const run = (...words: string[]): Program => runRegistry(words);

async function healthTime(url: string): Promise<string> {
  return (await call(url, 'health')).serverTime;
}

test('the program says where it listens, starts its clock where it is told, and leaves nothing behind', async () => {
  const program = run('--seed', 'demo', '--clock', '2026-10-25T00:30:00Z');
  const { event, url, database } = await program.listening;
  expect([event, new URL(url).hostname]).toEqual(['listening', '127.0.0.1']);
  expect(await healthTime(url)).toMatch(/^2026-10-25T00:3\d:/);
  const connection = JSON.parse(readFileSync(join(database!, 'connection.json'), 'utf8')) as { url: string };
  expect(statSync(join(database!, 'connection.json')).mode & 0o777).toBe(0o600);
  expect(await rows(connection.url, 'SELECT FROM cards')).toHaveLength(9);
  // Ctrl-C comes twice where both the terminal and npm send it.
  program.child.kill('SIGINT');
  program.child.kill('SIGTERM');
  expect(await program.ended).toMatchObject({ code: 0 });
  expect(existsSync(database!)).toBe(false);
  await expect(rows(connection.url, 'SELECT 1')).rejects.toThrow();
});

test('killed, it takes its PostgreSQL with it, and starts again on the same folder with all that it had', async () => {
  const path = join(folder, 'killed');
  const first = run('--seed', 'demo', '--database', path);
  const { url } = await first.listening;
  const desk = await enrolDesk(url, 'uimahalli');
  first.child.kill('SIGKILL');
  await first.ended;
  const second = await startTestRegistry(clock, { database: { kind: 'folder', path } });
  expect((await call(second.url, 'desk', { token: desk.token })).deskId).toBe(desk.enrolment.deskId);
  await second.close();
});

test('a second start on the same folder is refused with a sentence while the first goes on', async () => {
  const path = join(folder, 'twice');
  const first = await startTestRegistry(clock, { database: { kind: 'folder', path } });
  const second = run('--database', path);
  const { code, said } = await second.ended;
  expect(code).toBe(1);
  expect(said).toMatch(/^A registry is already running on .*twice: stop it first, or give another --database\.\n$/);
  expect(await healthTime(first.url)).toBe(FRIDAY_NOON);
  await first.close();
});

test('two first starts on one new folder at once: one runs, the other is refused', async () => {
  const path = join(folder, 'race');
  const start = () => startTestRegistry(clock, { database: { kind: 'folder', path }, seed: { kind: 'empty' } });
  const outcomes = await Promise.allSettled([start(), start()]);
  const running = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  expect(running).toHaveLength(1);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  expect(String(failed?.reason)).toContain('already running');
  await running[0]!.value.close();
});

test('when PostgreSQL dies under it, the program ends with a sentence', async () => {
  const path = join(folder, 'dies');
  const program = run('--database', path);
  await program.listening;
  const [pid] = readFileSync(join(path, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n');
  process.kill(Number(pid), 'SIGKILL');
  const { code, said } = await program.ended;
  expect([code, said.trim().split('\n').at(-1)]).toEqual([1, 'PostgreSQL ended by itself, so the registry ends too.']);
});

test.runIf(asRoot)(
  'as root, a folder that PostgreSQL’s user cannot reach works all the same, and is kept',
  async () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const database = { kind: 'folder', path: join(closed, 'registry') } as const;
    const first = await startTestRegistry(clock, { database });
    expect(first.sentences.join('\n')).toMatch(/cannot reach .*closed\/registry: the data lies in /);
    const desk = await enrolDesk(first.url, 'opisto');
    await first.close();
    const second = await startTestRegistry(clock, { database });
    expect((await call(second.url, 'desk', { token: desk.token })).deskId).toBe(desk.enrolment.deskId);
    await second.close();
    const place = readFileSync(join(database.path, 'postgres.location'), 'utf8');
    expect(existsSync(place)).toBe(true);
    rmSync(place, { recursive: true });
  },
);

test.runIf(asRoot)('as root, programs that PostgreSQL’s user cannot reach are copied once, and run', () => {
  const owner = ownerForPostgres()!;
  const closed = join(folder, 'closed-package');
  mkdirSync(closed, { mode: 0o700 });
  cpSync(findPackage().folder, closed, { recursive: true, verbatimSymlinks: true });
  const said: string[] = [];
  const ready = () =>
    makeReady({ folder: closed, version: `test-${process.pid}` }, owner, (text) => void said.push(text));
  const first = ready();
  expect(ready()).toEqual(first);
  expect(said).toEqual([expect.stringMatching(/^Copying PostgreSQL to /)]);
  const env = { LD_LIBRARY_PATH: first.libraries };
  expect(execFileSync(first.postgres, ['--version'], { ...owner, env, cwd: '/' }).toString()).toMatch(
    /^postgres \(PostgreSQL\) \d/,
  );
  rmSync(dirname(dirname(dirname(first.postgres))), { recursive: true });
});

test('a taken port, a folder that cannot be written and a database of nobody are one sentence each', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  writeFileSync(join(folder, 'file'), '');
  const other = await startTestRegistry(clock, { seed: { kind: 'empty' } });
  const outcomes = await Promise.all([
    run('--port', String(port)).ended,
    run('--database', join(folder, 'file', 'below')).ended,
    run('--database', `postgres://nobody:secret@${new URL(other.database.url).host}/none`).ended,
  ]);
  server.close();
  await other.close();
  expect(outcomes.map(({ code }) => code)).toEqual([1, 1, 1]);
  const [taken, unwritable, away] = outcomes.map(({ said }) => said.trim().split('\n').at(-1));
  expect(taken).toBe(
    `Port ${port} is taken. Where a registry is already running there, stop it first; else give another --port, or 0 for any that is free.`,
  );
  expect(unwritable).toMatch(/^The database folder .* cannot be written to/);
  expect(away).toMatch(/^The database that was given cannot be reached/);
  expect(away).not.toContain('secret');
});

test.each([
  [['--port', 'http'], '--port takes a number from 0 to 65535.'],
  [['--port', '65536'], '--port takes a number from 0 to 65535.'],
  [['--listen', '0.0.0.0'], '--listen takes HOST:PORT such as 0.0.0.0:8080 or [::]:8080.'],
  [['--listen', '0.0.0.0:80', '--port', '80'], 'Give --listen or --port, not both.'],
  [['--metrics', 'here'], '--metrics takes PORT or HOST:PORT.'],
  [['--connections', '0'], '--connections takes a number from 1 to 500.'],
  [['--drain', '1s'], '--drain takes a number of seconds from 0 to 600.'],
  [['--log', 'loud'], '--log takes info, warn, error or silent.'],
  [['--seed', 'cards:0'], '--seed takes empty, demo or cards:N, with N from 1 to 5000000.'],
  [['--seed', 'cards:5000001'], '--seed takes empty, demo or cards:N, with N from 1 to 5000000.'],
  [['--clock', 'noon'], '--clock takes an ISO 8601 instant such as 2026-11-22T21:50:00Z.'],
  [['--colour'], `Unknown option '--colour'; --help tells what can be given.`],
])('%j is refused: %s', (words, sentence) => {
  expect(readOptions(words, {})).toEqual({ ok: false, error: { code: sentence, parameters: {} } });
});

test('the command line tells what can be given, and refuses the rest with one sentence', async () => {
  const [help, refused] = await Promise.all([run('--help').ended, run('--port', 'http').ended]);
  expect(help).toEqual({ code: 0, said: '' });
  expect(refused).toEqual({ code: 1, said: '--port takes a number from 0 to 65535.\n' });
});

test('Node 20 is refused with a sentence, not a stack', () => {
  const check = readFileSync(new URL('../../src-registry/check-node.ts', import.meta.url), 'utf8');
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '20.20.2' });`;
  const outcome = spawnSync(process.execPath, ['--input-type=module', '--eval', `${pretend}\n${check}`]);
  expect(outcome.status).toBe(1);
  expect(outcome.stderr.toString()).toMatch(/^Kaikudesk runs on Node 24\.15 or a later 24, this is 20\.20\.2: .*\n$/);
  // The check runs before anything else is linked.
  const main = readFileSync(new URL('../../src-registry/main.ts', import.meta.url), 'utf8');
  expect(main.match(/^import .*/gm)).toEqual([`import './check-node.ts';`]);
});

test('migrations run once, also when several nodes start at the same time, and never backwards', async () => {
  const registry = await startTestRegistry(clock, { seed: { kind: 'empty' } });
  const url = await anotherDatabase(registry.database.url, 'fresh');
  const ran = await Promise.all([1, 2, 3].map(() => migrate(url, MIGRATIONS)));
  expect(ran.flat()).toEqual(MIGRATIONS.map(({ name }) => name));
  const broken = { name: '9999-broken', sql: 'CREATE TABLE half (id integer); SELECT 1 / 0' };
  await expect(migrate(url, [...MIGRATIONS, broken])).rejects.toThrow('division by zero');
  expect(await rows(url, `SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
  const next = { name: '9999-next', sql: 'CREATE TABLE next (id integer)' };
  expect(await migrate(url, [...MIGRATIONS, next])).toEqual(['9999-next']);
  await expect(migrate(url, MIGRATIONS)).rejects.toThrow('newer version');
  await registry.close();
});
