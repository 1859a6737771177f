/** What desks call: each call is its service, in a transaction of its own. */
import { fail, ok } from '../../../src-shared/kernel/result.ts';
import type { DESK_CALLS } from '../../../src-shared/registry-api/calls/desk.ts';
import { cardChanges } from '../../services/cards/cards.ts';
import { deliverAlone } from '../../services/delivery/deliver.ts';
import { READ_AT_ONCE, readItems } from '../../services/delivery/delivered-item.ts';
import { tellOfCards, withoutAnyCards } from '../../services/delivery/tell-of-cards.ts';
import { changeDemoCard, demoReceived } from '../../services/demo.ts';
import { knowKeysOf, noteHandedKey } from '../../services/keys/handed-keys.ts';
import { deskStatus, enrolDesk } from '../../services/desks/desks.ts';
import { knowEpoch, startEpoch } from '../../services/desks/epochs.ts';
import { pageOf } from '../../services/feeds/feed.ts';
import { makeQueue } from '../../services/gate.ts';
import { grantLease } from '../../services/desks/leases.ts';
import { performanceChanges } from '../../services/offers/performances.ts';
import { ruleSetChanges } from '../../services/rule-sets.ts';
import { snapshotFile } from '../../services/feeds/snapshot-chunks.ts';
import { presentSnapshot } from '../../services/feeds/snapshot.ts';
import { useChanges } from '../../services/feeds/uses.ts';
import { firstDayNotOver } from '../../services/offers/not-over.ts';
import type { HandlersOf } from '../routes.ts';
import { sendBlob } from '../send-blob.ts';
import type { Served } from '../served.ts';

/** Handlers of DESK_CALLS. */
export function deskHandlers({ database, context, snapshots, hub, metrics }: Served): HandlersOf<typeof DESK_CALLS> {
  // Large deliveries take turns, in small steps: whoever delivers a single sale hardly waits for them.
  const [reading, recording] = [makeQueue(1), makeQueue(2)];
  return {
    enrol: ({ caller, body }) => database.transaction((tx) => enrolDesk(tx, context, caller, body)),
    async desk({ caller, query }) {
      const status = await database.read((tx) => deskStatus(tx, context, caller, query.epoch ?? null));
      if (status.ok) await noteHandedKey(database, caller.id, status.value.networkKeys);
      return status;
    },
    startEpoch: ({ caller, body }) => database.transaction((tx) => startEpoch(tx, context, caller, body)),
    async snapshot() {
      const present = await database.read((tx) => presentSnapshot(tx));
      return present === null ? fail('snapshot.none') : ok(present.manifest);
    },
    async snapshotFile({ parameters: { hash } }) {
      const path = await snapshotFile(database, snapshots, hash);
      if (path === null) return fail('request.not-found');
      return ok((request, reply) => sendBlob(request, reply, path, hash));
    },
    cards: ({ query }) =>
      database.read((tx) => pageOf(tx, context, 'cards', query, (after, most) => cardChanges(tx, after, most))),
    performances: ({ caller, query }) =>
      database.read((tx) =>
        pageOf(tx, context, 'performances', query, (after, most) =>
          performanceChanges(tx, caller.site.id, after, most),
        ),
      ),
    uses: ({ caller, query }) =>
      database.read((tx) =>
        pageOf(tx, context, 'uses', query, (after, most, began) =>
          useChanges(tx, { siteId: caller.site.id, after, most, began, firstDay: firstDayNotOver(context) }),
        ),
      ),
    ruleSets: ({ query }) =>
      database.read((tx) => pageOf(tx, context, 'rule-sets', query, (after, most) => ruleSetChanges(tx, after, most))),
    async deliver({ caller, body }) {
      await knowKeysOf(database, context.keys, body.items);
      const isLarge = body.items.length > READ_AT_ONCE;
      // Before the transaction, so that nothing is locked meanwhile.
      const read = () => readItems(body.items, body.epoch, context.keys);
      const items = isLarge ? await reading.run(read) : await read();
      const record = () => deliverAlone(database, context, caller, body.epoch, items);
      const recorded = isLarge ? await recording.run(record) : await record();
      if (!recorded.ok) return recorded;
      const { answers } = recorded.value;
      const asker = { kind: 'desk', id: caller.id, siteId: caller.site.id } as const;
      const told = caller.revoked ? withoutAnyCards(answers) : await tellOfCards(database, context, asker, answers);
      return ok({ ...recorded.value, answers: told });
    },
    async lease({ caller, body }) {
      const granted = await database.transaction((tx) => grantLease(tx, context, caller, body));
      // A lost epoch that was taken in on the way went out again with the refusal: its desk would never begin another.
      if (!granted.ok && granted.error.code === 'epoch.frozen') {
        await database.transaction((tx) => knowEpoch(tx, caller.id, body.epoch));
      }
      if (!granted.ok) return granted;
      metrics?.leased(granted.value.outcome);
      return ok(granted.value.answer);
    },
    async news({ caller }) {
      return ok((_request, reply) => {
        reply.hijack();
        hub.connect(caller.id, reply.raw);
      });
    },
    demoCard: ({ body }) => database.transaction((tx) => changeDemoCard(tx, context, body)),
    demoReceived: () => database.read((tx) => demoReceived(tx, context)),
  };
}
