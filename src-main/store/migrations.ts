/** The shape of desk.db, forward only: what is released is never edited, only added to. */
import type { Database } from 'better-sqlite3';
import { fail, ok, type Result } from '../../src-shared/kernel/result.ts';
import { SECOND_MIGRATION } from './second-migration.ts';
import { THIRD_MIGRATION } from './third-migration.ts';

/** Each brings the file from the version of its index to the next. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE epochs (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    started_at TEXT NOT NULL,
    frozen_at TEXT
  ) STRICT;
  CREATE UNIQUE INDEX one_current_epoch ON epochs (frozen_at IS NULL) WHERE frozen_at IS NULL;
  CREATE TRIGGER epochs_stay BEFORE DELETE ON epochs
    BEGIN SELECT RAISE(ABORT, 'epochs are never deleted'); END;
  CREATE TRIGGER epochs_freeze_once BEFORE UPDATE ON epochs
    WHEN OLD.frozen_at IS NOT NULL OR NEW.number <> OLD.number OR NEW.id <> OLD.id OR NEW.started_at <> OLD.started_at
    BEGIN SELECT RAISE(ABORT, 'an epoch is frozen once and changed never'); END;

  -- Positions rise over all epochs, for nothing is appended to a frozen one.
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    epoch TEXT NOT NULL REFERENCES epochs (id),
    sequence INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (epoch, sequence)
  ) STRICT;
  CREATE TRIGGER events_stay BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER events_never_change BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  -- Without this an INSERT OR REPLACE would remove rows past the triggers above.
  CREATE TRIGGER events_are_new BEFORE INSERT ON events
    WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id OR position = NEW.position)
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER events_without_gaps BEFORE INSERT ON events
    WHEN NEW.sequence <> 1 + (SELECT coalesce(max(sequence), 0) FROM events WHERE epoch = NEW.epoch)
    BEGIN SELECT RAISE(ABORT, 'the ledger has no gaps'); END;
  CREATE TRIGGER events_in_current_epoch BEFORE INSERT ON events
    WHEN EXISTS (SELECT 1 FROM epochs WHERE id = NEW.epoch AND frozen_at IS NOT NULL)
    BEGIN SELECT RAISE(ABORT, 'the epoch is frozen'); END;

  CREATE TABLE deliveries (
    position INTEGER PRIMARY KEY REFERENCES events (position),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'conflict', 'set-aside')),
    conflicts TEXT NOT NULL DEFAULT '[]',
    problem TEXT
  ) STRICT;
  CREATE INDEX deliveries_open ON deliveries (state, position) WHERE state IN ('waiting', 'set-aside');

  CREATE TABLE sealed_codes (
    position INTEGER PRIMARY KEY REFERENCES events (position),
    bytes BLOB NOT NULL
  ) STRICT;

  -- Derived from the events in the same transaction; the tail of the code is for staff and never delivered.
  CREATE TABLE acquisitions (
    id TEXT PRIMARY KEY,
    sold_position INTEGER NOT NULL REFERENCES events (position),
    void_position INTEGER REFERENCES events (position),
    epoch TEXT NOT NULL,
    performance_id TEXT NOT NULL,
    card_key TEXT NOT NULL,
    code_tail TEXT NOT NULL,
    children INTEGER NOT NULL,
    units INTEGER NOT NULL,
    at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX acquisitions_by_card ON acquisitions (performance_id, card_key) WHERE void_position IS NULL;
  CREATE INDEX acquisitions_units ON acquisitions (performance_id, units) WHERE void_position IS NULL AND units > 0;
  CREATE TRIGGER acquisitions_void_once BEFORE UPDATE ON acquisitions WHEN OLD.void_position IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'an acquisition is voided once'); END;

  -- The lease algebra, with its promise as a check; the pool is what the registry last said.
  CREATE TABLE leases (
    epoch TEXT NOT NULL REFERENCES epochs (id),
    performance_id TEXT NOT NULL,
    granted INTEGER NOT NULL DEFAULT 0,
    consumed INTEGER NOT NULL DEFAULT 0,
    released INTEGER NOT NULL DEFAULT 0,
    returned INTEGER NOT NULL DEFAULT 0,
    pool INTEGER,
    PRIMARY KEY (epoch, performance_id),
    CHECK (granted - returned - (consumed - released) >= 0),
    CHECK (released <= consumed)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER leases_only_grow BEFORE UPDATE ON leases
    WHEN NEW.granted < OLD.granted OR NEW.consumed < OLD.consumed OR NEW.released < OLD.released OR NEW.returned < OLD.returned
    BEGIN SELECT RAISE(ABORT, 'lease counters only grow'); END;

  CREATE TABLE lease_requests (
    request_id TEXT PRIMARY KEY,
    epoch TEXT NOT NULL REFERENCES epochs (id),
    performance_id TEXT NOT NULL,
    units INTEGER NOT NULL CHECK (units > 0),
    UNIQUE (epoch, performance_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE performances (
    id TEXT PRIMARY KEY,
    over_from INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX performances_over ON performances (over_from);

  -- \`own\`: the acquisition is in this desk's ledger, so it must not be counted twice.
  CREATE TABLE uses (
    acquisition_id TEXT PRIMARY KEY,
    performance_id TEXT NOT NULL,
    card_key TEXT NOT NULL,
    epoch TEXT NOT NULL,
    desk_name TEXT NOT NULL,
    at TEXT NOT NULL,
    children INTEGER NOT NULL,
    units INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('redeemed', 'voided')),
    own INTEGER NOT NULL CHECK (own IN (0, 1))
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX uses_by_card ON uses (performance_id, card_key) WHERE state = 'redeemed' AND own = 0;
  CREATE INDEX uses_units ON uses (performance_id, units) WHERE state = 'redeemed' AND own = 0 AND units > 0;

  CREATE TABLE rule_sets (first_day TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE cursors (stream TEXT PRIMARY KEY, cursor TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
  SECOND_MIGRATION,
  THIRD_MIGRATION,
];

/**
 * Brings the file to the newest version, each step in a transaction of its own. A file that a newer program wrote is
 * left untouched: `store.newer-version`.
 */
export function migrate(database: Database, migrations: readonly string[]): Result<null, 'store.newer-version'> {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > migrations.length) return fail('store.newer-version', { found: version, known: migrations.length });
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    database
      .transaction(() => {
        database.exec(sql);
        database.pragma(`user_version = ${index + 1}`);
      })
      .immediate();
  }
  return ok(null);
}
