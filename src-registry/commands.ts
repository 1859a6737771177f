/** What the program does besides running a registry: the first administrator, backups. */
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { ok } from '../src-shared/kernel/result.ts';
import { administrator } from './administrator.ts';
import { copyRunningCluster, markCopy, unmarkCopy } from './db/backup.ts';
import { openDatabase } from './db/database.ts';
import { MIGRATIONS, migrate } from './db/migrate.ts';
import { readPlace } from './options.ts';
import { openPlace } from './place.ts';
import { machineClock } from './real-ports.ts';
import { markRestored } from './services/desks/restored.ts';
import { machinePorts } from './start.ts';
import { StartFailure } from './start-failure.ts';

type Say = (sentence: string) => void;
type Environment = Readonly<Record<string, string | undefined>>;
type Command = (words: readonly string[], environment: Environment, say: Say) => Promise<void>;

const COMMANDS = { administrator, backup, restored } as const satisfies Record<string, Command>;
type CommandName = keyof typeof COMMANDS;

/** Whether the first word of the command line names a command. */
export function isCommand(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word);
}

/** Runs a command to its end. Throws StartFailure for what a person can change. */
export function runCommand(
  name: CommandName,
  words: readonly string[],
  environment: Environment,
  say: Say,
): Promise<void> {
  return COMMANDS[name](words, environment, say);
}

const connectionSchema = z.object({ url: z.string() });

async function backup(words: readonly string[], environment: Environment, say: Say): Promise<void> {
  const { to, database } = wordsOf(words, ['to', 'database']);
  const place = readPlace(database ?? environment['DATABASE_URL']);
  if (to === undefined || place.kind !== 'folder') {
    throw new StartFailure(
      'backup takes --to FOLDER and --database FOLDER; for postgres://… use pg_dump or pg_basebackup.',
    );
  }
  const from = resolve(place.path);
  const target = resolve(to);
  let url: string;
  try {
    ({ url } = connectionSchema.parse(JSON.parse(readFileSync(join(from, 'connection.json'), 'utf8'))));
  } catch (error) {
    throw new StartFailure(`${from} is not the database folder of a registry that has run.`, { cause: error });
  }
  mkdirSync(target, { recursive: true });
  // PostgreSQL's own user has to pass through when the copy is started.
  chmodSync(target, 0o711);
  // First: half of a copy is not served either.
  markCopy(target);
  try {
    await copyRunningCluster(url, clusterIn(from), join(target, 'postgres'));
  } catch (error) {
    unmarkCopy(target);
    if (error instanceof StartFailure) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new StartFailure(`The backup failed: ${why}. Is a registry running on ${from}?`, { cause: error });
  }
  say(`Copied the database to ${target}. Before it is used: restored --database ${target}`);
}

/** Beside the database folder where PostgreSQL's user cannot reach that. */
function clusterIn(folder: string): string {
  try {
    return readFileSync(join(folder, 'postgres.location'), 'utf8');
  } catch {
    return join(folder, 'postgres');
  }
}

async function restored(words: readonly string[], environment: Environment, say: Say): Promise<void> {
  const given = wordsOf(words, ['database']).database ?? environment['DATABASE_URL'];
  const where = readPlace(given);
  if (where.kind === 'temporary') throw new StartFailure('restored takes --database, or DATABASE_URL.');
  const ports = machinePorts(machineClock);
  const place = await openPlace(where, ports, say, new AbortController().signal);
  try {
    await migrate(place.url, MIGRATIONS);
    const database = openDatabase(
      place.url,
      1,
      () => undefined,
      () => undefined,
    );
    try {
      const { value: frozen } = await database.transaction(async (tx) =>
        ok(await markRestored(tx, ports.clock, ports.random)),
      );
      if (place.folder !== null) unmarkCopy(place.folder);
      say(
        `The database may be used again. ${frozen} epochs of desks were frozen; the desks begin new ones by themselves.`,
      );
    } finally {
      await database.close();
    }
  } finally {
    await place.close();
  }
}

function wordsOf<Name extends string>(words: readonly string[], names: readonly Name[]): Partial<Record<Name, string>> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...words], strict: true, options }).values as Partial<Record<Name, string>>;
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : '').split('. ');
    throw new StartFailure(`${sentence}; --help tells what can be given.`, { cause: error });
  }
}
