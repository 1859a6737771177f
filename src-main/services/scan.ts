/** Takes a scan of any source: a new one replaces what was on screen and not confirmed, visibly. */
import { createHash } from 'node:crypto';
import { keptCharacter } from '../../src-shared/card/check-digit.ts';
import { readCardCode } from '../../src-shared/card/code.ts';
import type { DeskErrorCode } from '../../src-shared/desk-api/errors.ts';
import { helsinkiDay } from '../../src-shared/kernel/helsinki.ts';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import { ruleSetInForce } from '../../src-shared/rules/rule-set.ts';
import { guardRead } from '../../src-shared/scan/double-read.ts';
import type { RawRead, Scan } from '../../src-shared/scan/scan.ts';
import type { DeskContext } from './context.ts';
import { addToBasket } from './group.ts';
import { scannerSettingsOf } from './scanner-settings.ts';
import { show } from './show.ts';
import { tryOut } from './try-out.ts';

/**
 * Judges what was read and shows the verdict, or adds it to an open basket; a double read changes nothing. With the test area
 * open it is shown there, and nothing is judged. `raw`: what came of it from the device, for the test area.
 */
export function scan(context: DeskContext, read: Scan, raw: RawRead | null): Result<null, DeskErrorCode> {
  const { store, session, ids, clock } = context;
  const performance = session.pickedId === null ? null : store.performances.find(session.pickedId);
  const day = performance?.day ?? helsinkiDay(clock.now());
  const grammar = ruleSetInForce(store.ruleSets.all(), day).code;
  const code = readCardCode(read.text, grammar);
  const kept = keptCharacter(read, grammar);
  // Whoever types a code twice means it.
  const isDouble = read.source !== 'typed' && isRepeated(context, code.ok ? code.value : read.text, read.at);
  if (session.scanners.test !== null) return tryOut(context, read, raw, { code, kept, isDouble });
  if (performance === null) return fail('desk.nothing-picked');
  if (isDouble) return ok(null);
  if (session.basket !== null) return addToBasket(context, session.basket, { code, kept });
  show(context, { scanId: ids.next(), performanceId: performance.id, code, kept, children: 0 }, 'scan');
  return ok(null);
}

/** Field lesson 7, for all sources alike: two scanners that see one card are one scan. */
function isRepeated(context: DeskContext, text: string, at: number): boolean {
  const { session } = context;
  const read = { text: createHash('sha256').update(text).digest('hex'), at };
  const { isDouble, recent } = guardRead(session.recentReads, read, scannerSettingsOf(context).doubleReadMilliseconds);
  session.recentReads = recent;
  return isDouble;
}
