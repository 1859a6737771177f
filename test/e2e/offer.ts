/** The demo's performances by what they are for, whatever day it is. */
import type { Performance } from '../../src-shared/performance/performance.ts';
import type { DeskState } from '../../src-shared/desk-api/state.ts';

const KINDS = {
  theatre: (p: Performance) => p.organiser.type === 'theatre' && p.cap?.limit === 20,
  small: (p: Performance) => p.kind === 'performance' && p.cap?.limit === 2,
  course: (p: Performance) => p.kind === 'course',
  swimming: (p: Performance) => p.organiser.type === 'swimming-hall',
  museum: (p: Performance) => p.organiser.type === 'museum',
  festival: (p: Performance) => p.kind === 'festival-day',
  concert: (p: Performance) => p.feeCents > 0,
  excluded: (p: Performance) => p.exclusion !== null,
  monthAhead: (p: Performance) => p.windows.oneMonthBefore,
  sameEvening: (p: Performance) => p.windows.redeemMinutesBefore !== null,
} as const;
export type Offer = keyof typeof KINDS;

/** The id of the demo's performance of that kind; throws when the desk does not offer it. */
export function offered(state: DeskState, offer: Offer): string {
  const row = state.performances.find(({ performance }) => KINDS[offer](performance));
  if (row === undefined) throw new Error(`the desk offers no ${offer}`);
  return row.performance.id;
}

/** Whether the desk is ready to sell: enrolled, card list there, performances heard of. */
export function isReady(state: DeskState): boolean {
  return state.site !== null && state.sync.cards.state === 'ready' && state.performances.length >= 8;
}
