/** Log-ins: throttling that cannot lock a site out, ends of sessions, own and temporary passwords. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  countAttempt,
  FIRST_ATTEMPTS,
  forgetAttempt,
  forgetFailure,
  MOST_FAILURES,
} from '../../src-registry/services/people/throttle.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import { call, logIn, refusal } from './helpers/call.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
const THEATRE = '018f0000-0000-7000-8000-000000000001';
const OWN = 'seitsemän veljestä 1870';
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
/** A second node on the same database, behind a proxy. */
let other: Awaited<ReturnType<typeof startTestRegistry>>;
let url: string;

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  const operation = { trustProxy: ['127.0.0.1'] };
  other = await startTestRegistry(clock, { database: { kind: 'url', url: registry.database.url }, operation });
  ({ url } = registry);
});
afterAll(async () => {
  await other.close();
  await registry.close();
});
beforeEach(async () => {
  clock.set(FRIDAY_NOON);
  await rows(registry.database.url, 'DELETE FROM login_failures');
  await rows(registry.database.url, 'DELETE FROM known_addresses');
});

describe('throttling', () => {
  const attempt = async (address: string, { site = 'teatteri', user = 'main', at = registry } = {}) => {
    const { database, context } = at.services;
    return (await countAttempt(database, context, { site, user, address })) !== 'throttled';
  };
  const logInFrom = (address: string) =>
    registry.services.database.transaction(async (tx) =>
      ok(await forgetFailure(tx, registry.services.context, THEATRE, { site: 'teatteri', user: 'main', address })),
    );
  async function allowed(attempts: readonly (() => Promise<boolean>)[]): Promise<number> {
    let count = 0;
    for (const each of attempts) if (await each()) count += 1;
    return count;
  }

  test('ten failures of a user from one address, on both nodes together; others go on, and time heals it', async () => {
    const guess = (at: string) => refusal(at, 'login', { body: { site: 'uimahalli', password: 'guess' } });
    const codes = await Promise.all(Array.from({ length: 14 }, (_, index) => guess([url, other.url][index % 2]!)));
    expect(codes.filter((code) => code === 'auth.invalid')).toHaveLength(MOST_FAILURES.user);
    expect(codes.filter((code) => code === 'auth.throttled')).toHaveLength(4);
    expect(await logIn(url, 'teatteri')).toBeTypeOf('string');
    clock.set('2026-10-09T09:15:00.000Z');
    expect(await logIn(url, 'uimahalli')).toBeTypeOf('string');
  });

  test('a site and a user that nobody has are throttled just the same', async () => {
    const outcomes = async (site: string, user: string) => {
      await rows(registry.database.url, 'DELETE FROM login_failures');
      const codes: string[] = [];
      for (let index = 0; index < 12; index++) {
        codes.push(await refusal(url, 'login', { body: { site, user, password: 'guess' } }));
      }
      return codes;
    };
    const real = await outcomes('teatteri', 'main');
    expect(await outcomes('ooppera', 'main')).toEqual(real);
    expect(await outcomes('teatteri', 'nobody')).toEqual(real);
  });

  test('who tries every site from one address is stopped after a hundred', async () => {
    const everySite = Array.from({ length: 120 }, (_, index) => () => attempt('192.0.2.1', { site: `site${index}` }));
    expect(await allowed(everySite)).toBe(MOST_FAILURES.address);
    expect(await attempt('192.0.2.2', { site: 'site1' })).toBe(true);
  });

  test('who guesses at one site from many addresses gets few guesses; its staff log in where they did, and elsewhere', async () => {
    await logInFrom('198.51.100.7');
    const hosts = Array.from({ length: 40 }, (_, index) => `203.0.113.${index}`);
    const guesses = Array.from({ length: 200 }, (_, index) => () => attempt(hosts[index % hosts.length]!));
    // Twenty hosts had one of their three among the strangers' twenty.
    expect(await allowed(guesses)).toBe(hosts.length * FIRST_ATTEMPTS);
    expect(await attempt('198.51.100.7')).toBe(true);
    expect(await attempt('198.51.100.7', { at: other })).toBe(true);
    expect(await logIn(url, 'teatteri')).toBeTypeOf('string');
    // Another user of the same site is not a way around it, at a new address either.
    const users = ['main', 'kassa', 'lipunmyynti', 'aula', 'vahtimestari'];
    expect(await allowed(users.map((user) => () => attempt('203.0.113.250', { user })))).toBe(FIRST_ATTEMPTS);
    expect(await attempt('203.0.113.250', { site: 'uimahalli' })).toBe(true);
  });

  test('the bound of guesses that the docstring states is reached and not passed', async () => {
    const first = Array.from({ length: 30 }, (_, index) => () => attempt(`203.0.113.${index % 2}`));
    expect(await allowed(first)).toBe(MOST_FAILURES.user * 2);
    const hosts = Array.from({ length: 10 }, (_, index) => `192.0.2.${index}`);
    const more = Array.from({ length: 60 }, (_, index) => () => attempt(hosts[index % 10]!));
    expect(await allowed(more)).toBe(FIRST_ATTEMPTS * hosts.length);
  });

  test('who tries every user of a site from an address that it knows is stopped after a hundred', async () => {
    await logInFrom('198.51.100.7');
    const users = Array.from({ length: 120 }, (_, index) => () => attempt('198.51.100.7', { user: `user${index}` }));
    expect(await allowed(users)).toBe(MOST_FAILURES.site);
    expect(await attempt('198.51.100.7', { site: 'uimahalli' })).toBe(true);
  });

  test.each(['known', 'strange'] as const)(
    '%s: an attempt for which there was no room is no failure',
    async (standing) => {
      if (standing === 'known') await logInFrom('198.51.100.7');
      const { database, context } = registry.services;
      const one = { site: 'teatteri', user: 'main', address: '198.51.100.7' };
      for (let index = 0; index < 40; index++) {
        expect(await countAttempt(database, context, one)).toBe(standing);
        await database.transaction(async (tx) => ok(await forgetAttempt(tx, one, standing)));
      }
    },
  );

  test('who floods other sites from the same office does not lock a site out that logs in there', async () => {
    await logInFrom('198.51.100.7');
    const flood = Array.from({ length: 110 }, (_, index) => () => attempt('198.51.100.7', { site: `site${index}` }));
    expect(await allowed(flood)).toBe(MOST_FAILURES.address);
    expect(await attempt('198.51.100.7')).toBe(true);
    expect(await attempt('198.51.100.7', { site: 'uimahalli' })).toBe(false);
  });

  test('a known address is no place for guessing either', async () => {
    await logInFrom('198.51.100.7');
    const guesses = Array.from({ length: 30 }, () => () => attempt('198.51.100.7'));
    expect(await allowed(guesses)).toBe(MOST_FAILURES.user);
  });

  test('an address that was known three months ago is strange again', async () => {
    await logInFrom('198.51.100.7');
    clock.set('2027-01-07T09:00:00.000Z');
    const strangers = Array.from(
      { length: MOST_FAILURES.strangers },
      (_, index) => () => attempt(`203.0.113.${index}`),
    );
    await allowed(strangers);
    const attempts = Array.from({ length: 10 }, () => () => attempt('198.51.100.7'));
    expect(await allowed(attempts)).toBe(FIRST_ATTEMPTS);
  });

  test('whatever strangers do, and in whatever order, the site’s own address is let in, and so is a new one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ host: fc.nat(40), user: fc.constantFrom('main', 'kassa') }), { maxLength: 60 }),
        async (strangers) => {
          await rows(registry.database.url, 'DELETE FROM login_failures');
          await logInFrom('198.51.100.7');
          let guesses = 0;
          const hosts = new Set(strangers.map(({ host }) => host)).size;
          for (const { host, user } of strangers) if (await attempt(`203.0.113.${host}`, { user })) guesses += 1;
          expect(guesses).toBeLessThanOrEqual(MOST_FAILURES.strangers + FIRST_ATTEMPTS * hosts);
          expect(await attempt('198.51.100.7')).toBe(true);
          expect(await attempt('198.51.100.8')).toBe(true);
        },
      ),
      { numRuns: 12, seed: 4 },
    );
  });

  test('a right password does not wash away failures at other sites', async () => {
    for (let index = 0; index < MOST_FAILURES.address; index++) await attempt('192.0.2.1', { site: `site${index}` });
    await logInFrom('192.0.2.1');
    expect(await attempt('192.0.2.1', { site: 'site1' })).toBe(true);
    expect(await attempt('192.0.2.1', { site: 'site2' })).toBe(false);
  });

  test('a whole IPv6 subscriber counts as one address, however it is spelled', async () => {
    const spellings = ['2001:db8::1', '2001:db8:0:0:ffff::', '2001:0db8:0000:0000:1:2:3:4', '2001:db8::5:6:7:8'];
    const guesses = Array.from({ length: 12 }, (_, index) => () => attempt(spellings[index % spellings.length]!));
    expect(await allowed(guesses)).toBe(MOST_FAILURES.user);
    expect(await attempt('2001:db8:0:1::1')).toBe(true);
    expect(await attempt('::ffff:192.0.2.9')).toBe(true);
  });

  test('behind a trusted proxy an address is the caller’s; without one, what callers say of theirs counts for nothing', async () => {
    const guess = async (at: string, forwarded: string) => {
      const answer = await fetch(new URL('/v1/sessions', at), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': forwarded },
        body: JSON.stringify({ site: 'opisto', password: 'guess' }),
      });
      return answer.status;
    };
    for (let index = 0; index < MOST_FAILURES.user; index++) expect(await guess(other.url, '192.0.2.1')).toBe(401);
    expect([await guess(other.url, '192.0.2.1'), await guess(other.url, '192.0.2.2')]).toEqual([429, 401]);
    await rows(registry.database.url, 'DELETE FROM login_failures');
    for (let index = 0; index < MOST_FAILURES.user; index++) expect(await guess(url, `192.0.2.${index}`)).toBe(401);
    expect(await guess(url, '192.0.2.99')).toBe(429);
  });

  test('what was typed is not kept, only a hash; rows of past windows are swept', async () => {
    await attempt('192.0.2.1', { user: 'my-password-in-the-wrong-field' });
    const kept = await rows<{ text: string }>(registry.database.url, 'SELECT f::text AS text FROM login_failures f');
    expect(kept).toHaveLength(4);
    expect(JSON.stringify(kept)).not.toContain('wrong-field');
    expect(JSON.stringify(kept)).not.toContain(Buffer.from('wrong-field').toString('hex'));
    clock.set('2026-10-09T10:00:00.000Z');
    await attempt('192.0.2.77', { site: 'opisto' });
    expect(await rows(registry.database.url, 'SELECT FROM login_failures')).toHaveLength(4);
  });
});

