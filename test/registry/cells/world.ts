/** The world of the permission table's test: a site of each role, and for each a site in every relation to it. */
import { randomUUID } from 'node:crypto';
import { ok } from '../../../src-shared/kernel/result.ts';
import { ROLES, type Role } from '../../../src-shared/registry-api/permissions.ts';
import { FIRST_USER } from '../../../src-shared/registry-api/bodies/login.ts';
import { findLogin, openSession } from '../../../src-registry/services/people/sessions.ts';
import { addAgentClient, addUser, putNetwork, putSite } from '../../../src-registry/services/people/sites.ts';
import type { RunningRegistry } from '../../../src-registry/start.ts';
import type { CellSite, CellWorld } from './cell.ts';

/** How the site that a request is about stands to the caller's. */
export const RELATIONS = ['own', 'client', 'same network', 'elsewhere'] as const;
export type Relation = (typeof RELATIONS)[number];

export interface World extends CellWorld {
  /** For each role a site that has it and no other. */
  readonly callers: Readonly<Record<Role, CellSite>>;
  target(role: Role, relation: Relation): CellSite;
}

/** What a site may be whose cards, performances or sales somebody wants to touch. */
const EVERYDAY_ROLES: readonly Role[] = ['distributor', 'culture-actor', 'ticket-agent'];

/**
 * Two networks. The callers are all in the first; their client organisers are in the second, so that the network does not
 * reach them; a neighbour is in the first and a stranger in the second, and neither has named an agent.
 */
export async function makeWorld(registry: RunningRegistry): Promise<World> {
  const [networkId, otherNetworkId] = [randomUUID(), randomUUID()];
  const { database, context } = registry.services;
  await database.transaction(async (tx) => {
    await putNetwork(tx, { id: networkId, name: 'Near', municipalities: ['Near'] });
    await putNetwork(tx, { id: otherNetworkId, name: 'Far', municipalities: ['Far'] });
    return ok(null);
  });
  const site = (login: string, place: string | null, roles: readonly Role[]) => addSite(registry, login, place, roles);

  const callers: Partial<Record<Role, CellSite>> = {};
  for (const role of ROLES) callers[role] = await site(role, networkId, [role]);
  const client = await site('client', otherNetworkId, EVERYDAY_ROLES);
  const neighbour = await site('neighbour', networkId, EVERYDAY_ROLES);
  const stranger = await site('stranger', otherNetworkId, EVERYDAY_ROLES);
  for (const role of ROLES) {
    await database.transaction(async (tx) => ok(await addAgentClient(tx, context, callers[role]!.id, client.id)));
  }
  const all = callers as Record<Role, CellSite>;
  const others = { client, 'same network': neighbour, elsewhere: stranger };
  return {
    registry,
    administrator: (await site('preparing', null, ['administrator'])).token,
    networkId,
    callers: all,
    target: (role, relation) => (relation === 'own' ? all[role] : others[relation]),
  };
}

/** A site with its first user, logged in; no password opens it. */
export async function addSite(
  { services: { database, context } }: RunningRegistry,
  login: string,
  networkId: string | null,
  roles: readonly Role[],
): Promise<CellSite> {
  const id = randomUUID();
  const session = await database.transaction(async (tx) => {
    const settings = { policy: { provisional: 'off' as const }, supportPersons: true };
    await putSite(tx, { id, login, name: login, type: 'theatre' }, settings, { networkId, roles });
    await addUser(tx, { id: randomUUID(), siteId: id, login: FIRST_USER }, '', false);
    const found = await findLogin(tx, login, FIRST_USER);
    if (found === null) throw new Error('there is no such user');
    return openSession(tx, context, found);
  });
  if (!session.ok) throw new Error(session.error.code);
  return { id, login, networkId, token: session.value.token };
}
