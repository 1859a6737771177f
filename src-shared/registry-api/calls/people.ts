/** Sessions, networks, organisations, sites, users, desks. */
import type { Endpoint } from '../endpoint.ts';
import * as s from '../schemas.ts';

export const PEOPLE_CALLS = {
  login: {
    method: 'POST',
    path: '/v1/sessions',
    access: 'public',
    summary: 'Log a site in',
    body: s.loginRequest,
    answer: s.loginAnswer,
  },
} as const satisfies Record<string, Endpoint>;
