/** Who runs PostgreSQL: it refuses root, so a registry that root starts hands it to `nobody`. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StartFailure } from '../start-failure.ts';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** The ids of `nobody` where this process is root, else null: PostgreSQL runs as this user. */
export function ownerForPostgres(): Owner | null {
  if (process.getuid?.() !== 0) return null;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) {
    throw new StartFailure('PostgreSQL does not run as root and there is no user "nobody": start as another user.');
  }
  return { uid: Number(uid), gid: Number(gid) };
}

/** Whether the owner can get through every folder on the way to `path`, and into it. */
export function reachable(path: string, owner: Owner): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const search = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001;
    if ((mode & search) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
