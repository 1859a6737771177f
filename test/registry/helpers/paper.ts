/** What stands behind paper, asked of the database past the registry. */
import type { RunningRegistry } from '../../../src-registry/start.ts';
import { poolOf } from '../../../src-registry/services/desks/leases.ts';
import { rows } from './registry.ts';

/** What may still be granted of a cap. */
export function leftOf(registry: RunningRegistry, performanceId: string, cap: number): Promise<number> {
  return registry.services.database.read((tx) => poolOf(tx, performanceId, cap));
}

/** The ledger of a site's paper, in its order. */
export function ledgerOf(url: string, siteId: string) {
  return rows<{ sequence: number; type: string; hash: string; previous: string; conflicts: string[] }>(
    url,
    `SELECT sequence, type, encode(hash, 'hex') AS hash, body ->> 'previousHash' AS previous, conflicts
     FROM events JOIN epochs ON epochs.id = epoch_id JOIN desks ON desks.id = desk_id
     WHERE site_id = $1 AND kind = 'paper' ORDER BY sequence`,
    [siteId],
  );
}
