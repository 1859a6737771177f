/** Looking cards up by their codes (CARD-4), and that codes cannot be found by trying. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { demoSite, DEMO_SITES } from '../../src-registry/demo/demo-data.ts';
import { revokeDesk } from '../../src-registry/services/desks/desks.ts';
import { checkCard } from '../../src-registry/services/cards/card-lookup.ts';
import { MISSES_AN_HOUR } from '../../src-registry/services/cards/lookup-budget.ts';
import type { LogFields } from '../../src-registry/services/log.ts';
import { helsinkiDay } from '../../src-shared/kernel/helsinki.ts';
import { problemSchema } from '../../src-shared/registry-api/problems.ts';
import { addSite } from './cells/world.ts';
import { ask, call, logIn, refusal } from './helpers/call.ts';
import { BARE_BACKGROUND, freshCode, personal } from './helpers/cards.ts';
import { enrolDesk } from './helpers/desk.ts';
import { next } from './helpers/life.ts';
import { putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
/** Another node on the same database. */
let second: Awaited<ReturnType<typeof startTestRegistry>>;
let url: string;
let distributor: string;
let hour = Date.parse(FRIDAY_NOON);

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  second = await startTestRegistry(clock, { database: { kind: 'url', url: registry.database.url } });
  ({ url } = registry);
});
// Everybody's budget is full again, and sessions have not run out.
beforeEach(async () => {
  hour += 2 * 3_600_000;
  clock.set(new Date(hour).toISOString());
  distributor = await logIn(url, 'sosiaalitoimisto');
});
afterAll(async () => {
  await second.close();
  await registry.close();
});

async function registered() {
  const item = personal(freshCode(), { background: { ...BARE_BACKGROUND, gender: 'other' } });
  await call(url, 'registerCards', { token: distributor, body: { forSiteId: null, items: [item] } });
  return item;
}

const lookUp = (token: string, code: string) => call(url, 'lookUpCard', { token, body: { code } });
const missed = (at: string, token: string) => refusal(at, 'lookUpCard', { token, body: { code: freshCode() } });

test('REG-1: staff find a card by its code: validity and its site, and only its own distributor the background', async () => {
  const { id, code, background } = await registered();
  const found = {
    id,
    kind: 'personal',
    state: 'active',
    invalid: null,
    ending: code.slice(-4),
    site: { id: demoSite('sosiaalitoimisto').id },
  };
  const typed = ` ${code.toLowerCase()} `;
  expect(await lookUp(distributor, typed)).toMatchObject({ ...found, background });
  // Of the same network, with the distributor's role too; and one that reaches everything.
  for (const login of ['verkosto', 'kansallinen']) {
    expect(await lookUp(await logIn(url, login), code)).toMatchObject({ ...found, background: null });
  }
  const administrator = await logIn(url, 'kansallinen');
  expect((await call(url, 'card', { token: administrator, id })).background).toBeNull();
  // A site that hands out no cards sees no background, not even of what it registered to help.
  const helped = personal(freshCode());
  await call(url, 'registerCards', { token: administrator, body: { forSiteId: null, items: [helped] } });
  expect((await call(url, 'card', { token: administrator, id: helped.id })).background).toBeNull();
  expect(await refusal(url, 'lookUpCard', { token: await logIn(url, 'teatteri'), body: { code } })).toBe(
    'auth.forbidden',
  );
});

test('DATA-1: another network’s distributor hears whether a card is valid, not whose it is', async () => {
  const { id, code } = await registered();
  const { networkId } = await call(url, 'whoAmI', { token: distributor });
  const elsewhere = DEMO_SITES.networks.find((network) => network.id !== networkId)!;
  const far = await addSite(registry, 'far', elsewhere.id, ['distributor']);
  const nothing = { site: null, organisation: null, registeredAt: null, background: null };
  expect(await lookUp(far.token, code)).toMatchObject({ id, state: 'active', invalid: null, ...nothing });
});

test('CARD-4: a desk hears what its own list would hold of a card, or that there is none', async () => {
  const { id, code } = await registered();
  const { token } = await enrolDesk(url, 'teatteri');
  const check = (text: string) => call(url, 'checkCard', { token, body: { code: text } });
  const { firstDay, lastDay, kind, state, childLimit } = await lookUp(distributor, code);
  expect((await check(code)).card).toEqual({ kind, firstDay, lastDay, state, childLimit });
  await call(url, 'endCard', { token: distributor, id });
  expect((await check(code)).card?.state).toBe('ended');
  expect((await check(freshCode())).card).toBeNull();
});

test('CARD-2: what cannot be a code is refused with its reason, and costs nothing', async () => {
  for (let time = 0; time <= MISSES_AN_HOUR.user; time++) {
    const response = await ask(url, 'lookUpCard', { token: distributor, body: { code: 'A12' } });
    expect(problemSchema.parse(await response.json())).toMatchObject({ code: 'card.malformed', why: 'too-short' });
  }
  expect(await missed(url, distributor)).toBe('card.unknown');
});

