/** Networks, organisations, sites, agents: who grants what, and what follows from it at once (USE-2, DATA-2). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoSite } from '../../src-registry/demo/demo-data.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import type { Role } from '../../src-shared/registry-api/permissions.ts';
import { addSite } from './cells/world.ts';
import { ask, call, logIn, refusal } from './helpers/call.ts';
import { enrolDesk } from './helpers/desk.ts';
import { listen } from './helpers/news.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const site = (number: number): string => `018f0000-0000-7000-8000-00000000000${number}`;
const THEATRE = site(1);
const AGENT = site(4);
const OWN_NETWORK = '018f0000-0000-7000-8000-000000000101';
const OTHER_NETWORK = '018f0000-0000-7000-8000-000000000102';
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let url: string;
let coordinator: string;
let administrator: string;
let theatre: string;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
  ({ url } = registry);
  coordinator = await logIn(url, 'verkosto');
  administrator = await logIn(url, 'kansallinen');
  theatre = await logIn(url, 'teatteri');
});
afterAll(() => registry.close());

let made = 0;
const newSite = (more: Partial<BodyOf<'addSite'>> = {}): BodyOf<'addSite'> => ({
  login: `site-${++made}`,
  name: 'Kuikkarannan museo',
  type: 'museum',
  networkId: OWN_NETWORK,
  organisationId: null,
  roles: ['culture-actor'],
  ...more,
});

describe('networks and organisations', () => {
  test('an administrator adds and changes networks, everybody lists them page by page', async () => {
    const id = randomUUID();
    const body = { name: 'Pohjoinen verkosto', municipalities: ['Perukka'] };
    expect(await call(url, 'putNetwork', { token: administrator, id, body })).toEqual({ id, ...body });
    const changed = { ...body, municipalities: ['Perukka', 'Ylikylä'] };
    await call(url, 'putNetwork', { token: administrator, id, body: changed });
    const seen: unknown[] = [];
    let after: string | undefined;
    do {
      const { items, next } = await call(url, 'networks', { token: theatre, query: { limit: 1, after } });
      expect(items).toHaveLength(1);
      seen.push(...items);
      after = next ?? undefined;
    } while (after !== undefined);
    expect(seen).toHaveLength(3);
    expect(seen).toContainEqual({ id, ...changed });
  });

  test('two networks never have one name, also when they are added at once', async () => {
    const body = { name: 'Sama verkosto', municipalities: [] };
    const add = async () => {
      const answer = await fetch(new URL(`/v1/networks/${randomUUID()}`, url), {
        method: 'PUT',
        headers: { authorization: `Bearer ${administrator}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return ((await answer.json()) as { code?: string }).code;
    };
    const codes = await Promise.all([add(), add(), add()]);
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(codes.filter((code) => code === 'network.name-taken')).toHaveLength(2);
  });

  test('a coordinator has organisations in its own network, and neither takes nor gives them elsewhere', async () => {
    const id = randomUUID();
    const put = (token: string, networkId: string | null) =>
      ({ token, id, body: { name: 'Kuikkarannan kaupunki', networkId } }) as const;
    await call(url, 'putOrganisation', put(coordinator, OWN_NETWORK));
    expect((await call(url, 'organisations', { token: theatre })).items).toContainEqual({
      id,
      name: 'Kuikkarannan kaupunki',
      networkId: OWN_NETWORK,
    });
    expect(await refusal(url, 'putOrganisation', put(coordinator, OTHER_NETWORK))).toBe('auth.forbidden');
    expect(await refusal(url, 'putOrganisation', put(coordinator, null))).toBe('auth.forbidden');
    expect(await refusal(url, 'putOrganisation', put(administrator, randomUUID()))).toBe('network.unknown');
    await call(url, 'putOrganisation', put(administrator, OTHER_NETWORK));
    expect(await refusal(url, 'putOrganisation', put(coordinator, OWN_NETWORK))).toBe('auth.forbidden');
  });
});

describe('sites', () => {
  test('a coordinator adds one to its network, with a first user who then logs in', async () => {
    const body = newSite({ roles: ['culture-actor', 'distributor'] });
    const added = await call(url, 'addSite', { token: coordinator, body });
    expect(added).toMatchObject({ ...body, roles: ['culture-actor', 'distributor'], closedAt: null });
    const { password } = await call(url, 'addUser', { token: coordinator, id: added.id, body: { login: 'main' } });
    const session = await call(url, 'login', { body: { site: body.login, password } });
    expect(session).toMatchObject({ site: { id: added.id }, mustChangePassword: true });
    const listed = await call(url, 'sites', { token: coordinator });
    expect(listed.items.map(({ id }) => id)).toContain(added.id);
    expect(listed.items.every(({ networkId }) => networkId === OWN_NETWORK)).toBe(true);
    expect((await call(url, 'sites', { token: administrator })).items.length).toBeGreaterThan(listed.items.length);
  });

  test.each([
    ['another network', { networkId: OTHER_NETWORK }, 'auth.forbidden'],
    ['no network', { networkId: null }, 'auth.forbidden'],
    ['the administrator’s role', { roles: ['administrator'] as Role[] }, 'auth.forbidden'],
    ['a login that is taken', { login: 'teatteri' }, 'site.login-taken'],
    ['an organisation that is not there', { organisationId: randomUUID() }, 'organisation.unknown'],
    ['a login with a blank', { login: 'kuikka ranta' }, 'request.malformed'],
  ] as const)('a coordinator adds none with %s', async (_what, more, code) => {
    expect(await refusal(url, 'addSite', { token: coordinator, body: newSite(more as object) })).toBe(code);
  });

  test('a coordinator puts no organisation of another network on its site; one that is there already stays', async () => {
    const [others, nobodys] = [randomUUID(), randomUUID()];
    const organisation = (id: string, networkId: string | null) =>
      call(url, 'putOrganisation', { token: administrator, id, body: { name: 'Kuikkala', networkId } });
    await organisation(others, OTHER_NETWORK);
    await organisation(nobodys, null);
    const add = (organisationId: string) => ({ token: coordinator, body: newSite({ organisationId }) });
    expect(await refusal(url, 'addSite', add(others))).toBe('auth.forbidden');
    const { id } = await call(url, 'addSite', add(nobodys));
    const change = (token: string, organisationId: string) => ({
      token,
      id,
      body: { ...placeOfTheatre, roles: [], organisationId },
    });
    expect(await refusal(url, 'changeSite', change(coordinator, others))).toBe('auth.forbidden');
    await call(url, 'changeSite', change(administrator, others));
    expect(await call(url, 'changeSite', change(coordinator, others))).toMatchObject({ organisationId: others });
  });

  test('of two that are added with one login at once, one is', async () => {
    const body = newSite();
    const codes = await Promise.all(
      [1, 2, 3].map(async () => {
        const answer = await fetch(new URL('/v1/sites', url), {
          method: 'POST',
          headers: { authorization: `Bearer ${coordinator}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        return answer.status;
      }),
    );
    expect(codes.toSorted()).toEqual([200, 409, 409]);
  });

  test('roles that are given or taken count for sessions that are open', async () => {
    const changing = await addSite(registry, 'changing', OWN_NETWORK, ['culture-actor']);
    const as = (roles: Role[]) =>
      call(url, 'changeSite', { token: coordinator, id: changing.id, body: { ...placeOfTheatre, roles } });
    await as(['coordinator', 'distributor']);
    const { roles, reach } = await call(url, 'whoAmI', { token: changing.token });
    expect([roles.toSorted(), reach['addSite']]).toEqual([['coordinator', 'distributor'], 'network']);
    await as([]);
    expect(await refusal(url, 'sites', { token: changing.token })).toBe('auth.forbidden');
  });

  const placeOfTheatre = { name: 'Uusi nimi', type: 'theatre', networkId: OWN_NETWORK, organisationId: null } as const;

  test('a coordinator moves no site to another network, neither the own one; an administrator does', async () => {
    const moving = await addSite(registry, 'moving', OWN_NETWORK, ['coordinator']);
    const body = { ...placeOfTheatre, roles: ['coordinator' as const], networkId: OTHER_NETWORK };
    expect(await refusal(url, 'changeSite', { token: coordinator, id: moving.id, body })).toBe('auth.forbidden');
    expect(await refusal(url, 'changeSite', { token: moving.token, id: moving.id, body })).toBe('auth.forbidden');
    expect(await call(url, 'changeSite', { token: administrator, id: moving.id, body })).toMatchObject({
      networkId: OTHER_NETWORK,
    });
    expect(await refusal(url, 'changeSite', { token: coordinator, id: moving.id, body })).toBe('auth.forbidden');
  });

  test('a coordinator cannot become an administrator through an administrator’s site in its network', async () => {
    const { id, token: own } = await addSite(registry, 'national', OWN_NETWORK, ['administrator']);
    const { userId } = await call(url, 'addUser', { token: own, id, body: { login: 'second' } });
    const desk = await enrolDesk(url, 'verkosto');
    await rows(registry.database.url, 'UPDATE desks SET site_id = $1 WHERE id = $2', [id, desk.enrolment.deskId]);
    const token = coordinator;
    const settings = { policy: { provisional: 'off' as const }, supportPersons: true };
    const tried = [
      refusal(url, 'changeSite', { token, id, body: { ...placeOfTheatre, roles: ['administrator'] } }),
      refusal(url, 'changeSite', { token, id, body: { ...placeOfTheatre, roles: [] } }),
      refusal(url, 'setSettings', { token, id, body: settings }),
      refusal(url, 'closeSite', { token, id }),
      refusal(url, 'reopenSite', { token, id }),
      refusal(url, 'setAgent', { token, id, body: { agentId: AGENT, acts: true } }),
      refusal(url, 'addUser', { token, id, body: { login: 'mine' } }),
      refusal(url, 'resetPassword', { token, id: userId }),
      refusal(url, 'closeUser', { token, id: userId }),
      refusal(url, 'revokeDesk', { token, id: desk.enrolment.deskId }),
      // Nor by giving the role to a site of its own.
      refusal(url, 'changeSite', { token, id: site(8), body: { ...placeOfTheatre, roles: ['administrator'] } }),
    ];
    expect(new Set(await Promise.all(tried))).toEqual(new Set(['auth.forbidden']));
  });

  test('a site changes its own settings: its desks have the policy, and support persons with the offer', async () => {
    const desk = await enrolDesk(url, 'teatteri');
    const { cursor } = await call(url, 'performances', { token: desk.token });
    const body = { policy: { provisional: 'ask' as const }, supportPersons: false };
    await call(url, 'setSettings', { token: theatre, id: THEATRE, body });
    expect((await call(url, 'desk', { token: desk.token })).policy).toEqual(body.policy);
    const { changes } = await call(url, 'performances', { token: desk.token, query: { after: cursor } });
    expect(changes.length).toBeGreaterThan(0);
    for (const { performance } of changes) expect(performance?.organiser.supportPersons).toBe(false);
    const { cursor: later } = await call(url, 'performances', { token: desk.token });
    await call(url, 'setSettings', { token: theatre, id: THEATRE, body });
    expect((await call(url, 'performances', { token: desk.token, query: { after: later } })).changes).toEqual([]);
  });

  test('closing ends its sessions and its desks’ news at once; reopened, its users log in anew', async () => {
    const hall = await logIn(url, 'uimahalli');
    const desk = await enrolDesk(url, 'uimahalli');
    const news = await listen(url, desk.token);
    const { closedAt } = await call(url, 'closeSite', { token: coordinator, id: site(2) });
    expect(closedAt).toBe(FRIDAY_NOON);
    await news.ended;
    expect(await refusal(url, 'whoAmI', { token: hall })).toBe('auth.invalid');
    expect(await refusal(url, 'desk', { token: desk.token })).toBe('desk.revoked');
    expect(await refusal(url, 'login', { body: { site: 'uimahalli', password: 'kaiku-demo' } })).toBe('auth.invalid');
    const open = await call(url, 'directory', { token: theatre });
    expect(open.items.map(({ id }) => id)).not.toContain(site(2));
    expect((await call(url, 'reopenSite', { token: coordinator, id: site(2) })).closedAt).toBeNull();
    expect(await refusal(url, 'whoAmI', { token: hall })).toBe('auth.invalid');
    expect(await logIn(url, 'uimahalli')).toBeTypeOf('string');
    expect((await call(url, 'desk', { token: desk.token })).site.login).toBe('uimahalli');
  });

  /** What of a site a coordinator changes, as it is. */
  async function placeOf(id: string): Promise<BodyOf<'changeSite'>> {
    const { name, type, networkId, organisationId, roles } = await call(url, 'site', { token: administrator, id });
    return { name, type, networkId, organisationId, roles };
  }

  test('CAP-10: a site gets no type under which its coming performances would be unlawful; they are named', async () => {
    const { id } = demoSite('opisto');
    const course = { organiser: 'opisto', kind: 'course', capacity: 1_000, cap: capOf(20) } as const;
    const performance = await putPerformance(registry, course);
    await putPerformance(registry, { ...course, day: '2026-10-01', startsAt: null });
    const place = await placeOf(id);
    const change = { token: administrator, id, body: { ...place, type: 'theatre' as const } };
    const response = await ask(url, 'changeSite', change);
    const problem: unknown = await response.json();
    expect(problem).toMatchObject({ status: 409, code: 'site.offer-unlawful', why: performance.id });
    expect((await placeOf(id)).type).toBe('institute');
    await putPerformance(registry, { ...performance, organiser: 'opisto', cap: null });
    expect((await call(url, 'changeSite', change)).type).toBe('theatre');
    await call(url, 'changeSite', { token: administrator, id, body: place });
  });

  test('the desks of a site that may enrol none any more are as good as revoked, and deliver what they hold', async () => {
    const desk = await enrolDesk(url, 'uimahalli');
    const news = await listen(url, desk.token);
    const [id, place] = [site(2), await placeOf(site(2))];
    await call(url, 'changeSite', { token: coordinator, id, body: { ...place, roles: [] } });
    await news.ended;
    expect(await refusal(url, 'desk', { token: desk.token })).toBe('desk.revoked');
    const sale = desk.sale({ performanceId: randomUUID(), code: 'A045198723' });
    expect(await desk.deliver(sale)).toMatchObject([{ problem: 'performance.unknown' }]);
    await call(url, 'changeSite', { token: coordinator, id, body: place });
    expect((await call(url, 'desk', { token: desk.token })).site.login).toBe('uimahalli');
  });

  test('the directory says what a site is, and not what it logs in with', async () => {
    const { items } = await call(url, 'directory', { token: theatre });
    expect(items).toContainEqual({
      id: AGENT,
      name: 'Lipputoimisto Majakka',
      type: 'other',
      networkId: null,
      roles: ['ticket-agent'],
    });
    expect(JSON.stringify(items)).not.toContain('lipputoimisto"');
  });

  test('what is not there is said to whoever is logged in', async () => {
    const token = administrator;
    expect(await refusal(url, 'site', { token })).toBe('site.unknown');
    expect(await refusal(url, 'changeSite', { token, body: { ...placeOfTheatre, roles: [] } })).toBe('site.unknown');
    const nowhere = { ...placeOfTheatre, networkId: randomUUID(), roles: [] };
    expect(await refusal(url, 'changeSite', { token, id: THEATRE, body: nowhere })).toBe('network.unknown');
    expect(await refusal(url, 'resetPassword', { token })).toBe('user.unknown');
    expect(await refusal(url, 'closeUser', { token })).toBe('user.unknown');
    expect(await refusal(url, 'revokeDesk', { token })).toBe('desk.unknown');
  });
});

