/** Begins a new epoch where the ledger and the registry have parted: a restore, a cloned disk, a written-off desk. */
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import type { DeskStatus } from '../../src-shared/registry-api/bodies/enrolment.ts';
import type { DeskContext } from './context.ts';
import { durably } from './durable.ts';
import { requestForPicked } from './leases.ts';
import { showAgain } from './show.ts';

/**
 * Compares the ledger's head with what the registry knows. Gives the request for a new epoch, the same one until it is
 * started, or null where all is well. From the moment that a request stands nothing is sold from the old epoch's
 * leases nor given back from them: the same places may be sold elsewhere. Sales without a cap go on.
 */
export function checkEpoch(context: DeskContext, status: DeskStatus, forked: boolean): BodyOf<'startEpoch'> | null {
  const { store, ids } = context;
  const pending = store.settings.read('epoch-request');
  if (pending !== null) return pending;
  const why = partedBecause(context, status, forked);
  if (why === null) return null;
  const request = { requestId: ids.next(), before: status.epoch.id, why };
  durably(store.transaction(() => store.settings.write('epoch-request', request)));
  showAgain(context, 'news');
  return request;
}

/** The registry has started the epoch: the one before is frozen, leases are empty. A replay changes nothing. */
export function takeStartedEpoch(context: DeskContext, epoch: string): void {
  const { store, clock } = context;
  durably(
    store.transaction(() => {
      store.settings.write('epoch-request', null);
      if (store.epochs.find(epoch) !== null) return;
      for (const { requestId } of store.leaseRequests.ofEpoch(store.epochs.current()?.id ?? '')) {
        store.leaseRequests.remove(requestId);
      }
      store.epochs.start(epoch, new Date(clock.now()).toISOString());
    }),
  );
  // What was asked of the old epoch is no longer waited for.
  showAgain(context, 'answer');
  requestForPicked(context);
}

function partedBecause(
  { store, session }: DeskContext,
  status: DeskStatus,
  forked: boolean,
): 'restored' | 'forked' | null {
  const current = store.epochs.current();
  if (current === null) return null;
  const { id, frozen, head } = status.epoch;
  if (id !== current.id) {
    // An epoch that this ledger has left is a late answer; one that it never had was begun by a copy of this desk, and ours is not
    // known there.
    return store.epochs.find(id) === null ? 'restored' : null;
  }
  // An epoch that was left because of a fork may still be delivering, and say so again.
  if (forked && (session.lastDeliveredEpoch ?? id) === id) return 'forked';
  if (frozen) return 'restored';
  if (head === null) return null;
  if (head.sequence > (store.ledger.head(id)?.sequence ?? 0)) return 'restored';
  return store.ledger.hashAt(id, head.sequence) === head.hash ? null : 'forked';
}
