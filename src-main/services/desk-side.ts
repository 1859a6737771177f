/** The desk service as the sync sees it: each call is one short durable transaction. */
import type { DeskContext } from './context.ts';
import { durably } from './durable.ts';
import { learnSkew } from './clock-skew.ts';
import { checkEpoch, takeStartedEpoch } from './epoch-change.ts';
import { applyPage } from './feeds.ts';
import { hearNews, takeGrant, wantedPlaces } from './grants.ts';
import { requestForPicked } from './leases.ts';
import { takeKeys, type KeyDependencies } from './take-keys.ts';
import { handOut, settleDelivery } from './deliver.ts';
import type { DeskSide, SyncReport } from './ports.ts';
import { showAgain } from './show.ts';
import { takePolicy } from './site-policy.ts';

/** Makes the sync's side of the desk. A call rejects with `desk.not-durable` as its message when the disk refuses. */
export function createDeskSide(context: DeskContext, dependencies: KeyDependencies): DeskSide {
  const { store, cardList } = context;
  return {
    cursor: async (stream) => store.cursors.read(stream),
    apply: async (page) => applyPage(context, page),
    nextDelivery: async (most) => handOut(context, most),
    delivered: async (delivery, answers, serverTime) => settleDelivery(context, delivery, answers, serverTime),
    wantedPlaces: async () => wantedPlaces(context),
    granted: async (request, answer) => takeGrant(context, request, answer),
    presentEpoch: async () => store.epochs.current()?.id ?? null,
    async checkEpoch(status, forked) {
      takePolicy(context, status.policy);
      return checkEpoch(context, status, forked);
    },
    takeKeys: (keys) => takeKeys(context, dependencies, keys),
    startedEpoch: async (epoch) => takeStartedEpoch(context, epoch),
    heard: async (news) => hearNews(context, news),
    async cardsChanged() {
      cardList.reopen();
      showAgain(context, 'news');
    },
    report: async (report) => takeReport(context, report),
  };
}

/** While the network was away, news of free places may have been missed: what was known of pools no longer counts. */
function takeReport(context: DeskContext, report: SyncReport): void {
  const { store, session, push } = context;
  const isBack = report.network === 'online' && session.report.network !== 'online';
  session.report = report;
  if (report.skewMilliseconds !== null) learnSkew(context, report.skewMilliseconds);
  const epoch = store.epochs.current();
  if (!isBack || epoch === null) return push.changed();
  durably(store.transaction(() => store.leases.forgetPool(epoch.id, null)));
  showAgain(context, 'news');
  requestForPicked(context);
}
