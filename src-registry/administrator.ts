/** The command that adds a national administrator, for whoever has access to the database itself. */
import { parseArgs } from 'node:util';
import { loginName } from '../src-shared/registry-api/bodies/sites.ts';
import { openDatabase } from './db/database.ts';
import { MIGRATIONS, migrate } from './db/migrate.ts';
import { readPlace } from './options.ts';
import { openPlace } from './place.ts';
import { machineClock } from './real-ports.ts';
import { makeAdministrator, type AdministratorProblem } from './services/people/first-administrator.ts';
import { temporaryPassword } from './services/people/password-rules.ts';
import { hashPassword } from './services/people/passwords.ts';
import { machinePorts } from './start.ts';
import { StartFailure } from './start-failure.ts';

const WHY_NOT: Readonly<Record<AdministratorProblem, string>> = {
  'administrator.exists':
    'There is an administrator already. To add another one, or to give this one a new password, say --another.',
  'site.not-administrators': 'That site is there and is no open administrator’s site: take another name for --site.',
  'user.closed': 'That user has been closed: take another name for --user.',
};

/**
 * `administrator --database WHERE --site LOGIN --user LOGIN [--another]`: prints a password that is good for nothing but
 * setting one's own. Throws StartFailure for what a person can change.
 */
export async function administrator(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  say: (sentence: string) => void,
): Promise<void> {
  const { database: given, site, user, another } = wordsOf(words);
  const where = readPlace(given ?? environment['DATABASE_URL']);
  if (where.kind === 'temporary' || !loginName.safeParse(site).success || !loginName.safeParse(user).success) {
    throw new StartFailure(
      'administrator takes --database (or DATABASE_URL), --site and --user; names are a-z, 0-9, dot, dash, underscore.',
    );
  }
  const ports = machinePorts(machineClock);
  const password = temporaryPassword(ports.random);
  const hash = await hashPassword(password, ports.random);
  const place = await openPlace(where, ports, say, new AbortController().signal);
  try {
    for (const name of await migrate(place.url, MIGRATIONS)) say(`Database migration: ${name}.`);
    const database = openDatabase(
      place.url,
      1,
      () => undefined,
      (error) => say(`A connection broke: ${error.message}`),
    );
    try {
      const wanted = { site, user, another };
      const made = await database.transaction((tx) => makeAdministrator(tx, ports, wanted, hash));
      if (!made.ok) throw new StartFailure(WHY_NOT[made.error.code]);
    } finally {
      await database.close();
    }
  } finally {
    await place.close();
  }
  say(`Administrator: site ${site}, user ${user}. The password is shown this once and must be changed first:`);
  process.stdout.write(`${password}\n`);
}

interface Words {
  readonly database: string | undefined;
  readonly site: string;
  readonly user: string;
  readonly another: boolean;
}

function wordsOf(words: readonly string[]): Words {
  try {
    const { values } = parseArgs({
      args: [...words],
      strict: true,
      options: {
        database: { type: 'string' },
        site: { type: 'string' },
        user: { type: 'string' },
        another: { type: 'boolean' },
      },
    });
    const { database, site = '', user = '', another = false } = values;
    return { database, site, user, another };
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : '').split('. ');
    throw new StartFailure(`${sentence}; --help tells what can be given.`, { cause: error });
  }
}
