/** Sessions, networks, organisations, sites, users, desks: each call is its service, in a transaction of its own. */
import type { PEOPLE_CALLS } from '../../../src-shared/registry-api/calls/people.ts';
import { ENDPOINTS } from '../../../src-shared/registry-api/endpoints.ts';
import { makeQueue } from '../../services/gate.ts';
import { listAgents, setAgent } from '../../services/people/named-agents.ts';
import { siteHistory } from '../../services/people/history.ts';
import { addSite, changeSite, closeSite, reopenSite, setSettings } from '../../services/people/manage-sites.ts';
import { listNetworks, listOrganisations, putNetwork, putOrganisation } from '../../services/people/networks.ts';
import { temporaryPassword } from '../../services/people/password-rules.ts';
import { hashPassword } from '../../services/people/passwords.ts';
import { listDesks, revokeSiteDesk } from '../../services/desks/site-desks.ts';
import { listDirectory, listSites, showSite } from '../../services/people/site-lists.ts';
import { mayManage } from '../../services/people/reach.ts';
import {
  addUser,
  closeUser,
  listUsers,
  mayResetPassword,
  resetPassword,
  type MadePassword,
} from '../../services/people/users.ts';
import type { HandlersOf } from '../routes.ts';
import type { Served } from '../served.ts';
import { isPassword } from '../../services/people/passwords.ts';
import { sessionHandlers } from './sessions.ts';

/** Handlers of PEOPLE_CALLS. */
export function peopleHandlers(served: Served): HandlersOf<typeof PEOPLE_CALLS> {
  const { database, context } = served;
  // Hashing takes its time: one at once, and only for who may have a password made.
  const hashing = makeQueue(1);
  const makePassword = (): Promise<MadePassword> =>
    hashing.run(async () => {
      const text = temporaryPassword(context.random);
      return { text, hash: await hashPassword(text, context.random) };
    });
  return {
    ...sessionHandlers(served, isPassword),
    networks: ({ query }) => database.read((tx) => listNetworks(tx, query)),
    putNetwork: ({ caller, body, parameters: { id } }) =>
      database.transaction((tx) => putNetwork(tx, context, caller, id, body)),
    organisations: ({ query }) => database.read((tx) => listOrganisations(tx, query)),
    putOrganisation: ({ caller, body, parameters: { id } }) =>
      database.transaction((tx) => putOrganisation(tx, context, caller, id, body)),
    directory: ({ query }) => database.read((tx) => listDirectory(tx, query)),
    sites: ({ caller, query }) => database.read((tx) => listSites(tx, caller, query)),
    addSite: ({ caller, body }) => database.transaction((tx) => addSite(tx, context, caller, body)),
    site: ({ caller, parameters: { id } }) => database.read((tx) => showSite(tx, caller, id)),
    changeSite: ({ caller, body, parameters: { id } }) =>
      database.transaction((tx) => changeSite(tx, context, caller, id, body)),
    setSettings: ({ caller, body, parameters: { id } }) =>
      database.transaction((tx) => setSettings(tx, context, caller, id, body)),
    closeSite: ({ caller, parameters: { id } }) => database.transaction((tx) => closeSite(tx, context, caller, id)),
    reopenSite: ({ caller, parameters: { id } }) => database.transaction((tx) => reopenSite(tx, context, caller, id)),
    agents: ({ caller, parameters: { id } }) => database.read((tx) => listAgents(tx, caller, id)),
    setAgent: ({ caller, body, parameters: { id } }) =>
      database.transaction((tx) => setAgent(tx, context, caller, id, body)),
    users: ({ caller, parameters: { id } }) => database.read((tx) => listUsers(tx, caller, id)),
    async addUser({ caller, body, parameters: { id } }) {
      const may = await database.read((tx) => mayManage(tx, caller, ENDPOINTS.addUser.access, id));
      if (!may.ok) return may;
      const made = await makePassword();
      return database.transaction((tx) => addUser(tx, context, caller, id, body, made));
    },
    closeUser: ({ caller, parameters: { id } }) => database.transaction((tx) => closeUser(tx, context, caller, id)),
    async resetPassword({ caller, parameters: { id } }) {
      const may = await database.read((tx) => mayResetPassword(tx, caller, id));
      if (!may.ok) return may;
      const made = await makePassword();
      return database.transaction((tx) => resetPassword(tx, context, caller, id, made));
    },
    siteDesks: ({ caller, parameters: { id } }) => database.read((tx) => listDesks(tx, caller, id)),
    revokeDesk: ({ caller, parameters: { id } }) =>
      database.transaction((tx) => revokeSiteDesk(tx, context, caller, id)),
    history: ({ caller, query, parameters: { id } }) => database.read((tx) => siteHistory(tx, caller, id, query)),
  };
}
