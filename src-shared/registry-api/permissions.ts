/** Who may do what: roles of sites, and how far each reaches (USE-2, DATA-2). */
import { z } from 'zod';

/** The four roles of the operating model, and the national administrator above them. A site may have several (USE-2). */
export const ROLES = ['distributor', 'culture-actor', 'ticket-agent', 'coordinator', 'administrator'] as const;
export const role = z.enum(ROLES);
export type Role = z.infer<typeof role>;

/** How far a role reaches, nearest first. */
export const SCOPES = ['own', 'clients', 'network', 'all'] as const;
/**
 * `own`: what belongs to the caller's site. `clients`: that, and what belongs to the organisers that have named the site as
 * their agent. `network`: what belongs to any site of the caller's network. `all`: everything.
 */
export type Scope = (typeof SCOPES)[number];

/** Which roles may make a call, and how far each reaches with it. */
export type Allowance = Partial<Record<Role, Scope>>;

/** Whoever is logged in, as far as rights go. */
export interface Rights {
  readonly siteId: string;
  /** Null: a site of no network, such as a national agent or the administrator's. */
  readonly networkId: string | null;
  readonly roles: readonly Role[];
  /** Organisers that have named the site as their agent. */
  readonly clientIds: readonly string[];
}

/** What a call is about: the site that it belongs to. */
export interface Target {
  readonly siteId: string;
  readonly networkId: string | null;
}

/** Whether one of the caller's roles reaches the target. A coordinator of no network reaches nobody's. */
export function mayAct(rights: Rights, allowed: Allowance, target: Target): boolean {
  return rights.roles.some((each) => {
    const scope = allowed[each];
    return scope !== undefined && REACHES[scope](rights, target);
  });
}

const isOwn = ({ siteId }: Rights, target: Target): boolean => target.siteId === siteId;

const REACHES: Readonly<Record<Scope, (rights: Rights, target: Target) => boolean>> = {
  own: isOwn,
  clients: (rights, target) => isOwn(rights, target) || rights.clientIds.includes(target.siteId),
  network: (rights, target) =>
    isOwn(rights, target) || (rights.networkId !== null && target.networkId === rights.networkId),
  all: () => true,
};

/** Whether the caller has any of the roles at all: asked before a body is read. */
export function hasRoleFor({ roles }: Pick<Rights, 'roles'>, allowed: Allowance): boolean {
  return roles.some((each) => allowed[each] !== undefined);
}
