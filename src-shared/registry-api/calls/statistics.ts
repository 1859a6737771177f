/** Statistics in real time (STAT-1). */
import type { Endpoint } from '../endpoint.ts';

export const STATISTICS_CALLS = {} as const satisfies Record<string, Endpoint>;
