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

/** Where a feed goes on; null: from its beginning, also where the desk ended while it was reading it anew. */
export function cursorOf({ store, session }: DeskContext, stream: FeedPage['stream']): string | null {
  const isCutShort = store.settings.read('reading-anew')?.includes(stream) === true && !session.readAnew.has(stream);
  return isCutShort ? null : store.cursors.read(stream);
}

/** Applies one page and judges the verdict on screen anew. */
export function applyPage(context: DeskContext, page: FeedPage): void {
  const { store, session, syncControl } = context;
  if (page.fromBeginning) session.readAnew.set(page.stream, new Set());
  const gaveBack = durably(
    store.transaction(() => {
      const given = takeRows(context, page);
      store.cursors.write(page.stream, page.cursor);
      if (page.fromBeginning || !page.more) {
        const others = (store.settings.read('reading-anew') ?? []).filter((each) => each !== page.stream);
        store.settings.write('reading-anew', page.more ? [...others, page.stream] : others);
      }
      return given;
    }),
  );
  if (!page.more) session.readAnew.delete(page.stream);
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
    case 'rule-sets': {
      for (const set of page.changes) store.ruleSets.apply(set);
      const days = store.ruleSets.all().map(({ firstDay }) => firstDay);
      for (const day of goneOf(
        context,
        page,
        days,
        page.changes.map(({ firstDay }) => firstDay),
      ))
        store.ruleSets.remove(day);
      return false;
    }
    case 'performances': {
      const serverTime = Date.parse(page.serverTime);
      const offered = store.performances.notOverAt(context.clock.now()).map(({ id }) => id);
      const gone = goneOf(
        context,
        page,
        offered,
        page.changes.map(({ id }) => id),
      ).map((id) => ({ id, performance: null }));
      const given = [...page.changes, ...gone].filter((change) => takePerformance(context, change, serverTime));
      return giveBackUseless(context) || given.length > 0;
    }
  }
}

/**
 * Of what is known, what did not come in a feed that was read anew to its end: a registry that came back from a backup has no
 * word for what it lost.
 */
function goneOf(
  { session: { readAnew } }: DeskContext,
  { stream, more }: FeedPage,
  known: readonly string[],
  names: readonly string[],
): string[] {
  const came = readAnew.get(stream);
  if (came === undefined) return [];
  for (const name of names) came.add(name);
  return more ? [] : known.filter((name) => !came.has(name));
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
