/** Tells a disk that refuses from a bug. */
import SqliteDatabase from 'better-sqlite3';

const { SqliteError } = SqliteDatabase;

const REFUSALS = /^SQLITE_(?:FULL|IOERR|READONLY|CANTOPEN|BUSY|LOCKED|CORRUPT|NOTADB|PERM|NOMEM|AUTH|NOLFS|PROTOCOL)/;

/** The disk, or the file on it, does not take or give what it should: full, read-only, broken, held by somebody else. */
export function isDiskRefusal(error: unknown): boolean {
  return error instanceof SqliteError && REFUSALS.test(error.code);
}

/** The file is no sound SQLite database. */
export function isDamage(error: unknown): boolean {
  return error instanceof SqliteError && /^SQLITE_(?:CORRUPT|NOTADB)/.test(error.code);
}
