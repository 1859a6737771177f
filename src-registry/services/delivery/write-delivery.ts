/** Writes what a delivery has changed: one statement a table, however many rows. */
import type { Tx } from '../../db/database.ts';
import type { ReadItem } from './delivered-item.ts';
import { parts, type Changes, type Facts, type KeptLease } from './delivery-facts.ts';
import { sha256 } from '../keys/keys.ts';
import { markSoldOut } from '../offers/performances.ts';
import { recordAssistance } from './record-assistance.ts';

/** Writes events and what they changed of leases, and tells of places that are free again. */
export async function writeEvents(tx: Tx, facts: Facts, changes: Changes, receivedAt: Date): Promise<void> {
  const { events, freed } = changes;
  if (freed.size > 0) tx.announce({ freed: [...freed] });
  if (events.length === 0) return;
  const written = tx.prepared(
    `INSERT INTO events
       (id, epoch_id, sequence, forked, type, performance_id, acquisition_id, at, hash, body, conflicts, received_at)
     SELECT id, $1, sequence, forked, type, performance_id, acquisition_id, at, decode(hash, 'hex'), body,
       string_to_array(conflicts, ' '), $11
     FROM unnest($2::uuid[], $3::integer[], $4::boolean[], $5::text[], $6::uuid[], $7::uuid[], $8::timestamptz[],
       $9::text[], $10::jsonb[], $12::text[])
       AS told (id, sequence, forked, type, performance_id, acquisition_id, at, hash, body, conflicts)`,
    [
      facts.epochId,
      events.map(({ event }) => event.id),
      events.map(({ event }) => event.sequence),
      events.map(({ forked }) => forked),
      events.map(({ event }) => event.type),
      events.map(({ event }) => event.performanceId),
      events.map(({ event }) => ('acquisitionId' in event ? event.acquisitionId : null)),
      events.map(({ event }) => event.at),
      events.map(({ event }) => event.hash),
      events.map(({ text }) => text),
      receivedAt,
      events.map(({ conflicts }) => conflicts.join(' ')),
    ],
  );
  await Promise.all([written, ...leaseStatements(tx, facts, changes)]);
}

/** Writes what stands beside acquisitions. Adds the performances of which desks must hear. */
export async function writeBeside(tx: Tx, { events }: Changes, performances: Set<string>): Promise<void> {
  await recordAssistance(
    tx,
    events.flatMap(({ event }) => (event.type === 'assisted' || event.type === 'assistance-voided' ? [event] : [])),
  );
  for (const { event } of events) {
    if (event.type === 'sold-out-set' && (await markSoldOut(tx, event))) performances.add(event.performanceId);
  }
}

/** By how much they differ: a give-back of another delivery may be counted on the same lease meanwhile. */
function leaseStatements(tx: Tx, { leases }: Facts, changes: Changes): Promise<void>[] {
  const written = [...changes.leases].flatMap(([key, before]) => {
    const after = leases.get(key);
    return after === undefined ? [] : [{ key, before, after }];
  });
  const added = putLeases(
    tx,
    `INSERT INTO leases (performance_id, epoch_id, consumed, released, to_pool)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[], $5::integer[])`,
    written.filter(({ before }) => before === null),
  );
  const changed = putLeases(
    tx,
    `UPDATE leases SET consumed = leases.consumed + told.consumed, released = leases.released + told.released,
       to_pool = leases.to_pool + told.to_pool
     FROM unnest($1::uuid[], $2::uuid[], $3::integer[], $4::integer[], $5::integer[])
       AS told (performance_id, epoch_id, consumed, released, to_pool)
     WHERE leases.performance_id = told.performance_id AND leases.epoch_id = told.epoch_id`,
    written.filter(({ before }) => before !== null),
  );
  return [added, changed];
}

async function putLeases(
  tx: Tx,
  sql: string,
  written: readonly { readonly key: string; readonly before: KeptLease | null; readonly after: KeptLease }[],
): Promise<void> {
  if (written.length === 0) return;
  const by = (of: 'consumed' | 'released' | 'toPool') =>
    written.map(({ before, after }) => after[of] - (before?.[of] ?? 0));
  const keys = written.map(({ key }) => parts(key));
  await tx.prepared(sql, [
    keys.map(([performanceId]) => performanceId),
    keys.map(([, epochId]) => epochId),
    by('consumed'),
    by('released'),
    by('toPool'),
  ]);
}

