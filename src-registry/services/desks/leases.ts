/** Leases as the registry keeps them: the only guarded step is the grant (the lease algebra). */
import { pool } from '../../../src-shared/cap/lease.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { BodyOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { LeaseAnswer } from '../../../src-shared/registry-api/bodies/leases.ts';
import type { Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';
import type { Desk } from './desks.ts';
import { lockEpoch } from './epochs.ts';
import { findPerformance, lockPerformances } from '../offers/performances.ts';

type LeaseProblem = 'epoch.unknown' | 'epoch.frozen' | 'performance.unknown' | 'request.malformed';

/** What a request came to: `none` where the pool was empty. */
export type LeaseOutcome = 'granted' | 'none' | 'repeated' | 'uncapped';

export interface Leased {
  readonly answer: LeaseAnswer;
  readonly outcome: LeaseOutcome;
}

/**
 * Grants places of a capped performance to an epoch: what is asked for, but at most half of the pool while more than
 * one place is left in it, so that one desk does not take everything. A repeated request id gets the same answer.
 */
export async function grantLease(
  tx: Tx,
  { clock }: Context,
  desk: Desk,
  { requestId, performanceId, epoch: epochId, units }: BodyOf<'lease'>,
): Promise<Result<Leased, LeaseProblem>> {
  const epoch = await lockEpoch(tx, desk.id, epochId, 'SHARE');
  if (epoch === null) return fail('epoch.unknown');
  if (epoch.frozen !== null) return fail('epoch.frozen');
  // From here on nobody else grants or delivers for this performance: the pool that is read is the pool.
  await lockPerformances(tx, [performanceId]);
  const found = await findPerformance(tx, desk.site.id, performanceId);
  if (found === null || !found.sellable) return fail('performance.unknown');

  const answered = await answerTo(tx, requestId);
  if (answered !== null) {
    const same = answered.performanceId === performanceId && answered.epoch === epochId;
    return same ? ok({ answer: answered, outcome: 'repeated' }) : fail('request.malformed');
  }
  const { cap } = found.performance;
  if (cap === null) {
    const granted = await grantedTo(tx, performanceId, epochId);
    return ok({ answer: { performanceId, epoch: epochId, granted, pool: 0 }, outcome: 'uncapped' });
  }

  const left = await poolOf(tx, performanceId, cap.limit);
  const given = left <= 0 ? 0 : Math.min(units, Math.max(1, Math.floor(left / 2)));
  const [lease] = await tx.query<{ granted: number }>(
    `INSERT INTO leases (performance_id, epoch_id, granted) VALUES ($1, $2, $3)
     ON CONFLICT (performance_id, epoch_id) DO UPDATE SET granted = leases.granted + excluded.granted
     RETURNING granted`,
    [performanceId, epochId, given],
  );
  const answer = {
    performanceId,
    epoch: epochId,
    granted: lease?.granted ?? given,
    pool: Math.max(0, await poolOf(tx, performanceId, cap.limit)),
  };
  if (!(await keepAnswer(tx, requestId, answer, clock.now()))) return fail('request.malformed');
  if (given === 0) tx.announce({ wanted: [{ performanceId, deskId: desk.id }] });
  return ok({ answer, outcome: given === 0 ? 'none' : 'granted' });
}

/**
 * Keeps the answer to a request id, for when it is asked again. False where the id was used meanwhile for another performance,
 * which is locked by itself.
 */
export async function keepAnswer(
  tx: Tx,
  requestId: string,
  { performanceId, epoch, granted, pool: left }: LeaseAnswer,
  now: number,
): Promise<boolean> {
  const kept = await tx.query(
    `INSERT INTO lease_requests (request_id, performance_id, epoch_id, granted, pool, asked_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (request_id) DO NOTHING RETURNING 1`,
    [requestId, performanceId, epoch, granted, left, new Date(now)],
  );
  return kept.length > 0;
}

/** So long a repeated request id is known, in milliseconds. Later it may be granted anew: the counter is absolute. */
const KNOWN_MILLISECONDS = 30 * 86_400_000;

/** Forgets requests that are older than 30 days. */
export async function forgetLeaseRequests(tx: Tx, { clock }: Pick<Context, 'clock'>): Promise<Result<null, never>> {
  await tx.query('DELETE FROM lease_requests WHERE asked_at < $1', [new Date(clock.now() - KNOWN_MILLISECONDS)]);
  return ok(null);
}

/** SQL: units that an epoch took beyond what its lease held. */
const OVER = (lease: string): string =>
  `greatest(0, ${lease}.consumed - ${lease}.released - (${lease}.granted - ${lease}.returned))`;

/**
 * What may still be granted of a cap; negative after facts without a lease: what epochs took of more than they held,
 * and what acquisitions should have taken of the cap and did not.
 */
export async function poolOf(tx: Tx, performanceId: string, cap: number): Promise<number> {
  const [sums] = await tx.query<{ held: number; over: number; beyond: number }>(
    `SELECT coalesce(sum(granted - returned - to_pool), 0)::integer AS held,
       coalesce(sum(${OVER('leases')}), 0)::integer AS over,
       (SELECT coalesce(sum(beyond_units), 0)::integer FROM acquisitions
        WHERE performance_id = $1 AND beyond_units > 0) AS beyond
     FROM leases WHERE performance_id = $1`,
    [performanceId],
  );
  const noExternalShares = 0;
  return pool(cap, sums?.held ?? 0, noExternalShares, (sums?.over ?? 0) + (sums?.beyond ?? 0));
}

/**
 * Takes places back as of a give-back's absolute counter. Whatever a desk gives back that it has sold counts as taken
 * beyond its lease: one that counts wrongly does not make the cap larger.
 */
export async function takeBack(tx: Tx, performanceId: string, epochId: string, returned: number): Promise<void> {
  const rows = await tx.query(
    `UPDATE leases SET returned = least($3, granted)
     WHERE performance_id = $1 AND epoch_id = $2 AND returned < least($3, granted) RETURNING 1`,
    [performanceId, epochId, returned],
  );
  if (rows.length > 0) tx.announce({ freed: [performanceId] });
}

async function answerTo(tx: Tx, requestId: string): Promise<LeaseAnswer | null> {
  const [row] = await tx.query<LeaseAnswer>(
    `SELECT performance_id AS "performanceId", epoch_id AS epoch, granted, pool
     FROM lease_requests WHERE request_id = $1`,
    [requestId],
  );
  return row ?? null;
}

async function grantedTo(tx: Tx, performanceId: string, epochId: string): Promise<number> {
  const [row] = await tx.query<{ granted: number }>(
    'SELECT granted FROM leases WHERE performance_id = $1 AND epoch_id = $2',
    [performanceId, epochId],
  );
  return row?.granted ?? 0;
}
