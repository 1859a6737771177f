/** Leases at the desk: what may be sold, when places are asked for and when they go back (the lease algebra). */
import { balance, unitsOf } from '../../src-shared/cap/lease.ts';
import type { SaleFacts } from '../../src-shared/acquisition/sale-facts.ts';
import { overFrom, type Performance } from '../../src-shared/performance/performance.ts';
import type { DeskContext } from './context.ts';

export const LEASE_POLICY = {
  /** Units that a desk likes to hold of a performance that it sells. */
  target: 4,
  /** With fewer than so many after a sale it asks again, so that the next customer need not wait. */
  refillBelow: 2,
  /** How long a verdict says that a place is being asked for, in milliseconds (ARCHITECTURE, decision 7). */
  askMilliseconds: 3_000,
  /** How long a scan keeps its place from other desks, in milliseconds; then whoever asks may have it. */
  holdMilliseconds: 60_000,
} as const;

/** Units left under the cap as far as this desk knows, never negative; null: no cap (CAP-7). */
export function unitsLeft({ store }: DeskContext, { id, cap }: Performance): number | null {
  return cap === null ? null : Math.max(0, cap.limit - store.acquisitions.units(id) - store.uses.units(id));
}

/** Units more or fewer for another number of children: none where holders are counted, never more back than it takes (CAP-8). */
export function unitsChangeFor(
  { cap }: Performance,
  before: { readonly children: number; readonly units: number },
  children: number,
): number {
  return Math.max(-before.units, unitsOf(cap, children) - unitsOf(cap, before.children));
}

/** Whether the epoch is known to be doubtful: no lease of it may be sold from, or given back. */
export function isEpochDoubtful({ store }: DeskContext): boolean {
  return store.settings.read('epoch-request') !== null;
}

/**
 * What the desk may sell of a performance: its lease, and never past a cap that has been lowered since. `unanswered`:
 * a request for places is out, so what the registry said before no longer counts.
 */
export function sellable(context: DeskContext, performance: Performance, unanswered: boolean): SaleFacts['lease'] {
  const left = unitsLeft(context, performance);
  if (left === null) return null;
  const epoch = context.store.epochs.current();
  if (epoch === null || isEpochDoubtful(context)) return { balance: 0, registryHasMore: true, left };
  const lease = context.store.leases.find(epoch.id, performance.id);
  const held = lease === null ? 0 : balance(lease.counters);
  return { balance: Math.min(held, left), registryHasMore: left > held && (unanswered || lease?.pool !== 0), left };
}

/** Whether a scan of that time still keeps its place from other desks. */
export function isHeld({ clock }: DeskContext, since: number): boolean {
  return clock.now() - since < LEASE_POLICY.holdMilliseconds;
}

/** Whether a request for places of a performance waits for its answer. */
export function isRequestOpen({ store }: DeskContext, performanceId: string): boolean {
  const epoch = store.epochs.current();
  return epoch !== null && store.leaseRequests.open(epoch.id, performanceId) !== null;
}

/**
 * Asks the registry for places, so that the desk holds its target or at least `units`, never more than are left; the
 * request is durable, with an id of its own, before it is sent. Nothing is asked while a request is open or the epoch is doubtful.
 */
export function requestPlaces(context: DeskContext, performance: Performance, units: number): void {
  const { store, ids, clock, syncControl } = context;
  const epoch = store.epochs.current();
  if (performance.cap === null || epoch === null || isEpochDoubtful(context)) return;
  if (clock.now() >= overFrom(performance)) return;
  const lease = store.leases.find(epoch.id, performance.id);
  const held = lease === null ? 0 : balance(lease.counters);
  const wish = Math.min(Math.max(LEASE_POLICY.target, units), unitsLeft(context, performance) ?? 0) - held;
  if (wish <= 0) return;
  const kept = store.transaction(() => {
    if (store.leaseRequests.open(epoch.id, performance.id) !== null) return;
    store.leaseRequests.add({ requestId: ids.next(), performanceId: performance.id, epoch: epoch.id, units: wish });
  });
  if (kept.ok) syncControl.poke('leases');
}

/** Asks for places of the picked performance once the screen has its state. */
export function requestForPicked(context: DeskContext): void {
  const { store, session, push } = context;
  push.afterwards(() => {
    const performance = session.pickedId === null ? null : store.performances.find(session.pickedId);
    if (performance !== null) requestPlaces(context, performance, 1);
  });
}

/** Asks again after a sale when few are left and the registry is not known to have none. */
export function refillAfterSale(context: DeskContext, performance: Performance): void {
  context.push.afterwards(() => {
    const lease = sellable(context, performance, false);
    if (lease?.registryHasMore && lease.balance < LEASE_POLICY.refillBelow) requestPlaces(context, performance, 1);
  });
}

/**
 * Gives unused places of a performance back, all but what a fresh verdict on screen needs; the event carries the absolute
 * counters as they are after it. Inside a transaction. True where there was anything to give.
 */
export function giveBack(context: DeskContext, performanceId: string): boolean {
  const { store, ids, clock } = context;
  const epoch = store.epochs.current();
  if (epoch === null || isEpochDoubtful(context)) return false;
  const lease = store.leases.find(epoch.id, performanceId);
  if (lease === null) return false;
  const idle = balance(lease.counters) - neededOnScreen(context, performanceId);
  if (idle <= 0) return false;
  const counters = { ...lease.counters, returned: lease.counters.returned + idle };
  const at = new Date(clock.now()).toISOString();
  store.ledger.append({ type: 'gave-back', id: ids.next(), at, performanceId, counters }, null);
  return true;
}

/** Units that a verdict or a basket on screen would take, while it is fresh. */
function neededOnScreen(context: DeskContext, performanceId: string): number {
  const { shown, basket } = context.session;
  if (basket?.performanceId === performanceId && isHeld(context, basket.since)) return basket.verdict.units;
  const isShown = shown?.performanceId === performanceId && shown.verdict.outcome !== 'refuse';
  return isShown && isHeld(context, shown.since) ? shown.verdict.units : 0;
}

/**
 * Gives back what can no longer be sold: places of performances that are over, have lost their cap or left the offer,
 * and drops requests for such. Inside a transaction. True where there was anything to give.
 */
export function giveBackUseless(context: DeskContext): boolean {
  const { store } = context;
  const epoch = store.epochs.current();
  if (epoch === null) return false;
  for (const { requestId, performanceId } of store.leaseRequests.ofEpoch(epoch.id)) {
    if (!isLeasable(context, performanceId)) store.leaseRequests.remove(requestId);
  }
  const useless = store.leases.withBalance(epoch.id).filter((id) => !isLeasable(context, id));
  return useless.filter((id) => giveBack(context, id)).length > 0;
}

function isLeasable({ store, clock }: DeskContext, performanceId: string): boolean {
  const performance = store.performances.find(performanceId);
  return performance !== null && performance.cap !== null && clock.now() < overFrom(performance);
}
