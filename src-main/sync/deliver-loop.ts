/** Up: what the ledger holds goes to the registry, in order; ids are the keys, so nothing is lost or doubled (USE-3). */
import { MOST_ITEMS, type ItemAnswer } from '../../src-shared/registry-api/bodies/delivery.ts';
import type { Delivery, DeskSide } from '../services/ports.ts';
import type { Round } from './loop.ts';
import { isProblem, NOT_THE_CONTRACT } from './registry-answer.ts';
import type { RegistryClient } from './registry-client.ts';

/**
 * Delivers until nothing waits. What has no readable answer stays waiting. A batch that the registry will not take as a
 * whole is halved down to the item it cannot take, which is set aside as refused (field lesson 15); so is what an earlier
 * epoch holds that the registry does not know as this desk's, for it was enrolled anew.
 */
export function deliverRound(parts: {
  readonly desk: DeskSide;
  readonly registry: RegistryClient;
  /** The registry saw two events with one sequence number. */
  readonly onForked: () => void;
}): Round {
  const { desk, registry } = parts;
  let most = MOST_ITEMS;
  return async ({ signal, progress }) => {
    let lastFirst: string | null = null;
    while (!signal.aborted) {
      const delivery = await desk.nextDelivery(most);
      const first = delivery?.items[0];
      if (delivery === null || first === undefined) return null;
      if (first.event.id === lastFirst) throw new Error('the desk handed out what was delivered');
      const answer = await registry.call('deliver', {
        body: { epoch: delivery.epoch, items: [...delivery.items] },
        signal,
      });
      if (!answer.ok) {
        const isUnknown = isProblem(answer.error, 'epoch.unknown') && delivery.epoch !== (await desk.presentEpoch());
        if (!isUnknown && !isProblem(answer.error, 'request.malformed', 'request.too-large')) return answer.error;
        if (!isUnknown && delivery.items.length > 1) {
          most = Math.ceil(delivery.items.length / 2);
          continue;
        }
        await desk.delivered(delivery, refusals(delivery, answer.error.parameters.problem), null);
      } else {
        if (!answersFit(delivery, answer.value.answers)) return NOT_THE_CONTRACT;
        await desk.delivered(delivery, answer.value.answers, answer.value.serverTime);
        if (answer.value.forked) parts.onForked();
      }
      most = MOST_ITEMS;
      lastFirst = first.event.id;
      progress();
    }
    return null;
  };
}

function refusals({ items }: Delivery, problem: ItemAnswer['problem']): ItemAnswer[] {
  return items.map(({ event: { id } }) => ({ id, result: 'refused', conflicts: [], problem }));
}

function answersFit({ items }: Delivery, answers: readonly ItemAnswer[]): boolean {
  return items.length === answers.length && items.every((item, index) => item.event.id === answers[index]?.id);
}
