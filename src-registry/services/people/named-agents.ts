/** Which ticket agents sell for an organiser (USE-2). */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import { ENDPOINTS, type AnswerOf, type BodyOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { manageSite, reachSite } from './reach.ts';
import { addAgentClient, removeAgentClient } from './sites.ts';

type Agents = Result<AnswerOf<'agents'>, 'site.unknown' | 'auth.forbidden'>;

/** The agents that an organiser has named. */
export async function listAgents(tx: Tx, caller: Rights, organiserId: string): Promise<Agents> {
  const reached = await reachSite(tx, caller, ENDPOINTS.agents.access, organiserId);
  return reached.ok ? ok({ items: await agentsOf(tx, organiserId) }) : reached;
}

/**
 * Names an agent, or takes the name back: its desks hear at once what they may sell, or no longer. What they have sold
 * stays. `site.not-an-agent`: the site has not the role, is closed, or is the organiser itself.
 */
export async function setAgent(
  tx: Tx,
  context: Pick<Context, 'clock'>,
  caller: Actor & Rights,
  organiserId: string,
  { agentId, acts }: BodyOf<'setAgent'>,
): Promise<Agents | Result<never, 'site.not-an-agent'>> {
  // Both sites in the order of their ids: two that name each other at once do not wait for each other.
  if (agentId < organiserId) await lockAgent(tx, agentId);
  const reached = await manageSite(tx, caller, ENDPOINTS.setAgent.access, organiserId);
  if (!reached.ok) return reached;
  if (agentId > organiserId) await lockAgent(tx, agentId);
  if (acts && (agentId === organiserId || !(await isAgent(tx, agentId)))) return fail('site.not-an-agent');
  const subject = { forSiteId: organiserId, subjectKind: 'site', subjectId: organiserId } as const;
  await noteChange(tx, context, caller, { action: 'setAgent', ...subject, detail: { agentId, acts } });
  if (acts) await addAgentClient(tx, context, agentId, organiserId);
  else await removeAgentClient(tx, context, agentId, organiserId);
  return ok({ items: await agentsOf(tx, organiserId) });
}

/** The organisers that have named the site as their agent, with their names. */
export function clientsOf(tx: Tx, agentId: string): Promise<{ id: string; name: string }[]> {
  return tx.query(
    `SELECT id, name FROM agent_clients JOIN sites ON sites.id = organiser_id WHERE agent_id = $1 ORDER BY name, id`,
    [agentId],
  );
}

function agentsOf(tx: Tx, organiserId: string): Promise<{ id: string; name: string }[]> {
  return tx.query(
    `SELECT id, name FROM agent_clients JOIN sites ON sites.id = agent_id WHERE organiser_id = $1 ORDER BY name, id`,
    [organiserId],
  );
}

/**
 * Until the transaction ends nobody takes the role from it or closes it. A statement of its own: the next one sees what this
 * one waited for.
 */
async function lockAgent(tx: Tx, siteId: string): Promise<void> {
  await tx.query('SELECT FROM sites WHERE id = $1 FOR SHARE', [siteId]);
}

/** Of a site that is locked. */
async function isAgent(tx: Tx, siteId: string): Promise<boolean> {
  const found = await tx.query(
    `SELECT FROM sites JOIN site_roles ON site_id = id WHERE id = $1 AND role = 'ticket-agent' AND closed_at IS NULL`,
    [siteId],
  );
  return found.length > 0;
}
