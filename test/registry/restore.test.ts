/** The desk as it is, when its registry comes back from a backup that does not know what the two agreed on since. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src-registry/db/database.ts';
import { markRestored } from '../../src-registry/services/desks/restored.ts';
import { machineRandom } from '../../src-registry/real-ports.ts';
import type { RunningRegistry } from '../../src-registry/start.ts';
import type { DeskState } from '../../src-shared/desk-api/state.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import { call } from './helpers/call.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { startPostgres, type PostgresServer } from './helpers/postgres-server.ts';
import { realDesk, skippingClock } from './helpers/real-desk.ts';
import { FRIDAY_NOON, rows, startTestRegistry } from './helpers/registry.ts';

const clock = skippingClock(FRIDAY_NOON);
let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.remove());

const addressOf = (name: string): string => server.url.replace(/\/postgres$/, `/${name}`);

function startOn(name: string, port: number): Promise<RunningRegistry> {
  return startTestRegistry(clock, { database: { kind: 'url', url: addressOf(name) }, port });
}

/** What the command does on a copy. */
async function restored(name: string): Promise<void> {
  const nothing = (): void => undefined;
  const database = openDatabase(addressOf(name), 1, nothing, nothing);
  await database.transaction(async (tx) => ok(await markRestored(tx, clock, machineRandom)));
  await database.close();
}

test('decision 10: a desk whose epoch the backup does not know delivers what it sold, begins a new epoch and sells on', async () => {
  await rows(server.url, 'CREATE DATABASE original');
  let registry = await startOn('original', 0);
  const port = Number(new URL(registry.url).port);
  const { id } = await putPerformance(registry, { cap: capOf(40) });
  const desk = await realDesk(registry.url, 'teatteri', 'Kassa', clock);
  const isOffered = ({ performances, sync }: DeskState): boolean =>
    sync.cards.state === 'ready' &&
    performances.some(({ performance, left }) => performance.id === id && (left ?? 0) > 0);
  await desk.until(
    ({ sync, performances }) => sync.cards.state === 'ready' && performances.some((each) => each.performance.id === id),
  );
  await desk.pick(id);
  await grantedIn('original', 1);
  await desk.until(isOffered);
  await desk.sell('A045198723');
  await desk.until(({ sync }) => sync.waiting === 0);
  await registry.close();
  await rows(server.url, 'CREATE DATABASE backup TEMPLATE original');

  // After the backup the desk begins an epoch of which the backup knows nothing, and sells there, at last off-line.
  await rows(addressOf('original'), `UPDATE epochs SET frozen_at = now(), frozen_why = 'restored'`);
  registry = await startOn('original', port);
  await grantedIn('original', 2);
  await desk.until(isOffered);
  await desk.stop();
  await desk.sell('A100000001');
  await registry.close();

  await restored('backup');
  registry = await startOn('backup', port);
  desk.start();
  await desk.until(({ sync }) => sync.waiting === 0);
  // The first, that which the desk had begun meanwhile, and a new one.
  await grantedIn('backup', 3);
  await desk.until(isOffered);
  await desk.sell('AM99000123');
  await desk.until(({ sync }) => sync.waiting === 0);
  const kept = await rows<{ code: string }>(addressOf('backup'), 'SELECT code FROM acquisitions');
  expect(kept.map(({ code }) => code).toSorted()).toEqual(['A045198723', 'A100000001', 'AM99000123']);

  // Its card list is followed again.
  await call(registry.url, 'demoCard', { token: desk.secrets().token, body: { code: 'A100000003', action: 'end' } });
  await desk.scan('A100000003');
  await desk.until(({ shown }) => shown?.verdict.outcome === 'refuse');
  await desk.close();
  await registry.close();
}, 120_000);

test('decision 10: a desk in a lost epoch that has nothing to deliver begins a new one when it asks for places', async () => {
  await rows(server.url, 'CREATE DATABASE idle');
  let registry = await startOn('idle', 0);
  const port = Number(new URL(registry.url).port);
  const { id } = await putPerformance(registry, { cap: capOf(40) });
  const desk = await realDesk(registry.url, 'teatteri', 'Kassa', clock);
  await desk.until(
    ({ sync, performances }) => sync.cards.state === 'ready' && performances.some((each) => each.performance.id === id),
  );
  await desk.stop();
  await registry.close();
  await rows(server.url, 'CREATE DATABASE idle_backup TEMPLATE idle');

  await rows(addressOf('idle'), `UPDATE epochs SET frozen_at = now(), frozen_why = 'restored'`);
  registry = await startOn('idle', port);
  desk.start();
  await desk.pick(id);
  await grantedIn('idle', 2);
  await desk.until(({ performances }) =>
    performances.some(({ performance, left }) => performance.id === id && (left ?? 0) > 0),
  );
  await desk.stop();
  await registry.close();

  await restored('idle_backup');
  registry = await startOn('idle_backup', port);
  // Another performance: for the first it holds places of the lost epoch, and asks for none.
  const next = await putPerformance(registry, { cap: capOf(40) });
  desk.start();
  await desk.until(({ performances }) => performances.some((each) => each.performance.id === next.id));
  await desk.pick(next.id);
  await grantedIn('idle_backup', 3);
  await desk.close();
  await registry.close();
}, 120_000);

test('a desk that was enrolled since the backup is enrolled anew on its ledger, and delivers it; what was lost is offered no more', async () => {
  await rows(server.url, 'CREATE DATABASE enrolled');
  let registry = await startOn('enrolled', 0);
  const port = Number(new URL(registry.url).port);
  const { id: kept } = await putPerformance(registry, {});
  await registry.close();
  await rows(server.url, 'CREATE DATABASE enrolled_backup TEMPLATE enrolled');

  registry = await startOn('enrolled', port);
  const { id: lost } = await putPerformance(registry, {});
  const desk = await realDesk(registry.url, 'teatteri', 'Kassa', clock);
  const offers = ({ performances }: DeskState, id: string): boolean =>
    performances.some(({ performance }) => performance.id === id);
  await desk.until((state) => state.sync.cards.state === 'ready' && offers(state, kept) && offers(state, lost));
  await desk.stop();
  await desk.pick(kept);
  await desk.sell('A045198723');
  await registry.close();

  await restored('enrolled_backup');
  registry = await startOn('enrolled_backup', port);
  desk.start();
  await desk.until(({ sync }) => sync.trouble === 'auth.invalid');
  await desk.stop();
  const anew = await desk.copyEnrolledAnew();
  await anew.until((state) => state.sync.waiting === 0 && offers(state, kept) && !offers(state, lost));
  const found = await rows<{ code: string }>(addressOf('enrolled_backup'), 'SELECT code FROM acquisitions');
  expect(found.map(({ code }) => code)).toEqual(['A045198723']);
  for (const each of [desk, anew]) await each.close();
  await registry.close();
}, 120_000);

/** Resolves when the desk has begun so many epochs and holds places in the last of them. */
async function grantedIn(name: string, epochs: number): Promise<void> {
  for (;;) {
    const found = await rows<{ granted: number | null }>(
      addressOf(name),
      `SELECT (SELECT max(granted) FROM leases WHERE epoch_id = epochs.id) AS granted
       FROM epochs WHERE NOT by_registry ORDER BY number`,
    );
    if (found.length === epochs && (found.at(-1)?.granted ?? 0) > 0) return;
  }
}
