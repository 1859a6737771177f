/** Who gets in at all, for every route of the table, so that a new one cannot be forgotten (OWASP ASVS V4, DATA-2). */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { addUser } from '../../src-registry/services/people/sites.ts';
import { findLogin, openSession } from '../../src-registry/services/people/sessions.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import type { Endpoint } from '../../src-shared/registry-api/endpoint.ts';
import { ENDPOINTS, type EndpointName, type JsonEndpoint } from '../../src-shared/registry-api/endpoints.ts';
import { ROLES, type Role } from '../../src-shared/registry-api/permissions.ts';
import type { CellSite } from './cells/cell.ts';
import { addSite, makeWorld, type World } from './cells/world.ts';
import { call, refusal } from './helpers/call.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let world: World;
/** Tokens that open nothing, by what became of them. */
const ended: Record<string, string> = {};
let everyRole: CellSite;
let noRole: CellSite;
let mustChange: string;
let desk: string;
let deskOfClosedSite: string;

beforeAll(async () => {
  registry = await startTestRegistry(clock, { seed: { kind: 'empty' } });
  world = await makeWorld(registry);
  const { networkId, administrator: token } = world;
  everyRole = await addSite(registry, 'every-role', networkId, ROLES);
  noRole = await addSite(registry, 'no-role', networkId, []);
  mustChange = await sessionOfNewUser(everyRole);
  desk = await enrol(everyRole);

  const closed = await addSite(registry, 'closed-site', networkId, ['culture-actor']);
  deskOfClosedSite = await enrol(closed);
  await call(registry.url, 'closeSite', { token, id: closed.id });
  ended['closed site'] = closed.token;
  // Reopening does not revive it.
  const reopened = await addSite(registry, 'reopened-site', networkId, ['culture-actor']);
  await call(registry.url, 'closeSite', { token, id: reopened.id });
  await call(registry.url, 'reopenSite', { token, id: reopened.id });
  ended['reopened site'] = reopened.token;

  const { userId } = await call(registry.url, 'addUser', { token, id: everyRole.id, body: { login: 'leaving' } });
  ended['closed user'] = await openAs(everyRole, 'leaving');
  await call(registry.url, 'closeUser', { token, id: userId });
  ended['expired'] = await openAs(everyRole, 'main');
  await setSession(ended['expired'], 'expires_at', FRIDAY_NOON);
  ended['idle'] = await openAs(everyRole, 'main');
  await setSession(ended['idle'], 'used_at', '2026-10-09T08:00:00.000Z');
  ended['logged out'] = await openAs(everyRole, 'main');
  await call(registry.url, 'logOut', { token: ended['logged out'] });
});
afterAll(() => registry.close());

async function enrol({ token }: CellSite): Promise<string> {
  const body = { requestId: randomUUID(), deskName: 'Kassa' };
  return (await call(registry.url, 'enrol', { token, body })).token;
}

async function openAs({ login }: CellSite, user: string): Promise<string> {
  const { database, context } = registry.services;
  const opened = await database.transaction(async (tx) => {
    const found = await findLogin(tx, login, user);
    if (found === null) throw new Error('there is no such user');
    return openSession(tx, context, found);
  });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value.token;
}

async function sessionOfNewUser(site: CellSite): Promise<string> {
  await registry.services.database.transaction(async (tx) =>
    ok(await addUser(tx, { id: randomUUID(), siteId: site.id, login: 'new' }, '', true)),
  );
  return openAs(site, 'new');
}

function setSession(token: string, column: 'expires_at' | 'used_at', at: string): Promise<unknown> {
  const sql = `UPDATE sessions SET ${column} = $2 WHERE token_hash = sha256(convert_to($1, 'UTF8')) RETURNING 1`;
  return rows(registry.database.url, sql, [token, at]).then((found) => expect(found).toHaveLength(1));
}

const all = Object.entries<Endpoint>(ENDPOINTS);
const isForDesks = ({ access }: Endpoint): boolean => access === 'desk' || access === 'revoked-desk';
const names = (wanted: (endpoint: Endpoint) => boolean): JsonEndpoint[] =>
  all.filter(([, endpoint]) => wanted(endpoint)).map(([name]) => name as EndpointName as JsonEndpoint);
/** The codes that calls are refused with, each call once. */
const refusals = async (calls: readonly JsonEndpoint[], token?: string): Promise<Record<string, string>> => {
  const codes: Record<string, string> = {};
  for (const name of calls) codes[name] = await refusal(registry.url, name, token === undefined ? {} : { token });
  return codes;
};
const allAre = (calls: readonly string[], code: string): Record<string, string> =>
  Object.fromEntries(calls.map((name) => [name, code]));

