/** Sites, whom they sell for, and their sessions. */
import { ok } from '../../src-shared/kernel/result.ts';
import type { Site, SitePolicy } from '../../src-shared/registry-api/schemas.ts';
import type { Tx } from '../db/database.ts';
import type { Context } from './context.ts';
import { publish } from './streams.ts';
import { newToken } from './tokens.ts';

const SESSION_MILLISECONDS = 8 * 3_600_000;

/** SQL: the organisers that the site `$1` sells for, itself and its clients (USE-2). */
export const SELLABLE_ORGANISERS =
  '(SELECT $1::uuid UNION ALL SELECT organiser_id FROM agent_clients WHERE agent_id = $1)';

/** The site that logs in with a name, and its password's hash; null: no such site, or one that does not log in. */
export async function findLogin(tx: Tx, login: string): Promise<{ site: Site; passwordHash: string } | null> {
  const [row] = await tx.query<Site & { password_hash: string }>(
    'SELECT id, login, name, type, password_hash FROM sites WHERE login = $1 AND password_hash IS NOT NULL',
    [login],
  );
  if (row === undefined) return null;
  const { password_hash: passwordHash, ...site } = row;
  return { site, passwordHash };
}

/** Opens a session of eight hours. */
export async function openSession(tx: Tx, { clock, random }: Context, site: Site) {
  const now = clock.now();
  const token = newToken(random);
  const expiresAt = new Date(now + SESSION_MILLISECONDS);
  await tx.query('DELETE FROM sessions WHERE expires_at <= $1', [new Date(now)]);
  await tx.query('INSERT INTO sessions (token_hash, site_id, expires_at) VALUES ($1, $2, $3)', [
    token.hash,
    site.id,
    expiresAt,
  ]);
  return ok({ token: token.text, expiresAt: expiresAt.toISOString(), site });
}

/** What a site sets for itself. */
export interface SiteSettings {
  readonly policy: SitePolicy;
  /** As an organiser: support persons come along free (ASSIST-1). */
  readonly supportPersons: boolean;
}

/** What a site leaves to its desks (CARD-4). */
export async function policyOf(tx: Tx, siteId: string): Promise<SitePolicy> {
  const [row] = await tx.query<{ policy: SitePolicy }>('SELECT policy FROM sites WHERE id = $1', [siteId]);
  return row?.policy ?? { provisional: 'off' };
}

/** Adds a site, or changes what it is and sets; its password stays as it is. Desks hear of its performances anew. */
export async function putSite(
  tx: Tx,
  { id, login, name, type }: Site,
  { policy, supportPersons }: SiteSettings,
  passwordHash: string | null,
): Promise<void> {
  const changed = await tx.query(
    `INSERT INTO sites (id, login, name, type, support_persons, policy, password_hash) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (id) DO UPDATE SET login = excluded.login, name = excluded.name, type = excluded.type,
       support_persons = excluded.support_persons, policy = excluded.policy
     WHERE (sites.login, sites.name, sites.type, sites.support_persons, sites.policy)
       IS DISTINCT FROM (excluded.login, excluded.name, excluded.type, excluded.support_persons, excluded.policy)
     RETURNING 1`,
    [id, login, name, type, supportPersons, policy, passwordHash],
  );
  if (changed.length > 0) await publishOffer(tx, id);
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
