/** Tickets of assistants and support persons: counted apart, never among the uses of cards (ASSIST-1). */
import type { EventOf } from '../../src-shared/acquisition/event.ts';
import type { Tx } from '../db/database.ts';

/** Counts the tickets, or takes them back, whichever arrives first. */
export async function recordAssistance(tx: Tx, event: EventOf<'assisted' | 'assistance-voided'>): Promise<void> {
  const { assistanceId, performanceId, at } = event;
  if (event.type === 'assisted') {
    await tx.query(
      `INSERT INTO assistance (id, performance_id, epoch_id, kind, count, fee_cents, at, voided_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, (
         SELECT min(at) FROM events
         WHERE type = 'assistance-voided' AND performance_id = $2 AND (body ->> 'assistanceId')::uuid = $1
       ))`,
      [assistanceId, performanceId, event.epoch, event.kind, event.count, event.feeCents ?? 0, at],
    );
  } else {
    await tx.query('UPDATE assistance SET voided_at = least(voided_at, $3) WHERE id = $1 AND performance_id = $2', [
      assistanceId,
      performanceId,
      at,
    ]);
  }
}
