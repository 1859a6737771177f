/** Sessions, networks, organisations, sites, users, desks. */
import type { Endpoint } from '../endpoint.ts';
import { SESSION_CALLS } from './sessions.ts';
import { SITE_CALLS } from './sites.ts';
import { USER_CALLS } from './users.ts';

export const PEOPLE_CALLS = { ...SESSION_CALLS, ...SITE_CALLS, ...USER_CALLS } as const satisfies Record<
  string,
  Endpoint
>;
