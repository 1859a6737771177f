/** Sites as the database keeps them, and whom they sell for. */
import type { Role, Target } from '../../../src-shared/registry-api/permissions.ts';
import type { Site, SitePolicy } from '../../../src-shared/registry-api/bodies/site.ts';
import type { Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';
import { publish } from '../feeds/streams.ts';
import { firstDayNotOver } from '../offers/not-over.ts';
import { bury } from '../feeds/tombstones.ts';

/** SQL: the organisers that the site `$1` sells for, itself and its clients (USE-2). */
export const SELLABLE_ORGANISERS =
  '(SELECT $1::uuid UNION ALL SELECT organiser_id FROM agent_clients WHERE agent_id = $1)';

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

/** Adds a site, or changes what it is, may do and sets. Desks hear of its performances anew: last in a transaction. */
export async function putSite(tx: Tx, site: Site, settings: SiteSettings, place: SitePlace): Promise<void> {
  if (await storeSite(tx, site, settings, place)) await publishOffer(tx, site.id);
}

/** The same within a transaction that goes on; true: desks have to hear of its performances anew (`tellOffers`). */
export async function storeSite(
  tx: Tx,
  { id, login, name, type }: Site,
  { policy, supportPersons }: SiteSettings,
  { networkId, roles }: SitePlace,
): Promise<boolean> {
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
  return changed.length > 0;
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

/**
 * Lets an agent sell for an organiser; its desks hear of what is on offer already, and of the uses of what is not over. Locks
 * performances and streams: last in a transaction.
 */
export async function addAgentClient(
  tx: Tx,
  context: Pick<Context, 'clock'>,
  agentId: string,
  organiserId: string,
): Promise<void> {
  const added = await tx.query(
    'INSERT INTO agent_clients (agent_id, organiser_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1',
    [agentId, organiserId],
  );
  if (added.length === 0) return;
  await publishOffer(tx, organiserId);
  const uses = await tx.query<{ id: string }>(
    `SELECT acquisitions.id FROM acquisitions JOIN performances ON performances.id = performance_id
     WHERE organiser_id = $1 AND day >= $2 ORDER BY acquisitions.position`,
    [organiserId, firstDayNotOver(context)],
  );
  await publish(
    tx,
    'uses',
    uses.map(({ id }) => id),
  );
}

/** Takes the right to sell for an organiser from an agent; its desks hear that its performances are gone. */
export async function removeAgentClient(
  tx: Tx,
  context: Pick<Context, 'clock'>,
  agentId: string,
  organiserId: string,
): Promise<void> {
  const removed = await tx.query(
    'DELETE FROM agent_clients WHERE agent_id = $1 AND organiser_id = $2 AND agent_id <> organiser_id RETURNING 1',
    [agentId, organiserId],
  );
  await endAgreements(tx, context, agentId, [organiserId]);
  if (removed.length > 0) await tellOffers(tx, [], { agentId, organiserIds: [organiserId] });
}

/**
 * Takes the right to sell for others from a site that is no agent any more. Gives the organisers whose performances its
 * desks have to hear the end of (`tellOffers`).
 */
export async function removeAllClients(tx: Tx, context: Pick<Context, 'clock'>, agentId: string): Promise<string[]> {
  const removed = await tx.query<{ id: string }>(
    'DELETE FROM agent_clients WHERE agent_id = $1 AND organiser_id <> agent_id RETURNING organiser_id AS id',
    [agentId],
  );
  const organiserIds = removed.map(({ id }) => id);
  await endAgreements(tx, context, agentId, organiserIds);
  return organiserIds;
}

/** Who checks an agent's reports is agreed on anew where it is named again (USE-4). */
async function endAgreements(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  agentId: string,
  organiserIds: readonly string[],
): Promise<void> {
  await tx.query(
    'UPDATE agreements SET until = $3 WHERE agent_id = $1 AND organiser_id = ANY ($2::uuid[]) AND until IS NULL',
    [agentId, organiserIds, new Date(clock.now())],
  );
}

/** Lets desks hear anew of what an organiser has on offer. Locks its performances and their stream: last in a transaction. */
export function publishOffer(tx: Tx, organiserId: string): Promise<void> {
  return tellOffers(tx, [organiserId], null);
}

/**
 * Lets desks hear anew of what organisers have on offer, and an agent's desks that other organisers' offers are gone. All
 * performances are locked before the first position of their stream is taken, as everywhere: last in a transaction.
 */
export async function tellOffers(
  tx: Tx,
  changed: readonly string[],
  gone: { readonly agentId: string; readonly organiserIds: readonly string[] } | null,
): Promise<void> {
  const rows = await tx.query<{ id: string; organiserId: string }>(
    `SELECT id, organiser_id AS "organiserId" FROM performances WHERE organiser_id = ANY ($1::uuid[])
     ORDER BY id FOR NO KEY UPDATE`,
    [[...changed, ...(gone?.organiserIds ?? [])]],
  );
  const offersOf = (organisers: readonly string[]): string[] =>
    rows.filter(({ organiserId }) => organisers.includes(organiserId)).map(({ id }) => id);
  await publish(tx, 'performances', offersOf(changed));
  if (gone !== null) await bury(tx, 'performances', offersOf(gone.organiserIds), gone.agentId);
}
