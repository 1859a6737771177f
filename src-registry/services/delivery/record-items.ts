/** One attempt at the items of a delivery: loaded for, judged in their order, written, and concluded. */
import type { ItemAnswer } from '../../../src-shared/registry-api/bodies/delivery.ts';
import type { Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';
import { advanceEpoch, applyGiveBacks } from './delivered-epoch.ts';
import type { ReadEvent, ReadItem } from './delivered-item.ts';
import { noChanges, type Changes, type Offered } from './delivery-facts.ts';
import type { Desk } from '../desks/desks.ts';
import { freezeEpoch, type Epoch } from '../desks/epochs.ts';
import { loadFacts, loadFirst, type FirstFacts } from './load-delivery.ts';
import { recordEvent } from './record-event.ts';
import { publish } from '../feeds/streams.ts';
import { countUses } from '../statistics/use-counts.ts';
import { useDeltas } from './use-deltas.ts';
import { reclaimIdle } from '../desks/write-off.ts';
import { writeAcquisitions, writeBeside, writeEvents, writeSetAside, type RefusedItem } from './write-delivery.ts';

/** What one delivery works on. */
export interface Delivery {
  readonly tx: Tx;
  readonly context: Context;
  readonly desk: Desk;
  readonly epoch: Epoch;
  readonly offers: ReadonlyMap<string, Offered>;
}

/** What recording items has come to. */
export interface Outcome {
  readonly answers: readonly ItemAnswer[];
  /** Somebody brought a second event for a sequence, now or before. */
  readonly frozen: Epoch['frozen'];
  readonly forkedNow: boolean;
  /** There may be give-backs that have not taken effect. */
  readonly hasWaiting: boolean;
  /** Performances and acquisitions of which desks must hear. */
  readonly performances: readonly string[];
  readonly uses: readonly string[];
}

/** The items that could be read. */
export function readable(items: readonly ReadItem[]): ReadEvent[] {
  return items.flatMap(({ read }) => (read.ok ? [read.value] : []));
}

/**
 * Loads what items are judged by (unless that has been asked for), judges them in their order, and writes. `all` of a
 * delivery also concludes it (`and end`: and commits), before the stream of uses is locked; `but publishing`: without the
 * stream; a `part` leaves both to whoever gathers the parts.
 */
export async function record(
  delivery: Delivery,
  items: readonly ReadItem[],
  frozen: Epoch['frozen'],
  which: 'all and end' | 'all' | 'all but publishing' | 'part',
  loaded: FirstFacts | null,
): Promise<Outcome> {
  const { tx, context, desk, epoch, offers } = delivery;
  const now = new Date(context.clock.now());
  const read = readable(items);
  const first = loaded ?? (await loadFirst(tx, epoch.id, read));
  const facts = await loadFacts(tx, desk, { id: epoch.id, frozen }, offers, read, first);
  const changes = noChanges();
  const refused: RefusedItem[] = [];
  const answers = items.map(({ id, item, sequence, read: each }): ItemAnswer => {
    const result = each.ok ? recordEvent(facts, changes, each.value) : each;
    if (result.ok) return { id, ...result.value, problem: null };
    const problem = result.error.code;
    refused.push({ item, sequence, problem });
    return { id, result: 'refused', conflicts: [], problem };
  });
  const forkedNow = changes.events.some(({ forked }) => forked);
  const performances = new Set<string>();
  const { frozen: frozenNow } = facts;
  const hasWaiting = facts.hasWaiting || changes.events.some(({ event }) => event.type === 'gave-back');
  const steps = [
    () => writeEvents(tx, facts, changes, now),
    () => writeSetAside(tx, facts, refused, now),
    async () => (forkedNow ? freezeEpoch(tx, epoch.id, 'forked', now) : undefined),
    () => writeBeside(tx, changes, performances),
    async () => {
      if (which !== 'part') await conclude(delivery, items, { frozen: frozenNow, hasWaiting, performances });
    },
    () => countUses(tx, useDeltas(facts, changes)),
    // Last, for with `all` it locks the stream of uses, for which everybody waits.
    () => writeAcquisitions(tx, facts, changes, which === 'all' || which === 'all and end'),
    async () => {
      if (which === 'all and end') await tx.finish();
    },
  ];
  // Nearly always each step is one statement at most: then they are sent together.
  if (isPlain(delivery, hasWaiting, changes)) await Promise.all(steps.map((step) => step()));
  else for (const step of steps) await step();
  const uses = [...changes.acquisitions.keys()];
  return { answers, frozen: frozenNow, hasWaiting, forkedNow, performances: [...performances], uses };
}

/** No step of writing has to wait for what another one finds. */
function isPlain({ epoch }: Delivery, hasWaiting: boolean, { events }: Changes): boolean {
  return (
    !hasWaiting &&
    !epoch.isReclaimed &&
    events.every(({ event, forked }) => !forked && ('acquisitionId' in event || event.type === 'refused'))
  );
}

/**
 * What follows once all items are recorded: the epoch's arrival, give-backs that waited for it, what is idle again at a desk
 * that was written off, what desks must hear.
 */
export async function conclude(
  { tx, desk, epoch }: Delivery,
  items: readonly ReadItem[],
  { frozen, hasWaiting, performances }: Pick<Outcome, 'frozen' | 'hasWaiting'> & { performances: Iterable<string> },
): Promise<void> {
  const arrived = items.flatMap(({ sequence }) => sequence ?? []);
  const contiguous = await advanceEpoch(tx, epoch, arrived);
  if (frozen === null && hasWaiting) await applyGiveBacks(tx, epoch.id, contiguous);
  if (epoch.isReclaimed) {
    const named = readable(items).map(({ event }) => event.performanceId);
    await reclaimIdle(tx, desk.id, named);
  }
  await publish(tx, 'performances', [...new Set(performances)]);
}
