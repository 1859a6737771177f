/** The permission table, cell by cell: every call × role × relation is allowed or refused as docs/roles.md says (USE-2). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../src-shared/registry-api/endpoint.ts';
import { ENDPOINTS, type EndpointName } from '../../src-shared/registry-api/endpoints.ts';
import { ROLES, type Scope } from '../../src-shared/registry-api/permissions.ts';
import { problemSchema } from '../../src-shared/registry-api/problems.ts';
import { ALL_CELLS } from './cells/all.ts';
import type { CellRequest } from './cells/cell.ts';
import { makeWorld, RELATIONS, type Relation, type World } from './cells/world.ts';
import { pathOf } from './helpers/call.ts';
import { FRIDAY_NOON, settableClock, startTestRegistry } from './helpers/registry.ts';

let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let world: World;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON), { seed: { kind: 'empty' } });
  world = await makeWorld(registry);
});
afterAll(() => registry.close());

/** What each reach means, said a second time: the server has it in permissions.ts. */
const REACHED: Readonly<Record<Scope, readonly Relation[]>> = {
  own: ['own'],
  clients: ['own', 'client'],
  network: ['own', 'same network'],
  all: RELATIONS,
};

const names = Object.keys(ALL_CELLS) as (keyof typeof ALL_CELLS)[];

test('every call that is for certain roles has its cells', () => {
  const forRoles = Object.entries<Endpoint>(ENDPOINTS).filter(([, { access }]) => typeof access === 'object');
  expect(names.toSorted()).toEqual(forRoles.map(([name]) => name).toSorted());
});

test.each(names)('%s is allowed and refused to each role as far as it reaches', async (name) => {
  const { access }: Endpoint = ENDPOINTS[name];
  if (typeof access === 'string') throw new Error('this call is for no roles');
  const expected: Record<string, string> = {};
  const seen: Record<string, string> = {};
  for (const role of ROLES) {
    for (const relation of RELATIONS) {
      const caller = world.callers[role];
      const request = await ALL_CELLS[name](world, world.target(role, relation), caller);
      if (request === null) {
        // Only a call that nobody reaches further with may be about the caller's own site alone.
        expect(Object.values(access).every((scope) => scope === 'own')).toBe(true);
        continue;
      }
      const cell = `${role}, ${relation}`;
      expected[cell] = isReached(access[role], relation) ? '200' : '403 auth.forbidden';
      seen[cell] = await outcome(name, caller.token, request);
    }
  }
  expect(seen).toEqual(expected);
});

function isReached(scope: Scope | undefined, relation: Relation): boolean {
  return scope !== undefined && REACHED[scope].includes(relation);
}

async function outcome(name: EndpointName, token: string, { id, query, body }: CellRequest): Promise<string> {
  const endpoint: Endpoint = ENDPOINTS[name];
  const address = new URL(pathOf(endpoint, id), registry.url);
  for (const [key, value] of Object.entries(query ?? {})) address.searchParams.set(key, value);
  const response = await fetch(address, {
    method: endpoint.method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.ok) {
    await response.body?.cancel();
    return String(response.status);
  }
  return `${response.status} ${problemSchema.parse(await response.json()).code}`;
}
