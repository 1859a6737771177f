/** One event of a ledger becomes the registry's: recorded once, with what does not fit, and with its effects. */
import type { LedgerEvent } from '../../src-shared/acquisition/event.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import type { ProblemCode } from '../../src-shared/registry-api/problems.ts';
import { CONFLICTS, type Conflict, type ItemAnswer } from '../../src-shared/registry-api/schemas.ts';
import type { RuleSet } from '../../src-shared/rules/rule-set.ts';
import type { Tx } from '../db/database.ts';
import type { Context } from './context.ts';
import { openCode, type CheckedItem } from './delivered-item.ts';
import { freezeEpoch, type Desk, type Epoch } from './desks.ts';
import { findPerformance } from './performances.ts';
import { judgeRedemption, recordAcquisition, voidAcquisition } from './record-acquisition.ts';

/** What one delivery has found out so far. */
export interface Delivering {
  readonly desk: Desk;
  readonly epochId: string;
  readonly rules: RuleSet;
  frozen: Epoch['frozen'];
  /** This delivery brought a second event for a sequence. */
  forkedNow: boolean;
  /** Acquisitions that changed. */
  readonly uses: Set<string>;
}

export type Recorded = Pick<ItemAnswer, 'result' | 'conflicts'>;

/** Records an event, or says why it is none of ours. An event that is here already gives what was found then. */
export async function recordEvent(
  tx: Tx,
  context: Context,
  delivering: Delivering,
  { event, sealed }: CheckedItem,
): Promise<Result<Recorded, ProblemCode>> {
  const known = await knownEvent(tx, event.id);
  if (known !== null) {
    if (known.hash !== event.hash) return fail('request.malformed');
    return ok({ result: 'already-recorded', conflicts: known.conflicts });
  }
  const found = await findPerformance(tx, delivering.desk.site.id, event.performanceId);
  if (found === null) return fail('performance.unknown');
  if (!found.sellable) return fail('auth.forbidden');

  const conflicts = new Set<Conflict>();
  const forked = await judgeEpoch(tx, context, delivering, event, conflicts);
  const record = (): Promise<void> => insertEvent(tx, context, event, inOrder(conflicts), forked);
  const recorded =
    event.type === 'redeemed'
      ? await redeem(tx, context, delivering, { event, sealed, performance: found.performance, conflicts, record })
      : ok(await record());
  if (!recorded.ok) return recorded;
  if (event.type === 'voided') {
    const changed = await voidAcquisition(tx, event);
    if (changed) delivering.uses.add(event.acquisitionId);
  }
  // Only now: an item that was refused after all must leave no trace.
  if (forked) Object.assign(delivering, { frozen: 'forked', forkedNow: true });
  return ok({ result: conflicts.size > 0 ? 'recorded-with-conflict' : 'recorded', conflicts: inOrder(conflicts) });
}

interface Redemption {
  readonly event: LedgerEvent & { type: 'redeemed' };
  readonly sealed: string | null;
  readonly performance: Performance;
  readonly conflicts: Set<Conflict>;
  /** Writes the event, with the conflicts found until then. */
  readonly record: () => Promise<void>;
}

async function redeem(
  tx: Tx,
  context: Context,
  delivering: Delivering,
  { event, sealed, performance, conflicts, record }: Redemption,
): Promise<Result<void, ProblemCode>> {
  const code = openCode(event, sealed, context.keys, delivering.rules.code);
  if (!code.ok) return code;
  const units = await judgeRedemption(tx, event, performance, code.value, conflicts);
  await record();
  await recordAcquisition(tx, event, { code: code.value, ...units, conflicts: inOrder(conflicts) });
  delivering.uses.add(event.acquisitionId);
  return ok(undefined);
}

/** Whether another event has this sequence already: then the ledger was cloned, and its epoch is frozen. */
async function judgeEpoch(
  tx: Tx,
  { clock }: Context,
  { epochId, frozen }: Delivering,
  { sequence }: LedgerEvent,
  conflicts: Set<Conflict>,
): Promise<boolean> {
  if (frozen !== null) conflicts.add('epoch-frozen');
  const taken = await tx.query('SELECT FROM events WHERE epoch_id = $1 AND sequence = $2 AND NOT forked', [
    epochId,
    sequence,
  ]);
  if (taken.length === 0) return false;
  conflicts.add('epoch-forked');
  await freezeEpoch(tx, epochId, 'forked', new Date(clock.now()));
  return true;
}

async function knownEvent(tx: Tx, id: string): Promise<{ hash: string; conflicts: Conflict[] } | null> {
  const [row] = await tx.query<{ hash: string; conflicts: Conflict[] }>(
    `SELECT encode(hash, 'hex') AS hash, conflicts FROM events WHERE id = $1`,
    [id],
  );
  return row ?? null;
}

async function insertEvent(
  tx: Tx,
  { clock }: Context,
  event: LedgerEvent,
  conflicts: Conflict[],
  forked: boolean,
): Promise<void> {
  const acquisitionId = 'acquisitionId' in event ? event.acquisitionId : null;
  await tx.query(
    `INSERT INTO events
       (id, epoch_id, sequence, forked, type, performance_id, acquisition_id, at, hash, body, conflicts, received_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, decode($9, 'hex'), $10, $11, $12)`,
    [
      event.id,
      event.epoch,
      event.sequence,
      forked,
      event.type,
      event.performanceId,
      acquisitionId,
      event.at,
      event.hash,
      event,
      conflicts,
      new Date(clock.now()),
    ],
  );
}

function inOrder(conflicts: ReadonlySet<Conflict>): Conflict[] {
  return CONFLICTS.filter((each) => conflicts.has(each));
}
