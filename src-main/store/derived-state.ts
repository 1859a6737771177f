/** What the events mean, kept as tables: sales and lease counters. Written by the ledger's append alone. */
import type { Database } from 'better-sqlite3';
import type { LedgerEvent } from '../../src-shared/acquisition/event.ts';

interface DerivedState {
  /** Takes one event, in the transaction that appends it; `codeTail` is for staff. */
  take(event: LedgerEvent, position: number, codeTail: string): void;
}

/** Acquisitions and leases of desk.db, as the events tell them. */
export function derivedState(database: Database): DerivedState {
  const sell = database.prepare<[string, number, string, string, string, string, number, number, string]>(`
    INSERT INTO acquisitions
      (id, sold_position, epoch, performance_id, card_key, code_tail, children, units, at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const markVoided = database.prepare<[number, string]>('UPDATE acquisitions SET void_position = ? WHERE id = ?');
  const consume = database.prepare<[number, string, string]>(
    'UPDATE leases SET consumed = consumed + ? WHERE epoch = ? AND performance_id = ?',
  );
  const release = database.prepare<[number, string, string]>(
    'UPDATE leases SET released = released + ? WHERE epoch = ? AND performance_id = ?',
  );
  const giveBack = database.prepare<[number, string, string]>(
    'UPDATE leases SET returned = ? WHERE epoch = ? AND performance_id = ?',
  );

  return {
    take(event, position, codeTail) {
      const { epoch, performanceId } = event;
      switch (event.type) {
        case 'redeemed': {
          const { acquisitionId, cardKey, children, units, at } = event;
          sell.run(acquisitionId, position, epoch, performanceId, cardKey, codeTail, children, units, at);
          if (units > 0) mustChange(consume.run(units, epoch, performanceId).changes);
          break;
        }
        case 'voided':
          mustChange(markVoided.run(position, event.acquisitionId).changes);
          if (event.placeTo === 'epoch' && event.units > 0) {
            mustChange(release.run(event.units, epoch, performanceId).changes);
          }
          break;
        case 'gave-back':
          mustChange(giveBack.run(event.counters.returned, epoch, performanceId).changes);
          break;
        case 'refused':
          break;
      }
    },
  };
}

/** A unit taken without a lease, or a void without a sale, must end the transaction. */
function mustChange(changes: number): void {
  if (changes !== 1) throw new Error('the event does not fit what the ledger holds');
}
