/** Lease counters per epoch and performance. What the desk's own events change, the ledger's append changes. */
import type { Database } from 'better-sqlite3';
import type { LeaseCounters } from '../../src-shared/cap/lease.ts';
import type { LeaseStore } from '../services/store-ports/leases.ts';

type Row = LeaseCounters & { readonly pool: number | null };

/** Leases in desk.db. */
export function leaseStore(database: Database): LeaseStore {
  const find = database.prepare<[string, string], Row>(
    'SELECT granted, consumed, released, returned, pool FROM leases WHERE epoch = ? AND performance_id = ?',
  );
  const withBalance = database
    .prepare<[string], string>(`
      SELECT performance_id FROM leases WHERE epoch = ? AND granted - returned - (consumed - released) > 0`)
    .pluck();
  const grant = database.prepare<[string, string, number, number | null]>(`
    INSERT INTO leases (epoch, performance_id, granted, pool) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET granted = max(granted, excluded.granted), pool = excluded.pool`);
  const forgetPool = database.prepare<[string, string]>(
    'UPDATE leases SET pool = NULL WHERE epoch = ? AND performance_id = ?',
  );
  const forgetPools = database.prepare<[string]>('UPDATE leases SET pool = NULL WHERE epoch = ?');
  return {
    find(epoch, performanceId) {
      const row = find.get(epoch, performanceId);
      if (row === undefined) return null;
      const { pool, ...counters } = row;
      return { counters, pool };
    },
    withBalance: (epoch) => withBalance.all(epoch),
    grant: (epoch, performanceId, granted, pool) => void grant.run(epoch, performanceId, granted, pool),
    forgetPool(epoch, performanceId) {
      if (performanceId === null) forgetPools.run(epoch);
      else forgetPool.run(epoch, performanceId);
    },
  };
}
