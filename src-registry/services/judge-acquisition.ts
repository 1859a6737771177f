/** What of an acquisition's event does not fit what the registry knew: recorded all the same (ARCHITECTURE, decision 10). */
import { mostChildren } from '../../src-shared/acquisition/decide.ts';
import type { AcquisitionEvent, EventOf } from '../../src-shared/acquisition/event.ts';
import { lifeOf, type Life } from '../../src-shared/acquisition/life.ts';
import { cardInvalidOn } from '../../src-shared/card/card.ts';
import { helsinkiDay } from '../../src-shared/kernel/helsinki.ts';
import { isDayAdmission, type Performance } from '../../src-shared/performance/performance.ts';
import type { Conflict } from '../../src-shared/registry-api/schemas.ts';
import type { RuleSet } from '../../src-shared/rules/rule-set.ts';
import type { Tx } from '../db/database.ts';
import { findCard, type KeptCard } from './cards.ts';

/** An event that carries its card: a place was reserved, or a ticket handed out. */
export type SaleEvent = EventOf<'reserved' | 'redeemed'>;

export interface JudgedEvent {
  readonly event: AcquisitionEvent;
  /** Other events of the same acquisition that were here before. */
  readonly earlier: readonly AcquisitionEvent[];
  readonly performance: Performance;
  /** In force on the performance's day (CAP-10). */
  readonly rules: RuleSet;
  /** The card's code; null where no reservation or ticket of the acquisition has arrived. */
  readonly code: string | null;
}

/**
 * Finds what does not fit, apart from the leases (into `conflicts`). Rules: CARD-3 to 5 and 7, CHILD-2 to 4, SALE-7.
 */
export async function judge(tx: Tx, judged: JudgedEvent, conflicts: Set<Conflict>): Promise<void> {
  const { event, earlier } = judged;
  const before = lifeOf(earlier);
  const life = lifeOf([...earlier, event]);
  if (life?.reservationGone === true && before?.reservationGone !== true) conflicts.add('reservation-gone');
  if (event.type === 'attended' && (life === null || life.redeemedAt === null)) conflicts.add('not-redeemed');
  if (judged.code === null) return;
  const isSale = event.type === 'reserved' || event.type === 'redeemed';
  if (!isSale && event.type !== 'children-corrected') return;
  const card = await findCard(tx, judged.code);
  judgeChildren(judged, event.children, card, conflicts);
  if (isSale) await judgeSale(tx, judged, event, { card, code: judged.code, life }, conflicts);
}

async function judgeSale(
  tx: Tx,
  { earlier, performance }: JudgedEvent,
  event: SaleEvent,
  { card, code, life }: { card: KeptCard | null; code: string; life: Life | null },
  conflicts: Set<Conflict>,
): Promise<void> {
  if (card === null) conflicts.add('card-unknown');
  else if (!wasValid(card, event)) conflicts.add('card-not-valid');
  const isOver = life === null || life.state === 'voided' || life.state === 'lapsed';
  if (card?.kind !== 'personal' || isOver || isDayAdmission(performance)) return;
  // Two desks that had heard of one reservation may both have handed its ticket out.
  const twice = earlier.some(({ type }) => type === event.type);
  if (twice || (await isUsed(tx, event, code))) conflicts.add('duplicate-performance');
}

/** CHILD-2: never on a course. CHILD-4: as many as the registry has for the card, where the rule set wants it so. */
function judgeChildren(
  { performance, rules }: JudgedEvent,
  children: number,
  card: KeptCard | null,
  conflicts: Set<Conflict>,
): void {
  const most = mostChildren(card, performance);
  if (most === null || children <= most) return;
  if (performance.kind === 'course' || rules.childLimit === 'refuse') conflicts.add('over-child-limit');
}

/** On the day of the event, and not against a state that the card got only afterwards (SALE-7). */
function wasValid(card: KeptCard, event: SaleEvent): boolean {
  const at = Date.parse(event.at);
  return cardInvalidOn(at < card.stateSince ? { ...card, state: 'active' } : card, helsinkiDay(at)) === null;
}

/** Whether another acquisition with the card stands; a reservation does until it lapses (CARD-5). */
async function isUsed(tx: Tx, event: SaleEvent, code: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT FROM acquisitions
     WHERE performance_id = $1 AND code = $2 AND id <> $3
       AND (state IN ('redeemed', 'attended') OR (state = 'reserved' AND lapses_at > $4)) LIMIT 1`,
    [event.performanceId, code, event.acquisitionId, event.at],
  );
  return rows.length > 0;
}
