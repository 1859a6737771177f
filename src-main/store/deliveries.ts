/** The outbox: how far each event is on its way to the registry, and the sealed codes until they have arrived. */
import type { Database } from 'better-sqlite3';
import type { LedgerEvent } from '../../src-shared/acquisition/event.ts';
import type { DeliveryStore } from '../services/desk-store.ts';

interface WaitingRow {
  readonly body: string;
  readonly sealed: Buffer | null;
}

/** Delivery state in desk.db. */
export function deliveryStore(database: Database): DeliveryStore {
  const oldestEpoch = database
    .prepare<[], string>(`
      SELECT epoch FROM events
      WHERE position = (SELECT min(position) FROM deliveries WHERE state = 'waiting')`)
    .pluck();
  const waiting = database.prepare<[string, number], WaitingRow>(`
    SELECT events.body, sealed_codes.bytes AS sealed
    FROM deliveries
    JOIN events USING (position)
    LEFT JOIN sealed_codes USING (position)
    WHERE deliveries.state = 'waiting' AND events.epoch = ?
    ORDER BY position LIMIT ?`);
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

  return {
    next(most) {
      const epoch = oldestEpoch.get();
      if (epoch === undefined) return null;
      const items = waiting.all(epoch, most).map(({ body, sealed }) => ({
        event: JSON.parse(body) as LedgerEvent,
        sealed: sealed?.toString('base64') ?? null,
      }));
      return { epoch, items };
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
  };
}