test('cards that are there cost nothing, codes that are not are limited for the user, and time heals it', async () => {
  const { code } = await registered();
  for (let time = 0; time < 2 * MISSES_AN_HOUR.user; time++) await lookUp(distributor, code);
  for (let time = 0; time < MISSES_AN_HOUR.user; time++) expect(await missed(url, distributor)).toBe('card.unknown');
  const refused = await ask(url, 'lookUpCard', { token: distributor, body: { code: freshCode() } });
  expect(refused.status).toBe(429);
  // Twenty an hour are one in three minutes.
  expect(refused.headers.get('retry-after')).toBe('180');
  // Nothing is told of a card that is there either: the refusal would say which is which.
  expect(await refusal(url, 'lookUpCard', { token: distributor, body: { code } })).toBe('card.lookup-limited');
  // Others are not held up by it.
  expect(await missed(url, await logIn(url, 'verkosto'))).toBe('card.unknown');
  clock.set(new Date(hour + 180_000).toISOString());
  expect(await missed(url, distributor)).toBe('card.unknown');
  expect(await missed(url, distributor)).toBe('card.lookup-limited');
});

test('the limit holds over all nodes, however many ask at once', async () => {
  const asks = Array.from({ length: 3 * MISSES_AN_HOUR.user }, (_, index) =>
    missed(index % 2 === 0 ? url : second.url, distributor),
  );
  const codes = await Promise.all(asks);
  expect(codes.filter((code) => code === 'card.unknown')).toHaveLength(MISSES_AN_HOUR.user);
  expect(codes.filter((code) => code === 'card.lookup-limited')).toHaveLength(2 * MISSES_AN_HOUR.user);
});

test('a site’s many desks are no way around it', async () => {
  const desks = await Promise.all([1, 2, 3, 4].map((number) => enrolDesk(url, 'uimahalli', `Kassa ${number}`)));
  let misses = 0;
  for (const { token } of desks) {
    for (let time = 0; time < MISSES_AN_HOUR.desk; time++) {
      const { status } = await ask(url, 'checkCard', { token, body: { code: freshCode() } });
      misses += status === 200 ? 1 : 0;
    }
    expect(misses).toBeLessThanOrEqual(MISSES_AN_HOUR.site);
  }
  expect(misses).toBe(MISSES_AN_HOUR.site);
});

test('registering and withdrawing is limited as much: it would tell which codes are cards', async () => {
  const items = Array.from({ length: MISSES_AN_HOUR.user + 1 }, () => personal(freshCode()));
  await call(url, 'registerCards', { token: distributor, body: { forSiteId: null, items } });
  for (const { id } of items.slice(1)) await call(url, 'withdrawCard', { token: distributor, id });
  expect(await refusal(url, 'withdrawCard', { token: distributor, id: items[0]!.id })).toBe('card.lookup-limited');
  expect((await call(url, 'card', { token: distributor, id: items[0]!.id })).id).toBe(items[0]!.id);
});

test('registering tells of no more codes than a look-up: what is wrong with the item is said first', async () => {
  const there = await registered();
  const young = { ...BARE_BACKGROUND, yearOfBirth: 2100 };
  const tried = async (codes: readonly string[], wish: Parameters<typeof personal>[1] = {}) => {
    const items = codes.map((code) => personal(code, wish));
    const { answers } = await call(url, 'registerCards', { token: distributor, body: { forSiteId: null, items } });
    return answers.map(({ problem }) => problem);
  };
  expect(await tried([there.code, freshCode()], { background: young })).toEqual([
    'card.holder-too-young',
    'card.holder-too-young',
  ]);
  const some = Array.from({ length: MISSES_AN_HOUR.user }, () => there.code);
  expect(await tried(some)).toEqual(some.map(() => 'card.exists'));
  // Of a code that is no card nothing else is said, and it becomes none; what was registered before is answered so.
  const fresh = freshCode();
  expect(await tried([there.code, fresh])).toEqual(['card.lookup-limited', 'card.lookup-limited']);
  expect(await missed(url, distributor)).toBe('card.lookup-limited');
  const again = { token: distributor, body: { forSiteId: null, items: [there] } };
  expect((await call(url, 'registerCards', again)).answers[0]!.result).toBe('already-registered');
  clock.set(new Date(hour + 180_000).toISOString());
  expect(await tried([fresh])).toEqual([null]);
});