/**
 * Writes the acquisitions that changed. An id that another delivery gave to another card or performance meanwhile fails (SQLSTATE
 * 23502), so that its item is set aside. With `publish` they take their places at the end of the stream of uses in the same
 * step, which locks the stream until the commit; without it they keep their places, and have to be published.
 */
export async function writeAcquisitions(
  tx: Tx,
  { acquisitions }: Facts,
  changes: Changes,
  publish: boolean,
): Promise<void> {
  const written = [...changes.acquisitions.keys()].flatMap((id) => acquisitions.get(id) ?? []);
  if (written.length === 0) return;
  await tx.prepared(
    `WITH taken AS (
       UPDATE streams SET position = position + $1 WHERE name = 'uses' AND $2 RETURNING position - $1 AS before
     ) INSERT INTO acquisitions
       (id, performance_id, code, epoch_id, card_key, state, at, state_epoch_id, children, card_seen, lapses_at,
        leased_units, beyond_units, redeemed_at, redeemed_epoch_id, position)
     SELECT id, performance_id, code, epoch_id, decode(card_key, 'hex'), state, at, state_epoch_id, children, card_seen,
       lapses_at, leased_units, beyond_units, redeemed_at, redeemed_epoch_id, coalesce(before + number, 0)
     FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::timestamptz[], $10::uuid[],
       $11::integer[], $12::boolean[], $13::timestamptz[], $14::integer[], $15::integer[], $16::timestamptz[],
       $17::uuid[]) WITH ORDINALITY
       AS told (id, performance_id, code, epoch_id, card_key, state, at, state_epoch_id, children, card_seen, lapses_at,
        leased_units, beyond_units, redeemed_at, redeemed_epoch_id, number)
       LEFT JOIN taken ON true
     ON CONFLICT (id) DO UPDATE SET epoch_id = excluded.epoch_id, card_key = excluded.card_key,
       state = CASE WHEN acquisitions.performance_id = excluded.performance_id AND acquisitions.code = excluded.code
         THEN excluded.state END, at = excluded.at, state_epoch_id = excluded.state_epoch_id, children = excluded.children,
       card_seen = excluded.card_seen, lapses_at = excluded.lapses_at, leased_units = excluded.leased_units,
       beyond_units = excluded.beyond_units, redeemed_at = excluded.redeemed_at,
       redeemed_epoch_id = excluded.redeemed_epoch_id,
       position = CASE WHEN $2 THEN excluded.position ELSE acquisitions.position END`,
    [
      written.length,
      publish,
      written.map((row) => row.id),
      written.map((row) => row.performanceId),
      written.map((row) => row.code),
      written.map((row) => row.epochId),
      written.map((row) => row.cardKey),
      written.map((row) => row.state),
      written.map((row) => row.at),
      written.map((row) => row.stateEpochId),
      written.map((row) => row.children),
      written.map((row) => row.cardSeen),
      written.map((row) => row.lapsesAt),
      written.map((row) => row.leasedUnits),
      written.map((row) => row.beyondUnits),
      written.map((row) => row.redeemedAt),
      written.map((row) => row.redeemedEpochId),
    ],
  );
  if (publish) tx.announce({ streams: ['uses'] });
}

export interface RefusedItem extends Pick<ReadItem, 'item' | 'sequence'> {
  readonly problem: string;
}

/** Keeps refused items, each once, and fills their places in the sequence where those can be read. */
export async function writeSetAside(
  tx: Tx,
  { desk, epochId }: Pick<Facts, 'desk' | 'epochId'>,
  refused: readonly RefusedItem[],
  receivedAt: Date,
): Promise<void> {
  if (refused.length === 0) return;
  const bodies = refused.map(({ item }) => JSON.stringify(item));
  await tx.query(
    `INSERT INTO set_aside (desk_id, epoch_id, sequence, problem, body_hash, body, received_at)
     SELECT $1, $2, sequence, problem, body_hash, body, $3
     FROM unnest($4::integer[], $5::text[], $6::bytea[], $7::text[]) AS told (sequence, problem, body_hash, body)
     ON CONFLICT (epoch_id, body_hash) DO NOTHING`,
    [
      desk.id,
      epochId,
      receivedAt,
      refused.map(({ sequence }) => sequence),
      refused.map(({ problem }) => problem),
      bodies.map(sha256),
      bodies,
    ],
  );
}
