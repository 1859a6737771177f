/** What is done about desks that do not come back, and with keys. */
import type { Endpoint } from '../endpoint.ts';

export const LEASE_CALLS = {} as const satisfies Record<string, Endpoint>;