const guarded = names(({ access }) => access !== 'public');
const forDesks = names(isForDesks);
const forPeople = names((endpoint) => endpoint.access !== 'public' && !isForDesks(endpoint));
const forRoles = names(({ access }) => typeof access === 'object');

test('for everybody there are these calls and no others', () => {
  const open = names(({ access }) => access === 'public');
  expect(open.toSorted()).toEqual(['health', 'login', 'publicStatistics', 'publicStatisticsFile', 'ready']);
});

describe('every call that is not for everybody', () => {
  test('wants a token', async () => {
    expect(guarded.length).toBeGreaterThan(40);
    expect(await refusals(guarded)).toEqual(allAre(guarded, 'auth.required'));
  });

  test.each(['A'.repeat(43), 'not a token', '', `${'A'.repeat(43)}' OR true --`])(
    'refuses the token "%s"',
    async (token) => {
      expect(await refusals(guarded, token)).toEqual(allAre(guarded, 'auth.invalid'));
    },
  );

  test('refuses the other kind of token', async () => {
    expect(await refusals(forPeople, desk)).toEqual(allAre(forPeople, 'auth.forbidden'));
    expect(await refusals(forDesks, everyRole.token)).toEqual(allAre(forDesks, 'auth.forbidden'));
  });
});

describe('every call for people', () => {
  test.each(['expired', 'idle', 'logged out', 'closed user', 'closed site', 'reopened site'])(
    'refuses a session that has ended: %s',
    async (why) => {
      expect(await refusals(forPeople, ended[why]!)).toEqual(allAre(forPeople, 'auth.invalid'));
    },
  );

  test('but setting the own password and logging out refuses who must change the password first', async () => {
    const refused = names(({ access }) => access === 'session' || typeof access === 'object');
    expect(await refusals(refused, mustChange)).toEqual(allAre(refused, 'auth.password-change-needed'));
    const left = forPeople.filter((name) => !refused.includes(name));
    expect(left.toSorted()).toEqual(['logOut', 'setPassword']);
  });

  test.each(ROLES)(
    'refuses a %s where the table does not name the role, before it reads the body',
    async (role: Role) => {
      const notTheirs = names(({ access }) => typeof access === 'object' && access[role] === undefined);
      expect(notTheirs).not.toHaveLength(0);
      expect(await refusals(notTheirs, world.callers[role].token)).toEqual(allAre(notTheirs, 'auth.forbidden'));
    },
  );

  test('refuses a site without any role where it is for certain roles', async () => {
    expect(await refusals(forRoles, noRole.token)).toEqual(allAre(forRoles, 'auth.forbidden'));
  });
});

test('what was allowed when a body began to arrive is asked again when it is here', async () => {
  const { administrator: token } = world;
  const { userId } = await call(registry.url, 'addUser', { token, id: everyRole.id, body: { login: 'parking' } });
  const session = await openAs(everyRole, 'parking');
  await rows(registry.database.url, 'UPDATE users SET must_change_password = false WHERE id = $1', [userId]);
  const body = JSON.stringify({ login: 'sneaked' });
  const held = request(new URL(`/v1/sites/${everyRole.id}/users`, registry.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${session}`, 'content-type': 'application/json', 'content-length': body.length },
  });
  const answered = once(held, 'response');
  // A use of a session is noted to the minute, as soon as it has been let in.
  clock.set('2026-10-09T09:02:00.000Z');
  held.write(body.slice(0, 1));
  const noted = () =>
    rows(registry.database.url, 'SELECT FROM sessions WHERE user_id = $1 AND used_at > $2', [userId, FRIDAY_NOON]);
  await vi.waitFor(async () => expect(await noted()).toHaveLength(1));
  await call(registry.url, 'closeUser', { token, id: userId });
  held.end(body.slice(1));
  const [response] = (await answered) as [IncomingMessage];
  response.resume();
  clock.set(FRIDAY_NOON);
  expect(response.statusCode).toBe(401);
  const { items } = await call(registry.url, 'users', { token, id: everyRole.id });
  expect(items.map(({ login }) => login)).not.toContain('sneaked');
});

describe('every call for desks', () => {
  test('but delivering refuses a desk of a closed site', async () => {
    const refused = names(({ access }) => access === 'desk');
    expect(await refusals(refused, deskOfClosedSite)).toEqual(allAre(refused, 'desk.revoked'));
    const delivering = forDesks.filter((name) => !refused.includes(name));
    expect(await refusals(delivering, deskOfClosedSite)).toEqual(allAre(delivering, 'request.malformed'));
  });
});
