/** PostgreSQL's data folder: where it lies, and how it is made once, whole or not at all. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Random } from '../../src-shared/kernel/ports.ts';
import { codeOf, StartFailure } from '../start-failure.ts';
import type { Binaries } from './embedded-binaries.ts';
import { reachable, type Owner } from './embedded-owner.ts';
import { ownFolder, reachableTemporaryFolder } from './embedded-scratch.ts';

/** A folder with `data` and the superuser's `password`. */
export interface Cluster {
  readonly folder: string;
  readonly data: string;
  readonly password: string;
}

export const SUPERUSER = 'kaikudesk';

/** The cluster of a database folder; made where there is none. The folder exists and can be written. */
export async function openCluster(
  databaseFolder: string,
  binaries: Binaries,
  owner: Owner | null,
  random: Random,
  say: (sentence: string) => void,
): Promise<Cluster> {
  const folder = placeOf(databaseFolder, owner, random, say);
  if (!existsSync(folder)) await makeCluster(folder, binaries, owner, random);
  return { folder, data: join(folder, 'data'), password: readFileSync(join(folder, 'password'), 'utf8') };
}

/** Below the database folder, or in a temporary folder that a file in it names, where PostgreSQL's user cannot get there. */
function placeOf(databaseFolder: string, owner: Owner | null, random: Random, say: (sentence: string) => void): string {
  if (owner === null || reachable(databaseFolder, owner)) return join(databaseFolder, 'postgres');
  const parent = join(reachableTemporaryFolder(owner), 'kaikudesk-data');
  ownFolder(parent);
  const location = join(databaseFolder, 'postgres.location');
  const path = createHash('sha256').update(resolve(databaseFolder)).digest('hex').slice(0, 16);
  const name = `${path}-${Buffer.from(random.bytes(4)).toString('hex')}`;
  try {
    writeFileSync(location, join(parent, name), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    // From an earlier start. A folder that was emptied since has no such file, and begins anew.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const place = readFileSync(location, 'utf8');
  say(`The user "nobody", which runs PostgreSQL for root, cannot reach ${databaseFolder}: the data lies in ${place}.`);
  return place;
}

async function makeCluster(folder: string, binaries: Binaries, owner: Owner | null, random: Random): Promise<void> {
  const unfinished = mkdtempSync(`${folder}.new-`);
  const data = join(unfinished, 'data');
  const passwordFile = join(unfinished, 'password');
  writeFileSync(passwordFile, Buffer.from(random.bytes(24)).toString('base64url'), { mode: 0o600 });
  mkdirSync(data, { mode: 0o700 });
  if (owner !== null) {
    for (const path of [unfinished, data, passwordFile]) chownSync(path, owner.uid, owner.gid);
  }
  chmodSync(unfinished, 0o700);
  try {
    await promisify(execFile)(
      binaries.initdb,
      [
        `--pgdata=${data}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-instructions',
      ],
      { cwd: unfinished, env: environment(binaries), ...owner },
    );
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Two first starts at once: the other one's cluster is there, and its lock will tell.
    if (['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) return;
    throw new StartFailure(`PostgreSQL could not make its data folder ${folder}: ${lastLine(error)}`, { cause: error });
  }
}

/** What PostgreSQL's programs need of the environment, and nothing else of ours. */
export function environment(binaries: Binaries): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env;
  return { PATH, SystemRoot, TEMP, LC_ALL: 'C', TZ: 'UTC', LD_LIBRARY_PATH: binaries.libraries };
}

function lastLine(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return text.trim().split('\n').at(-1) ?? '';
}
