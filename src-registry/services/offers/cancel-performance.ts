/** A performance that does not take place, or after all does: desks hear of it at once, and hand nothing out (SALE-7). */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import { ENDPOINTS } from '../../../src-shared/registry-api/endpoints.ts';
import { mayAct, type Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { noteChange, type Actor } from '../changes.ts';
import type { Context } from '../context.ts';
import { findPerformance, lockPerformances } from './performances.ts';
import { targetOf } from '../people/sites.ts';
import { publish } from '../feeds/streams.ts';

/**
 * Cancels a performance, or takes that back. What was sold stays until it is taken back at the desks; what is sold
 * off-line afterwards is recorded with a conflict. Errors: `performance.unknown`, `auth.forbidden`.
 */
export async function cancelPerformance(
  tx: Tx,
  context: Context,
  caller: Actor & Rights,
  performanceId: string,
  cancelled: boolean,
): Promise<Result<{ performance: Performance }, 'performance.unknown' | 'auth.forbidden'>> {
  await lockPerformances(tx, [performanceId]);
  const found = await findPerformance(tx, caller.siteId, performanceId);
  if (found === null) return fail('performance.unknown');
  const { organiser } = found.performance;
  const target = await targetOf(tx, organiser.id);
  if (target === null || !mayAct(caller, ENDPOINTS.cancelPerformance.access, target)) return fail('auth.forbidden');
  if (found.performance.cancelled !== cancelled) {
    await tx.query('UPDATE performances SET cancelled_at = $2, cancelled_by_calendar = false WHERE id = $1', [
      performanceId,
      cancelled ? new Date(context.clock.now()) : null,
    ]);
    const subject = { subjectKind: 'performance', subjectId: performanceId } as const;
    const change = { action: 'cancelPerformance', forSiteId: organiser.id, ...subject, detail: { cancelled } };
    await noteChange(tx, context, caller, change);
    await publish(tx, 'performances', [performanceId]);
  }
  return ok({ performance: { ...found.performance, cancelled } });
}
