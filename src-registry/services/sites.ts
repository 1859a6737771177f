/** Sites, whom they sell for, and their sessions. */
import { ok, type Result } from '../../src-shared/kernel/result.ts';
import type { AnswerOf } from '../../src-shared/registry-api/endpoints.ts';
import type { Role, Target } from '../../src-shared/registry-api/permissions.ts';
import type { Site, SitePolicy } from '../../src-shared/registry-api/schemas.ts';
import type { Tx } from '../db/database.ts';
import type { Context } from './context.ts';
import { publish } from './streams.ts';
import { newToken } from './tokens.ts';

const SESSION_MILLISECONDS = 8 * 3_600_000;

/** SQL: the organisers that the site `$1` sells for, itself and its clients (USE-2). */
export const SELLABLE_ORGANISERS =
  '(SELECT $1::uuid UNION ALL SELECT organiser_id FROM agent_clients WHERE agent_id = $1)';

/** A user who may log in. */
export interface Login {
  readonly site: Site;
  readonly user: { readonly id: string; readonly login: string };
  readonly roles: Role[];
  readonly passwordHash: string;
  readonly mustChangePassword: boolean;
}

/** The user of a site who logs in with these names; null: there is none, or not any more. */
export async function findLogin(tx: Tx, siteLogin: string, userLogin: string): Promise<Login | null> {
  const [row] = await tx.query<Login>(
    `SELECT jsonb_build_object('id', sites.id, 'login', sites.login, 'name', sites.name, 'type', sites.type) AS site,
       jsonb_build_object('id', users.id, 'login', users.login) AS user,
       ARRAY(SELECT role FROM site_roles WHERE site_id = sites.id ORDER BY role) AS roles,
       password_hash AS "passwordHash", must_change_password AS "mustChangePassword"
     FROM sites JOIN users ON users.site_id = sites.id
     WHERE sites.login = $1 AND users.login = $2 AND sites.closed_at IS NULL AND users.closed_at IS NULL`,
    [siteLogin, userLogin],
  );
  return row ?? null;
}

/** Opens a session of eight hours. */
export async function openSession(
  tx: Tx,
  { clock, random }: Context,
  { site, user, roles, mustChangePassword }: Login,
): Promise<Result<AnswerOf<'login'>, never>> {
  const now = clock.now();
  const token = newToken(random);
  const expiresAt = new Date(now + SESSION_MILLISECONDS);
  await tx.query('DELETE FROM sessions WHERE expires_at <= $1', [new Date(now)]);
  await tx.query('INSERT INTO sessions (token_hash, site_id, user_id, expires_at) VALUES ($1, $2, $3, $4)', [
    token.hash,
    site.id,
    user.id,
    expiresAt,
  ]);
  return ok({ token: token.text, expiresAt: expiresAt.toISOString(), site, user, roles, mustChangePassword });
}

/** What a site sets for itself. */
export interface SiteSettings {
  readonly policy: SitePolicy;
  /** As an organiser: support persons come along free (ASSIST-1). */
  readonly supportPersons: boolean;
}

/** Where a site belongs and what it may do. */
export interface SitePlace {
  readonly networkId: string | null;
  readonly roles: readonly Role[];
}

/** The site that something belongs to, as far as rights go; null: there is none. */
export async function targetOf(tx: Tx, siteId: string): Promise<Target | null> {
  const [row] = await tx.query<Target>('SELECT id AS "siteId", network_id AS "networkId" FROM sites WHERE id = $1', [
    siteId,
  ]);
  return row ?? null;
}

/** What a site leaves to its desks (CARD-4). */
export async function policyOf(tx: Tx, siteId: string): Promise<SitePolicy> {
  const [row] = await tx.query<{ policy: SitePolicy }>('SELECT policy FROM sites WHERE id = $1', [siteId]);
  return row?.policy ?? { provisional: 'off' };
}

/** Adds a network, or changes what it is called and covers. */
export async function putNetwork(
  tx: Tx,
  {
    id,
    name,
    municipalities,
  }: { readonly id: string; readonly name: string; readonly municipalities: readonly string[] },
): Promise<void> {
  await tx.query(
    `INSERT INTO networks (id, name, municipalities) VALUES ($1, $2, $3)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, municipalities = excluded.municipalities`,
    [id, name, municipalities],
  );
}

/** Adds a site, or changes what it is, may do and sets. Desks hear of its performances anew. */
export async function putSite(
  tx: Tx,
  { id, login, name, type }: Site,
  { policy, supportPersons }: SiteSettings,
  { networkId, roles }: SitePlace,
): Promise<void> {
  const changed = await tx.query(
    `INSERT INTO sites (id, login, name, type, support_persons, policy, network_id) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (id) DO UPDATE SET login = excluded.login, name = excluded.name, type = excluded.type,
       support_persons = excluded.support_persons, policy = excluded.policy, network_id = excluded.network_id
     WHERE (sites.login, sites.name, sites.type, sites.support_persons, sites.policy, sites.network_id) IS DISTINCT FROM
       (excluded.login, excluded.name, excluded.type, excluded.support_persons, excluded.policy, excluded.network_id)
     RETURNING 1`,
    [id, login, name, type, supportPersons, policy, networkId],
  );
  await tx.query('DELETE FROM site_roles WHERE site_id = $1 AND role <> ALL ($2::text[])', [id, roles]);
  await tx.query('INSERT INTO site_roles (site_id, role) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING', [
    id,
    roles,
  ]);
  if (changed.length > 0) await publishOffer(tx, id);
}

/** Adds a user of a site. */
export async function addUser(
  tx: Tx,
  user: { readonly id: string; readonly siteId: string; readonly login: string },
  passwordHash: string,
  mustChangePassword: boolean,
): Promise<void> {
  await tx.query(
    'INSERT INTO users (id, site_id, login, password_hash, must_change_password) VALUES ($1, $2, $3, $4, $5)',
    [user.id, user.siteId, user.login, passwordHash, mustChangePassword],
  );
}

/** Lets an agent sell for an organiser; its desks hear of what is on offer already. */
export async function addAgentClient(tx: Tx, agentId: string, organiserId: string): Promise<void> {
  const added = await tx.query(
    'INSERT INTO agent_clients (agent_id, organiser_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1',
    [agentId, organiserId],
  );
  if (added.length === 0) return;
  await publishOffer(tx, organiserId);
}

/** Lets desks hear anew of what an organiser has on offer. */
async function publishOffer(tx: Tx, organiserId: string): Promise<void> {
  const rows = await tx.query<{ id: string }>('SELECT id FROM performances WHERE organiser_id = $1', [organiserId]);
  await publish(
    tx,
    'performances',
    rows.map((row) => row.id),
  );
}
