/** Who is locked out after a while, and that the registry never loses its last administrator. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addSite } from './cells/world.ts';
import { ask, call, logIn, refusal } from './helpers/call.ts';
import { FRIDAY_NOON, settableClock, startTestRegistry } from './helpers/registry.ts';

const THEATRE = '018f0000-0000-7000-8000-000000000001';
const DAY = 24 * 3_600_000;
const clock = settableClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let url: string;

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  ({ url } = registry);
});
afterAll(() => registry.close());

const at = (milliseconds: number): void => clock.set(new Date(Date.parse(FRIDAY_NOON) + milliseconds).toISOString());

test('a temporary password is good for seven days, then as wrong as any other; a new one helps', async () => {
  at(0);
  const coordinator = await logIn(url, 'verkosto');
  const added = await call(url, 'addUser', { token: coordinator, id: THEATRE, body: { login: 'ovi' } });
  const body = { site: 'teatteri', user: 'ovi', password: added.password };
  at(7 * DAY - 1);
  expect(await call(url, 'login', { body })).toMatchObject({ mustChangePassword: true });
  at(7 * DAY);
  expect(await refusal(url, 'login', { body })).toBe('auth.invalid');
  const again = { token: await logIn(url, 'verkosto'), id: added.userId };
  const { password } = await call(url, 'resetPassword', again);
  expect(await refusal(url, 'login', { body })).toBe('auth.invalid');
  const { token } = await call(url, 'login', { body: { ...body, password } });
  const wanted = 'kauan sitten, kaukana';
  await call(url, 'setPassword', { token, body: { present: password, wanted } });
  // What the user set does not end.
  at(30 * DAY);
  expect(await call(url, 'login', { body: { ...body, password: wanted } })).toMatchObject({
    mustChangePassword: false,
  });
  const unused = await call(url, 'resetPassword', { token: await logIn(url, 'verkosto'), id: added.userId });
  at(37 * DAY);
  expect(await refusal(url, 'login', { body: { ...body, password: unused.password } })).toBe('auth.invalid');
});

test('the last administrator can neither be closed nor become something else, whichever way', async () => {
  at(0);
  const token = await logIn(url, 'kansallinen');
  const { site, user } = await call(url, 'whoAmI', { token });
  const { name, type, networkId, organisationId, roles } = await call(url, 'site', { token, id: site.id });
  const ordinary = { name, type, networkId, organisationId, roles: ['coordinator' as const] };
  const changed = { token, id: site.id, body: ordinary };
  expect(await refusal(url, 'closeUser', { token, id: user.id })).toBe('user.last-administrator');
  expect(await refusal(url, 'closeSite', { token, id: site.id })).toBe('user.last-administrator');
  expect(await refusal(url, 'changeSite', changed)).toBe('user.last-administrator');
  expect((await call(url, 'site', { token, id: site.id })).roles).toEqual(roles);

  // With another one it may go, and of two that close each other at once one stays.
  const other = await addSite(registry, `toinen-${randomUUID()}`, null, ['administrator']);
  const outcomes = await Promise.all(
    [
      [token, other.id],
      [other.token, site.id],
    ].map(async ([by, id]) => (await ask(url, 'closeSite', { token: by!, id: id! })).status),
  );
  expect(outcomes.filter((status) => status === 200)).toHaveLength(1);
});
