/** What the events mean, kept as tables. Written by the ledger's append alone; the life of an acquisition is `lifeOf`'s. */
import type { Database } from 'better-sqlite3';
import type { AcquisitionEvent, EventOf, LedgerEvent } from '../../src-shared/acquisition/event.ts';
import { counterEffect } from '../../src-shared/acquisition/life.ts';
import { acquisitionRows, type AcquisitionRows } from './acquisition-rows.ts';
import { mustChange } from './must-change.ts';

interface DerivedState {
  /** Takes one event, in the transaction that appends it; `codeTail` is for staff. */
  take(event: LedgerEvent, position: number, codeTail: string): void;
}

/** Acquisitions, leases, assistance and sold-out words of desk.db, as the events tell them. */
export function derivedState(database: Database): DerivedState {
  const rows = acquisitionRows(database);
  const count = database.prepare<[number, number, string, string]>(
    'UPDATE leases SET consumed = consumed + ?, released = released + ? WHERE epoch = ? AND performance_id = ?',
  );
  const giveBack = database.prepare<[number, string, string]>(
    'UPDATE leases SET returned = ? WHERE epoch = ? AND performance_id = ?',
  );
  const assist = database.prepare<[string, number, string, string, number]>(
    'INSERT INTO assistance (id, position, performance_id, kind, count) VALUES (?, ?, ?, ?, ?)',
  );
  const voidAssistance = database.prepare<[string]>('UPDATE assistance SET voided = 1 WHERE id = ? AND voided = 0');
  const setSoldOut = database.prepare<[string, number, 0 | 1]>(
    'INSERT OR REPLACE INTO sold_out_words (performance_id, position, sold_out) VALUES (?, ?, ?)',
  );

  function takeCounters(event: AcquisitionEvent): void {
    const { consumed, released } = counterEffect(event);
    if (consumed + released === 0) return;
    mustChange(count.run(consumed, released, event.epoch, event.performanceId).changes);
  }

  return {
    take(event, position, codeTail) {
      switch (event.type) {
        case 'gave-back':
          mustChange(giveBack.run(event.counters.returned, event.epoch, event.performanceId).changes);
          break;
        case 'assisted':
          assist.run(event.assistanceId, position, event.performanceId, event.kind, event.count);
          break;
        case 'assistance-voided':
          mustChange(voidAssistance.run(event.assistanceId).changes);
          break;
        case 'sold-out-set':
          setSoldOut.run(event.performanceId, position, event.soldOut ? 1 : 0);
          break;
        case 'refused':
          break;
        case 'reserved':
        case 'redeemed':
        case 'attended':
        case 'children-corrected':
        case 'voided':
        case 'lapsed':
        case 'released':
          takeStage(rows, event, position, codeTail);
          takeCounters(event);
          break;
      }
    },
  };
}

function takeStage(rows: AcquisitionRows, event: AcquisitionEvent, position: number, codeTail: string): void {
  switch (event.type) {
    case 'reserved':
      rows.add(event, position, codeTail);
      break;
    case 'redeemed':
      if (!rows.add(event, position, codeTail)) rows.redeem(event, position);
      break;
    case 'attended':
      if (!rows.adopt(event, 'attended', position, codeTail)) rows.advance(event.acquisitionId, position);
      break;
    case 'children-corrected':
      mustChange(rows.changeUnits(event.acquisitionId, event.unitsChange));
      rows.refold(event.acquisitionId);
      break;
    case 'lapsed':
      rows.adopt(event, 'reserved', position, codeTail);
      free(rows, event);
      break;
    case 'voided':
    case 'released':
      free(rows, event);
      break;
  }
}

/** A place is freed once: what becomes free is what the acquisition still took, from this epoch's lease or for the pool. */
function free(rows: AcquisitionRows, event: EventOf<'voided' | 'lapsed' | 'released'>): void {
  const { acquisitionId, placeTo, units, epoch } = event;
  if (event.type === 'voided' && event.placeTo === 'heir') rows.inherit(event.heirId ?? '', acquisitionId, units);
  if (units > 0 || placeTo !== 'seller') {
    mustChange(rows.freeUnits(acquisitionId, units, placeTo === 'epoch' ? epoch : null));
  }
  rows.refold(acquisitionId);
}
