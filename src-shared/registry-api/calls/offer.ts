/** Performances, their limits, agents, external shares, reports of sales. */
import type { Endpoint } from '../endpoint.ts';
import * as s from '../schemas.ts';

export const OFFER_CALLS = {
  limits: {
    method: 'POST',
    path: '/v1/performances/:id/limits',
    access: { 'culture-actor': 'own', coordinator: 'network', administrator: 'all' },
    summary: 'Set the limits of a performance; unlawful ones are refused with the rule that they break',
    body: s.limitsRequest,
    answer: s.limitsAnswer,
  },
} as const satisfies Record<string, Endpoint>;