describe('sessions', () => {
  const whoAmI = (token: string) => call(url, 'whoAmI', { token });

  test('end an hour after their last use, and are kept by use', async () => {
    const token = await logIn(url, 'opisto');
    clock.set('2026-10-09T09:59:00.000Z');
    await whoAmI(token);
    clock.set('2026-10-09T10:58:00.000Z');
    await whoAmI(token);
    clock.set('2026-10-09T11:58:00.000Z');
    expect(await refusal(url, 'whoAmI', { token })).toBe('auth.invalid');
  });

  test('end after eight hours, however much they are used', async () => {
    const token = await logIn(url, 'opisto');
    for (let hour = 1; hour < 16; hour++) {
      clock.set(new Date(Date.parse(FRIDAY_NOON) + hour * 1_800_000).toISOString());
      await whoAmI(token);
    }
    clock.set('2026-10-09T17:00:00.000Z');
    expect(await refusal(url, 'whoAmI', { token })).toBe('auth.invalid');
  });

  test('end with logging out, and the user’s others go on', async () => {
    const [one, two] = [await logIn(url, 'opisto'), await logIn(url, 'opisto')];
    expect(await call(url, 'logOut', { token: one })).toEqual({ done: true });
    expect(await refusal(url, 'whoAmI', { token: one })).toBe('auth.invalid');
    expect((await whoAmI(two)).user.login).toBe('main');
  });

  test('say who is logged in, what for, and how far each call reaches', async () => {
    const agent = await whoAmI(await logIn(url, 'lipputoimisto'));
    expect(agent).toMatchObject({ roles: ['ticket-agent'], networkId: null, expiresAt: '2026-10-09T17:00:00.000Z' });
    expect(agent.clients.map(({ name }) => name)).toContain('Aallonharjan teatteri');
    expect(agent.reach).toMatchObject({ enrol: 'own', site: 'own' });
    expect(agent.reach).not.toHaveProperty('addSite');
    const coordinator = await whoAmI(await logIn(url, 'verkosto'));
    expect(coordinator.reach).toMatchObject({ enrol: 'own', site: 'network', addSite: 'network' });
    expect(coordinator.reach).not.toHaveProperty('putNetwork');
    const administrator = await whoAmI(await logIn(url, 'kansallinen'));
    expect(administrator.reach).toMatchObject({ putNetwork: 'all', addSite: 'all' });
  });
});

