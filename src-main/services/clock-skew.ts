/** Learns how wrong the machine's clock is. */
import type { DeskContext } from './context.ts';
import { showAgain } from './show.ts';

/**
 * Takes the machine's clock minus the registry's, in milliseconds. Where the time changes by it, the difference is kept
 * for a start without a network, and what was timed by the wrong time begins anew.
 */
export function learnSkew(context: DeskContext, skewMilliseconds: number): void {
  const { store, session, clock } = context;
  session.skewMilliseconds = skewMilliseconds;
  if (!clock.correct(skewMilliseconds)) return;
  // A disk that refuses costs no more than learning it again after the next start.
  store.transaction(() => store.settings.write('clock-skew', skewMilliseconds));
  session.recentReads = [];
  if (session.shown !== null) session.shown = { ...session.shown, since: clock.now() };
  if (session.basket !== null) session.basket = { ...session.basket, since: clock.now() };
  showAgain(context, 'news');
}
