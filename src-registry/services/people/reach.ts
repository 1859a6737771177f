/** How far a caller reaches: asked by every service once it knows which site a thing belongs to. */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import {
  mayAct,
  type Allowance,
  type Rights,
  type Role,
  type Target,
} from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { targetOf } from './sites.ts';

type Reached = Result<Target, 'site.unknown' | 'auth.forbidden'>;

/** The site, where the caller may make a call of this allowance about it. */
export async function reachSite(tx: Tx, caller: Rights, allowed: Allowance, siteId: string): Promise<Reached> {
  const target = await targetOf(tx, siteId);
  if (target === null) return fail('site.unknown');
  return mayAct(caller, allowed, target) ? ok(target) : fail('auth.forbidden');
}

/** The same for a change, with the site locked until the transaction ends. */
export async function manageSite(tx: Tx, caller: Rights, allowed: Allowance, siteId: string): Promise<Reached> {
  await tx.query('SELECT FROM sites WHERE id = $1 FOR NO KEY UPDATE', [siteId]);
  return mayManage(tx, caller, allowed, siteId);
}

/**
 * Whether the caller may change the site, which is not locked. A national administrator's site is changed by administrators
 * alone: who sets the password of one of its users is one.
 */
export async function mayManage(tx: Tx, caller: Rights, allowed: Allowance, siteId: string): Promise<Reached> {
  const reached = await reachSite(tx, caller, allowed, siteId);
  if (!reached.ok) return reached;
  return mayGrant(caller, await rolesOf(tx, siteId)) ? reached : fail('auth.forbidden');
}

/** Whether the caller may deal with sites of these roles: an administrator's only as one. */
export function mayGrant(caller: Pick<Rights, 'roles'>, roles: readonly Role[]): boolean {
  return !roles.includes('administrator') || caller.roles.includes('administrator');
}

async function rolesOf(tx: Tx, siteId: string): Promise<Role[]> {
  const rows = await tx.query<{ role: Role }>('SELECT role FROM site_roles WHERE site_id = $1', [siteId]);
  return rows.map(({ role }) => role);
}
