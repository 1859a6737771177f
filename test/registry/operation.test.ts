/** Running nodes: readiness, a database that goes away, ending without losing a request, jobs by one node at a time. */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { oneAtATime } from '../../src-registry/db/locks.ts';
import { startHttp } from '../../src-registry/http/server.ts';
import { openFront } from '../../src-registry/http/front.ts';
import type { Handlers } from '../../src-registry/http/routes.ts';
import { readOptions } from '../../src-registry/options.ts';
import { machineTimer } from '../../src-registry/real-ports.ts';
import { runIfDue, type Job, type JobParts } from '../../src-registry/services/jobs.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import { ask, call, problemIn, refusal } from './helpers/call.ts';
import { enrolDesk } from './helpers/desk.ts';
import { listen } from './helpers/news.ts';
import { putPerformance } from './helpers/performances.ts';
import { startPostgres, type PostgresServer } from './helpers/postgres-server.ts';
import { runRegistry } from './helpers/program.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
let server: PostgresServer;
let registry: Awaited<ReturnType<typeof startTestRegistry>>;

beforeAll(async () => {
  server = await startPostgres();
  registry = await startTestRegistry(clock, { database: { kind: 'url', url: server.url } });
});
afterAll(async () => {
  await registry.close();
  await server.remove();
});

/** Asks again until the answer is this one; the test's own time is the deadline. */
async function untilStatus(url: string, path: string, status: number): Promise<Response> {
  for (;;) {
    const response = await fetch(new URL(path, url)).catch(() => null);
    if (response?.status === status) return response;
    await response?.body?.cancel();
  }
}

test('DATABASE_URL names the database unless --database does', () => {
  const words = (given: string[], environment: Record<string, string>) => {
    const options = readOptions(given, environment);
    return options.ok ? options.value.database : options.error.code;
  };
  const url = 'postgres://registry@database/kaikudesk';
  expect(words([], { DATABASE_URL: url })).toEqual({ kind: 'url', url });
  expect(words(['--database', 'here'], { DATABASE_URL: url })).toEqual({ kind: 'folder', path: 'here' });
  expect(words([], {})).toEqual({ kind: 'temporary' });
});

test('an address that is not this machine’s alone is deliberate: without --listen it is 127.0.0.1', () => {
  const listenOf = (...given: string[]) => {
    const options = readOptions(given, {});
    return options.ok ? options.value.listen : options.error.code;
  };
  expect(listenOf()).toEqual({ host: '127.0.0.1', port: 0 });
  expect(listenOf('--port', '80')).toEqual({ host: '127.0.0.1', port: 80 });
  expect(listenOf('--listen', '0.0.0.0:8080')).toEqual({ host: '0.0.0.0', port: 8080 });
  expect(listenOf('--listen', '[::]:8080')).toEqual({ host: '::', port: 8080 });
});

test('a proxy’s word for who calls is believed only where it was said to be', async () => {
  const addressSeen = async (trustProxy: readonly string[], forwarded: string): Promise<string> => {
    let address = '';
    const health: Handlers['health'] = async (each) => {
      address = each.address;
      return ok({ status: 'ok', serverTime: FRIDAY_NOON });
    };
    const { database, context } = registry.services;
    const front = await openFront({ host: '127.0.0.1', port: 0 }, clock, machineTimer);
    const handlers = { health } as unknown as Handlers;
    const http = await startHttp({
      front,
      handlers,
      database,
      context,
      trustProxy,
      faults: null,
      requests: null,
      metrics: null,
    });
    await fetch(new URL('/v1/health', front.url), { headers: { 'x-forwarded-for': forwarded } });
    await front.end(1_000);
    await http.close();
    return address;
  };
  expect(await addressSeen([], '192.0.2.7')).toBe('127.0.0.1');
  expect(await addressSeen(['127.0.0.1'], '192.0.2.7')).toBe('192.0.2.7');
  // What a caller wrote itself stands left of what the proxies saw.
  expect(await addressSeen(['127.0.0.1'], '198.51.100.66, 192.0.2.7')).toBe('192.0.2.7');
  expect(await addressSeen(['127.0.0.1'], '198.51.100.66, 127.0.0.1, 192.0.2.7')).toBe('192.0.2.7');
  const chain = ['127.0.0.0/8', '10.1.0.0/16'];
  expect(await addressSeen(chain, '198.51.100.66, 192.0.2.7, 10.1.2.3')).toBe('192.0.2.7');
  expect(await addressSeen(chain, '10.1.9.9, 192.0.2.7, 10.1.2.3')).toBe('192.0.2.7');
  expect(await addressSeen(chain, '192.0.2.7, 10.2.0.1')).toBe('10.2.0.1');
  expect(await addressSeen(['127.0.0.1', '2001:db8::/32'], '198.51.100.66, 192.0.2.7, 2001:db8::1')).toBe('192.0.2.7');
  // Who comes past the proxies is no proxy.
  expect(await addressSeen(['10.1.0.0/16'], '192.0.2.7')).toBe('127.0.0.1');
});

