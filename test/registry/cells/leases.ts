/** Cells of the permission table: desks that do not come back, and keys. */
import type { LEASE_CALLS } from '../../../src-shared/registry-api/calls/leases.ts';
import type { Cells } from './cell.ts';
import { newDesk } from './people.ts';

/** Every registry has it, and asking for it once more makes no other. */
const FIRST_GENERATION = { generation: 1 };

export const CELLS: Cells<typeof LEASE_CALLS> = {
  holdingDesks: async (_world, target) => ({ query: { siteId: target.id } }),
  writeOff: async (world, target) => ({ id: await newDesk(world, target), body: { present: true } }),
  keys: async () => ({}),
  newSigningKey: async () => ({ body: FIRST_GENERATION }),
  newNetworkKey: async () => ({ body: FIRST_GENERATION }),
  useNetworkKey: async () => ({ body: { ...FIRST_GENERATION, evenWithout: true } }),
};
