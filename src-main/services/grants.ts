/** What the registry says of places: answers to requests, places wanted elsewhere, places free again. */
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import type { LeaseAnswer } from '../../src-shared/registry-api/bodies/leases.ts';
import type { DeskContext } from './context.ts';
import { durably } from './durable.ts';
import { giveBack, isEpochDoubtful } from './leases.ts';
import { showAgain } from './show.ts';

/** The open requests of the current epoch; none while the epoch is doubtful. */
export function wantedPlaces(context: DeskContext): BodyOf<'lease'>[] {
  const epoch = context.store.epochs.current();
  return epoch === null || isEpochDoubtful(context) ? [] : context.store.leaseRequests.ofEpoch(epoch.id);
}

/**
 * Takes the answer to a request; null: it was refused for good. What is granted counts at any time; what is said of the
 * pool only while the request is open. A registry that grants nothing counts as having none until there is news.
 */
export function takeGrant(context: DeskContext, request: BodyOf<'lease'>, answer: LeaseAnswer | null): void {
  const { store, session } = context;
  const { requestId, epoch, performanceId } = request;
  durably(
    store.transaction(() => {
      const isOpen = store.leaseRequests.open(epoch, performanceId)?.requestId === requestId;
      store.leaseRequests.remove(requestId);
      if (store.epochs.find(epoch) === null) return;
      const lease = store.leases.find(epoch, performanceId);
      const before = lease?.counters.granted ?? 0;
      const granted = answer?.granted ?? before;
      const said = granted > before ? (answer?.pool ?? 0) : 0;
      store.leases.grant(epoch, performanceId, granted, isOpen ? said : (lease?.pool ?? null));
    }),
  );
  const { shown, basket } = session;
  const waits = shown?.performanceId === performanceId || basket?.performanceId === performanceId;
  showAgain(context, waits ? 'answer' : 'news');
}

/** Another desk ran out of `wanted`: idle places go back. The registry has places of `freed` again: ask if one waits. */
export function hearNews(
  context: DeskContext,
  { wanted, freed }: { readonly wanted: readonly string[]; readonly freed: readonly string[] },
): void {
  const { store, syncControl } = context;
  const given = durably(
    store.transaction(() => {
      const epoch = store.epochs.current();
      if (epoch === null) return [];
      for (const performanceId of freed) store.leases.forgetPool(epoch.id, performanceId);
      return wanted.filter((performanceId) => giveBack(context, performanceId));
    }),
  );
  if (given.length > 0) syncControl.poke('deliver');
  showAgain(context, 'news');
}
