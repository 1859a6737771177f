/** Leases as the registry keeps them: the only guarded step is the grant (the lease algebra). */
import { pool } from '../../src-shared/cap/lease.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import type { LeaseAnswer } from '../../src-shared/registry-api/schemas.ts';
import type { Tx } from '../db/database.ts';
import type { Context } from './context.ts';
import { lockEpoch, type Desk } from './desks.ts';
import { findPerformance, lockPerformances } from './performances.ts';

type LeaseProblem = 'epoch.unknown' | 'epoch.frozen' | 'performance.unknown' | 'request.malformed';

/**
 * Grants places of a capped performance to an epoch: what is asked for, but at most half of the pool while more than
 * one place is left in it, so that one desk does not take everything. A repeated request id gets the same answer.
 */
export async function grantLease(
  tx: Tx,
  { clock }: Context,
  desk: Desk,
  { requestId, performanceId, epoch: epochId, units }: BodyOf<'lease'>,
): Promise<Result<LeaseAnswer, LeaseProblem>> {
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
    return same ? ok(answered) : fail('request.malformed');
  }
  const { cap } = found.performance;
  if (cap === null)
    return ok({ performanceId, epoch: epochId, granted: await grantedTo(tx, performanceId, epochId), pool: 0 });

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
    pool: Math.max(0, left - given),
  };
  await tx.query(
    `INSERT INTO lease_requests (request_id, performance_id, epoch_id, granted, pool, asked_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [requestId, performanceId, epochId, answer.granted, answer.pool, new Date(clock.now())],
  );
  if (given === 0) tx.announce({ wanted: [{ performanceId, deskId: desk.id }] });
  return ok(answer);
}

/** What may still be granted of a cap; negative after facts without a lease. */
export async function poolOf(tx: Tx, performanceId: string, cap: number): Promise<number> {
  const [sums] = await tx.query<{ held: number; beyond: number }>(
    `SELECT coalesce(sum(granted - returned - to_pool), 0)::integer AS held,
       coalesce(sum(beyond_lease), 0)::integer AS beyond
     FROM leases WHERE performance_id = $1`,
    [performanceId],
  );
  const noExternalShares = 0;
  return pool(cap, sums?.held ?? 0, noExternalShares, sums?.beyond ?? 0);
}

/**
 * Counts an acquisition's units against its epoch's lease. Gives how many the lease covers and how many are beyond it:
 * what the desk took from its lease is covered as a whole or not at all; what it did not take although the cap counts
 * it (`due` above `units`: the cap was set or changed meanwhile) is beyond.
 */
export async function consume(
  tx: Tx,
  performanceId: string,
  epochId: string,
  units: number,
  due: number,
): Promise<{ leased: number; beyond: number }> {
  const notTaken = Math.max(0, due - units);
  if (units + notTaken === 0) return { leased: 0, beyond: 0 };
  await tx.query('INSERT INTO leases (performance_id, epoch_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    performanceId,
    epochId,
  ]);
  const [covered] = await tx.query(
    `UPDATE leases SET consumed = consumed + $3
     WHERE performance_id = $1 AND epoch_id = $2 AND consumed + $3 - released <= granted - returned RETURNING 1`,
    [performanceId, epochId, units],
  );
  const leased = covered === undefined ? 0 : units;
  const beyond = units - leased + notTaken;
  if (beyond > 0) {
    await tx.query('UPDATE leases SET beyond_lease = beyond_lease + $3 WHERE performance_id = $1 AND epoch_id = $2', [
      performanceId,
      epochId,
      beyond,
    ]);
  }
  return { leased, beyond };
}

/** Where the place of a voided acquisition goes, exactly once (CAP-9). */
export interface FreedPlace {
  readonly performanceId: string;
  /** The epoch that sold it. */
  readonly soldBy: string;
  /** The epoch whose ledger holds the void. */
  readonly voidedBy: string;
  readonly leased: number;
  readonly beyond: number;
  readonly placeTo: 'epoch' | 'pool';
}

/** Frees the units of a voided acquisition: to the voiding epoch's balance or to the pool; those beyond a lease always to the pool. */
export async function release(tx: Tx, place: FreedPlace): Promise<void> {
  const { performanceId, soldBy, voidedBy, leased, beyond, placeTo } = place;
  if (placeTo === 'epoch' && leased > 0) {
    await tx.query(
      `INSERT INTO leases (performance_id, epoch_id, released) VALUES ($1, $2, $3)
       ON CONFLICT (performance_id, epoch_id) DO UPDATE SET released = leases.released + excluded.released`,
      [performanceId, voidedBy, leased],
    );
  }
  const toPool = placeTo === 'pool' ? leased : 0;
  if (toPool + beyond === 0) return;
  await tx.query(
    `UPDATE leases SET to_pool = to_pool + $3, beyond_lease = beyond_lease - $4
     WHERE performance_id = $1 AND epoch_id = $2`,
    [performanceId, soldBy, toPool, beyond],
  );
  tx.announce({ freed: [performanceId] });
}

/**
 * Takes places back as of a give-back's absolute counter. Never more than the epoch has unsold: a desk that counts
 * wrongly must not make the cap larger.
 */
export async function takeBack(tx: Tx, performanceId: string, epochId: string, returned: number): Promise<void> {
  const rows = await tx.query(
    `UPDATE leases SET returned = least($3, granted, granted - consumed + released)
     WHERE performance_id = $1 AND epoch_id = $2 AND returned < least($3, granted, granted - consumed + released) RETURNING 1`,
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
