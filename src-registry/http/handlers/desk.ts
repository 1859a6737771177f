/** What desks call: each call is its service, in a transaction of its own. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fail, ok } from '../../../src-shared/kernel/result.ts';
import type { DESK_CALLS } from '../../../src-shared/registry-api/calls/desk.ts';
import { cardChanges } from '../../services/cards.ts';
import { deliver } from '../../services/deliver.ts';
import { changeDemoCard, demoReceived } from '../../services/demo.ts';
import { deskStatus, enrolDesk, startEpoch } from '../../services/desks.ts';
import { pageOf } from '../../services/feed.ts';
import { grantLease } from '../../services/leases.ts';
import { performanceChanges } from '../../services/performances.ts';
import { ruleSetChanges } from '../../services/rule-sets.ts';
import { presentSnapshot, snapshotPath } from '../../services/snapshot.ts';
import { useChanges } from '../../services/uses.ts';
import type { HandlersOf, Writer } from '../routes.ts';
import type { Served } from '../served.ts';

/** Handlers of DESK_CALLS. */
export function deskHandlers({ database, context, snapshots, hub }: Served): HandlersOf<typeof DESK_CALLS> {
  return {
    enrol: ({ caller, body }) => database.transaction((tx) => enrolDesk(tx, context, caller, body)),
    desk: ({ caller }) => database.read((tx) => deskStatus(tx, context, caller)),
    startEpoch: ({ caller, body }) => database.transaction((tx) => startEpoch(tx, context, caller, body)),
    async snapshot() {
      const present = await database.read((tx) => presentSnapshot(tx, context, snapshots));
      return present === null ? fail('snapshot.none') : ok(present.manifest);
    },
    async snapshotFile({ parameters: { hash } }) {
      const file = await snapshotWriter(snapshots, hash);
      return file === null ? fail('request.not-found') : ok(file);
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
        pageOf(tx, context, 'uses', query, (after, most) => useChanges(tx, caller.site.id, after, most)),
      ),
    ruleSets: ({ query }) =>
      database.read((tx) => pageOf(tx, context, 'rule-sets', query, (after, most) => ruleSetChanges(tx, after, most))),
    deliver: ({ caller, body }) => database.transaction((tx) => deliver(tx, context, caller, body)),
    lease: ({ caller, body }) => database.transaction((tx) => grantLease(tx, context, caller, body)),
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

/** The file under its hash never changes: whoever has it keeps it. */
async function snapshotWriter(folder: string, hash: string): Promise<Writer | null> {
  const path = snapshotPath(folder, hash);
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  const etag = `"${hash}"`;
  return (request, reply) => {
    void reply.header('etag', etag).header('cache-control', 'public, max-age=31536000, immutable');
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.type('application/octet-stream').header('content-length', found.size).send(createReadStream(path));
  };
}
