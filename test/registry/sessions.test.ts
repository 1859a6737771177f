/** Log-in, enrolment, tokens, epochs, revocation. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { revokeDesk } from '../../src-registry/services/desks/desks.ts';
import { hashPassword, isPassword } from '../../src-registry/services/people/passwords.ts';
import { machineRandom } from '../../src-registry/real-ports.ts';
import { call, logIn, refusal } from './helpers/call.ts';
import { enrolDesk } from './helpers/desk.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let url: string;

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  ({ url } = registry);
});
afterAll(() => registry.close());

test('a site logs in and its session ends after eight hours', async () => {
  const { token, expiresAt, site } = await call(url, 'login', { body: { site: 'opisto', password: 'kaiku-demo' } });
  expect(site).toMatchObject({ login: 'opisto', type: 'institute' });
  expect(expiresAt).toBe('2026-10-09T17:00:00.000Z');
  clock.set('2026-10-09T17:00:00.000Z');
  const body = { requestId: randomUUID(), deskName: 'Kassa' };
  expect(await refusal(url, 'enrol', { token, body })).toBe('auth.invalid');
  clock.set(FRIDAY_NOON);
  expect((await call(url, 'enrol', { token, body })).site.login).toBe('opisto');
});

test.each([
  ['a wrong password', 'opisto', 'kaiku'],
  ['an unknown site', 'ooppera', 'kaiku-demo'],
  ['a site that does not log in', 'festivaali', 'kaiku-demo'],
])('%s is auth.invalid, all alike', async (_name, site, password) => {
  expect(await refusal(url, 'login', { body: { site, password } })).toBe('auth.invalid');
});

test('passwords are kept as argon2id with their parameters beside them', async () => {
  const kept = await rows<{ password_hash: string }>(registry.database.url, 'SELECT password_hash FROM users');
  expect(kept).toHaveLength(7);
  for (const { password_hash: hash } of kept) {
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  }
  expect(new Set(kept.map((row) => row.password_hash)).size).toBe(7);
  const other = await hashPassword('another', machineRandom);
  expect([await isPassword('another', other), await isPassword('kaiku-demo', other)]).toEqual([true, false]);
  expect(await isPassword('', null)).toBe(false);
});

test('an enrolment that is repeated gives the same desk and epoch, and both tokens work', async () => {
  const token = await logIn(url, 'teatteri');
  const body = { requestId: randomUUID(), deskName: 'Kassa 1' };
  const answers = await Promise.all([1, 2, 3].map(() => call(url, 'enrol', { token, body })));
  const [first] = answers;
  expect(new Set(answers.map((answer) => `${answer.deskId} ${answer.epoch}`)).size).toBe(1);
  for (const answer of answers) {
    expect((await call(url, 'desk', { token: answer.token })).deskId).toBe(first!.deskId);
  }
  expect(first!.demo).toBe(true);
  for (const key of [first!.sealingKey, first!.signingKey, first!.networkKeys[0]!.key]) {
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
  }
  const epochs = await rows(registry.database.url, 'SELECT FROM epochs WHERE desk_id = $1', [first!.deskId]);
  expect(epochs).toHaveLength(1);
  const other = await logIn(url, 'opisto');
  expect(await refusal(url, 'enrol', { token: other, body })).toBe('auth.forbidden');
});

test('an enrolment that is repeated long after takes the place of the one before, and is noted', async () => {
  const body = { requestId: randomUUID(), deskName: 'Kassa 2' };
  const first = await call(url, 'enrol', { token: await logIn(url, 'teatteri'), body });
  clock.set('2026-10-09T09:11:00.000Z');
  const again = await call(url, 'enrol', { token: await logIn(url, 'teatteri'), body });
  clock.set(FRIDAY_NOON);
  expect(again.deskId).toBe(first.deskId);
  expect(await refusal(url, 'desk', { token: first.token })).toBe('auth.invalid');
  expect((await call(url, 'desk', { token: again.token })).deskId).toBe(first.deskId);
  const noted = await rows(registry.database.url, `SELECT FROM changes WHERE action = 'enrol' AND subject_id = $1`, [
    first.deskId,
  ]);
  expect(noted).toHaveLength(2);
});

test('no token lies in the database, only its SHA-256', async () => {
  const session = await logIn(url, 'teatteri');
  const desk = await enrolDesk(url, 'teatteri');
  const tables = await rows<{ name: string }>(
    registry.database.url,
    `SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  );
  expect(tables.length).toBeGreaterThan(15);
  for (const { name } of tables) {
    const text = (await rows<{ text: string }>(registry.database.url, `SELECT t::text AS text FROM ${name} t`))
      .map((row) => row.text)
      .join('\n');
    for (const token of [session, desk.token]) {
      expect(text).not.toContain(token);
      expect(text).not.toContain(Buffer.from(token).toString('hex'));
      expect(text).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
    }
  }
});

test('a new epoch freezes the one before, once however often it is asked for', async () => {
  const desk = await enrolDesk(url, 'teatteri');
  const body = { requestId: randomUUID(), before: desk.epoch, why: 'restored' as const };
  const started = await Promise.all([1, 2].map(() => call(url, 'startEpoch', { token: desk.token, body })));
  expect(started[0]).toEqual(started[1]);
  const status = await call(url, 'desk', { token: desk.token });
  expect(status.epoch).toEqual({ id: started[0]!.epoch, frozen: false, head: null });
  const unknown = { ...body, requestId: randomUUID(), before: randomUUID() };
  expect(await refusal(url, 'startEpoch', { token: desk.token, body: unknown })).toBe('epoch.unknown');
  const otherDesk = await enrolDesk(url, 'teatteri');
  expect(await refusal(url, 'startEpoch', { token: otherDesk.token, body })).toBe('epoch.unknown');
  const reused = { ...body, before: started[0]!.epoch };
  expect(await refusal(url, 'startEpoch', { token: desk.token, body: reused })).toBe('request.malformed');
});

test('a revoked desk may deliver and nothing else (field lesson 24)', async () => {
  const desk = await enrolDesk(url, 'uimahalli');
  const { changes } = await call(url, 'performances', { token: desk.token });
  const item = desk.sale({ performanceId: changes[0]!.id, code: 'A045198723' });
  const { database, context } = registry.services;
  await database.transaction((tx) => revokeDesk(tx, context, desk.enrolment.deskId));
  expect(await refusal(url, 'desk', { token: desk.token })).toBe('desk.revoked');
  expect(await refusal(url, 'cards', { token: desk.token })).toBe('desk.revoked');
  expect(await refusal(url, 'snapshot', { token: desk.token })).toBe('desk.revoked');
  expect(await desk.deliver(item)).toMatchObject([{ result: 'recorded' }]);
});