test('--trust-proxy takes addresses and ranges, and nothing that would believe everybody', () => {
  const proxiesOf = (...given: string[]) => {
    const options = readOptions(given, {});
    return options.ok ? options.value.trustProxy : options.error.code;
  };
  expect(proxiesOf()).toEqual([]);
  expect(proxiesOf('--trust-proxy', '10.0.0.2, 10.1.0.0/16,2001:db8::1,fd00::/8')).toEqual([
    '10.0.0.2',
    '10.1.0.0/16',
    '2001:db8::1',
    'fd00::/8',
  ]);
  for (const wrong of ['', 'true', '10.0.0.2,', 'proxy.example', '10.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/8/8']) {
    expect(proxiesOf('--trust-proxy', wrong)).toContain('--trust-proxy takes');
  }
});

test('a node that waits for its database is alive and not ready, and gets ready by itself', async () => {
  const away = await startPostgres();
  await away.kill();
  const port = String(new URL((await freeAddress()).url).port);
  const node = runRegistry(['--port', port, '--log', 'silent'], { DATABASE_URL: away.url });
  await node.untilSaid('cannot be reached yet');
  const url = `http://127.0.0.1:${port}`;
  expect((await call(url, 'health')).status).toBe('ok');
  expect(await refusal(url, 'ready')).toBe('server.unavailable');
  expect(await problemIn(await fetch(new URL('/v1/feeds/cards', url)))).toBe('server.unavailable');
  await away.start();
  await node.listening;
  expect(await call(url, 'ready')).toEqual({ status: 'ready' });
  node.child.kill('SIGTERM');
  expect((await node.ended).code).toBe(0);
  await away.remove();
});

test('told to end while it waits for its database, a node ends', async () => {
  const away = await startPostgres();
  await away.kill();
  const node = runRegistry(['--database', away.url]);
  await node.untilSaid('cannot be reached yet');
  node.child.kill('SIGTERM');
  expect((await node.ended).code).toBe(1);
  await away.remove();
});

test('while PostgreSQL is away a node says 503 and how long to wait, and recovers by itself', async () => {
  const desk = await enrolDesk(registry.url, 'teatteri');
  const { id } = await putPerformance(registry, {});
  expect((await fetch(new URL('/v1/ready', registry.url))).status).toBe(200);
  const ear = await listen(registry.url, desk.token);
  await ear.until(() => true);
  await server.kill();
  const refused = await ask(registry.url, 'desk', { token: desk.token });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await problemIn(refused)).toBe('server.unavailable');
  expect(await refusal(registry.url, 'ready')).toBe('server.unavailable');
  expect((await call(registry.url, 'health')).status).toBe('ok');
  await server.start();
  await untilStatus(registry.url, '/v1/ready', 200);
  expect((await desk.deliver(desk.sale({ performanceId: id, code: 'A045198723' })))[0]?.result).toBe('recorded');
  // Who was listening comes back, and looks at everything.
  await ear.ended;
});

