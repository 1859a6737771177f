/** Takes what the registry answered to a delivery, item by item (ARCHITECTURE, decision 10). */
import type { ItemAnswer } from '../../src-shared/registry-api/bodies/delivery.ts';
import type { DeskContext } from './context.ts';
import type { Settlement } from './store-ports/ledger.ts';
import { durably } from './durable.ts';
import type { Delivery } from './ports.ts';

/** The next events for the sync. That a reservation may be at the registry from now on is remembered before it goes. */
export function handOut({ store }: DeskContext, most: number): Delivery | null {
  const delivery = store.deliveries.next(most);
  if (delivery?.items.some(({ event }) => event.type === 'reserved') === true) {
    durably(store.transaction(() => store.deliveries.markSent(delivery)));
  }
  return delivery;
}

/** Settles the answered items; an answer that names another event settles nothing, and the item stays waiting. */
export function settleDelivery(
  context: DeskContext,
  delivery: Delivery,
  answers: readonly ItemAnswer[],
  serverTime: string | null,
): void {
  const { store, session, push } = context;
  durably(
    store.transaction(() => {
      for (const [index, { event }] of delivery.items.entries()) {
        const answer = answers[index];
        if (answer === undefined || (answer.id !== null && answer.id !== event.id)) continue;
        const settlement = settlementOf(answer);
        store.deliveries.settle(event.epoch, event.sequence, settlement);
        if (event.type === 'sold-out-set' && settlement.state !== 'set-aside' && serverTime !== null) {
          store.soldOutWords.delivered(event.epoch, event.sequence, Date.parse(serverTime));
        }
      }
    }),
  );
  session.lastDeliveredEpoch = delivery.epoch;
  push.changed();
}

/** A repeated answer may say `already-recorded` and still name the conflicts. */
function settlementOf({ result, conflicts, problem }: ItemAnswer): Settlement {
  if (result === 'refused') return { state: 'set-aside', problem };
  if (result === 'recorded-with-conflict' || conflicts.length > 0) return { state: 'conflict', conflicts };
  return { state: 'delivered' };
}
