/** External shares: places of a cap for an agent that is not connected, held by its paper like a lease (CAP-11). */
import type { z } from 'zod';
import { balance, type LeaseCounters } from '../../../src-shared/cap/lease.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { shareAnswer, shareList, shareRequest } from '../../../src-shared/registry-api/bodies/agents.ts';
import { ENDPOINTS } from '../../../src-shared/registry-api/endpoints.ts';
import { mayAct, type Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { isAgentOf } from './agreements.ts';
import { noteChange, type Actor } from '../changes.ts';
import { instantNow, type Context } from '../context.ts';
import { keepAnswer, poolOf } from '../desks/leases.ts';
import { openPaper, writePaper, type PaperLedger } from './paper-ledger.ts';
import { findPerformance, lockPerformances } from '../offers/performances.ts';
import { targetOf } from '../people/sites.ts';

type ShareProblem =
  | 'performance.unknown'
  | 'auth.forbidden'
  | 'agent.unknown'
  | 'share.no-cap'
  | 'share.too-large'
  | 'request.malformed';

/**
 * Grants an agent so many more places of a performance, all of them or none: as with a lease, only while the pool
 * suffices. A repeated request id gets the same answer.
 */
export async function grantShare(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  performanceId: string,
  { requestId, agentId, places }: z.output<typeof shareRequest>,
): Promise<Result<z.output<typeof shareAnswer>, ShareProblem>> {
  const found = await findPerformance(tx, caller.siteId, performanceId);
  if (found === null) return fail('performance.unknown');
  const { organiser } = found.performance;
  const target = await targetOf(tx, organiser.id);
  if (target === null || !mayAct(caller, ENDPOINTS.grantShare.access, target)) return fail('auth.forbidden');
  if (!(await isAgentOf(tx, organiser.id, agentId))) return fail('agent.unknown');
  const ledger = await openPaper(tx, context, agentId);
  if (ledger === null) return fail('agent.unknown');
  // From here on nobody else grants or delivers for this performance: the pool that is read is the pool.
  await lockPerformances(tx, [performanceId]);
  const answered = await answerTo(tx, requestId);
  if (answered !== null) {
    const isSame = answered.performanceId === performanceId && answered.epochId === ledger.epochId;
    return isSame ? ok({ agentId, granted: answered.granted, pool: answered.pool }) : fail('request.malformed');
  }
  const cap = (await findPerformance(tx, caller.siteId, performanceId))?.performance.cap ?? null;
  if (cap === null) return fail('share.no-cap');
  const left = await poolOf(tx, performanceId, cap.limit);
  if (left < places) return fail('share.too-large', { left: Math.max(0, left) });
  const [lease] = await tx.query<{ granted: number }>(
    `INSERT INTO leases (performance_id, epoch_id, granted) VALUES ($1, $2, $3)
     ON CONFLICT (performance_id, epoch_id) DO UPDATE SET granted = leases.granted + excluded.granted
     RETURNING granted`,
    [performanceId, ledger.epochId, places],
  );
  const answer = { agentId, granted: lease?.granted ?? places, pool: left - places };
  const kept = { performanceId, epoch: ledger.epochId, granted: answer.granted, pool: answer.pool };
  if (!(await keepAnswer(tx, requestId, kept, context.clock.now()))) return fail('request.malformed');
  const subject = { subjectKind: 'performance', subjectId: performanceId } as const;
  const change = { action: 'grantShare', forSiteId: organiser.id, ...subject, detail: { agentId, places } };
  await noteChange(tx, context, caller, change);
  return ok(answer);
}

/** The external shares of a performance, and what has been reported of each. */
export async function sharesOf(
  tx: Tx,
  caller: Rights,
  performanceId: string,
): Promise<Result<z.output<typeof shareList>, 'performance.unknown' | 'auth.forbidden'>> {
  const found = await findPerformance(tx, caller.siteId, performanceId);
  if (found === null) return fail('performance.unknown');
  const target = await targetOf(tx, found.performance.organiser.id);
  if (target === null || !mayAct(caller, ENDPOINTS.shares.access, target)) return fail('auth.forbidden');
  const shares = await tx.query<z.output<typeof shareList>['shares'][number]>(
    `SELECT desks.site_id AS "agentId", granted,
       greatest(0, consumed - released - to_pool) AS sold, returned
     FROM leases JOIN epochs ON epochs.id = epoch_id JOIN desks ON desks.id = desk_id
     WHERE performance_id = $1 AND kind = 'paper' AND granted > 0 ORDER BY desks.site_id`,
    [performanceId],
  );
  return ok({ shares });
}

/** Settles shares: what was not sold goes back to the pool. Gives the performances of which anything did. */
export async function settleShares(
  tx: Tx,
  context: Context,
  ledger: PaperLedger,
  performanceIds: readonly string[],
): Promise<string[]> {
  const leases = await tx.query<LeaseCounters & { performanceId: string }>(
    `SELECT performance_id AS "performanceId", granted, consumed, released, returned FROM leases
     WHERE epoch_id = $1 AND performance_id = ANY ($2::uuid[]) ORDER BY performance_id`,
    [ledger.epochId, performanceIds],
  );
  const open = leases.filter((lease) => balance(lease) > 0);
  const at = instantNow(context);
  await writePaper(
    tx,
    context,
    ledger,
    open.map(({ performanceId, ...counters }) => {
      const all = { ...counters, returned: counters.returned + balance(counters) };
      return {
        entry: { type: 'gave-back', id: context.ids.next(), at, performanceId, counters: all },
        code: null,
      };
    }),
  );
  return open.map(({ performanceId }) => performanceId);
}

async function answerTo(
  tx: Tx,
  requestId: string,
): Promise<{ performanceId: string; epochId: string; granted: number; pool: number } | null> {
  const [row] = await tx.query<{ performanceId: string; epochId: string; granted: number; pool: number }>(
    `SELECT performance_id AS "performanceId", epoch_id AS "epochId", granted, pool
     FROM lease_requests WHERE request_id = $1`,
    [requestId],
  );
  return row ?? null;
}
