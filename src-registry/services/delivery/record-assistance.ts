/** Tickets of assistants and support persons: counted apart, never among the uses of cards (ASSIST-1). */
import type { EventOf } from '../../../src-shared/acquisition/event.ts';
import type { Tx } from '../../db/database.ts';

/** Counts the tickets, or takes them back, whichever arrives first. The events are recorded already. */
export async function recordAssistance(
  tx: Tx,
  events: readonly EventOf<'assisted' | 'assistance-voided'>[],
): Promise<void> {
  const assisted = events.filter((event) => event.type === 'assisted');
  const voided = events.filter((event) => event.type === 'assistance-voided');
  if (assisted.length > 0) {
    await tx.query(
      `INSERT INTO assistance (id, performance_id, epoch_id, kind, count, fee_cents, at, voided_at)
       SELECT told.*, (
         SELECT min(events.at) FROM events
         WHERE type = 'assistance-voided' AND events.performance_id = told.performance_id
           AND (body ->> 'assistanceId')::uuid = told.id
       ) FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::integer[], $6::integer[], $7::timestamptz[])
         AS told (id, performance_id, epoch_id, kind, count, fee_cents, at)`,
      [
        assisted.map((event) => event.assistanceId),
        assisted.map((event) => event.performanceId),
        assisted.map((event) => event.epoch),
        assisted.map((event) => event.kind),
        assisted.map((event) => event.count),
        assisted.map((event) => event.feeCents ?? 0),
        assisted.map((event) => event.at),
      ],
    );
  }
  if (voided.length > 0) {
    await tx.query(
      `UPDATE assistance SET voided_at = least(voided_at, told.at)
       FROM (
         SELECT id, performance_id, min(at) AS at
         FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS each (id, performance_id, at)
         GROUP BY id, performance_id
       ) AS told WHERE told.id = assistance.id AND told.performance_id = assistance.performance_id`,
      [
        voided.map((event) => event.assistanceId),
        voided.map((event) => event.performanceId),
        voided.map((event) => event.at),
      ],
    );
  }
}
