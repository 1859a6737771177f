/** Cells of the permission table: networks, sites, users, desks. */
import { randomUUID } from 'node:crypto';
import type { PEOPLE_CALLS } from '../../../src-shared/registry-api/calls/people.ts';
import { FIRST_USER } from '../../../src-shared/registry-api/bodies/login.ts';
import { enrolDesk } from '../../../src-registry/services/desks/desks.ts';
import { findLogin } from '../../../src-registry/services/people/sessions.ts';
import { call } from '../helpers/call.ts';
import type { CellSite, CellWorld, Cells } from './cell.ts';
import { addSite } from './world.ts';

const SETTINGS = { policy: { provisional: 'ask' }, supportPersons: false };
const newName = (): string => `x${randomUUID()}`.slice(0, 30);

/** The target itself. */
const ofTarget = async (_world: CellWorld, target: CellSite) => ({ id: target.id });

/** A new user of the target, added by an administrator. */
async function newUser({ registry, administrator }: CellWorld, target: CellSite): Promise<string> {
  const { userId } = await call(registry.url, 'addUser', {
    token: administrator,
    id: target.id,
    body: { login: newName() },
  });
  return userId;
}

/** A new desk of the target, whatever its roles. */
export async function newDesk({ registry: { services } }: CellWorld, { id, login }: CellSite): Promise<string> {
  const { database, context } = services;
  const { value } = await database.transaction(async (tx) => {
    const found = await findLogin(tx, login, FIRST_USER);
    if (found === null) throw new Error('there is no such user');
    const caller = { userId: found.user.id, siteId: id, site: found.site };
    const enrolled = await enrolDesk(tx, context, caller, { requestId: randomUUID(), deskName: 'Kassa' });
    if (!enrolled.ok) throw new Error(enrolled.error.code);
    return enrolled;
  });
  return value.deskId;
}

/** What the target is already, so that changing it changes nothing that other cells need. */
async function asItIs({ registry, administrator }: CellWorld, target: CellSite) {
  const { name, type, networkId, organisationId, roles } = await call(registry.url, 'site', {
    token: administrator,
    id: target.id,
  });
  return { name, type, networkId, organisationId, roles };
}

export const CELLS: Cells<typeof PEOPLE_CALLS> = {
  putNetwork: async () => ({ id: randomUUID(), body: { name: newName(), municipalities: [] } }),
  putOrganisation: async (_world, { networkId }) => ({ id: randomUUID(), body: { name: newName(), networkId } }),
  sites: async (_world, { networkId }) => ({ query: { networkId: networkId ?? '' } }),
  addSite: async (_world, { networkId }) => ({
    body: {
      login: newName(),
      name: 'Uusi',
      type: 'museum',
      networkId,
      organisationId: null,
      roles: ['culture-actor'],
    },
  }),
  site: ofTarget,
  changeSite: async (world, target) => ({ id: target.id, body: await asItIs(world, target) }),
  setSettings: async (_world, target) => ({ id: target.id, body: SETTINGS }),
  // Of a closed site nothing else could be tried: this closes another one of the target's network.
  closeSite: async ({ registry }, { networkId }) => ({
    id: (await addSite(registry, newName(), networkId, ['culture-actor'])).id,
  }),
  reopenSite: ofTarget,
  agents: ofTarget,
  setAgent: async ({ registry, networkId }, target) => ({
    id: target.id,
    body: { agentId: (await addSite(registry, newName(), networkId, ['ticket-agent'])).id, acts: true },
  }),
  users: ofTarget,
  addUser: async (_world, target) => ({ id: target.id, body: { login: newName() } }),
  closeUser: async (world, target) => ({ id: await newUser(world, target) }),
  resetPassword: async (world, target) => ({ id: await newUser(world, target) }),
  siteDesks: ofTarget,
  revokeDesk: async (world, target) => ({ id: await newDesk(world, target) }),
  history: ofTarget,
};
