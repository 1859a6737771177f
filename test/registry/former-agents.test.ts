/** An organiser takes its agent's name back: what the agent's desks did before they heard of it is recorded (USE-2, CAP-9). */
import { randomUUID } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MIGRATIONS, migrate } from '../../src-registry/db/migrate.ts';
import { call, logIn, refusal } from './helpers/call.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { leftOf } from './helpers/paper.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { anotherDatabase, FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const INSTITUTE = '018f0000-0000-7000-8000-000000000003';
const AGENT = '018f0000-0000-7000-8000-000000000004';
const CODES = ['A045198723', 'A100000001'] as const;
const TITLE = { fi: 'Päätös', sv: 'Avslut', en: 'Finale' };
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let organiser: string;
let desk: TestDesk;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
  organiser = await logIn(registry.url, 'opisto');
  desk = await enrolDesk(registry.url, 'lipputoimisto');
});
afterAll(() => registry.close());

const setAgent = (acts: boolean) =>
  call(registry.url, 'setAgent', { token: organiser, id: INSTITUTE, body: { agentId: AGENT, acts } });

function soldOut(performanceId: string) {
  const entry = { type: 'sold-out-set', id: newId(), at: FRIDAY_NOON, performanceId, soldOut: true } as const;
  return { event: desk.append(entry), sealed: null };
}

test('a former agent’s sales, voids and give-backs are recorded and its idle places come home; it is granted nothing', async () => {
  await setAgent(true);
  const { id: performanceId } = await putPerformance(registry, { organiser: 'opisto', cap: capOf(10) });
  const { id: uncapped } = await putPerformance(registry, { organiser: 'opisto' });
  await desk.lease(performanceId, 4);
  const delivered = desk.sale({ performanceId, code: CODES[0], units: 1 });
  await desk.deliver(delivered);
  const waiting = desk.sale({ performanceId, code: CODES[1], units: 1 });
  await setAgent(false);

  const items = [
    waiting,
    desk.sale({ performanceId: uncapped, code: CODES[0] }),
    desk.voidOf(delivered),
    desk.refused(performanceId),
    desk.giveBack(performanceId, desk.balanceOf(performanceId)),
  ];
  const answers = await desk.deliver(...items);
  expect(answers.map(({ result, problem }) => problem ?? result)).toEqual(items.map(() => 'recorded'));
  expect(await leftOf(registry, performanceId, 10)).toBe(9);
  const body = { requestId: randomUUID(), performanceId, epoch: desk.epoch, units: 1 };
  expect(await refusal(registry.url, 'lease', { token: desk.token, body })).toBe('performance.unknown');
});

test('whether the house is sold out, and what is still to be noted of paper, is no former agent’s to say', async () => {
  await setAgent(true);
  const { id: performanceId } = await putPerformance(registry, { organiser: 'opisto' });
  const token = await logIn(registry.url, 'lipputoimisto');
  const entry = () => ({ id: randomUUID(), performanceId, code: CODES[0], children: 0, at: FRIDAY_NOON });
  const enter = async (one: ReturnType<typeof entry>) =>
    (await call(registry.url, 'enterPaper', { token, id: AGENT, body: { entries: [one] } })).answers;
  const entered = entry();
  expect(await enter(entered)).toMatchObject([{ result: 'recorded' }]);
  await setAgent(false);
  expect(await desk.deliver(soldOut(performanceId))).toMatchObject([{ problem: 'auth.forbidden' }]);
  expect(await enter(entry())).toMatchObject([{ problem: 'auth.forbidden' }]);
  const takeBack = { token, id: entered.id, body: { why: 'mistake' as const } };
  expect(await call(registry.url, 'voidPaper', takeBack)).toMatchObject({ state: 'voided' });
});

test('CAP-11, USE-4: the organiser tells what a former agent sold, and its share comes home; the agreement has ended', async () => {
  await setAgent(true);
  const { id: performanceId } = await putPerformance(registry, { organiser: 'opisto', cap: capOf(10), title: TITLE });
  const share = { requestId: randomUUID(), agentId: AGENT, places: 6 };
  await call(registry.url, 'grantShare', { token: organiser, id: performanceId, body: share });
  const agreed = { agentId: AGENT, checkedBy: 'organiser' as const };
  await call(registry.url, 'setAgreement', { token: organiser, id: INSTITUTE, body: agreed });
  await setAgent(false);
  const body = {
    reportId: randomUUID(),
    agentId: AGENT,
    dryRun: false,
    file: Buffer.from(`kortti;nimi;pvm\n${CODES[0]};${TITLE.fi};9.10.2026`).toString('base64'),
    choices: [],
    completeUntil: '2026-10-09',
    insteadOfAgreed: false,
    again: false,
  };
  const request = { token: organiser, id: INSTITUTE, body };
  expect(await refusal(registry.url, 'importReport', request)).toBe('report.agreed-otherwise');
  const deliberately = { ...request, body: { ...body, insteadOfAgreed: true } };
  const itself = await logIn(registry.url, 'lipputoimisto');
  expect(await refusal(registry.url, 'importReport', { ...deliberately, token: itself })).toBe('auth.forbidden');
  expect(await call(registry.url, 'importReport', deliberately)).toMatchObject({
    recorded: 1,
    settled: [performanceId],
  });
  expect(await leftOf(registry, performanceId, 10)).toBe(9);
  await setAgent(true);
  expect(await call(registry.url, 'agreements', { token: organiser, id: INSTITUTE })).toEqual({ items: [] });
});

test('who was never named is refused as ever', async () => {
  const { id: performanceId } = await putPerformance(registry, { organiser: 'uimahalli' });
  const institute = await enrolDesk(registry.url, 'opisto');
  const sale = institute.sale({ performanceId, code: CODES[0] });
  expect(await institute.deliver(sale)).toMatchObject([{ result: 'refused', problem: 'auth.forbidden' }]);
});

test('a database of before knows its former agents by what they held', async () => {
  const older = await anotherDatabase(registry.database.url, 'before_named_agents');
  await migrate(
    older,
    MIGRATIONS.filter(({ name }) => name < '0010'),
  );
  const [agent, seller, organiserId, desks, epoch, performance] = Array.from({ length: 6 }, () => randomUUID());
  const put = (sql: string, ...values: unknown[]) => rows(older, sql, values);
  for (const id of [agent, seller, organiserId]) {
    await put(`INSERT INTO sites (id, login, name, type) VALUES ($1, $2, 'Paikka', 'theatre')`, id, `login-${id}`);
  }
  await put('INSERT INTO agent_clients (agent_id, organiser_id) VALUES ($1, $2)', agent, organiserId);
  await put(
    `INSERT INTO desks (id, site_id, name, request_id, enrolled_at) VALUES ($1, $2, 'Kassa', $1, now())`,
    desks,
    seller,
  );
  await put('INSERT INTO epochs (id, desk_id, started_at) VALUES ($1, $2, now())', epoch, desks);
  await put(
    `INSERT INTO performances (id, organiser_id, title, place, kind, class, day, sold_out, windows)
     VALUES ($1, $2, '{}', 'Sali', 'performance', 'culture', '2026-10-09', false, '{}')`,
    performance,
    organiserId,
  );
  await put('INSERT INTO leases (performance_id, epoch_id, granted) VALUES ($1, $2, 3)', performance, epoch);
  await migrate(older, MIGRATIONS);
  const named = await rows<{ id: string }>(older, 'SELECT agent_id AS id FROM named_agents ORDER BY agent_id');
  expect(named.map(({ id }) => id)).toEqual([agent, seller].toSorted());
});
