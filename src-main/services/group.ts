/** The basket of a small-group visit: opened, filled in any order, repaired, put away (GROUP-1). */
import { judgeGroup } from '../../src-shared/acquisition/group.ts';
import type { PayloadOf } from '../../src-shared/desk-api/commands.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import { judgeBasketAgain } from './basket.ts';
import type { DeskContext } from './context.ts';
import { gatherFacts } from './facts.ts';
import { startingAt } from './judging.ts';
import { isRequestOpen } from './leases.ts';
import type { Basket, BasketLine, JudgedScan } from './session.ts';
import { putOnScreen } from './show.ts';

/** More cards than this are not one small group. */
const MOST_LINES = 20;

/** Opens a basket, or puts it away with its codes; an unconfirmed verdict is cleared. */
export function setGroup(context: DeskContext, { open }: PayloadOf<'desk.group'>): Result<null, DeskErrorCode> {
  const { session, ids, clock } = context;
  if (!open) session.basket = null;
  else if (session.pickedId === null) return fail('desk.nothing-picked');
  else {
    session.basket ??= {
      basketId: ids.next(),
      performanceId: session.pickedId,
      lines: [],
      verdict: judgeGroup([]),
      since: clock.now(),
    };
  }
  putOnScreen(context, null);
  return ok(null);
}

/** Adds a scanned card as a line of its own. */
export function addToBasket(
  context: DeskContext,
  basket: Basket,
  { code, kept }: Pick<JudgedScan, 'code' | 'kept'>,
): Result<null, DeskErrorCode> {
  const { store, ids } = context;
  const performance = store.performances.find(basket.performanceId);
  if (performance === null) return fail('desk.performance-unknown');
  if (basket.lines.length >= MOST_LINES) return fail('desk.basket-full');
  const unanswered = isRequestOpen(context, performance.id);
  const { facts } = startingAt(gatherFacts(context, { performance, code, kept, children: 0, unanswered }), 'scan');
  const { children } = facts;
  const line = { lineId: ids.next(), code, kept, children, cardKey: null, cardKind: null, refusalNoted: false };
  // Under another name: a group in which staff have not seen this card can no longer be confirmed.
  touch(context, { ...basket, basketId: ids.next() }, [...basket.lines, line], 'scan');
  return ok(null);
}

/** Sets the number of child tickets of a line. */
export function setGroupChildren(
  context: DeskContext,
  { lineId, children }: PayloadOf<'desk.group-children'>,
): Result<null, DeskErrorCode> {
  return change(context, lineId, (line) => [{ ...line, children }]);
}

/** Takes a line out; its code is forgotten. */
export function dropFromGroup(
  context: DeskContext,
  { lineId }: PayloadOf<'desk.group-drop'>,
): Result<null, DeskErrorCode> {
  return change(context, lineId, () => []);
}

/** Judges the basket under another name: what staff saw before can no longer be confirmed. */
export function renameBasket(context: DeskContext, basket: Basket): void {
  context.session.basket = { ...basket, basketId: context.ids.next() };
}

function change(
  context: DeskContext,
  lineId: string,
  replace: (line: BasketLine) => BasketLine[],
): Result<null, DeskErrorCode> {
  const { basket } = context.session;
  if (basket === null) return fail('desk.no-basket');
  if (!basket.lines.some((line) => line.lineId === lineId)) return fail('desk.scan-replaced');
  const lines = basket.lines.flatMap((line) => (line.lineId === lineId ? replace(line) : [line]));
  touch(context, basket, lines, 'children');
  return ok(null);
}

function touch(
  context: DeskContext,
  basket: Basket,
  lines: readonly BasketLine[],
  occasion: 'scan' | 'children',
): void {
  judgeBasketAgain(context, { ...basket, lines, since: context.clock.now() }, occasion);
}
