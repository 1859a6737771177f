/** Takes a scan or a typed code: a new one replaces what was on screen and not confirmed, visibly. */
import { createHash } from 'node:crypto';
import { parseCardCode } from '../../src-shared/card/code.ts';
import type { DeskErrorCode, PayloadOf } from '../../src-shared/desk-api/commands.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import { ruleSetInForce } from '../../src-shared/rules/rule-set.ts';
import { DOUBLE_READ_MILLISECONDS, isDoubleRead } from '../../src-shared/scan/double-read.ts';
import type { DeskContext } from './context.ts';
import { addToBasket } from './group.ts';
import { show } from './show.ts';

/** Judges what was scanned and shows the verdict, or adds it to an open basket; a double read changes nothing. */
export function scan(context: DeskContext, { text, source }: PayloadOf<'desk.scan'>): Result<null, DeskErrorCode> {
  const { store, session, ids } = context;
  const performance = session.pickedId === null ? null : store.performances.find(session.pickedId);
  if (performance === null) return fail('desk.nothing-picked');
  const code = parseCardCode(text, ruleSetInForce(store.ruleSets.all(), performance.day).code);
  if (source === 'wedge' && isRepeated(context, code.ok ? code.value : text)) return ok(null);
  if (session.basket !== null) return addToBasket(context, session.basket, code);
  show(context, { scanId: ids.next(), performanceId: performance.id, code, children: 0 }, 'scan');
  return ok(null);
}

/** Field lesson 7; a reader held on a card repeats for as long as it is held, so each sighting counts anew. */
function isRepeated({ session, clock }: DeskContext, text: string): boolean {
  const read = { text: createHash('sha256').update(text).digest('hex'), at: clock.now() };
  const repeated = isDoubleRead(session.lastRead, read, DOUBLE_READ_MILLISECONDS);
  session.lastRead = read;
  return repeated;
}
