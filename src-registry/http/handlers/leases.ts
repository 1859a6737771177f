/** What is done about desks that do not come back, and with keys. */
import type { LEASE_CALLS } from '../../../src-shared/registry-api/calls/leases.ts';
import type { HandlersOf } from '../routes.ts';
import type { Served } from '../served.ts';

/** Handlers of LEASE_CALLS. */
export function leaseHandlers(_served: Served): HandlersOf<typeof LEASE_CALLS> {
  return {};
}
