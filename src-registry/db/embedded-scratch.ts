/** A folder for what must not stay where it is: PostgreSQL's user cannot get there. */
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { codeOf, StartFailure } from '../start-failure.ts';
import { reachable, type Owner } from './embedded-owner.ts';

/** The first of the system's temporary folders that the owner can reach. */
export function reachableTemporaryFolder(owner: Owner | null): string {
  const folder = [tmpdir(), '/tmp', '/var/tmp'].find((each) => owner === null || reachable(each, owner));
  if (folder === undefined) {
    throw new StartFailure('No temporary folder can be reached by the user "nobody", which runs PostgreSQL for root.');
  }
  return folder;
}

/** Makes a folder below a shared temporary folder, or takes the one there if it is ours and not a link. */
export function ownFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o711 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const found = lstatSync(path);
    if (!found.isDirectory() || found.uid !== process.getuid?.()) {
      throw new StartFailure(`${path} belongs to somebody else: remove it, or give another folder with --database.`, {
        cause: error,
      });
    }
  }
}
