/** Judges what was scanned, shows it, and asks for a place where only that is lacking. A verdict never waits. */
import { decide } from '../../src-shared/acquisition/decide.ts';
import type { Verdict } from '../../src-shared/acquisition/verdict.ts';
import { judgeBasketAgain } from './basket.ts';
import type { DeskContext } from './context.ts';
import { gatherFacts } from './facts.ts';
import { lacksOnly, startingAt, type Occasion } from './judging.ts';
import { isEpochDoubtful, isHeld, isRequestOpen, LEASE_POLICY, requestPlaces } from './leases.ts';
import { noteRefusal } from './refusals.ts';
import type { JudgedScan } from './session.ts';

export interface Scanned extends Pick<JudgedScan, 'scanId' | 'performanceId' | 'code' | 'kept'> {
  readonly children: number;
}

/** Judges a scan with the facts as they are now and puts the verdict on screen. */
export function show(context: DeskContext, scanned: Scanned, occasion: Occasion): void {
  const { store, session, cardList, clock, syncControl, push } = context;
  const { scanId, performanceId, code, kept, children } = scanned;
  const before = session.shown?.scanId === scanId ? session.shown : null;
  const performance = store.performances.find(performanceId);
  if (performance === null) return putOnScreen(context, null);

  const wasAsking = before?.asking ?? null;
  const unanswered = isRequestOpen(context, performanceId) || (occasion !== 'answer' && wasAsking !== null);
  const question = { performance, code, kept, children, unanswered };
  let gathered = startingAt(gatherFacts(context, question), occasion);
  let verdict = decide(gathered.facts);
  const since = before?.since ?? clock.now();
  const mayAsk = !unanswered && shouldAsk(context, verdict, occasion, since);
  if (mayAsk) {
    gathered = gatherFacts(context, { ...question, children: verdict.children, unanswered: true });
    verdict = decide(gathered.facts);
  }
  const ask = mayAsk && lacksOnly(verdict, 'cap.no-lease');
  const isAsking =
    (ask || (unanswered && (occasion === 'scan' || occasion === 'stage' || wasAsking !== null))) &&
    lacksOnly(verdict, 'cap.no-lease') &&
    occasion !== 'overdue' &&
    isNetworkThere(context);
  const isJudgedAtLast = !isAsking && (occasion === 'scan' || wasAsking !== null);
  const isRefusal = verdict.outcome === 'refuse' && isJudgedAtLast && before?.refusalNoted !== true;
  const next: JudgedScan = {
    scanId,
    performanceId,
    code,
    kept,
    cardKey: gathered.cardKey,
    cardKind: gathered.facts.card?.kind ?? null,
    verdict,
    since,
    asking: isAsking ? (wasAsking ?? new AbortController()) : null,
    refusalNoted: isRefusal || before?.refusalNoted === true,
  };
  putOnScreen(context, next);
  if (cardList.status().state === 'damaged') syncControl.poke('cards');
  if (isRefusal) noteRefusal(context, next);
  if (ask) push.afterwards(() => requestPlaces(context, performance, verdict.units));
  if (next.asking !== null && next.asking !== wasAsking) void waitForAnswer(context, next.asking);
}

/** Judges the verdict on screen, or the basket, anew, if there is one. */
export function showAgain(context: DeskContext, occasion: Occasion): void {
  const { shown, basket } = context.session;
  if (basket !== null) judgeBasketAgain(context, basket, occasion);
  if (shown === null) context.push.changed();
  else show(context, { ...shown, children: shown.verdict.children }, occasion);
}

/** Puts a verdict on screen, or clears it; what was there before is forgotten, its code too. */
export function putOnScreen({ session, push }: DeskContext, next: JudgedScan | null): void {
  const asking = session.shown?.asking ?? null;
  session.shown = next;
  if (asking !== null && asking !== next?.asking) asking.abort();
  push.changed();
}

/** A new scan asks even where the registry had none before: asking is what makes another desk give back. */
function shouldAsk(context: DeskContext, verdict: Verdict, occasion: Occasion, since: number): boolean {
  if (isEpochDoubtful(context)) return false;
  if (occasion === 'news' && !isHeld(context, since)) return false;
  if (lacksOnly(verdict, 'cap.no-lease')) return occasion !== 'overdue';
  return (occasion === 'scan' || occasion === 'stage') && lacksOnly(verdict, 'cap.reached');
}

function isNetworkThere({ session: { report } }: DeskContext): boolean {
  return report.network === 'online' || report.network === 'connecting';
}

async function waitForAnswer(context: DeskContext, asking: AbortController): Promise<void> {
  await context.timer.sleep(LEASE_POLICY.askMilliseconds, asking.signal);
  context.push.afterwards(() => {
    if (!asking.signal.aborted) showAgain(context, 'overdue');
  });
}
