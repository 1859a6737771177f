/** Use that was noted on paper, and shares of a cap for agents that are not connected (USE-2, USE-3, USE-5, CAP-11). */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoSite } from '../../src-registry/demo/demo-data.ts';
import { FIRST_PREVIOUS_HASH } from '../../src-shared/acquisition/event.ts';
import type { BodyOf } from '../../src-shared/registry-api/endpoints.ts';
import { ask, call, logIn, refusal } from './helpers/call.ts';
import { enrolDesk } from './helpers/desk.ts';
import { reserve } from './helpers/life.ts';
import { ledgerOf, leftOf } from './helpers/paper.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let token: string;
let coordinator: string;
const THEATRE = demoSite('teatteri').id;
const SWIMMING = demoSite('uimahalli').id;
const AGENT = demoSite('lipputoimisto').id;

type Entry = BodyOf<'enterPaper'>['entries'][number];

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  await logInAt(FRIDAY_NOON);
});
afterAll(() => registry.close());

/** Sets the clock; sessions of another day have ended. */
async function logInAt(instant: string): Promise<void> {
  clock.set(instant);
  token = await logIn(registry.url, 'teatteri');
  coordinator = await logIn(registry.url, 'verkosto');
}

function entry(performanceId: string, code: string, changes: Partial<Entry> = {}): Entry {
  return { id: randomUUID(), performanceId, code, children: 0, at: FRIDAY_NOON, ...changes };
}

async function enter(entries: Entry[], { as = token, site = THEATRE } = {}) {
  return (await call(registry.url, 'enterPaper', { token: as, id: site, body: { entries } })).answers;
}

function grant(performanceId: string, places: number, requestId: string = randomUUID()) {
  const body = { requestId, agentId: AGENT, places };
  return { token, id: performanceId, body };
}

test('USE-3: paper becomes acquisitions like any others: in the uses of desks, against the cap, in one gap-free chain', async () => {
  const performance = await putPerformance(registry, { cap: capOf(10) });
  const desk = await enrolDesk(registry.url, 'teatteri');
  const entries = [
    entry(performance.id, ' a045 198723 ', { children: 2, at: '2026-10-01T15:00:00.000Z' }),
    entry(performance.id, 'A999999999'),
    entry(performance.id, 'A100000006'),
  ];
  const answers = await enter(entries);
  // Nobody has granted paper any places: beyond the lease, and said so.
  expect(answers).toMatchObject([
    { id: entries[0]!.id, result: 'recorded-with-conflict', conflicts: ['beyond-lease'] },
    { result: 'recorded-with-conflict', conflicts: ['card-unknown', 'beyond-lease'] },
    { result: 'recorded-with-conflict', conflicts: ['card-not-valid', 'beyond-lease'] },
  ]);
  expect(await leftOf(registry, performance.id, 10)).toBe(7);
  const { changes } = await call(registry.url, 'uses', { token: desk.token });
  expect(changes.find(({ acquisitionId }) => acquisitionId === entries[0]!.id)).toMatchObject({
    deskName: 'Paperi · Papper',
    children: 2,
    state: 'redeemed',
    at: '2026-10-01T15:00:00.000Z',
  });
  const ledger = await ledgerOf(registry.database.url, THEATRE);
  expect(ledger.map(({ sequence }) => sequence)).toEqual(ledger.map((_, index) => index + 1));
  expect(ledger.map(({ previous }) => previous)).toEqual([
    FIRST_PREVIOUS_HASH,
    ...ledger.slice(0, -1).map(({ hash }) => hash),
  ]);
});

test('the same entry again is recorded already, with what was found then; another under its id is refused', async () => {
  const performance = await putPerformance(registry, {});
  const one = entry(performance.id, 'A999999999');
  await enter([one]);
  const before = await ledgerOf(registry.database.url, THEATRE);
  expect(await enter([one, one, { ...one, children: 1 }])).toMatchObject([
    { result: 'already-recorded', conflicts: ['card-unknown'] },
    { result: 'already-recorded' },
    { result: 'refused', problem: 'request.malformed' },
  ]);
  expect(await ledgerOf(registry.database.url, THEATRE)).toEqual(before);
});

