/** The first national administrator: by a command, for whoever has the database itself. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../../src-registry/commands.ts';
import { addSite } from './cells/world.ts';
import { call, refusal } from './helpers/call.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const run = promisify(execFile);
const MAIN = fileURLToPath(new URL('../../src-registry/main.ts', import.meta.url));
const OWN = 'kaukainen vuori 17';
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let url: string;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON), { seed: { kind: 'empty' } });
  ({ url } = registry);
});
afterAll(() => registry.close());

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function administrator(...words: string[]): Promise<Outcome> {
  const environment = { ...process.env, DATABASE_URL: registry.database.url };
  try {
    const done = await run(process.execPath, [MAIN, 'administrator', ...words], { env: environment });
    return { code: 0, ...done };
  } catch (error) {
    return error as Outcome;
  }
}
const named = (site: string, user = 'main') => ['--site', site, '--user', user];
const users = () => rows(registry.database.url, 'SELECT FROM users');

test('nobody is preset: an empty registry lets nobody in', async () => {
  expect(await users()).toEqual([]);
  const body = { site: 'kansallinen', password: 'kaiku-demo' };
  expect(await refusal(url, 'login', { body })).toBe('auth.invalid');
});

test('the command prints a password that is good for setting one’s own, and then everything is open', async () => {
  const made = await administrator('--database', registry.database.url, ...named('yllapito'));
  expect([made.code, made.stderr]).toEqual([0, expect.stringContaining('must be changed')]);
  const password = made.stdout.trim();
  expect(password).toMatch(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  expect(made.stderr).not.toContain(password);
  const { token, roles, mustChangePassword } = await call(url, 'login', { body: { site: 'yllapito', password } });
  expect([roles, mustChangePassword]).toEqual([['administrator'], true]);
  expect(await refusal(url, 'sites', { token })).toBe('auth.password-change-needed');
  await call(url, 'setPassword', { token, body: { present: password, wanted: OWN } });
  expect((await call(url, 'sites', { token })).items).toMatchObject([{ login: 'yllapito', networkId: null }]);
  const [change] = await rows<{ action: string; user_id: string | null }>(
    registry.database.url,
    `SELECT action, user_id FROM changes WHERE action = 'administrator'`,
  );
  expect(change).toEqual({ action: 'administrator', user_id: null });
});

test('where there is one it refuses, unless another is asked for', async () => {
  const before = await users();
  for (const words of [named('yllapito'), named('toinen')]) {
    const { code, stdout, stderr } = await administrator(...words);
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining('--another')]);
  }
  expect(await users()).toEqual(before);
  expect((await administrator(...named('yllapito', 'toinen'), '--another')).code).toBe(0);
  expect(await users()).toHaveLength(2);
});

test('a password that was lost is replaced, and its sessions end', async () => {
  const { token } = await call(url, 'login', { body: { site: 'yllapito', password: OWN } });
  const password = (await administrator(...named('yllapito'), '--another')).stdout.trim();
  expect(await refusal(url, 'whoAmI', { token })).toBe('auth.invalid');
  const again = await call(url, 'login', { body: { site: 'yllapito', password } });
  expect(again.mustChangePassword).toBe(true);
});

test('an ordinary or closed site does not become an administrator’s, and a closed user stays closed', async () => {
  await addSite(registry, 'teatteri', null, ['culture-actor']);
  expect((await administrator(...named('teatteri'), '--another')).stderr).toContain('another name for --site');
  await rows(registry.database.url, `UPDATE users SET closed_at = now() WHERE login = 'toinen'`);
  expect((await administrator(...named('yllapito', 'toinen'), '--another')).stderr).toContain(
    'another name for --user',
  );
  await rows(registry.database.url, `UPDATE sites SET closed_at = now() WHERE login = 'yllapito'`);
  expect((await administrator(...named('yllapito'), '--another')).stderr).toContain('another name for --site');
  // Nobody can log in any more: a new one is the first again.
  expect((await administrator(...named('uusi'))).code).toBe(0);
});

test.each([
  ['no site', ['--user', 'main'], '--site and --user'],
  ['no user', ['--site', 'yllapito'], '--site and --user'],
  ['no database', named('yllapito'), '--database (or DATABASE_URL)'],
  ['a name that cannot be one', [...named('Ylläpito'), '--database', 'postgres://x'], '--site and --user'],
  ['a word that there is not', [...named('yllapito'), '--password', 'x'], '--help'],
])('with %s it says what it takes', async (_what, words, sentence) => {
  await expect(runCommand('administrator', words, {}, () => undefined)).rejects.toThrow(sentence);
});
