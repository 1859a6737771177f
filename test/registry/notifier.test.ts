/** The notifier on a network that loses connections without a word. */
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { machineTimer } from '../../src-registry/real-ports.ts';
import { startNotifier, type Heard } from '../../src-registry/services/feeds/notifier.ts';
import type { Timer } from '../../src-shared/kernel/ports.ts';
import { startPostgres, type PostgresServer } from './helpers/postgres-server.ts';
import { silentNetwork } from './helpers/silent-network.ts';

/** What takes many seconds takes part of one; an answer still has time to come. */
const timer: Timer = {
  sleep: (milliseconds, signal) =>
    machineTimer.sleep(milliseconds > 10_000 ? 100 : Math.min(milliseconds, 2_000), signal),
};
let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.remove());

test('a connection that was dropped silently is noticed and made anew; listeners hear that there may be anything', async () => {
  const network = await silentNetwork(server.url);
  const notifier = await startNotifier(network.url, timer);
  const until = (fits: (news: Heard) => boolean): Promise<void> =>
    new Promise((resolve) => void notifier.listen((news) => fits(news) && resolve()));
  const anything = until(({ keys }) => keys.includes(0));
  network.forget();
  await anything;
  expect(network.made()).toBe(2);
  const something = until(({ keys }) => keys.includes(7));
  notifier.tell([{ keys: [7] }]);
  await something;
  await notifier.close();
  await network.close();
}, 30_000);

test('it can be closed while it waits for a connection that does not come, and while its own is silent', async () => {
  const network = await silentNetwork(server.url);
  const notifier = await startNotifier(network.url, timer);
  network.cutAndSilence();
  while (network.made() < 2) await setImmediate();
  await notifier.close();
  await network.close();

  const another = await silentNetwork(server.url);
  const silent = await startNotifier(another.url, machineTimer);
  another.forget();
  silent.tell([{ keys: [7] }]);
  await silent.close();
  await another.close();
}, 30_000);
