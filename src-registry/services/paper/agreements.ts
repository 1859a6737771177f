/** Who checks and imports an agent's reports, as an organiser has agreed on it (USE-4). */
import type { z } from 'zod';
import { ok, fail, type Result } from '../../../src-shared/kernel/result.ts';
import type { agreementList, agreementRequest } from '../../../src-shared/registry-api/bodies/agents.ts';
import { ENDPOINTS } from '../../../src-shared/registry-api/endpoints.ts';
import type { Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { reachedOrganiser } from '../offers/put-offers.ts';

type Agreements = z.output<typeof agreementList>;
type Agreed = Agreements['items'][number];

/** The agreements in force of an organiser with the agents that it has named. */
export async function listAgreements(
  tx: Tx,
  caller: Rights,
  organiserId: string,
): Promise<Result<Agreements, 'auth.forbidden'>> {
  const organiser = await reachedOrganiser(tx, caller, ENDPOINTS.agreements.access, organiserId);
  return organiser.ok ? ok({ items: await agreementsOf(tx, organiserId) }) : organiser;
}

/** Records an agreement; the one before ends and stays recorded. `agent.unknown`: not an agent of the organiser. */
export async function setAgreement(
  tx: Tx,
  context: Pick<Context, 'clock'>,
  caller: Actor & Rights,
  organiserId: string,
  { agentId, checkedBy }: z.output<typeof agreementRequest>,
): Promise<Result<Agreements, 'auth.forbidden' | 'agent.unknown'>> {
  // The agent too: it may be losing its role in this moment.
  await tx.query('SELECT FROM sites WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [
    [organiserId, agentId],
  ]);
  const organiser = await reachedOrganiser(tx, caller, ENDPOINTS.setAgreement.access, organiserId);
  if (!organiser.ok) return organiser;
  if (!(await isAgentOf(tx, organiserId, agentId))) return fail('agent.unknown');
  if ((await checkerOf(tx, organiserId, agentId)) !== checkedBy) {
    const now = new Date(context.clock.now());
    await tx.query('UPDATE agreements SET until = $3 WHERE organiser_id = $1 AND agent_id = $2 AND until IS NULL', [
      organiserId,
      agentId,
      now,
    ]);
    await tx.query(
      `INSERT INTO agreements (organiser_id, agent_id, checked_by, since) VALUES ($1, $2, $3, $4)
       ON CONFLICT (organiser_id, agent_id, since) DO UPDATE SET checked_by = excluded.checked_by, until = NULL`,
      [organiserId, agentId, checkedBy, now],
    );
    const subject = { forSiteId: organiserId, subjectKind: 'site', subjectId: organiserId } as const;
    await noteChange(tx, context, caller, { action: 'setAgreement', ...subject, detail: { agentId, checkedBy } });
  }
  return ok({ items: await agreementsOf(tx, organiserId) });
}

/** Whether the organiser has named the site as its agent. */
export async function isAgentOf(tx: Tx, organiserId: string, agentId: string): Promise<boolean> {
  const found = await tx.query('SELECT FROM agent_clients WHERE organiser_id = $1 AND agent_id = $2', [
    organiserId,
    agentId,
  ]);
  return found.length > 0;
}

/** Whether the organiser has named the site as its agent, now or ever. */
export async function wasNamed(tx: Tx, organiserId: string, agentId: string): Promise<boolean> {
  const found = await tx.query('SELECT FROM named_agents WHERE organiser_id = $1 AND agent_id = $2', [
    organiserId,
    agentId,
  ]);
  return found.length > 0;
}

/** Who was agreed on; null: nothing was. */
export async function checkerOf(tx: Tx, organiserId: string, agentId: string): Promise<Agreed['checkedBy'] | null> {
  const [row] = await tx.query<{ by: Agreed['checkedBy'] }>(
    'SELECT checked_by AS by FROM agreements WHERE organiser_id = $1 AND agent_id = $2 AND until IS NULL',
    [organiserId, agentId],
  );
  return row?.by ?? null;
}

async function agreementsOf(tx: Tx, organiserId: string): Promise<Agreed[]> {
  const rows = await tx.query<Omit<Agreed, 'since'> & { since: Date }>(
    `SELECT agent_id AS "agentId", sites.name AS "agentName", checked_by AS "checkedBy", since
     FROM agreements JOIN agent_clients USING (organiser_id, agent_id) JOIN sites ON sites.id = agent_id
     WHERE organiser_id = $1 AND until IS NULL ORDER BY sites.name, agent_id`,
    [organiserId],
  );
  return rows.map(({ since, ...row }) => ({ ...row, since: since.toISOString() }));
}
