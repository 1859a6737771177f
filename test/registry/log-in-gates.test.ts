/** Work with passwords is bounded: more log-ins at once than there is room for, and passwords for who may have none made. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { peopleHandlers } from '../../src-registry/http/handlers/people.ts';
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

test('no password is made and hashed for who may not add the user or reset the password', async () => {
  const { database, context } = registry.services;
  let made = 0;
  const random = {
    bytes(length: number) {
      made += 1;
      return context.random.bytes(length);
    },
  };
  const { addUser, resetPassword } = peopleHandlers({ database, context: { ...context, random } } as Served);
  const [verkosto] = await rows<{ userId: string; siteId: string }>(
    registry.database.url,
    `SELECT users.id AS "userId", sites.id AS "siteId" FROM users JOIN sites ON sites.id = site_id
     WHERE sites.login = 'verkosto'`,
  );
  type Handler = (request: object) => Promise<{ ok: boolean; error?: { code: string } }>;
  const as = (handler: unknown, id: string) =>
    (handler as Handler)({
      caller: { ...verkosto!, networkId: randomUUID(), roles: ['coordinator'], clientIds: [] },
      body: { login: 'uusi' },
      parameters: { id },
    });
  expect((await as(addUser, randomUUID())).error?.code).toBe('site.unknown');
  expect((await as(addUser, THEATRE)).error?.code).toBe('auth.forbidden');
  expect((await as(resetPassword, randomUUID())).error?.code).toBe('user.unknown');
  expect(made).toBe(0);
  expect((await as(addUser, verkosto!.siteId)).ok).toBe(true);
  expect(made).toBeGreaterThan(0);
});
