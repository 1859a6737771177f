/** Takes pages of the change feeds: rows and cursor in one transaction, so that a replay is harmless (field lesson 16). */
import type { Performance } from '../../src-shared/performance/performance.ts';
import type { PerformanceChange } from '../../src-shared/registry-api/bodies/feeds.ts';
import type { DeskContext } from './context.ts';
import { durably } from './durable.ts';
import { giveBack, giveBackUseless } from './leases.ts';
import { begin } from './pick.ts';
import type { FeedPage } from './ports.ts';
import { settleReservations } from './reservations.ts';
import { showAgain } from './show.ts';

/** Applies one page and judges the verdict on screen anew. */
export function applyPage(context: DeskContext, page: FeedPage): void {
  const { store, session, syncControl } = context;
  const gaveBack = durably(
    store.transaction(() => {
      const given = takeRows(context, page);
      store.cursors.write(page.stream, page.cursor);
      return given;
    }),
  );
  if (page.stream === 'uses' && !page.more) session.usesReadAt = Date.parse(page.serverTime);
  const settled = page.stream === 'uses' && durably(store.transaction(() => settleReservations(context)));
  if (gaveBack || settled) syncControl.poke('deliver');
  if (session.pickedId !== null && store.performances.find(session.pickedId) === null) begin(context, null);
  showAgain(context, 'news');
}

/** True where places were given back. */
function takeRows(context: DeskContext, page: FeedPage): boolean {
  const { store } = context;
  switch (page.stream) {
    case 'uses':
      for (const use of page.changes) store.uses.apply(use);
      return false;
    case 'rule-sets':
      for (const set of page.changes) store.ruleSets.apply(set);
      for (const day of goneAfter(context, page)) store.ruleSets.remove(day);
      return false;
    case 'performances': {
      const serverTime = Date.parse(page.serverTime);
      const gone = goneAfter(context, page).map((id) => ({ id, performance: null }));
      const given = [...page.changes, ...gone].filter((change) => takePerformance(context, change, serverTime));
      return giveBackUseless(context) || given.length > 0;
    }
  }
}

type ListPage = Exclude<FeedPage, { readonly stream: 'uses' }>;

/**
 * What is known and did not come in a feed that was read from its beginning to its end: a registry that came back from a
 * backup has no word for what it lost. What has come is kept with each page, for the desk may end in between.
 */
function goneAfter(context: DeskContext, page: ListPage): string[] {
  const { settings } = context.store;
  const kept = `${page.stream}-read-anew` as const;
  const before = page.fromBeginning ? [] : settings.read(kept);
  if (before === null) return [];
  const came = new Set([...before, ...namesIn(page)]);
  settings.write(kept, page.more ? [...came] : null);
  return page.more ? [] : knownOf(context, page.stream).filter((name) => !came.has(name));
}

function namesIn(page: ListPage): string[] {
  return page.stream === 'performances'
    ? page.changes.map(({ id }) => id)
    : page.changes.map(({ firstDay }) => firstDay);
}

function knownOf({ store, clock }: DeskContext, stream: ListPage['stream']): string[] {
  if (stream === 'rule-sets') return store.ruleSets.all().map(({ firstDay }) => firstDay);
  return store.performances.notOverAt(clock.now()).map(({ id }) => id);
}

/** A cap that was raised may have places again; of one that was lowered the idle places go back. */
function takePerformance(context: DeskContext, change: PerformanceChange, serverTime: number): boolean {
  const { store } = context;
  const before = store.performances.find(change.id);
  store.performances.apply(change);
  store.soldOutWords.outdated(change.id, serverTime);
  const difference = capOf(change.performance) - capOf(before);
  const epoch = store.epochs.current();
  if (difference > 0 && epoch !== null) store.leases.forgetPool(epoch.id, change.id);
  return difference < 0 && giveBack(context, change.id);
}

function capOf(performance: Performance | null): number {
  return performance?.cap?.limit ?? 0;
}
