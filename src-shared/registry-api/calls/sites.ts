/** Networks, organisations, sites, and who sells for whom. */
import { listQuery } from '../bodies/list.ts';
import * as b from '../bodies/sites.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Allowance } from '../permissions.ts';

/** Granting access and roles: in the own network, or everywhere. */
export const GRANTING = { coordinator: 'network', administrator: 'all' } as const satisfies Allowance;
/** What every site may see or do of itself. */
export const EVERY_SITE = {
  distributor: 'own',
  'culture-actor': 'own',
  'ticket-agent': 'own',
  ...GRANTING,
} as const satisfies Allowance;
const NATIONAL = { administrator: 'all' } as const satisfies Allowance;
const ORGANISING = { 'culture-actor': 'own', ...GRANTING } as const satisfies Allowance;

export const SITE_CALLS = {
  networks: {
    method: 'GET',
    path: '/v1/networks',
    access: 'session',
    summary: 'All networks and their areas',
    query: listQuery,
    answer: b.networkList,
  },
  putNetwork: {
    method: 'PUT',
    path: '/v1/networks/:id',
    access: NATIONAL,
    summary: 'Add a network under an id of one’s own choice, or change it',
    body: b.networkRequest,
    answer: b.network,
  },
  organisations: {
    method: 'GET',
    path: '/v1/organisations',
    access: 'session',
    summary: 'All organisations',
    query: listQuery,
    answer: b.organisationList,
  },
  putOrganisation: {
    method: 'PUT',
    path: '/v1/organisations/:id',
    access: GRANTING,
    summary: 'Add an organisation under an id of one’s own choice, or change it',
    body: b.organisationRequest,
    answer: b.organisation,
  },
  directory: {
    method: 'GET',
    path: '/v1/directory',
    access: 'session',
    summary: 'The open sites: what they are called, where they belong, what they do',
    query: listQuery,
    answer: b.directoryList,
  },
  sites: {
    method: 'GET',
    path: '/v1/sites',
    access: GRANTING,
    summary: 'Sites with their log-in names, closed ones too',
    query: b.sitesQuery,
    answer: b.siteList,
  },
  addSite: {
    method: 'POST',
    path: '/v1/sites',
    access: GRANTING,
    summary: 'Add a site',
    body: b.newSiteRequest,
    answer: b.siteDetail,
  },
  site: {
    method: 'GET',
    path: '/v1/sites/:id',
    access: EVERY_SITE,
    summary: 'A site and its settings',
    answer: b.siteDetail,
  },
  changeSite: {
    method: 'POST',
    path: '/v1/sites/:id',
    access: GRANTING,
    summary: 'Change what a site is called, is, belongs to and may do',
    body: b.siteRequest,
    answer: b.siteDetail,
  },
  setSettings: {
    method: 'POST',
    path: '/v1/sites/:id/settings',
    access: EVERY_SITE,
    summary: 'Change what a site sets for itself',
    body: b.settingsRequest,
    answer: b.siteDetail,
  },
  closeSite: {
    method: 'POST',
    path: '/v1/sites/:id/close',
    access: GRANTING,
    summary: 'Close a site: its sessions end at once, its desks may only deliver',
    answer: b.siteDetail,
  },
  reopenSite: {
    method: 'POST',
    path: '/v1/sites/:id/reopen',
    access: GRANTING,
    summary: 'Open a closed site again',
    answer: b.siteDetail,
  },
  agents: {
    method: 'GET',
    path: '/v1/sites/:id/agents',
    access: ORGANISING,
    summary: 'The agents that an organiser has named',
    answer: b.agentList,
  },
  setAgent: {
    method: 'POST',
    path: '/v1/sites/:id/agents',
    access: ORGANISING,
    summary: 'Name a ticket agent of an organiser, or take the name back',
    body: b.agentRequest,
    answer: b.agentList,
  },
} as const satisfies Record<string, Endpoint>;