describe('passwords', () => {
  /** A new user of the theatre with its temporary password, made by the coordinator of its network. */
  async function newUser(login: string) {
    const token = await logIn(url, 'verkosto');
    return call(url, 'addUser', { token, id: THEATRE, body: { login } });
  }
  const logInWith = (user: string, password: string) =>
    call(url, 'login', { body: { site: 'teatteri', user, password } });

  test('a temporary one is good for setting one’s own and logging out, and for nothing else', async () => {
    const { password } = await newUser('kassa-1');
    expect(password).toMatch(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    const { token, mustChangePassword } = await logInWith('kassa-1', password);
    expect(mustChangePassword).toBe(true);
    expect(await refusal(url, 'whoAmI', { token })).toBe('auth.password-change-needed');
    expect(await refusal(url, 'networks', { token })).toBe('auth.password-change-needed');
    await call(url, 'setPassword', { token, body: { present: password, wanted: OWN } });
    expect((await call(url, 'whoAmI', { token })).user.login).toBe('kassa-1');
    expect(await refusal(url, 'login', { body: { site: 'teatteri', user: 'kassa-1', password } })).toBe('auth.invalid');
    // Another keyboard puts the letters together in another way.
    expect((await logInWith('kassa-1', OWN.normalize('NFD'))).mustChangePassword).toBe(false);
  });

  test('setting one’s own ends the other sessions', async () => {
    const { password } = await newUser('kassa-2');
    const [one, two] = [await logInWith('kassa-2', password), await logInWith('kassa-2', password)];
    await call(url, 'setPassword', { token: one.token, body: { present: password, wanted: OWN } });
    expect(await refusal(url, 'logOut', { token: two.token })).toBe('auth.invalid');
    await call(url, 'logOut', { token: one.token });
  });

  test.each([
    ['password.wrong', 'not the present one', OWN],
    ['password.too-short', null, 'yhdeksän9'],
    ['password.too-common', null, 'Salasana123!'],
    ['password.too-common', null, '1234567890'],
    ['password.like-names', null, 'meidän-teatteri-2026'],
    ['password.like-names', null, 'aallonharjanteatteri'],
    ['password.same', null, null],
  ] as const)('%s: nothing is changed', async (code, present, wanted) => {
    const login = `k${randomUUID()}`;
    const { password } = await newUser(login);
    const { token } = await logInWith(login, password);
    const body = { present: present ?? password, wanted: wanted ?? password };
    expect(await refusal(url, 'setPassword', { token, body })).toBe(code);
    expect((await logInWith(login, password)).mustChangePassword).toBe(true);
  });

  test('a session that was got hold of is no place to guess the password at', async () => {
    const { password } = await newUser('kassa-3');
    const { token } = await logInWith('kassa-3', password);
    const body = { present: 'guess', wanted: OWN };
    const codes = [];
    for (let index = 0; index < 12; index++) codes.push(await refusal(url, 'setPassword', { token, body }));
    expect(codes.filter((code) => code === 'password.wrong')).toHaveLength(MOST_FAILURES.user);
    expect(codes.slice(-2)).toEqual(['auth.throttled', 'auth.throttled']);
  });

  test('a reset gives a new temporary one and ends the sessions at once', async () => {
    const { userId, password } = await newUser('kassa-4');
    const { token } = await logInWith('kassa-4', password);
    const coordinator = await logIn(url, 'verkosto');
    const reset = await call(url, 'resetPassword', { token: coordinator, id: userId });
    expect(reset).toMatchObject({ userId, login: 'kassa-4' });
    expect(reset.password).not.toBe(password);
    expect(await refusal(url, 'logOut', { token })).toBe('auth.invalid');
    expect((await logInWith('kassa-4', reset.password)).mustChangePassword).toBe(true);
  });
});
