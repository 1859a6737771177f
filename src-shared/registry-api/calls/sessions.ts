/** Log-in, and what a user does about the own session. */
import * as b from '../bodies/sessions.ts';
import type { Endpoint } from '../endpoint.ts';
import { loginRequest, loginAnswer } from '../bodies/login.ts';

export const SESSION_CALLS = {
  login: {
    method: 'POST',
    path: '/v1/sessions',
    access: 'public',
    summary: 'Log a user of a site in',
    body: loginRequest,
    answer: loginAnswer,
  },
  whoAmI: {
    method: 'GET',
    path: '/v1/session',
    access: 'session',
    summary: 'Who is logged in, with which roles, and how far each call reaches',
    answer: b.whoAmIAnswer,
  },
  logOut: {
    method: 'POST',
    path: '/v1/session/end',
    access: 'any-session',
    summary: 'End the own session',
    answer: b.done,
  },
  setPassword: {
    method: 'POST',
    path: '/v1/session/password',
    access: 'any-session',
    summary: 'Set the own password; every other session of the user ends',
    body: b.passwordRequest,
    answer: b.done,
  },
} as const satisfies Record<string, Endpoint>;