test('cards that are not there cost a desk as much where it delivers them; the facts are recorded beyond that too', async () => {
  const { id: performanceId } = await putPerformance(registry, {});
  const desk = await enrolDesk(url, 'teatteri');
  const sales = Array.from({ length: MISSES_AN_HOUR.desk }, () => desk.sale({ performanceId, code: freshCode() }));
  const answers = await desk.deliver(...sales);
  expect(answers.every(({ conflicts }) => conflicts.includes('card-unknown'))).toBe(true);
  const check = { token: desk.token, body: { code: freshCode() } };
  expect(await refusal(url, 'checkCard', check)).toBe('card.lookup-limited');
  // What is beyond it looks like a card that is there, and does so when it is delivered again.
  const [there, ended] = [await registered(), await registered()];
  await call(url, 'takeOutOfUse', { token: distributor, id: ended.id });
  const at = new Date(hour).toISOString();
  const more = [freshCode(), there.code, ended.code].map((code) => desk.sale({ performanceId, code, at }));
  expect(await desk.deliver(...more)).toMatchObject(more.map(() => ({ result: 'recorded', conflicts: [] })));
  expect(await desk.deliver(...more)).toMatchObject(more.map(() => ({ result: 'already-recorded', conflicts: [] })));
  // Nor is anything said of a card by itself, until there is a miss to spend again.
  expect(await desk.deliver(more[2])).toMatchObject([{ conflicts: [] }]);
  clock.set(new Date(hour + 180_000).toISOString());
  expect(await desk.deliver(more[2])).toMatchObject([{ conflicts: ['card-not-valid'] }]);
  const kept = await rows<{ conflicts: string[] }>(
    registry.database.url,
    'SELECT conflicts FROM events WHERE performance_id = $1 ORDER BY sequence DESC LIMIT 3',
    [performanceId],
  );
  expect(kept.map(({ conflicts }) => conflicts)).toEqual([['card-not-valid'], [], ['card-unknown']]);
});

test('a correction tells no more of a card than its sale: a child limit is no way around', async () => {
  const { id: performanceId } = await putPerformance(registry, {});
  const desk = await enrolDesk(url, 'teatteri');
  const sale = desk.sale({ performanceId, code: freshCode() });
  await desk.deliver(sale);
  const corrected = next(desk, 'children-corrected', sale.event, { children: 90, unitsChange: 0 });
  expect(await desk.deliver(corrected)).toMatchObject([{ conflicts: ['card-unknown'] }]);
});

test('paper and reports are no way around the limit either: what is beyond it says nothing of cards', async () => {
  const today = { kind: 'day-admission', day: helsinkiDay(hour), startsAt: null } as const;
  const { id: performanceId } = await putPerformance(registry, today);
  const theatre = await logIn(url, 'teatteri');
  const at = new Date(hour).toISOString();
  const enter = async (codes: readonly string[]) => {
    const entries = codes.map((code) => ({ id: randomUUID(), performanceId, code, children: 0, at }));
    const body = { entries };
    return (await call(url, 'enterPaper', { token: theatre, id: demoSite('teatteri').id, body })).answers;
  };
  const ended = await registered();
  await call(url, 'takeOutOfUse', { token: distributor, id: ended.id });
  const codes = Array.from({ length: MISSES_AN_HOUR.user + 5 }, freshCode);
  const answers = await enter([...codes, ended.code]);
  const known = answers.filter(({ conflicts }) => conflicts.includes('card-unknown'));
  expect(known).toEqual(answers.slice(0, MISSES_AN_HOUR.user));
  expect(answers.slice(MISSES_AN_HOUR.user)).toMatchObject(
    [...codes.slice(MISSES_AN_HOUR.user), ended.code].map(() => ({ result: 'recorded', conflicts: [] })),
  );
  expect(await refusal(url, 'lookUpCard', { token: await logIn(url, 'verkosto'), body: { code: freshCode() } })).toBe(
    'card.unknown',
  );
});

test('a revoked desk hears nothing of cards, and what it delivers is recorded with its conflicts', async () => {
  const { id: performanceId } = await putPerformance(registry, {});
  const desk = await enrolDesk(url, 'teatteri');
  const { code } = await registered();
  const { database, context } = registry.services;
  await database.transaction((tx) => revokeDesk(tx, context, desk.enrolment.deskId));
  const one = desk.sale({ performanceId, code: freshCode() });
  const two = desk.sale({ performanceId, code, children: 90 });
  const three = desk.sale({ performanceId, code });
  const answers = await desk.deliver(one, two, three);
  for (const { conflicts, result } of answers) {
    expect(conflicts.filter((each) => each !== 'beyond-lease')).toEqual([]);
    expect(result).toBe(conflicts.length === 0 ? 'recorded' : 'recorded-with-conflict');
  }
  const kept = await rows<{ conflicts: string[] }>(
    registry.database.url,
    'SELECT conflicts FROM events WHERE performance_id = $1 ORDER BY sequence',
    [performanceId],
  );
  expect(kept.map(({ conflicts }) => conflicts.includes('card-unknown'))).toEqual([true, false, false]);
});

test('DATA-1: misses and refusals are logged with who asked, never with the code', async () => {
  const { database, context } = registry.services;
  const said: [string, LogFields | undefined][] = [];
  const take = (event: string, fields?: LogFields) => void said.push([event, fields]);
  const log = { info: take, warn: take, error: () => {} };
  const { enrolment } = await enrolDesk(url, 'opisto');
  const desk = { id: enrolment.deskId, siteId: enrolment.site.id };
  const codes = Array.from({ length: MISSES_AN_HOUR.desk + 1 }, freshCode);
  for (const code of codes) await checkCard(database, { ...context, log }, desk, code);
  expect(said).toHaveLength(codes.length);
  for (const [, fields] of said) expect(fields).toEqual({ desk: desk.id, site: desk.siteId });
  expect(new Set(said.map(([event]) => event)).size).toBe(2);
  for (const code of codes) expect(JSON.stringify(said)).not.toContain(code);
});
