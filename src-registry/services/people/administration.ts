/** That somebody administers the registry: who is the last to do so cannot go, for nobody could let another one in. */
import type { Tx } from '../../db/database.ts';

/** Until the transaction ends nobody else becomes an administrator or ceases to be one. */
export async function lockAdministrators(tx: Tx): Promise<void> {
  await tx.query('LOCK TABLE site_roles IN SHARE ROW EXCLUSIVE MODE');
}

/** Whether the site administers the registry; if so, administrators are locked before something about it is changed. */
export async function lockAdministration(tx: Tx, siteId: string): Promise<boolean> {
  const roles = await tx.query(`SELECT FROM site_roles WHERE site_id = $1 AND role = 'administrator'`, [siteId]);
  if (roles.length > 0) await lockAdministrators(tx);
  return roles.length > 0;
}

/** Whether there is an administrator whose site and user are open. */
export async function isAdministered(tx: Tx): Promise<boolean> {
  const found = await tx.query(
    `SELECT FROM sites JOIN site_roles ON site_roles.site_id = sites.id JOIN users ON users.site_id = sites.id
     WHERE role = 'administrator' AND sites.closed_at IS NULL AND users.closed_at IS NULL LIMIT 1`,
  );
  return found.length > 0;
}
