/** Delivery: what a desk's ledger holds is recorded, item by item; a fact is never refused (ARCHITECTURE, decision 10). */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { BodyOf, AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { ItemAnswer } from '../../../src-shared/registry-api/bodies/delivery.ts';
import type { Database, Tx } from '../../db/database.ts';
import { codeOf } from '../../start-failure.ts';
import { instantNow, type Context } from '../context.ts';
import { readItems, type ReadItem } from './delivered-item.ts';
import type { Desk } from '../desks/desks.ts';
import { lockEpoch, type Epoch } from '../desks/epochs.ts';
import { loadFirst, lockOffers } from './load-delivery.ts';
import { conclude, readable, record, type Delivery, type Outcome } from './record-items.ts';
import { publish } from '../feeds/streams.ts';

/** Errors of the data at hand (SQLSTATE classes 22 and 23): they hit one item, and would hit it again. */
const OF_THE_ITEM = /^2[23]/;

/**
 * Records items that have been read, in a transaction of their own that ends with the last thing written: the stream of uses
 * is locked then, and everybody waits for it. Where the data of an item do not fit, all is done once more, item by item.
 */
export async function deliverAlone(
  database: Database,
  context: Context,
  desk: Desk,
  epochId: string,
  items: readonly ReadItem[],
): Promise<Result<AnswerOf<'deliver'>, 'epoch.unknown'>> {
  try {
    return await database.transaction((tx) => recordItems(tx, context, desk, epochId, items, 'ends'));
  } catch (error) {
    if (!OF_THE_ITEM.test(codeOf(error))) throw error;
    return database.transaction((tx) => recordItems(tx, context, desk, epochId, items, 'goes on'));
  }
}

/** Records the items of one epoch within a transaction that goes on: `readItems`, then `recordItems`. */
export async function deliver(
  tx: Tx,
  context: Context,
  desk: Desk,
  { epoch, items }: BodyOf<'deliver'>,
): Promise<Result<AnswerOf<'deliver'>, 'epoch.unknown'>> {
  return recordItems(tx, context, desk, epoch, await readItems(items, epoch, context.keys), 'goes on');
}

/**
 * Records the items of one epoch as a part of a longer transaction, which publishes `uses` once it has nothing else to do:
 * until the commit nobody else can publish any.
 */
export async function deliverPart(
  tx: Tx,
  context: Context,
  desk: Desk,
  { epoch, items }: BodyOf<'deliver'>,
): Promise<Result<{ readonly answers: readonly ItemAnswer[]; readonly uses: readonly string[] }, 'epoch.unknown'>> {
  const uses: string[] = [];
  const read = await readItems(items, epoch, context.keys);
  const delivered = await recordItems(tx, context, desk, epoch, read, { unpublished: uses });
  return delivered.ok ? ok({ answers: delivered.value.answers, uses }) : delivered;
}

/**
 * Records items that have been read, in one transaction that ends with it or goes on. The epoch is locked meanwhile, and
 * every performance that is named, so that what is said about leases and earlier uses is exact. All items go together; where
 * the data of one of them do not fit the database, halves are tried, and so on, until that one stands alone and is set aside
 * (a transaction that ends with it throws instead).
 */
async function recordItems(
  tx: Tx,
  context: Context,
  desk: Desk,
  epochId: string,
  items: readonly ReadItem[],
  transaction: 'ends' | 'goes on' | { readonly unpublished: string[] },
): Promise<Result<AnswerOf<'deliver'>, 'epoch.unknown'>> {
  const read = readable(items);
  // Sent together, and locked in this order: what is asked for behind the locks sees what they waited for.
  const [epoch, offers, first] = await Promise.all([
    lockEpoch(tx, desk.id, epochId, 'UPDATE'),
    lockOffers(
      tx,
      desk.site.id,
      read.map(({ event }) => event.performanceId),
    ),
    // Behind a savepoint it is asked for there, for it may be where the data of an item do not fit.
    transaction === 'ends' ? loadFirst(tx, epochId, read) : null,
  ]);
  if (epoch === null) return fail('epoch.unknown');
  const delivery = { tx, context, desk, epoch, offers };
  const together =
    transaction === 'ends'
      ? await record(delivery, items, epoch.frozen, 'all and end', first)
      : await behindSavepoint(tx, () =>
          record(delivery, items, epoch.frozen, transaction === 'goes on' ? 'all' : 'all but publishing', null),
        );
  const outcome = together ?? (await recordHalves(delivery, items, epoch.frozen));
  const { answers, forkedNow, uses } = outcome;
  if (together === null) await conclude(delivery, items, outcome);
  if (typeof transaction === 'object') transaction.unpublished.push(...uses);
  else if (together === null) await publish(tx, 'uses', [...new Set(uses)]);
  // Whoever delivers to a forked epoch must leave it, unless the desk has done so already.
  const forked = forkedNow || (epoch.frozen === 'forked' && !epoch.succeeded);
  return ok({ answers: [...answers], serverTime: instantNow(context), forked });
}

/** Records items, or halves of them where that fails; a single one that fails is set aside. */
async function recordApart(delivery: Delivery, items: readonly ReadItem[], frozen: Epoch['frozen']): Promise<Outcome> {
  const outcome = await behindSavepoint(delivery.tx, () => record(delivery, items, frozen, 'part', null));
  if (outcome !== null) {
    await delivery.tx.query('RELEASE SAVEPOINT items');
    return outcome;
  }
  if (items.length > 1) return recordHalves(delivery, items, frozen);
  return record(
    delivery,
    items.map((each) => ({ ...each, read: fail('request.malformed') })),
    frozen,
    'part',
    null,
  );
}

async function recordHalves(delivery: Delivery, items: readonly ReadItem[], frozen: Epoch['frozen']): Promise<Outcome> {
  const middle = Math.ceil(items.length / 2);
  const first = await recordApart(delivery, items.slice(0, middle), frozen);
  if (middle === items.length) return first;
  const second = await recordApart(delivery, items.slice(middle), first.frozen);
  return {
    answers: [...first.answers, ...second.answers],
    frozen: second.frozen,
    hasWaiting: first.hasWaiting || second.hasWaiting,
    forkedNow: first.forkedNow || second.forkedNow,
    performances: [...first.performances, ...second.performances],
    uses: [...first.uses, ...second.uses],
  };
}

/** Runs work; null, and nothing done, where the data of an item do not fit the database. The savepoint stays after success. */
async function behindSavepoint<Value>(tx: Tx, work: () => Promise<Value>): Promise<Value | null> {
  try {
    const [, value] = await Promise.all([tx.query('SAVEPOINT items'), work()]);
    return value;
  } catch (error) {
    if (!OF_THE_ITEM.test(codeOf(error))) throw error;
    await tx.query('ROLLBACK TO SAVEPOINT items; RELEASE SAVEPOINT items');
    return null;
  }
}
