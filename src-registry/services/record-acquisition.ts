/** What a redemption or a void does in the registry: the acquisition, its conflicts, its units of the cap. */
import type { LedgerEvent } from '../../src-shared/acquisition/event.ts';
import { mostChildren } from '../../src-shared/acquisition/decide.ts';
import { unitsOf } from '../../src-shared/cap/lease.ts';
import { cardInvalidOn } from '../../src-shared/card/card.ts';
import { helsinkiDay } from '../../src-shared/kernel/helsinki.ts';
import { isDayAdmission, type Performance } from '../../src-shared/performance/performance.ts';
import type { Conflict } from '../../src-shared/registry-api/schemas.ts';
import type { Tx } from '../db/database.ts';
import { findCard, type KeptCard } from './cards.ts';
import { consume, release } from './leases.ts';

type Redeemed = LedgerEvent & { type: 'redeemed' };
type Voided = LedgerEvent & { type: 'voided' };

/**
 * Finds what of a redemption does not fit (into `conflicts`) and counts its units. Rules: CARD-3 to 5 and 7, CHILD-2,
 * CHILD-4, CAP-7, CAP-8.
 */
export async function judgeRedemption(
  tx: Tx,
  event: Redeemed,
  performance: Performance,
  code: string,
  conflicts: Set<Conflict>,
): Promise<{ leased: number; beyond: number }> {
  const card = await findCard(tx, code);
  const usedBefore = await isUsed(tx, performance.id, code);
  if (card === null) conflicts.add('card-unknown');
  else if (!wasValid(card, event)) conflicts.add('card-not-valid');
  if (card?.kind === 'personal' && usedBefore && !isDayAdmission(performance)) conflicts.add('duplicate-performance');
  const most = mostChildren(card, performance);
  if (most !== null && event.children > most) conflicts.add('over-child-limit');

  const { cap } = performance;
  // CARD-5: at a day admission the holder counts once against a cap of holders.
  const counted = usedBefore && card?.kind === 'personal' && isDayAdmission(performance) && cap?.counts === 'adults';
  const due = counted ? 0 : unitsOf(cap, event.children);
  const units = await consume(tx, performance.id, event.epoch, event.units, due);
  if (cap !== null && units.beyond > 0) conflicts.add('beyond-lease');
  return units;
}

/** Records the acquisition. A void of it that came first takes effect at once. */
export async function recordAcquisition(
  tx: Tx,
  event: Redeemed,
  found: { code: string; leased: number; beyond: number; conflicts: readonly Conflict[] },
): Promise<void> {
  await tx.query(
    `INSERT INTO acquisitions
       (id, event_id, performance_id, epoch_id, code, card_key, at, children, leased_units, beyond_units, state, conflicts)
     VALUES ($1, $2, $3, $4, $5, decode($6, 'hex'), $7, $8, $9, $10, 'redeemed', $11)`,
    [
      event.acquisitionId,
      event.id,
      event.performanceId,
      event.epoch,
      found.code,
      event.cardKey,
      event.at,
      event.children,
      found.leased,
      found.beyond,
      found.conflicts,
    ],
  );
  const [waiting] = await tx.query<{ body: Voided }>(
    `SELECT body FROM events WHERE acquisition_id = $1 AND type = 'voided' ORDER BY number LIMIT 1`,
    [event.acquisitionId],
  );
  if (waiting !== undefined) await voidAcquisition(tx, waiting.body);
}

/** Voids an acquisition and frees its place, once (CAP-9). False: it has not arrived yet, or is void already. */
export async function voidAcquisition(
  tx: Tx,
  { acquisitionId, performanceId, epoch, placeTo }: Voided,
): Promise<boolean> {
  const [sold] = await tx.query<{ epoch_id: string; leased_units: number; beyond_units: number }>(
    `UPDATE acquisitions SET state = 'voided' WHERE id = $1 AND performance_id = $2 AND state = 'redeemed'
     RETURNING epoch_id, leased_units, beyond_units`,
    [acquisitionId, performanceId],
  );
  if (sold === undefined) return false;
  await release(tx, {
    performanceId,
    soldBy: sold.epoch_id,
    voidedBy: epoch,
    leased: sold.leased_units,
    beyond: sold.beyond_units,
    placeTo,
  });
  return true;
}

/** On the day of the sale, and not against a state that the card got only afterwards. */
function wasValid(card: KeptCard, event: Redeemed): boolean {
  const at = Date.parse(event.at);
  return cardInvalidOn(at < card.stateSince ? { ...card, state: 'active' } : card, helsinkiDay(at)) === null;
}

async function isUsed(tx: Tx, performanceId: string, code: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT FROM acquisitions WHERE performance_id = $1 AND code = $2 AND state = 'redeemed' LIMIT 1`,
    [performanceId, code],
  );
  return rows.length > 0;
}
