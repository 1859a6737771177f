/** A registry that came back from a backup, as its callers meet it: card feed, paper, leases, keys that it lost. */
import { randomUUID } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoSite } from '../../src-registry/demo/demo-data.ts';
import { machineRandom } from '../../src-registry/real-ports.ts';
import { markRestored } from '../../src-registry/services/desks/restored.ts';
import { settleShares } from '../../src-registry/services/paper/external-shares.ts';
import { openPaper } from '../../src-registry/services/paper/paper-ledger.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import { call, logIn, refusal } from './helpers/call.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { leftOf } from './helpers/paper.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { freshDatabase } from './helpers/postgres-server.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
const AGENT = demoSite('lipputoimisto').id;
const CAP = 10;
const SOLD = 'A045198723';
let url: string;
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let shared: string;
let desk: TestDesk;

beforeAll(async () => {
  url = await freshDatabase();
  await start();
  desk = await enrolDesk(registry.url, 'teatteri');
  shared = (await putPerformance(registry, { cap: capOf(CAP) })).id;
  const body = { requestId: randomUUID(), agentId: AGENT, places: 6 };
  await call(registry.url, 'grantShare', { token: await logIn(registry.url, 'teatteri'), id: shared, body });
  // The backup is older than the restore.
  clock.set('2026-10-09T09:01:00.000Z');
  await restore();
  clock.set('2026-10-09T09:02:00.000Z');
});
afterAll(() => registry.close());

async function start(): Promise<void> {
  registry = await startTestRegistry(clock, { database: { kind: 'url', url } });
}

async function restore(): Promise<void> {
  await registry.services.database.transaction(async (tx) => ok(await markRestored(tx, clock, machineRandom)));
  await registry.close();
  await start();
  Object.assign(desk, { url: registry.url });
}

test('the card feed goes on from the list that the restored registry publishes', async () => {
  const { token } = desk;
  const { cursor } = await call(registry.url, 'snapshot', { token });
  const page = await call(registry.url, 'cards', { token, query: { after: cursor } });
  expect(page).toMatchObject({ more: false });
});

test('CAP-11: paper goes on after a restore: it sells from its share, and what is settled goes back to the pool', async () => {
  const agent = await logIn(registry.url, 'lipputoimisto');
  const entry = { id: randomUUID(), performanceId: shared, code: SOLD, children: 0, at: FRIDAY_NOON };
  const { answers } = await call(registry.url, 'enterPaper', { token: agent, id: AGENT, body: { entries: [entry] } });
  expect(answers).toMatchObject([{ result: 'recorded', conflicts: [] }]);
  expect(await leftOf(registry, shared, CAP)).toBe(CAP - 6);
  const { database, context } = registry.services;
  await database.transaction(async (tx) => {
    const ledger = await openPaper(tx, context, AGENT);
    return ok(await settleShares(tx, context, ledger!, [shared]));
  });
  expect(await leftOf(registry, shared, CAP)).toBe(CAP - 1);
});

test('a desk in a lost epoch that has nothing to deliver hears from its status that it needs a new one', async () => {
  const lost = newId({ msecs: Date.parse(FRIDAY_NOON) });
  const { token } = desk;
  const body = { requestId: randomUUID(), performanceId: shared, epoch: lost, units: 1 };
  expect(await refusal(registry.url, 'lease', { token, body })).toBe('epoch.frozen');
  expect((await call(registry.url, 'desk', { token })).epoch).toMatchObject({ id: lost, frozen: true });
  // One of after the restore is none that was lost.
  expect(await refusal(registry.url, 'lease', { token, body: { ...body, epoch: newId() } })).toBe('epoch.unknown');
  desk.epoch = lost;
  await desk.nextEpoch();
  expect((await desk.lease(shared, 1)).granted).toBe(1);
});

test('decision 4: what was sold under a network key that is lost is taken, and its number is not given out again', async () => {
  const lost = { generation: 2, key: Buffer.from(machineRandom.bytes(32)).toString('base64') };
  const seller = await enrolDesk(registry.url, 'teatteri');
  Object.assign(seller.enrolment, { networkKeys: [lost] });
  const { id } = await putPerformance(registry, {});
  const [answer] = await seller.deliver(seller.sale({ performanceId: id, code: SOLD }));
  expect(answer).toMatchObject({ result: 'recorded', problem: null });
  const token = await logIn(registry.url, 'kansallinen');
  expect((await call(registry.url, 'keys', { token })).next).toEqual({ signing: 2, network: 1_001 });
  expect(await refusal(registry.url, 'newNetworkKey', { token, body: { generation: 2 } })).toBe('key.not-next');
  await call(registry.url, 'newNetworkKey', { token, body: { generation: 1_001 } });
  const body = { generation: 1_001, evenWithout: true };
  const used = await call(registry.url, 'useNetworkKey', { token, body });
  expect(used.next).toEqual({ signing: 2, network: 1_002 });
  // Whoever knew cards by the one before still does.
  const { networkKeys } = await call(registry.url, 'desk', { token: seller.token });
  expect(networkKeys.map(({ generation }) => generation)).toEqual([1_001, 1]);

  // In a database that was never restored such a key is a lie.
  await rows(url, `DELETE FROM settings WHERE name = 'restored'`);
  await registry.close();
  await start();
  Object.assign(seller, { url: registry.url });
  const [refused] = await seller.deliver(seller.sale({ performanceId: id, code: SOLD }));
  expect(refused).toMatchObject({ result: 'refused', problem: 'request.malformed' });
});
