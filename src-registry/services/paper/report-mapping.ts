/** What an agent's sales reports call their columns: data that can be edited (USE-4). */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { ReportMapping } from '../../../src-shared/registry-api/bodies/reports.ts';
import { ENDPOINTS } from '../../../src-shared/registry-api/endpoints.ts';
import { mayAct, type Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { PRESET_MAPPING } from './report-rows.ts';
import { targetOf } from '../people/sites.ts';

/** The mapping that an agent's reports are read by. */
export async function mappingOf(tx: Tx, agentId: string): Promise<ReportMapping> {
  const [row] = await tx.query<{ mapping: ReportMapping }>('SELECT mapping FROM report_mappings WHERE agent_id = $1', [
    agentId,
  ]);
  return row?.mapping ?? PRESET_MAPPING;
}

/** The mapping, for who may see it. */
export async function showMapping(
  tx: Tx,
  caller: Rights,
  agentId: string,
): Promise<Result<ReportMapping, 'auth.forbidden'>> {
  const target = await targetOf(tx, agentId);
  if (target === null || !mayAct(caller, ENDPOINTS.reportMapping.access, target)) return fail('auth.forbidden');
  return ok(await mappingOf(tx, agentId));
}

/** Sets the mapping. */
export async function setMapping(
  tx: Tx,
  context: Pick<Context, 'clock'>,
  caller: Actor & Rights,
  agentId: string,
  mapping: ReportMapping,
): Promise<Result<ReportMapping, 'auth.forbidden'>> {
  const target = await targetOf(tx, agentId);
  if (target === null || !mayAct(caller, ENDPOINTS.setReportMapping.access, target)) return fail('auth.forbidden');
  await tx.query(
    `INSERT INTO report_mappings (agent_id, mapping) VALUES ($1, $2)
     ON CONFLICT (agent_id) DO UPDATE SET mapping = excluded.mapping`,
    [agentId, mapping],
  );
  const subject = { forSiteId: agentId, subjectKind: 'site', subjectId: agentId } as const;
  await noteChange(tx, context, caller, { action: 'setReportMapping', ...subject, detail: { mapping } });
  return ok(mapping);
}
