/** The desk's data folder: made, tried, and held by one process at a time. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StartFailure } from './start-failure.ts';

/**
 * Makes the folder and takes it for this process; gives the way to let go of it. The lock is SQLite's on a file of its
 * own, so the operating system drops it with the process, however that ends. Throws StartFailure.
 */
export function holdDataFolder(folder: string): () => void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK);
  } catch {
    throw new StartFailure(`The data folder ${folder} cannot be written to: choose another with --data.`);
  }
  const lock = new Database(join(folder, 'lock.db'), { timeout: 0 });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new StartFailure(`A desk is already running with the data folder ${folder}.`);
  }
  return () => lock.close();
}
