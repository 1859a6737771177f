/** Requests for places that are not answered yet, so that asking again after a crash grants nothing twice. */
import type { Database } from 'better-sqlite3';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import type { LeaseRequestStore } from '../services/store-ports/leases.ts';

const COLUMNS = 'request_id AS requestId, performance_id AS performanceId, epoch, units';

/** Open lease requests in desk.db. */
export function leaseRequestStore(database: Database): LeaseRequestStore {
  const open = database.prepare<[string, string], BodyOf<'lease'>>(
    `SELECT ${COLUMNS} FROM lease_requests WHERE epoch = ? AND performance_id = ?`,
  );
  const ofEpoch = database.prepare<[string], BodyOf<'lease'>>(
    `SELECT ${COLUMNS} FROM lease_requests WHERE epoch = ? ORDER BY request_id`,
  );
  const add = database.prepare<[string, string, string, number]>(
    'INSERT INTO lease_requests (request_id, epoch, performance_id, units) VALUES (?, ?, ?, ?)',
  );
  const remove = database.prepare<[string]>('DELETE FROM lease_requests WHERE request_id = ?');
  return {
    open: (epoch, performanceId) => open.get(epoch, performanceId) ?? null,
    ofEpoch: (epoch) => ofEpoch.all(epoch),
    add: ({ requestId, epoch, performanceId, units }) => void add.run(requestId, epoch, performanceId, units),
    remove: (requestId) => void remove.run(requestId),
  };
}
