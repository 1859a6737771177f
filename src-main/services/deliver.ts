/** Takes what the registry answered to a delivery, item by item (ARCHITECTURE, decision 10). */
import type { ItemAnswer } from '../../src-shared/registry-api/bodies/delivery.ts';
import type { DeskContext } from './context.ts';
import type { Settlement } from './store-ports/ledger.ts';
import { durably } from './durable.ts';
import type { Delivery } from './ports.ts';

const DAY = 86_400_000;

/**
 * The next events for the sync: what waits, and behind it what the registry had refused at the start or a day ago, once
 * more (field lesson 15). That a reservation may be at the registry from now on is remembered before it goes.
 */
export function handOut(context: DeskContext, most: number): Delivery | null {
  const { store, session } = context;
  const delivery = store.deliveries.next(most);
  // From the next call on: what was refused in the present round is not handed out in it again.
  if (isDayOld(context)) gatherSetAside(context);
  else if (delivery === null && session.retry.ids.size > 0) {
    return store.deliveries.nextSetAside(session.retry.ids, most);
  }
  if (delivery?.items.some(({ event }) => event.type === 'reserved') === true) {
    durably(store.transaction(() => store.deliveries.markSent(delivery)));
  }
  return delivery;
}

/** Also where the clock has been set back by so much. */
function isDayOld({ session, clock }: DeskContext): boolean {
  return Math.abs(clock.now() - session.retry.at) >= DAY;
}

/** The registry's side may have been mended meanwhile: a newer version, an agent that is named again. */
function gatherSetAside({ store, session, clock }: DeskContext): void {
  session.retry = { ids: new Set(store.deliveries.setAsideIds()), at: clock.now() };
}

/** Settles the answered items; an answer that names another event settles nothing, and the item stays waiting. */
export function settleDelivery(
  context: DeskContext,
  delivery: Delivery,
  answers: readonly ItemAnswer[],
  serverTime: string | null,
): void {
  const { store, session, push } = context;
  const settled: string[] = [];
  durably(
    store.transaction(() => {
      for (const [index, { event }] of delivery.items.entries()) {
        const answer = answers[index];
        if (answer === undefined || (answer.id !== null && answer.id !== event.id)) continue;
        const settlement = settlementOf(answer);
        store.deliveries.settle(event.epoch, event.sequence, settlement);
        settled.push(event.id);
        if (event.type === 'sold-out-set' && settlement.state !== 'set-aside' && serverTime !== null) {
          store.soldOutWords.delivered(event.epoch, event.sequence, Date.parse(serverTime));
        }
      }
    }),
  );
  for (const id of settled) session.retry.ids.delete(id);
  session.lastDeliveredEpoch = delivery.epoch;
  push.changed();
}

/** A repeated answer may say `already-recorded` and still name the conflicts. */
function settlementOf({ result, conflicts, problem }: ItemAnswer): Settlement {
  if (result === 'refused') return { state: 'set-aside', problem };
  if (result === 'recorded-with-conflict' || conflicts.length > 0) return { state: 'conflict', conflicts };
  return { state: 'delivered' };
}
