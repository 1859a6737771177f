/** Delivery: what a desk's ledger holds is recorded, item by item; a fact is never refused (ARCHITECTURE, decision 10). */
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { BodyOf, AnswerOf } from '../../src-shared/registry-api/endpoints.ts';
import type { ProblemCode } from '../../src-shared/registry-api/problems.ts';
import type { ItemAnswer } from '../../src-shared/registry-api/schemas.ts';
import type { Tx } from '../db/database.ts';
import { codeOf } from '../start-failure.ts';
import { instantNow, type Context } from './context.ts';
import { checkItem, readableParts } from './delivered-item.ts';
import { advanceEpoch, applyGiveBacks } from './delivered-epoch.ts';
import { lockEpoch, type Desk } from './desks.ts';
import { sha256 } from './keys.ts';
import { lockPerformances } from './performances.ts';
import { recordEvent, type Delivering } from './record-event.ts';
import { publish } from './streams.ts';

/** Errors of the data at hand (SQLSTATE classes 22 and 23): they hit one item, and would hit it again. */
const OF_THE_ITEM = /^2[23]/;

/**
 * Records the items of one epoch in one transaction, each behind a savepoint. The epoch is locked meanwhile, and every
 * performance that is named, so that what is said about leases and earlier uses is exact.
 */
export async function deliver(
  tx: Tx,
  context: Context,
  desk: Desk,
  { epoch: epochId, items }: BodyOf<'deliver'>,
): Promise<Result<AnswerOf<'deliver'>, 'epoch.unknown'>> {
  const epoch = await lockEpoch(tx, desk.id, epochId, 'UPDATE');
  if (epoch === null) return fail('epoch.unknown');
  const checked = items.map((item) => checkItem(item, epochId));
  await lockPerformances(
    tx,
    checked.flatMap((each) => (each.ok ? [each.value.event.performanceId] : [])),
  );
  const delivering: Delivering = {
    desk,
    epochId,
    rules: new Map(),
    frozen: epoch.frozen,
    forkedNow: false,
    uses: new Set(),
    performances: new Set(),
  };

  const answers: ItemAnswer[] = [];
  for (const [index, each] of checked.entries()) {
    const item = items[index];
    const result = each.ok
      ? await behindSavepoint(tx, () => recordEvent(tx, context, delivering, each.value))
      : fail('request.malformed' as const);
    const { id } = readableParts(item, epochId);
    if (result.ok) {
      answers.push({ id, ...result.value, problem: null });
    } else {
      await setAside(tx, context, delivering, item, result.error.code);
      answers.push({ id, result: 'refused', conflicts: [], problem: result.error.code });
    }
  }
  const contiguous = await advanceEpoch(tx, epochId, epoch.contiguous);
  if (delivering.frozen === null) await applyGiveBacks(tx, epochId, contiguous);
  // In the order in which the streams' counters are locked elsewhere.
  await publish(tx, 'performances', [...delivering.performances]);
  await publish(tx, 'uses', [...delivering.uses]);
  // Whoever delivers to a forked epoch must leave it, unless the desk has done so already.
  const forked = delivering.forkedNow || (epoch.frozen === 'forked' && !epoch.succeeded);
  return ok({ answers, serverTime: instantNow(context), forked });
}

async function behindSavepoint<Value>(
  tx: Tx,
  work: () => Promise<Result<Value, ProblemCode>>,
): Promise<Result<Value, ProblemCode>> {
  await tx.query('SAVEPOINT item');
  try {
    const result = await work();
    await tx.query(result.ok ? 'RELEASE SAVEPOINT item' : 'ROLLBACK TO SAVEPOINT item');
    return result;
  } catch (error) {
    if (!OF_THE_ITEM.test(codeOf(error))) throw error;
    await tx.query('ROLLBACK TO SAVEPOINT item');
    return fail('request.malformed');
  }
}

/** Keeps a refused item, once, and fills its place in the sequence where that can be read. */
async function setAside(
  tx: Tx,
  { clock }: Context,
  { desk, epochId }: Delivering,
  item: unknown,
  problem: string,
): Promise<void> {
  const body = JSON.stringify(item);
  await tx.query(
    `INSERT INTO set_aside (desk_id, epoch_id, sequence, problem, body_hash, body, received_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (epoch_id, body_hash) DO NOTHING`,
    [desk.id, epochId, readableParts(item, epochId).sequence, problem, sha256(body), body, new Date(clock.now())],
  );
}
