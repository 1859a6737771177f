/** Tickets for assistants and support persons from this desk (ASSIST-1). */
import type { Database } from 'better-sqlite3';
import type { AssistanceKind } from '../../src-shared/acquisition/assistance.ts';
import type { AssistanceStore, KeptAssistance } from '../services/store-ports/acquisitions.ts';

type Row = Omit<KeptAssistance, 'voided'> & { readonly voided: 0 | 1 };

/** Assistance in desk.db. */
export function assistanceStore(database: Database): AssistanceStore {
  const find = database.prepare<[string], Row>(
    'SELECT id, performance_id AS performanceId, voided FROM assistance WHERE id = ?',
  );
  const standing = database.prepare<[string], { id: string; kind: AssistanceKind; count: number }>(
    'SELECT id, kind, count FROM assistance WHERE performance_id = ? AND voided = 0 ORDER BY position',
  );
  return {
    find(id) {
      const row = find.get(id);
      return row === undefined ? null : { ...row, voided: row.voided === 1 };
    },
    standing: (performanceId) => standing.all(performanceId),
  };
}
