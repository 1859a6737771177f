/** The interface as a stranger meets it: documents, refusals, problems. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ENDPOINTS, type EndpointName } from '../../src-shared/registry-api/endpoints.ts';
import { ROLES } from '../../src-shared/registry-api/permissions.ts';
import { addSite } from './cells/world.ts';
import { ask, call, problemIn, refusal, pathOf } from './helpers/call.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { anotherDatabase, FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let desk: TestDesk;
let session: string;

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  desk = await enrolDesk(registry.url, 'teatteri');
  // Of every role: what is refused is the body.
  session = (await addSite(registry, 'everything', null, ROLES)).token;
});
afterAll(() => registry.close());

const all = Object.entries(ENDPOINTS) as [EndpointName, (typeof ENDPOINTS)[EndpointName]][];

test('the OpenAPI document is 3.1 and lists every call with its access', async () => {
  const response = await fetch(new URL('/openapi.json', registry.url));
  const document = (await response.json()) as {
    openapi: string;
    servers: { url: string }[];
    paths: Record<string, Record<string, { operationId: string; security: unknown[]; parameters?: unknown[] }>>;
  };
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(document.servers[0]!.url).toBe(registry.url);
  for (const [name, endpoint] of all) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    const operation = document.paths[path]?.[endpoint.method.toLowerCase()];
    expect(operation?.operationId).toBe(name);
    expect(operation?.security).toHaveLength(endpoint.access === 'public' ? 0 : 1);
  }
  expect(document.paths['/v1/performances/{id}/limits']?.['post']?.parameters).toMatchObject([
    { name: 'id', in: 'path', required: true, schema: expect.objectContaining({ type: 'string', format: 'uuid' }) },
  ]);
});

test('health gives the registry’s time by its own clock', async () => {
  expect(await call(registry.url, 'health')).toEqual({ status: 'ok', serverTime: FRIDAY_NOON });
});

const withBody = all.filter(([, endpoint]) => 'body' in endpoint).map(([name]) => name);

test.each(withBody)('%s refuses a body that does not fit, and says where but not what', async (name) => {
  const { access } = ENDPOINTS[name];
  const token = access === 'desk' || access === 'revoked-desk' ? desk.token : session;
  const response = await fetch(new URL(pathOf(ENDPOINTS[name]), registry.url), {
    method: ENDPOINTS[name].method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ A045198723: 'A045198723' }),
  });
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({ code: 'request.malformed', where: expect.any(Array) });
  expect(text).not.toContain('A045198723');
});

test.each([
  ['malformed JSON', '{"site":', 'application/json', 'request.malformed'],
  ['no JSON', 'site=teatteri', 'application/x-www-form-urlencoded', 'request.malformed'],
  ['an empty body', '', 'application/json', 'request.malformed'],
  [
    'a body that is too large',
    JSON.stringify({ site: 'x'.repeat(1_100_000) }),
    'application/json',
    'request.too-large',
  ],
])('%s is a coded problem', async (_name, body, type, code) => {
  const response = await fetch(new URL('/v1/sessions', registry.url), {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });
  expect(await problemIn(response)).toBe(code);
});

test.each(['/', '/v1/nothing', '/v1/snapshots/none', '/v1/sessions'])('GET %s is not found', async (path) => {
  const response = await fetch(new URL(path, registry.url), { headers: { authorization: `Bearer ${desk.token}` } });
  expect(await problemIn(response)).toBe('request.not-found');
});

test('nothing is known by a card’s code: addresses are logged (DATA-1)', async () => {
  const response = await fetch(new URL('/v1/cards/A045198723', registry.url), {
    headers: { authorization: `Bearer ${session}` },
  });
  expect(await problemIn(response)).toBe('request.not-found');
});

test('a query that does not fit is refused', async () => {
  const asked = (query: Record<string, string | number>) =>
    refusal(registry.url, 'cards', { token: desk.token, query });
  expect(await asked({ limit: 0 })).toBe('request.malformed');
  expect(await asked({ limit: 5_001 })).toBe('request.malformed');
  expect(await asked({ since: 'yesterday' })).toBe('request.malformed');
});

test('answers are never stored by caches on the way', async () => {
  const response = await ask(registry.url, 'desk', { token: desk.token });
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test('a failure inside is a coded problem without its details, and is told to the operator without values', async () => {
  const url = await anotherDatabase(registry.database.url, 'broken');
  const broken = await startTestRegistry(clock, { database: { kind: 'url', url } });
  await rows(url, 'ALTER TABLE sites RENAME TO gone');
  const body = { site: 'teatteri', password: 'A045198723' };
  expect(await refusal(broken.url, 'login', { body })).toBe('server.error');
  expect(broken.sentences.join('\n')).toContain('A request failed');
  expect(broken.sentences.join('\n')).not.toContain('A045198723');
  await broken.close();
});
