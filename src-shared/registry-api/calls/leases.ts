/** What is done about desks that do not come back, and with keys. */
import { holdingDesk, holdingDesksQuery, writeOffAnswer, writeOffRequest } from '../bodies/desks.ts';
import { keysAnswer, newKeyRequest, useKeyRequest } from '../bodies/keys.ts';
import { listOf } from '../bodies/list.ts';
import type { Endpoint } from '../endpoint.ts';

export const LEASE_CALLS = {
  holdingDesks: {
    method: 'GET',
    path: '/v1/holding-desks',
    access: { 'culture-actor': 'own', 'ticket-agent': 'own', coordinator: 'network', administrator: 'all' },
    summary: 'Desks that hold places of caps',
    query: holdingDesksQuery,
    answer: listOf(holdingDesk),
  },
  writeOff: {
    method: 'POST',
    path: '/v1/desks/:id/write-off',
    access: { 'culture-actor': 'own', 'ticket-agent': 'own', coordinator: 'network', administrator: 'all' },
    summary: 'Write a desk off: its idle places go to the pool, its reservations lapse',
    body: writeOffRequest,
    answer: writeOffAnswer,
  },
  keys: {
    method: 'GET',
    path: '/v1/keys',
    access: { administrator: 'all' },
    summary: 'Generations of the keys',
    answer: keysAnswer,
  },
  newSigningKey: {
    method: 'POST',
    path: '/v1/keys/signing',
    access: { administrator: 'all' },
    summary: 'Make a new signing key, endorsed by the one before, and use it',
    body: newKeyRequest,
    answer: keysAnswer,
  },
  newNetworkKey: {
    method: 'POST',
    path: '/v1/keys/network',
    access: { administrator: 'all' },
    summary: 'Make a new network key and announce it to the desks',
    body: newKeyRequest,
    answer: keysAnswer,
  },
  useNetworkKey: {
    method: 'POST',
    path: '/v1/keys/network/use',
    access: { administrator: 'all' },
    summary: 'Use the announced network key: every card gets its new key, and a new card list is published',
    body: useKeyRequest,
    answer: keysAnswer,
  },
} as const satisfies Record<string, Endpoint>;
