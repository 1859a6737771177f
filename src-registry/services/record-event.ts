/** One event of a ledger becomes the registry's: recorded once, with what does not fit, and with its effects. */
import type { LedgerEvent } from '../../src-shared/acquisition/event.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import type { ProblemCode } from '../../src-shared/registry-api/problems.ts';
import { CONFLICTS, type Conflict, type ItemAnswer } from '../../src-shared/registry-api/schemas.ts';
import type { RuleSet } from '../../src-shared/rules/rule-set.ts';
import type { Tx } from '../db/database.ts';
import type { Context } from './context.ts';
import type { CheckedItem } from './delivered-item.ts';
import { freezeEpoch, type Desk, type Epoch } from './desks.ts';
import { findPerformance, markSoldOut } from './performances.ts';
import { recordAcquisition } from './record-acquisition.ts';
import { recordAssistance } from './record-assistance.ts';
import { rulesOn } from './rule-sets.ts';

/** What one delivery has found out so far. */
export interface Delivering {
  readonly desk: Desk;
  readonly epochId: string;
  /** Rule sets by the day on which they are in force, as they were asked for. */
  readonly rules: Map<string, RuleSet>;
  frozen: Epoch['frozen'];
  /** This delivery brought a second event for a sequence. */
  forkedNow: boolean;
  /** Acquisitions that changed. */
  readonly uses: Set<string>;
  /** Performances that changed. */
  readonly performances: Set<string>;
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
  const applied = await apply(tx, context, delivering, { event, sealed, performance: found.performance, conflicts });
  if (!applied.ok) return applied;
  await insertEvent(tx, context, event, inOrder(conflicts), forked);
  // Only now: an item that was refused after all must leave no trace.
  if (forked) Object.assign(delivering, { frozen: 'forked', forkedNow: true });
  return ok({ result: conflicts.size > 0 ? 'recorded-with-conflict' : 'recorded', conflicts: inOrder(conflicts) });
}

interface Arrived extends CheckedItem {
  readonly performance: Performance;
  readonly conflicts: Set<Conflict>;
}

/** What the event does beside being recorded. A give-back waits for what came before it, a refusal does nothing. */
async function apply(
  tx: Tx,
  { keys }: Context,
  delivering: Delivering,
  { event, sealed, performance, conflicts }: Arrived,
): Promise<Result<void, ProblemCode>> {
  switch (event.type) {
    case 'gave-back':
    case 'refused':
      break;
    case 'assisted':
    case 'assistance-voided':
      await recordAssistance(tx, event);
      break;
    case 'sold-out-set':
      if (await markSoldOut(tx, event)) delivering.performances.add(performance.id);
      break;
    default: {
      const rules = await rulesFor(tx, delivering, performance.day);
      const arrived = { event, sealed, deskId: delivering.desk.id, performance, rules };
      const changed = await recordAcquisition(tx, keys, arrived, conflicts);
      if (!changed.ok) return changed;
      for (const id of changed.value) delivering.uses.add(id);
    }
  }
  return ok(undefined);
}

/** CAP-10: the set in force on the performance's day. */
async function rulesFor(tx: Tx, { rules }: Delivering, day: string): Promise<RuleSet> {
  const known = rules.get(day);
  if (known !== undefined) return known;
  const found = await rulesOn(tx, day);
  rules.set(day, found);
  return found;
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
