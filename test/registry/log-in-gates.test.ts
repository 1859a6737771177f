/** More log-ins at once than there is room for: who is turned away has not failed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionHandlers } from '../../src-registry/http/handlers/sessions.ts';
import type { Served } from '../../src-registry/http/served.ts';
import { forgetFailure } from '../../src-registry/services/people/throttle.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const THEATRE = '018f0000-0000-7000-8000-000000000001';
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
});
afterAll(() => registry.close());

test('each gate turns away what is too much, and takes back that it was counted; one does not wait for the other', async () => {
  const { database, context } = registry.services;
  // Every password takes until it is opened, and is wrong.
  const held = Promise.withResolvers<boolean>();
  type Login = (request: { readonly body: object; readonly address: string }) => Promise<unknown>;
  const login = sessionHandlers({ database, context } as Served, () => held.promise).login as unknown as Login;
  const addresses = Array.from({ length: 21 }, (_, index) => `192.0.2.${index}`);
  for (const address of addresses) {
    const attempt = { site: 'teatteri', user: 'main', address };
    await database.transaction(async (tx) => ok(await forgetFailure(tx, context, THEATRE, attempt)));
  }
  await rows(registry.database.url, 'DELETE FROM login_failures');
  const asked: Promise<unknown>[] = [];
  const strange = Array.from({ length: 103 }, (_, index) =>
    login({ body: { site: `site-${index}`, user: 'main', password: 'guess' }, address: `203.0.113.${index}` }),
  );
  asked.push(...strange);
  expect(await Promise.race(strange)).toMatchObject({ error: { code: 'auth.throttled' } });
  const known = Array.from({ length: 205 }, (_, index) =>
    login({ body: { site: 'teatteri', user: `u${index}`, password: 'guess' }, address: addresses[index % 21]! }),
  );
  asked.push(...known);
  expect(await Promise.race(known)).toMatchObject({ error: { code: 'auth.throttled' } });
  held.resolve(false);
  const codes = (await Promise.all(asked)).map((answer) => (answer as { error: { code: string } }).error.code);
  expect(codes.filter((code) => code === 'auth.throttled')).toHaveLength(2);
  expect(codes.filter((code) => code === 'auth.invalid')).toHaveLength(102 + 204);
  const counted = await rows<{ failures: number }>(
    registry.database.url,
    'SELECT sum(failures)::integer AS failures FROM login_failures',
  );
  expect(counted).toEqual([{ failures: 102 * 4 + 204 * 2 }]);
});
