/** The outbox: how far each event is on its way to the registry, and the sealed codes until they have arrived (USE-3). */
import type { Database } from 'better-sqlite3';
import type { LedgerEvent } from '../../src-shared/acquisition/event.ts';
import { CONFLICTS, type Conflict } from '../../src-shared/registry-api/bodies/delivery.ts';
import type { Delivery } from '../services/ports.ts';
import type { DeliveryStore } from '../services/store-ports/ledger.ts';

interface ItemRow {
  readonly epoch: string;
  readonly body: string;
  readonly sealed: Buffer | null;
}

interface ToSeeRow {
  readonly acquisitionId: string;
  readonly performanceId: string;
  readonly codeTail: string;
  readonly at: string;
  readonly provisional: 0 | 1;
  /** Each event's, one after the other. */
  readonly conflicts: string;
}

/** Delivery state in desk.db. */
export function deliveryStore(database: Database): DeliveryStore {
  const oldestEpoch = database
    .prepare<[], string>(`
      SELECT epoch FROM events
      WHERE position = (SELECT min(position) FROM deliveries WHERE state = 'waiting')`)
    .pluck();
  const waiting = database.prepare<[string, number], ItemRow>(`
    SELECT events.epoch, events.body, sealed_codes.bytes AS sealed
    FROM deliveries
    JOIN events USING (position)
    LEFT JOIN sealed_codes USING (position)
    WHERE deliveries.state = 'waiting' AND events.epoch = ?
    ORDER BY position LIMIT ?`);
  const setAside = database.prepare<[string, number], ItemRow>(`
    SELECT events.epoch, events.body, sealed_codes.bytes AS sealed
    FROM deliveries
    JOIN events USING (position)
    LEFT JOIN sealed_codes USING (position)
    WHERE deliveries.state = 'set-aside' AND events.id IN (SELECT value FROM json_each(?))
    ORDER BY position LIMIT ?`);
  const setAsideIds = database
    .prepare<[], string>("SELECT events.id FROM deliveries JOIN events USING (position) WHERE state = 'set-aside'")
    .pluck();
  const position = database
    .prepare<[string, number], number>('SELECT position FROM events WHERE epoch = ? AND sequence = ?')
    .pluck();
  const settle = database.prepare<[string, string, string | null, number]>(`
    UPDATE deliveries SET state = ?, conflicts = ?, problem = ?
    WHERE position = ? AND state IN ('waiting', 'set-aside')`);
  const forgetSealed = database.prepare<[number]>('DELETE FROM sealed_codes WHERE position = ?');
  // The states are spelt out, not bound, so that the partial index serves: these run for every push of the state.
  const countWaiting = database.prepare<[], number>("SELECT count(*) FROM deliveries WHERE state = 'waiting'").pluck();
  const countSetAside = database
    .prepare<[], number>("SELECT count(*) FROM deliveries WHERE state = 'set-aside'")
    .pluck();

  const markSent = database.prepare<[string, number, number]>(`
    UPDATE deliveries SET sent = 1
    WHERE sent = 0
      AND position IN (SELECT position FROM events WHERE epoch = ? AND sequence BETWEEN ? AND ?)`);
  const toSee = database.prepare<[number], ToSeeRow>(`
    SELECT own.id AS acquisitionId, own.performance_id AS performanceId, own.code_tail AS codeTail, own.at,
      own.provisional, json_group_array(json(deliveries.conflicts)) AS conflicts
    FROM deliveries
    JOIN events USING (position)
    JOIN acquisitions own ON own.id = events.acquisition_id
    WHERE deliveries.state = 'conflict' AND deliveries.seen = 0
    GROUP BY own.id ORDER BY max(position) DESC LIMIT ?`);
  const see = database.prepare<[string]>(`
    UPDATE deliveries SET seen = 1
    WHERE state = 'conflict' AND seen = 0
      AND position IN (SELECT position FROM events WHERE acquisition_id = ?)`);

  return {
    next(most) {
      const epoch = oldestEpoch.get();
      return epoch === undefined ? null : deliveryOf(waiting.all(epoch, most));
    },
    nextSetAside: (ids, most) => deliveryOf(setAside.all(JSON.stringify([...ids]), most)),
    markSent({ epoch, items }) {
      markSent.run(epoch, items[0]?.event.sequence ?? 0, items.at(-1)?.event.sequence ?? 0);
    },
    settle(epoch, sequence, settlement) {
      const at = position.get(epoch, sequence);
      if (at === undefined) throw new Error('an answer for an event that this ledger does not hold');
      const conflicts = settlement.state === 'conflict' ? settlement.conflicts : [];
      const problem = settlement.state === 'set-aside' ? settlement.problem : null;
      const { changes } = settle.run(settlement.state, JSON.stringify(conflicts), problem, at);
      if (changes === 1 && settlement.state !== 'set-aside') forgetSealed.run(at);
    },
    waiting: () => countWaiting.get() ?? 0,
    setAside: () => countSetAside.get() ?? 0,
    setAsideIds: () => setAsideIds.all(),
    followUps: (most) =>
      toSee.all(most).map(({ conflicts, provisional, ...followUp }) => ({
        ...followUp,
        provisional: provisional === 1,
        conflicts: inOrder((JSON.parse(conflicts) as Conflict[][]).flat()),
      })),
    followedUp: (acquisitionId) => see.run(acquisitionId).changes > 0,
  };
}

/** The rows of the first one's epoch as they are delivered. */
function deliveryOf(rows: readonly ItemRow[]): Delivery | null {
  const epoch = rows[0]?.epoch;
  if (epoch === undefined) return null;
  const items = rows
    .filter((row) => row.epoch === epoch)
    .map(({ body, sealed }) => ({
      event: JSON.parse(body) as LedgerEvent,
      sealed: sealed?.toString('base64') ?? null,
    }));
  return { epoch, items };
}

/** Each once, in the fixed order. */
function inOrder(conflicts: readonly Conflict[]): Conflict[] {
  return CONFLICTS.filter((conflict) => conflicts.includes(conflict));
}