test('USE-3: too old, not yet, no code, no such performance, another’s performance: refused, and the others are recorded', async () => {
  const performance = await putPerformance(registry, {});
  const theirs = await putPerformance(registry, { organiser: 'uimahalli' });
  const before = (await ledgerOf(registry.database.url, THEATRE)).length;
  const answers = await enter([
    entry(performance.id, 'A045198723', { at: '2026-08-09T12:00:00.000Z' }),
    entry(performance.id, 'A045198723', { at: '2026-10-09T09:00:01.000Z' }),
    entry(performance.id, 'ABC'),
    entry(randomUUID(), 'A045198723'),
    entry(theirs.id, 'A045198723'),
    // The sixtieth day before.
    entry(performance.id, 'A100000001', { at: '2026-08-10T12:00:00.000Z' }),
  ]);
  expect(answers.map(({ result, problem }) => problem ?? result)).toEqual([
    'paper.outside-window',
    'paper.outside-window',
    'card.malformed',
    'performance.unknown',
    'auth.forbidden',
    'recorded',
  ]);
  expect((await ledgerOf(registry.database.url, THEATRE)).length).toBe(before + 1);
});

test('USE-3: neither an old performance under a new hour, nor an hour after its end, is let in; a coordinator may be late', async () => {
  const old = await putPerformance(registry, { day: '2026-08-09', startsAt: '2026-08-09T16:00:00.000Z' });
  const over = await putPerformance(registry, { day: '2026-10-08', startsAt: null });
  const ended = await putPerformance(registry, { startsAt: null, endsAt: '2026-10-09T08:00:00.000Z' });
  const wishes = () => [
    entry(old.id, 'A045198723'),
    entry(old.id, 'A045198723', { at: '2026-08-09T12:00:00.000Z' }),
    entry(over.id, 'A045198723'),
    entry(ended.id, 'A045198723', { at: '2026-10-09T08:00:00.001Z' }),
    entry(ended.id, 'A045198723', { at: '2026-10-09T08:00:00.000Z' }),
  ];
  const told = async (as: string, entries = wishes()) =>
    (await enter(entries, { as })).map(({ result, problem }) => problem ?? result);
  const outside = 'paper.outside-window';
  expect(await told(token)).toEqual([outside, outside, outside, outside, 'recorded']);
  const late = wishes().slice(0, 2);
  expect(await told(coordinator, late)).toEqual([outside, 'recorded']);
  const [, one] = late;
  const takeBack = { id: one!.id, body: { why: 'mistake' as const } };
  expect(await refusal(registry.url, 'voidPaper', { ...takeBack, token })).toBe(outside);
  expect(await call(registry.url, 'voidPaper', { ...takeBack, token: coordinator })).toMatchObject({ state: 'voided' });
});

test('a ticket of before the window is not mended under a performance that is still to come', async () => {
  const performance = await putPerformance(registry, { day: '2026-12-24', startsAt: '2026-12-24T16:00:00.000Z' });
  const one = entry(performance.id, 'A100000001');
  await enter([one]);
  await logInAt('2026-12-20T10:00:00.000Z');
  const body = { children: 0 };
  expect(await refusal(registry.url, 'correctPaper', { token, id: one.id, body })).toBe('paper.outside-window');
  expect(await call(registry.url, 'correctPaper', { token: coordinator, id: one.id, body })).toMatchObject({
    children: 0,
  });
  await logInAt(FRIDAY_NOON);
});

test('USE-2: a coordinator enters paper for a site of the network: attributed to both', async () => {
  const performance = await putPerformance(registry, {});
  await enter([entry(performance.id, 'A100000003')], { as: coordinator });
  const [noted] = await rows(
    registry.database.url,
    `SELECT action, site_id, for_site_id, user_id IS NOT NULL AS named FROM changes ORDER BY number DESC LIMIT 1`,
  );
  const { id: site_id } = demoSite('verkosto');
  expect(noted).toEqual({ action: 'enterPaper', site_id, for_site_id: THEATRE, named: true });
});

test('a void and a correction of paper: the place goes to the pool once, and neither is possible after the window', async () => {
  const performance = await putPerformance(registry, { cap: { limit: 10, counts: 'all-tickets' } });
  const one = entry(performance.id, 'A045198723', { children: 1 });
  await enter([one]);
  expect(await leftOf(registry, performance.id, 10)).toBe(8);
  const correct = (children: number) => call(registry.url, 'correctPaper', { token, id: one.id, body: { children } });
  expect(await correct(3)).toMatchObject({ state: 'redeemed', children: 3 });
  expect(await leftOf(registry, performance.id, 10)).toBe(6);
  await correct(2);
  expect(await leftOf(registry, performance.id, 10)).toBe(7);
  const takeBack = { token, id: one.id, body: { why: 'mistake' as const } };
  const swimming = await logIn(registry.url, 'uimahalli');
  expect(await refusal(registry.url, 'voidPaper', { ...takeBack, token: swimming })).toBe('auth.forbidden');
  expect(await refusal(registry.url, 'voidPaper', { ...takeBack, id: randomUUID() })).toBe('acquisition.unknown');
  for (const _ of [1, 2]) expect(await call(registry.url, 'voidPaper', takeBack)).toMatchObject({ state: 'voided' });
  expect(await leftOf(registry, performance.id, 10)).toBe(10);

  const other = entry(performance.id, 'A100000001');
  await enter([other]);
  await logInAt('2026-12-20T10:00:00.000Z');
  for (const name of ['voidPaper', 'correctPaper'] as const) {
    const body = name === 'voidPaper' ? { why: 'mistake' as const } : { children: 0 };
    expect(await refusal(registry.url, name, { token, id: other.id, body: body as never })).toBe(
      'paper.outside-window',
    );
  }
  await logInAt(FRIDAY_NOON);
});

