/** Whether the registry is well. */
import type { Endpoint } from '../endpoint.ts';
import { healthAnswer, readyAnswer } from '../bodies/operation.ts';

export const OPERATION_CALLS = {
  health: {
    method: 'GET',
    path: '/v1/health',
    access: 'public',
    summary: 'Whether the registry answers, and its time',
    answer: healthAnswer,
  },
  ready: {
    method: 'GET',
    path: '/v1/ready',
    access: 'public',
    summary: 'Whether this node may be sent requests: 503 while it starts or ends, and while its database is away',
    answer: readyAnswer,
  },
} as const satisfies Record<string, Endpoint>;
