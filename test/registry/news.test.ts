/** Push: says that there is news, at once after a change. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { v7 as newId } from 'uuid';
import { revokeDesk } from '../../src-registry/services/desks/desks.ts';
import { machineTimer } from '../../src-registry/real-ports.ts';
import { startNotifier } from '../../src-registry/services/feeds/notifier.ts';
import { machinePorts, startRegistry } from '../../src-registry/start.ts';
import { STREAMS } from '../../src-shared/registry-api/bodies/feeds.ts';
import { call } from './helpers/call.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { listen, type Ear } from './helpers/news.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let desk: TestDesk;
let ear: Ear;

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  desk = await enrolDesk(registry.url, 'teatteri');
  ear = await listen(registry.url, desk.token);
});
afterAll(async () => {
  ear.close();
  await registry.close();
});

test('a desk that connects is told to look at everything, and nothing on the way may keep the answer', async () => {
  await ear.until(({ streams }) => streams.length === STREAMS.length);
  expect(ear.headers.get('content-type')).toBe('text/event-stream');
  expect(ear.headers.get('cache-control')).toBe('no-cache, no-transform');
  expect(ear.headers.get('x-accel-buffering')).toBe('no');
});

test('a changed card, performance and use are told', async () => {
  await call(registry.url, 'demoCard', { token: desk.token, body: { code: 'A100000001', action: 'end' } });
  await ear.until(({ streams }) => streams.includes('cards') && streams.length < STREAMS.length);
  const { id } = await putPerformance(registry, {});
  await ear.until(({ streams }) => streams.includes('performances') && streams.length < STREAMS.length);
  await desk.deliver(desk.sale({ performanceId: id, code: 'A045198723' }));
  await ear.until(({ streams }) => streams.includes('uses') && streams.length < STREAMS.length);
});

test('many changes at once are told together', async () => {
  const notifier = await startNotifier(registry.database.url, machineTimer);
  const freed = Array.from({ length: 8 }, () => newId());
  const heard: string[][] = [];
  const all = new Promise<void>((resolve) => {
    notifier.listen((news) => {
      if (!news.freed.some((id) => freed.includes(id))) return;
      heard.push([...news.freed]);
      if (heard.flat().length >= freed.length) resolve();
    });
  });
  for (const id of freed) notifier.tell([{ freed: [id] }]);
  await all;
  expect(heard).toEqual([freed]);
  await notifier.close();
});

test('a desk that ran out is told to the others, and what comes back to it', async () => {
  const other = await enrolDesk(registry.url, 'lipputoimisto');
  const { id } = await putPerformance(registry, { cap: capOf(2) });
  await desk.lease(id, 1);
  await other.lease(id, 1);
  await desk.lease(id, 1);
  const later = await putPerformance(registry, { cap: capOf(1) });
  await putPerformance(registry, { ...later, organiser: 'teatteri', cap: capOf(2) });
  await ear.until(({ freed }) => freed.includes(later.id));
  // The ear is this desk's own: of what it wants itself it is not told.
  expect(ear.heard.some(({ wanted }) => wanted.includes(id))).toBe(false);
  await other.lease(id, 1);
  await ear.until(({ wanted }) => wanted.includes(id));
  expect(ear.heard.some(({ freed }) => freed.includes(id))).toBe(false);
  await desk.deliver(desk.giveBack(id, 1));
  await ear.until(({ freed }) => freed.includes(id));
});

test('another node on the same database tells its desks too', async () => {
  const node = await startRegistry({
    port: 0,
    database: { kind: 'url', url: registry.database.url },
    seed: { kind: 'empty' },
    ports: machinePorts(clock),
    say: () => undefined,
  });
  const there = await listen(node.url, desk.token);
  await there.until(() => true);
  // Its start has put the demo's cards back as they were: only now does one change again.
  await call(registry.url, 'demoCard', { token: desk.token, body: { code: 'A100000001', action: 'end' } });
  await there.until(({ streams }) => streams.includes('cards') && streams.length < STREAMS.length);
  await node.close();
  await there.ended;
});

test('after its connection to PostgreSQL broke, a node listens again and lets desks come back to hear that there may be anything', async () => {
  await rows(
    registry.database.url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND (query LIKE 'LISTEN%' OR query LIKE '%pg_notify%')`,
  );
  await ear.ended;
  ear = await listen(registry.url, desk.token);
  await ear.until((news) => news.streams.length === STREAMS.length);
  const { id } = await putPerformance(registry, { cap: capOf(1) });
  await putPerformance(registry, { cap: capOf(2), id, organiser: 'teatteri' });
  await ear.until(({ freed }) => freed.includes(id));
});

test('a revoked desk’s channel ends', async () => {
  const gone = await enrolDesk(registry.url, 'teatteri');
  const itsEar = await listen(registry.url, gone.token);
  const { database, context } = registry.services;
  await database.transaction((tx) => revokeDesk(tx, context, gone.enrolment.deskId));
  await itsEar.ended;
});