test('CARD-5: a second visit on paper on one day takes no second place of a cap of holders', async () => {
  const swimming = await logIn(registry.url, 'uimahalli');
  const day = await putPerformance(registry, {
    organiser: 'uimahalli',
    kind: 'day-admission',
    startsAt: null,
    cap: capOf(20),
  });
  await enter([entry(day.id, 'A045198723'), entry(day.id, 'A045198723')], { as: swimming, site: SWIMMING });
  await enter([entry(day.id, 'A045198723')], { as: swimming, site: SWIMMING });
  expect(await leftOf(registry, day.id, 20)).toBe(19);
  await enter([entry(day.id, 'AM99000123'), entry(day.id, 'AM99000123')], { as: swimming, site: SWIMMING });
  expect(await leftOf(registry, day.id, 20)).toBe(17);
});

test('CAP-11: a share is granted like a lease, all of it or none, and desks sell from what is left', async () => {
  const performance = await putPerformance(registry, { cap: capOf(10) });
  const requestId = randomUUID();
  const first = await call(registry.url, 'grantShare', grant(performance.id, 6, requestId));
  expect(first).toEqual({ agentId: AGENT, granted: 6, pool: 4 });
  expect(await call(registry.url, 'grantShare', grant(performance.id, 6, requestId))).toEqual(first);
  expect(await refusal(registry.url, 'grantShare', grant(performance.id, 5))).toBe('share.too-large');
  expect((await call(registry.url, 'grantShare', grant(performance.id, 1))).granted).toBe(7);
  const desk = await enrolDesk(registry.url, 'teatteri');
  const granted = [];
  for (let round = 0; round < 5; round++) granted.push((await desk.lease(performance.id, 10)).granted);
  expect(granted.at(-1)).toBe(3);

  const agent = await logIn(registry.url, 'lipputoimisto');
  const sold = [entry(performance.id, 'A045198723'), entry(performance.id, 'A100000001')];
  expect((await enter(sold, { as: agent, site: AGENT })).map(({ conflicts }) => conflicts)).toEqual([[], []]);
  const { shares } = await call(registry.url, 'shares', { token, id: performance.id });
  expect(shares).toEqual([{ agentId: AGENT, granted: 7, sold: 2, returned: 0 }]);
  // One is taken back: its place goes to the pool.
  await call(registry.url, 'voidPaper', { token: agent, id: sold[0]!.id, body: { why: 'mistake' } });
  const after = await call(registry.url, 'shares', { token, id: performance.id });
  expect(after.shares).toEqual([{ agentId: AGENT, granted: 7, sold: 1, returned: 0 }]);
});

test('CAP-11: no share without a cap, for who is no agent, or of a performance that there is not', async () => {
  const [capped, uncapped] = [await putPerformance(registry, { cap: capOf(10) }), await putPerformance(registry, {})];
  expect(await refusal(registry.url, 'grantShare', grant(uncapped.id, 1))).toBe('share.no-cap');
  expect(await refusal(registry.url, 'grantShare', grant(randomUUID(), 1))).toBe('performance.unknown');
  const body = { requestId: randomUUID(), agentId: SWIMMING, places: 1 };
  expect(await refusal(registry.url, 'grantShare', { token, id: capped.id, body })).toBe('agent.unknown');
  const used = randomUUID();
  await call(registry.url, 'grantShare', grant(capped.id, 1, used));
  const other = await putPerformance(registry, { cap: capOf(10) });
  expect(await refusal(registry.url, 'grantShare', grant(other.id, 1, used))).toBe('request.malformed');
});

