/** Users beneath sites, a site's desks, and the history of changes. */
import { done } from '../bodies/sessions.ts';
import * as b from '../bodies/users.ts';
import type { Endpoint } from '../endpoint.ts';
import { EVERY_SITE, GRANTING } from './sites.ts';

export const USER_CALLS = {
  users: {
    method: 'GET',
    path: '/v1/sites/:id/users',
    access: EVERY_SITE,
    summary: 'The users of a site',
    answer: b.userList,
  },
  addUser: {
    method: 'POST',
    path: '/v1/sites/:id/users',
    access: GRANTING,
    summary: 'Add a user of a site, with a temporary password',
    body: b.newUserRequest,
    answer: b.temporaryPassword,
  },
  closeUser: {
    method: 'POST',
    path: '/v1/users/:id/close',
    access: GRANTING,
    summary: 'Close a user for good: the sessions end at once',
    answer: done,
  },
  resetPassword: {
    method: 'POST',
    path: '/v1/users/:id/password',
    access: GRANTING,
    summary: 'Give a user a temporary password; the sessions end at once',
    answer: b.temporaryPassword,
  },
  siteDesks: {
    method: 'GET',
    path: '/v1/sites/:id/desks',
    access: EVERY_SITE,
    summary: 'The desks of a site, and how far each has delivered',
    answer: b.siteDeskList,
  },
  revokeDesk: {
    method: 'POST',
    path: '/v1/desks/:id/revoke',
    access: EVERY_SITE,
    summary: 'Revoke a desk: it may deliver what it holds and nothing else',
    answer: done,
  },
  history: {
    method: 'GET',
    path: '/v1/sites/:id/changes',
    access: EVERY_SITE,
    summary: 'Who changed what at a site or for it, newest first',
    query: b.historyQuery,
    answer: b.historyPage,
  },
} as const satisfies Record<string, Endpoint>;
