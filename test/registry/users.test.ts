/** Users, a site's desks, and the history of changes (DATA-2, USE-2). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findLogin, openSession } from '../../src-registry/services/people/sessions.ts';
import { call, logIn, refusal } from './helpers/call.ts';
import { enrolDesk } from './helpers/desk.ts';
import { putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const THEATRE = '018f0000-0000-7000-8000-000000000001';
const COORDINATOR = '018f0000-0000-7000-8000-000000000008';
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let url: string;
let coordinator: string;
let theatre: string;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
  ({ url } = registry);
  coordinator = await logIn(url, 'verkosto');
  theatre = await logIn(url, 'teatteri');
});
afterAll(() => registry.close());

let made = 0;
const addUser = (login = `kassa-${++made}`) =>
  call(url, 'addUser', { token: coordinator, id: THEATRE, body: { login } });

describe('users', () => {
  test('are listed for their site, open and closed ones', async () => {
    const { userId, login } = await addUser();
    await call(url, 'closeUser', { token: coordinator, id: userId });
    const { items } = await call(url, 'users', { token: theatre, id: THEATRE });
    expect(items).toContainEqual({ id: userId, login, mustChangePassword: true, closedAt: FRIDAY_NOON });
    expect(items).toContainEqual(expect.objectContaining({ login: 'main', mustChangePassword: false, closedAt: null }));
  });

  test('a name is used once at a site, also after its user has been closed; another site may have it too', async () => {
    const { userId, login } = await addUser();
    const again = { token: coordinator, id: THEATRE, body: { login } };
    expect(await refusal(url, 'addUser', again)).toBe('user.login-taken');
    await call(url, 'closeUser', { token: coordinator, id: userId });
    expect(await refusal(url, 'addUser', again)).toBe('user.login-taken');
    expect((await call(url, 'addUser', { ...again, id: COORDINATOR })).login).toBe(login);
  });

  test.each(['Kassa', 'matti@example.org', 'kassa yksi', '-kassa', 'x'.repeat(41), ''])(
    'no name like "%s": it is for a post, in a few plain letters (DATA-1)',
    async (login) => {
      const body = { login };
      expect(await refusal(url, 'addUser', { token: coordinator, id: THEATRE, body })).toBe('request.malformed');
    },
  );

  test('closing one ends its sessions at once and for good', async () => {
    const { userId, login, password } = await addUser();
    const body = { site: 'teatteri', user: login, password };
    const { token } = await call(url, 'login', { body });
    await call(url, 'closeUser', { token: coordinator, id: userId });
    expect(await refusal(url, 'logOut', { token })).toBe('auth.invalid');
    expect(await refusal(url, 'login', { body })).toBe('auth.invalid');
    expect(await refusal(url, 'resetPassword', { token: coordinator, id: userId })).toBe('user.closed');
    expect(await call(url, 'closeUser', { token: coordinator, id: userId })).toEqual({ done: true });
  });

  test.each(['closeUser', 'resetPassword'] as const)('%s beats a log-in that is under way', async (name) => {
    const { database, context } = registry.services;
    const { userId, login } = await addUser();
    const found = await database.read((tx) => findLogin(tx, 'teatteri', login));
    await call(url, name, { token: coordinator, id: userId });
    const opened = await database.transaction((tx) => openSession(tx, context, found!));
    expect(opened).toMatchObject({ ok: false, error: { code: 'auth.invalid' } });
    expect(await rows(registry.database.url, 'SELECT FROM sessions WHERE user_id = $1', [userId])).toEqual([]);
  });

  test('temporary passwords are answered once: no table holds one', async () => {
    const { password } = await addUser();
    const tables = await rows<{ name: string }>(
      registry.database.url,
      `SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    for (const { name } of tables) {
      const found = await rows(registry.database.url, `SELECT FROM ${name} t WHERE t::text LIKE '%' || $1 || '%'`, [
        password,
      ]);
      expect([name, found]).toEqual([name, []]);
    }
    expect(registry.sentences.join('\n')).not.toContain(password);
  });
});

describe('desks of a site', () => {
  test('show who enrolled them and how far each has delivered', async () => {
    const desk = await enrolDesk(url, 'teatteri', 'Ovi');
    const performance = await putPerformance(registry, {});
    const list = async () => {
      const { items } = await call(url, 'siteDesks', { token: theatre, id: THEATRE });
      return items.find(({ id }) => id === desk.enrolment.deskId);
    };
    const epoch = { id: desk.epoch, frozen: null, arrived: 0, last: 0, lastReceivedAt: null };
    const shown = { name: 'Ovi', enrolledAt: FRIDAY_NOON, enrolledBy: 'main', revokedAt: null };
    expect(await list()).toEqual({ id: desk.enrolment.deskId, ...shown, epoch });
    const sold = ['A045198723', 'A100000001'].map((code) => desk.sale({ performanceId: performance.id, code }));
    await desk.deliver(sold[0]);
    const one = { ...epoch, arrived: 1, last: 1, lastReceivedAt: FRIDAY_NOON };
    expect(await list()).toEqual({ id: desk.enrolment.deskId, ...shown, epoch: one });
    await desk.nextEpoch();
    expect((await list())?.epoch).toEqual({ ...epoch, id: desk.epoch });
  });

  test('are revoked by their own site: they deliver what they hold and nothing else (field lesson 24)', async () => {
    const desk = await enrolDesk(url, 'teatteri');
    const performance = await putPerformance(registry, {});
    const item = desk.sale({ performanceId: performance.id, code: 'A045198723' });
    const revoke = { token: theatre, id: desk.enrolment.deskId };
    expect(await call(url, 'revokeDesk', revoke)).toEqual({ done: true });
    expect(await call(url, 'revokeDesk', revoke)).toEqual({ done: true });
    expect(await refusal(url, 'desk', { token: desk.token })).toBe('desk.revoked');
    expect(await desk.deliver(item)).toMatchObject([{ result: 'recorded' }]);
    const { items } = await call(url, 'siteDesks', { token: theatre, id: THEATRE });
    expect(items.find(({ id }) => id === desk.enrolment.deskId)).toMatchObject({ revokedAt: FRIDAY_NOON });
    const { items: changes } = await call(url, 'history', {
      token: theatre,
      id: THEATRE,
      query: { subjectId: desk.enrolment.deskId },
    });
    expect(changes.map(({ action, user }) => [action, user])).toEqual([
      ['revokeDesk', 'main'],
      ['enrol', 'main'],
    ]);
  });
});

describe('the history', () => {
  test('names user, site and the site that it was done for: a coordinator’s help is attributed to both (USE-2)', async () => {
    const { userId } = await addUser();
    const query = { subjectId: userId };
    const theirs = await call(url, 'history', { token: theatre, id: THEATRE, query });
    expect(theirs.items).toEqual([
      {
        number: expect.any(Number),
        at: FRIDAY_NOON,
        user: 'main',
        site: { id: COORDINATOR, name: 'Kuikkarannan kulttuuritoimi' },
        forSite: { id: THEATRE, name: 'Aallonharjan teatteri' },
        action: 'addUser',
        subjectKind: 'user',
        subjectId: userId,
        detail: {},
      },
    ]);
    expect(await call(url, 'history', { token: coordinator, id: COORDINATOR, query })).toEqual(theirs);
  });

  test('has every change of people and places, newest first, page by page', async () => {
    const place = { name: 'Sali', type: 'museum', networkId: null, organisationId: null } as const;
    const token = await logIn(url, 'kansallinen');
    const { id } = await call(url, 'addSite', { token, body: { ...place, login: 'historia', roles: [] } });
    await call(url, 'changeSite', { token, id, body: { ...place, roles: ['culture-actor'] } });
    const settings = { policy: { provisional: 'ask' as const }, supportPersons: false };
    await call(url, 'setSettings', { token, id, body: settings });
    const agentId = '018f0000-0000-7000-8000-000000000004';
    await call(url, 'setAgent', { token, id, body: { agentId, acts: true } });
    const { userId, password } = await call(url, 'addUser', { token, id, body: { login: 'main' } });
    const own = await call(url, 'login', { body: { site: 'historia', password } });
    const wanted = 'kauan sitten, kaukana';
    await call(url, 'setPassword', { token: own.token, body: { present: password, wanted } });
    await call(url, 'resetPassword', { token, id: userId });
    await call(url, 'closeUser', { token, id: userId });
    await call(url, 'closeSite', { token, id });
    await call(url, 'closeSite', { token, id });
    await call(url, 'reopenSite', { token, id });

    const items = [];
    let before: number | undefined;
    do {
      const page = await call(url, 'history', { token, id, query: { limit: 3, before } });
      items.push(...page.items);
      before = page.next ?? undefined;
    } while (before !== undefined);
    expect(items.map(({ action }) => action)).toEqual([
      'reopenSite',
      'closeSite',
      'closeUser',
      'resetPassword',
      'setPassword',
      'addUser',
      'setAgent',
      'setSettings',
      'changeSite',
      'addSite',
    ]);
    expect(items.find(({ action }) => action === 'setAgent')?.detail).toEqual({ agentId, acts: true });
    expect(items.find(({ action }) => action === 'setPassword')).toMatchObject({ site: { id }, forSite: null });
    const text = JSON.stringify(items);
    for (const secret of [password, wanted]) expect(text).not.toContain(secret);
  });

  test('of a site is nobody else’s', async () => {
    const hall = await logIn(url, 'uimahalli');
    expect(await refusal(url, 'history', { token: hall, id: THEATRE })).toBe('auth.forbidden');
    expect(await refusal(url, 'history', { token: coordinator, id: randomUUID() })).toBe('site.unknown');
    const other = await call(url, 'history', { token: hall, id: '018f0000-0000-7000-8000-000000000002' });
    expect(other.items).toEqual([]);
  });
});