test('CAP-11: desks and shares that ask at once never get more than the cap', async () => {
  const performance = await putPerformance(registry, { cap: capOf(20) });
  const desks = await Promise.all(['Yksi', 'Kaksi'].map((name) => enrolDesk(registry.url, 'teatteri', name)));
  const asked = Array.from({ length: 5 }, () => ask(registry.url, 'grantShare', grant(performance.id, 3)));
  await Promise.all([
    ...asked,
    ...desks.flatMap((desk) => Array.from({ length: 4 }, () => desk.lease(performance.id, 4))),
  ]);
  const statuses = await Promise.all(asked.map(async (answer) => (await answer).status));
  expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([]);
  expect(statuses).toContain(200);
  const [{ held } = { held: 0 }] = await rows<{ held: number }>(
    registry.database.url,
    'SELECT sum(granted)::integer AS held FROM leases WHERE performance_id = $1',
    [performance.id],
  );
  expect(held + (await leftOf(registry, performance.id, 20))).toBe(20);
  expect(await leftOf(registry, performance.id, 20)).toBeGreaterThanOrEqual(0);
});

test('paper is no desk: nobody enrols or lists it, and there is one a site', async () => {
  const agents = await rows<{ kind: string; tokens: number }>(
    registry.database.url,
    `SELECT kind, (SELECT count(*)::integer FROM desk_tokens WHERE desk_id = desks.id) AS tokens
     FROM desks WHERE site_id = $1 AND kind = 'paper'`,
    [THEATRE],
  );
  expect(agents).toEqual([{ kind: 'paper', tokens: 0 }]);
});

test('USE-5: a coordinator sees desks that are silent, shares that are open, performances without any use', async () => {
  const shared = await putPerformance(registry, { cap: capOf(10), title: { fi: 'Jako', sv: 'Jako', en: 'Jako' } });
  await call(registry.url, 'grantShare', grant(shared.id, 4));
  const used = await putPerformance(registry, {});
  await enter([entry(used.id, 'A045198723')]);
  const cancelled = await putPerformance(registry, {});
  await call(registry.url, 'cancelPerformance', { token, id: cancelled.id, body: { cancelled: true } });
  const takenBack = await putPerformance(registry, {});
  const mistake = entry(takenBack.id, 'A045198723');
  await enter([mistake]);
  await call(registry.url, 'voidPaper', { token, id: mistake.id, body: { why: 'mistake' } });
  const goesOn = await putPerformance(registry, { kind: 'course', endsAt: '2026-12-11T16:00:00.000Z', cap: capOf(10) });
  await call(registry.url, 'grantShare', grant(goesOn.id, 4));
  const desk = await enrolDesk(registry.url, 'teatteri', 'Hiljainen');
  const lost = await enrolDesk(registry.url, 'teatteri', 'Kadonnut');
  const place = await putPerformance(registry, { cap: capOf(10) });
  await lost.lease(place.id, 2);
  const sale = { performanceId: place.id, code: 'A045198723', units: 1 };
  await lost.deliver(reserve(lost, sale, { lapsesAt: '2026-10-09T16:00:00.000Z' }));
  await logInAt('2026-10-18T09:00:00.000Z');
  await call(registry.url, 'writeOff', { token: coordinator, id: lost.enrolment.deskId, body: { present: true } });
  await logInAt('2026-10-19T09:00:00.000Z');
  const networkId = '018f0000-0000-7000-8000-000000000101';
  const seen = await call(registry.url, 'reminders', { token: coordinator, query: { networkId } });
  expect(seen.openShares).toContainEqual(
    expect.objectContaining({ siteId: AGENT, performanceId: shared.id, places: 4 }),
  );
  const unused = seen.withoutUse.map(({ performanceId }) => performanceId);
  expect([shared, used, cancelled, takenBack, goesOn].map(({ id }) => unused.includes(id))).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
  expect(seen.openShares.map(({ performanceId }) => performanceId)).not.toContain(goesOn.id);
  expect(seen.silentDesks.map(({ deskId }) => deskId)).toContain(lost.enrolment.deskId);
  expect(seen.silentDesks).toContainEqual(
    expect.objectContaining({ deskId: desk.enrolment.deskId, since: '2026-10-09', deskName: 'Hiljainen' }),
  );
  expect(seen.silentDesks.every(({ deskName }) => deskName !== 'Paperi · Papper')).toBe(true);
  const longer = await call(registry.url, 'reminders', { token: coordinator, query: { networkId, days: 30 } });
  expect(longer.silentDesks).toEqual([]);
  await logInAt('2026-12-12T09:00:00.000Z');
  const ended = await call(registry.url, 'reminders', { token: coordinator, query: { networkId } });
  expect(ended.openShares.map(({ performanceId }) => performanceId)).toContain(goesOn.id);
  expect(ended.openShares.map(({ performanceId }) => performanceId)).not.toContain(shared.id);
  await logInAt(FRIDAY_NOON);
});
