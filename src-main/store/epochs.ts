/** Epochs of the ledger: one is current, all before it are frozen. */
import type { Database } from 'better-sqlite3';
import type { Epoch, EpochStore } from '../services/store-ports/ledger.ts';

const COLUMNS = 'id, started_at AS startedAt, frozen_at AS frozenAt';

/** Epochs in desk.db. */
export function epochStore(database: Database): EpochStore {
  const current = database.prepare<[], Epoch>(`SELECT ${COLUMNS} FROM epochs WHERE frozen_at IS NULL`);
  const find = database.prepare<[string], Epoch>(`SELECT ${COLUMNS} FROM epochs WHERE id = ?`);
  const freeze = database.prepare<[string]>('UPDATE epochs SET frozen_at = ? WHERE frozen_at IS NULL');
  const add = database.prepare<[string, string]>('INSERT INTO epochs (id, started_at) VALUES (?, ?)');
  return {
    current: () => current.get() ?? null,
    find: (id) => find.get(id) ?? null,
    start(id, at) {
      freeze.run(at);
      add.run(id, at);
    },
  };
}
