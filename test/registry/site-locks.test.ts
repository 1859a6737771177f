/** Changes of sites and agents beside changes of what they sell: one order of locks, and nothing decided on what is no longer so. */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockPerformances } from '../../src-registry/services/offers/performances.ts';
import { changeSite } from '../../src-registry/services/people/manage-sites.ts';
import { publish } from '../../src-registry/services/feeds/streams.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import type { Role } from '../../src-shared/registry-api/permissions.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import { addSite } from './cells/world.ts';
import { call, logIn, refusal } from './helpers/call.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const THEATRE = '018f0000-0000-7000-8000-000000000001';
const NETWORK = '018f0000-0000-7000-8000-000000000101';
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let url: string;
let administrator: string;
let theatre: string;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
  ({ url } = registry);
  administrator = await logIn(url, 'kansallinen');
  theatre = await logIn(url, 'teatteri');
});
afterAll(() => registry.close());

const bodyOf = (roles: readonly Role[]): BodyOf<'changeSite'> => ({
  name: `Nimi ${randomUUID()}`,
  type: 'theatre',
  networkId: NETWORK,
  organisationId: null,
  roles: [...roles],
});

const name = (agentId: string, token = theatre, id = THEATRE) =>
  call(url, 'setAgent', { token, id, body: { agentId, acts: true } });

/** Until somebody waits for a lock. */
async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    if ((await rows(registry.database.url, 'SELECT FROM pg_locks WHERE NOT granted')).length > 0) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** An agent that the theatre has named, with an offer of its own. */
async function agentWithOffer(): ReturnType<typeof addSite> {
  const agent = await addSite(registry, randomUUID(), NETWORK, ['ticket-agent', 'culture-actor']);
  await name(agent.id);
  const { id } = await putPerformance(registry, {});
  await rows(registry.database.url, 'UPDATE performances SET organiser_id = $1 WHERE id = $2', [agent.id, id]);
  return agent;
}

test('a site that is changed takes no place in a stream before it has all performances: who has one goes on', async () => {
  const agent = await agentWithOffer();
  const { id: theirs } = await putPerformance(registry, {});
  // As every change of a performance does: the row first, then the stream.
  const raw = new Client({ connectionString: registry.database.url });
  await raw.connect();
  await raw.query('BEGIN');
  await raw.query('SELECT FROM performances WHERE id = $1 FOR NO KEY UPDATE', [theirs]);
  const changing = call(url, 'changeSite', { token: administrator, id: agent.id, body: bodyOf(['culture-actor']) });
  await untilSomebodyWaits();
  // Fails at once, rather than waits, where the change holds the stream already.
  await raw.query(`SELECT FROM streams WHERE name = 'performances' FOR UPDATE NOWAIT`);
  await raw.query('COMMIT');
  await raw.end();
  expect(await changing).toMatchObject({ roles: ['culture-actor'] });
});

test('CAP-10: what an organiser becomes while its offer is being set is what the offer is judged by', async () => {
  const performance = await putPerformance(registry, { kind: 'day-admission', startsAt: null });
  const { capacity, windows, exclusion } = performance;
  const limits = { capacity, cap: capOf(20), windows, exclusion };
  const { id: _, organiser: _its, cancelled: __, ...said } = performance;
  const wish = { ...said, id: null, externalId: 'hall', class: 'sport' as const, cap: capOf(20) };
  const items = { requestId: randomUUID(), mode: 'good-ones' as const, items: [wish] };
  const become = (client: Client, type: string) =>
    client.query('UPDATE sites SET type = $2 WHERE id = $1', [THEATRE, type]);
  const raw = new Client({ connectionString: registry.database.url });
  await raw.connect();
  for (const judged of [
    () => call(url, 'limits', { token: theatre, id: performance.id, body: limits }),
    async () => (await call(url, 'putPerformances', { token: theatre, id: THEATRE, body: items })).items[0],
  ]) {
    await raw.query('BEGIN');
    await become(raw, 'swimming-hall');
    const answer = judged();
    await untilSomebodyWaits();
    await raw.query('COMMIT');
    expect(await answer).toMatchObject({ breaches: [{ code: 'offer.cap-not-allowed', rule: 'CAP-5' }] });
    await become(raw, 'theatre');
  }
  await raw.end();
});

test('changes of sites, of limits and cancellations at once, many times: none waits for the other in a circle', async () => {
  const agent = await agentWithOffer();
  const { id } = await putPerformance(registry, { cap: capOf(5) });
  const windows = { oneMonthBefore: false, redeemMinutesBefore: null, lapseMinutesBefore: 0 };
  const deadlocks = async (): Promise<number> => {
    // Of connections that are closed, all is counted.
    const [row] = await rows<{ deadlocks: string }>(
      registry.database.url,
      'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
    );
    return Number(row?.deadlocks);
  };
  const before = await deadlocks();
  for (let round = 0; round < 15; round++) {
    const roles: Role[] = round % 2 === 0 ? ['culture-actor'] : ['culture-actor', 'ticket-agent'];
    const limits = { capacity: 100, cap: capOf(5 + round), windows, exclusion: null };
    await Promise.all([
      call(url, 'changeSite', { token: administrator, id: agent.id, body: bodyOf(roles) }),
      call(url, 'limits', { token: theatre, id, body: limits }),
      call(url, 'cancelPerformance', { token: theatre, id, body: { cancelled: round % 2 === 0 } }),
      registry.services.database.transaction(async (tx) => {
        await lockPerformances(tx, [id]);
        return ok(await publish(tx, 'performances', [id]));
      }),
    ]);
    if (round % 2 === 1) await name(agent.id);
  }
  expect(await deadlocks()).toBe(before);
});

test('USE-2: who loses the agent’s role while it is being named is not named', async () => {
  const agent = await addSite(registry, randomUUID(), NETWORK, ['ticket-agent']);
  const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>();
  const { promise: changed, resolve: isChanged } = Promise.withResolvers<void>();
  const { database, context } = registry.services;
  const [user] = await rows<{ id: string }>(registry.database.url, 'SELECT id FROM users WHERE site_id = $1', [
    agent.id,
  ]);
  const caller = {
    userId: user!.id,
    siteId: agent.id,
    networkId: null,
    roles: ['administrator' as const],
    clientIds: [],
  };
  const changing = database.transaction(async (tx) => {
    const done = await changeSite(tx, context, caller, agent.id, bodyOf(['culture-actor']));
    isChanged();
    await mayCommit;
    return done;
  });
  await changed;
  const refused = refusal(url, 'setAgent', { token: theatre, id: THEATRE, body: { agentId: agent.id, acts: true } });
  await untilSomebodyWaits();
  commit();
  expect((await changing).ok).toBe(true);
  expect(await refused).toBe('site.not-an-agent');
});

test('two that name each other at once both do', async () => {
  const [one, two] = [
    await addSite(registry, randomUUID(), NETWORK, ['ticket-agent', 'culture-actor']),
    await addSite(registry, randomUUID(), NETWORK, ['ticket-agent', 'culture-actor']),
  ];
  for (let round = 0; round < 10; round++) {
    for (const acts of [true, false]) {
      await Promise.all([
        call(url, 'setAgent', { token: one.token, id: one.id, body: { agentId: two.id, acts } }),
        call(url, 'setAgent', { token: two.token, id: two.id, body: { agentId: one.id, acts } }),
      ]);
    }
  }
});
