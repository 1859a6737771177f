/** Corrects the number of children of what was recorded (CHILD-3). */
import { mostChildren } from '../../src-shared/acquisition/sale-facts.ts';
import type { PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { ruleSetInForce } from '../../src-shared/rules/rule-set.ts';
import type { DeskContext } from './context.ts';
import type { Acquisition } from './store-ports/acquisitions.ts';
import { isStanding } from './known-state.ts';
import { refillAfterSale, sellable, unitsChangeFor } from './leases.ts';
import { appendEntry } from './record.ts';
import { showAgain } from './show.ts';
import { homeOf } from './undo.ts';

/**
 * Records the correction. Units are taken from, or given back to, the present epoch's own lease alone;
 * `desk.cannot-correct` where that, the card's limit or a course does not allow it.
 */
export function correct(
  context: DeskContext,
  { acquisitionId, children }: PayloadOf<'desk.correct'>,
): Result<null, DeskErrorCode> {
  const { store, syncControl } = context;
  const written = store.transaction((): Result<Performance | null, DeskErrorCode> => {
    const acquisition = store.acquisitions.find(acquisitionId);
    if (acquisition === null) return fail('desk.unknown-acquisition');
    if (acquisition.handedOverElsewhere) return fail('desk.handed-over-elsewhere');
    if (!isStanding(acquisition.state) || !isStanding(acquisition.ownState)) return fail('desk.cannot-correct');
    if (acquisition.children === children) return ok(null);
    const performance = store.performances.find(acquisition.performanceId);
    if (performance === null) return fail('desk.performance-unknown');
    const unitsChange = unitsChangeFor(performance, acquisition, children);
    const isAllowed =
      mayBring(context, performance, acquisition, children) && canTake(context, performance, acquisition, unitsChange);
    if (!isAllowed) return fail('desk.cannot-correct');
    appendEntry(context, performance.id, { type: 'children-corrected', acquisitionId, children, unitsChange }, null);
    return ok(performance);
  });
  if (!written.ok) return written;
  if (!written.value.ok) return written.value;
  const performance = written.value.value;
  if (performance !== null) {
    syncControl.poke('deliver');
    refillAfterSale(context, performance);
    showAgain(context, 'news');
  }
  return ok(null);
}

/** CHILD-2, CHILD-4: the limit is the list's; a card that the list does not tell has none. Fewer are always right. */
function mayBring(
  { store, cardList }: DeskContext,
  performance: Performance,
  { cardKey, children: before }: Acquisition,
  children: number,
): boolean {
  if (children <= before) return true;
  const most = mostChildren(cardList.find(cardKey), performance);
  if (most === null || children <= most) return true;
  return performance.kind !== 'course' && ruleSetInForce(store.ruleSets.all(), performance.day).childLimit === 'warn';
}

function canTake(
  context: DeskContext,
  performance: Performance,
  { placeEpoch }: Acquisition,
  unitsChange: number,
): boolean {
  if (unitsChange === 0) return true;
  if (placeEpoch === null || homeOf(context, placeEpoch) !== 'epoch') return false;
  return unitsChange < 0 || (sellable(context, performance, false)?.balance ?? 0) >= unitsChange;
}
