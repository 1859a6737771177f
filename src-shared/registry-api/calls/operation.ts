/** Whether the registry is well. */
import type { Endpoint } from '../endpoint.ts';
import * as s from '../schemas.ts';

export const OPERATION_CALLS = {
  health: {
    method: 'GET',
    path: '/v1/health',
    access: 'public',
    summary: 'Whether the registry answers, and its time',
    answer: s.healthAnswer,
  },
} as const satisfies Record<string, Endpoint>;
