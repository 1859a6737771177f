/** Which sites hand out cards. */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';

/** A site that hands out cards, and the network that it is in. */
export interface Distributor {
  readonly id: string;
  readonly networkId: string | null;
}

/** The site, where it hands out cards: the caller's own always does, whatever role made the call (USE-2). */
export async function findDistributor(
  tx: Tx,
  caller: Rights,
  siteId: string,
): Promise<Result<Distributor, 'site.not-distributor'>> {
  const [row] = await tx.query<Distributor>(
    `SELECT id, network_id AS "networkId" FROM sites
     WHERE id = $1 AND closed_at IS NULL
       AND (id = $2 OR EXISTS (SELECT FROM site_roles WHERE site_id = sites.id AND role = 'distributor'))`,
    [siteId, caller.siteId],
  );
  return row === undefined ? fail('site.not-distributor') : ok(row);
}