test('told to end, a node says so to its proxy, ends its streams, finishes what runs and loses nothing', async () => {
  const node = runRegistry(['--drain', '3', '--log', 'silent'], { DATABASE_URL: server.url });
  const { url } = await node.listening;
  const desks = await Promise.all([1, 2, 3, 4].map((number) => enrolDesk(url, 'teatteri', `Kassa ${number}`)));
  const { id } = await putPerformance(registry, {});
  const ear = await listen(url, desks[0]!.token);
  // Deliveries wait for this lock: they are in flight for as long as the test wishes.
  const holder = new Client({ connectionString: server.url });
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM performances WHERE id = $1 FOR UPDATE', [id]);
  const sales = desks.map((desk) => desk.sale({ performanceId: id, code: 'A045198723' }));
  const inFlight = desks.map((desk, index) => desk.deliver(sales[index]));
  const idle = new Agent({ keepAlive: true });
  await getThrough(idle, url);
  await waitingFor(holder, desks.length);

  node.child.kill('SIGTERM');
  await untilStatus(url, '/v1/ready', 503);
  await ear.ended;
  expect((await fetch(new URL('/v1/news', url))).status).toBe(503);
  // What was already connected, and who comes before the proxy has noticed, is still answered.
  expect((await getThrough(idle, url)).connection).toBe('close');
  await holder.query('ROLLBACK');
  await holder.end();
  const answers = await Promise.all(inFlight);
  expect(answers.flat().map(({ result }) => result.startsWith('recorded'))).toEqual([true, true, true, true]);
  expect((await node.ended).code).toBe(0);
  const kept = await rows(server.url, 'SELECT FROM events WHERE id = ANY($1)', [sales.map(({ event }) => event.id)]);
  expect(kept).toHaveLength(desks.length);
});

test('a job runs on one node at a time, about as often as it says, and again after a failure', async () => {
  const failures: string[] = [];
  const parts: JobParts = {
    url: server.url,
    clock,
    timer: machineTimer,
    log: { info: () => undefined, warn: () => undefined, error: (event) => void failures.push(event) },
    onRan: () => undefined,
  };
  let runs = 0;
  const held = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const job: Job = {
    name: `test ${randomUUID()}`,
    everyMilliseconds: 60_000,
    async run() {
      runs += 1;
      begun.resolve();
      await held.promise;
    },
  };
  const first = runIfDue(job, parts);
  await begun.promise;
  expect(await runIfDue(job, parts)).toBe(false);
  held.resolve();
  expect(await first).toBe(true);
  expect(await runIfDue(job, parts)).toBe(false);
  clock.set('2026-10-09T09:01:00.000Z');
  const failing: Job = { ...job, run: () => Promise.reject(new Error('A045198723 is not there')) };
  expect(await runIfDue(failing, parts)).toBe(true);
  expect(failures).toEqual([`The job "${job.name}" failed and is tried again`]);
  expect(await rows(server.url, 'SELECT failed FROM jobs WHERE name = $1', [job.name])).toEqual([{ failed: true }]);
  clock.set('2026-10-09T09:02:00.000Z');
  expect(await runIfDue(job, parts)).toBe(true);
  // A clock that was set back does not stop a job for good.
  clock.set(FRIDAY_NOON);
  expect(await runIfDue(job, parts)).toBe(true);
  expect(runs).toBe(3);
});

test('a lock of a node that has died is free', async () => {
  const name = `test ${randomUUID()}`;
  await oneAtATime(server.url, name, false, async (connection) => {
    expect(await oneAtATime(server.url, name, false, async () => true)).toBe(null);
    const [own] = (await connection.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows;
    await rows(server.url, 'SELECT pg_terminate_backend($1)', [own?.pid]);
    expect(await oneAtATime(server.url, name, true, async () => true)).toBe(true);
  });
});

async function freeAddress(): Promise<{ url: string }> {
  const front = await openFront({ host: '127.0.0.1', port: 0 }, clock, machineTimer);
  await front.end(0);
  return { url: front.url };
}

/** A GET over an agent's own connections; its answer's headers. */
function getThrough(agent: Agent, url: string): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    request(new URL('/v1/health', url), { agent }, (response) => {
      response.resume().once('end', () => resolve(response.headers));
    })
      .once('error', reject)
      .end();
  });
}

/** Resolves when so many sessions wait for a lock. */
async function waitingFor(client: Client, count: number): Promise<void> {
  for (;;) {
    const { rows: found } = await client.query(`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'`);
    if (found.length >= count) return;
  }
}