describe('agents (USE-2)', () => {
  test('an organiser names and un-names its agent, whose desks hear of it at once', async () => {
    const organiser = await logIn(url, 'opisto');
    const setAgent = (agentId: string, acts: boolean) => ({ token: organiser, id: site(3), body: { agentId, acts } });
    const desk = await enrolDesk(url, 'lipputoimisto');
    const all = await call(url, 'performances', { token: desk.token });
    const theirs = all.changes.filter(({ performance }) => performance?.organiser.id === site(3)).map(({ id }) => id);
    expect(theirs.length).toBeGreaterThan(0);

    expect((await call(url, 'setAgent', setAgent(AGENT, false))).items).toEqual([]);
    const gone = await call(url, 'performances', { token: desk.token, query: { after: all.cursor } });
    expect(gone.changes.map(({ id }) => id).toSorted()).toEqual(theirs.toSorted());
    expect(gone.changes.every(({ performance }) => performance === null)).toBe(true);
    expect(await refusal(url, 'lease', leaseOf(desk, theirs[0]!))).toBe('performance.unknown');

    const named = { items: [{ id: AGENT, name: 'Lipputoimisto Majakka' }] };
    expect(await call(url, 'setAgent', setAgent(AGENT, true))).toEqual(named);
    expect(await call(url, 'setAgent', setAgent(AGENT, true))).toEqual(named);
    expect(await call(url, 'agents', { token: organiser, id: site(3) })).toEqual(named);
    const back = await call(url, 'performances', { token: desk.token, query: { after: gone.cursor } });
    expect(back.changes.map(({ id }) => id).toSorted()).toEqual(theirs.toSorted());
    expect(back.changes.every(({ performance }) => performance !== null)).toBe(true);
  });

  test('who loses the agent’s role sells for nobody else, and is not an agent again by itself', async () => {
    const agent = await addSite(registry, 'former-agent', OWN_NETWORK, ['ticket-agent']);
    await call(url, 'setAgent', { token: theatre, id: THEATRE, body: { agentId: agent.id, acts: true } });
    const body = { requestId: randomUUID(), deskName: 'Kassa' };
    const { token } = await call(url, 'enrol', { token: agent.token, body });
    expect((await call(url, 'performances', { token })).changes.some(({ performance }) => performance !== null)).toBe(
      true,
    );
    for (const roles of [['culture-actor'], ['ticket-agent']] satisfies Role[][]) {
      const place = { name: 'Entinen', type: 'other', networkId: OWN_NETWORK, organisationId: null, roles } as const;
      await call(url, 'changeSite', { token: coordinator, id: agent.id, body: place });
      const { changes } = await call(url, 'performances', { token });
      expect(changes.every(({ performance }) => performance === null)).toBe(true);
    }
  });

  test('only an open ticket agent can be named, and nobody names itself', async () => {
    const { id: closed } = await addSite(registry, 'closed-agent', null, ['ticket-agent']);
    await call(url, 'closeSite', { token: administrator, id: closed });
    const both = await addSite(registry, 'both', null, ['ticket-agent', 'culture-actor']);
    for (const agentId of [site(7), closed, randomUUID()]) {
      const body = { agentId, acts: true };
      expect(await refusal(url, 'setAgent', { token: theatre, id: THEATRE, body })).toBe('site.not-an-agent');
    }
    const body = { agentId: both.id, acts: true };
    const loud = { agentId: both.id.toUpperCase(), acts: true };
    for (const id of [both.id, both.id.toUpperCase()]) {
      expect(await refusal(url, 'setAgent', { token: both.token, id, body })).toBe('site.not-an-agent');
      expect(await refusal(url, 'setAgent', { token: both.token, id, body: loud })).toBe('site.not-an-agent');
    }
  });

  function leaseOf({ token, epoch }: { readonly token: string; readonly epoch: string }, performanceId: string) {
    return { token, body: { requestId: randomUUID(), performanceId, epoch, units: 1 } };
  }
});
