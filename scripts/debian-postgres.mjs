// Debian's own PostgreSQL, for the second run of the registry's tests, through Debian's packages where this user may install them.
import { existsSync, readdirSync } from 'node:fs';
import { run, step } from './steps.mjs';

const FOLDER = '/usr/lib/postgresql';

/** Installs it where it is missing; gives its newest version, or null with a reason that is printed. */
export async function ensureDebianPostgres() {
  if (installed() === null && existsSync('/usr/bin/apt-get')) {
    const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
    await step('Installing postgresql for the tests', async () => {
      await apt([...sudo, 'apt-get', 'update']);
      await apt([...sudo, 'apt-get', 'install', '-y', '--no-install-recommends', 'postgresql']);
    });
  }
  const version = installed();
  if (version === null) {
    process.stdout.write(`SKIPPED the registry's tests on Debian's PostgreSQL: there is none in ${FOLDER}.\n`);
  }
  return version;
}

function installed() {
  if (!existsSync(FOLDER)) return null;
  const versions = readdirSync(FOLDER).filter((version) => existsSync(`${FOLDER}/${version}/bin/postgres`));
  return versions.toSorted((one, other) => Number(other) - Number(one))[0] ?? null;
}

function apt([command, ...words]) {
  return run(command, words, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
