/** What is done about desks that do not come back, and with keys. */
import type { LEASE_CALLS } from '../../../src-shared/registry-api/calls/leases.ts';
import { holdingDesks } from '../../services/desks/holding-desks.ts';
import { describeKeys, newNetworkKey, newSigningKey, useNetworkKey } from '../../services/keys/rotate-keys.ts';
import { settleLost } from '../../services/desks/settle-lost.ts';
import { isSnapshotDue, publishSnapshot } from '../../services/feeds/snapshot.ts';
import { writeOff } from '../../services/desks/write-off.ts';
import type { HandlersOf } from '../routes.ts';
import type { Served } from '../served.ts';

/** Handlers of LEASE_CALLS. */
export function leaseHandlers({ database, context, snapshots }: Served): HandlersOf<typeof LEASE_CALLS> {
  return {
    holdingDesks: ({ caller, query }) => database.read((tx) => holdingDesks(tx, context, caller, query)),
    async writeOff({ caller, body, parameters: { id } }) {
      const written = await database.transaction((tx) => writeOff(tx, context, caller, id, body));
      // What was due before: nobody waits for the job.
      if (written.ok) await settleLost(database, context, id);
      return written;
    },
    keys: () => database.read(describeKeys),
    newSigningKey: ({ caller, body }) => database.transaction((tx) => newSigningKey(tx, context, caller, body)),
    newNetworkKey: ({ caller, body }) => database.transaction((tx) => newNetworkKey(tx, context, caller, body)),
    async useNetworkKey({ caller, body }) {
      const used = await database.transaction((tx) => useNetworkKey(tx, context, caller, body));
      // Desks ask for the new list as soon as their old one is no longer told the changes.
      if (used.ok) await publishSnapshot(database, context, snapshots, isSnapshotDue);
      return used;
    },
  };
}
