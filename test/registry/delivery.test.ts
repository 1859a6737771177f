/** Delivery: facts are recorded once, never refused, and what does not fit is said (ARCHITECTURE, decision 10). */
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { presetLastDay } from '../../src-shared/card/card.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import type { DeliveredItem } from '../../src-shared/registry-api/bodies/delivery.ts';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { putRuleSet } from '../../src-registry/services/rule-sets.ts';
import { call, logIn, refusal } from './helpers/call.ts';
import { enrolDesk, rehashed, TestDesk } from './helpers/desk.ts';
import { handOver, reserve } from './helpers/life.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
const REFUSED = { result: 'refused', conflicts: [], problem: 'request.malformed' };
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let desk: TestDesk;
let performanceId: string;

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  ({ id: performanceId } = await putPerformance(registry, {}));
});
afterAll(() => registry.close());

async function newDesk(): Promise<TestDesk> {
  desk = await enrolDesk(registry.url, 'teatteri');
  return desk;
}

async function freshPerformance(wish: Parameters<typeof putPerformance>[1] = {}): Promise<string> {
  return (await putPerformance(registry, wish)).id;
}

function recorded(acquisitionId: string) {
  return rows<{ code: string; children: number; state: string; performance_id: string; conflicts: string[] }>(
    registry.database.url,
    `SELECT code, children, state, acquisitions.performance_id, conflicts
     FROM acquisitions JOIN events ON acquisition_id = acquisitions.id WHERE acquisitions.id = $1`,
    [acquisitionId],
  );
}

test('USE-1: a redemption is in the database with its card, performance and children, exactly once', async () => {
  await newDesk();
  const id = await freshPerformance();
  const sale = desk.sale({ performanceId: id, code: 'A045198723', children: 2 });
  const first = await desk.delivery(sale);
  expect(first).toMatchObject({ serverTime: FRIDAY_NOON, forked: false });
  expect(first.answers).toEqual([{ id: sale.event.id, result: 'recorded', conflicts: [], problem: null }]);
  const again = await Promise.all([
    desk.deliver(sale),
    desk.deliver(sale, sale),
    desk.deliver({ ...sale, sealed: null }),
  ]);
  expect(new Set(again.flat().map((answer) => answer.result))).toEqual(new Set(['already-recorded']));
  expect(await recorded(sale.event.acquisitionId)).toEqual([
    { code: 'A045198723', children: 2, state: 'redeemed', performance_id: id, conflicts: [] },
  ]);
});

test('the registry knows how far an epoch has arrived', async () => {
  await newDesk();
  const items = ['A045198723', 'A100000001'].map((code) => desk.sale({ performanceId, code }));
  const refused = desk.refused(performanceId);
  await desk.deliver(...items, refused);
  const { epoch } = await call(registry.url, 'desk', { token: desk.token });
  expect(epoch).toEqual({ id: desk.epoch, frozen: false, head: { sequence: 3, hash: refused.event.hash } });
});

test.each<[string, (item: DeliveredItem & { event: { type: 'redeemed' } }) => unknown]>([
  ['of another shape', (item) => ({ ...item, event: { ...item.event, children: -1 } })],
  ['with a wrong hash', (item) => ({ ...item, event: { ...item.event, children: 5 } })],
  ['without its sealed code', (item) => ({ ...item, sealed: null })],
  ['with another box', (item) => ({ ...item, sealed: Buffer.alloc(60).toString('base64') })],
  [
    'whose box cannot be opened',
    (item) => ({ event: rehashed({ ...item.event, sealedHash: SHA_OF_ZEROS }), sealed: ZEROS }),
  ],
  [
    'whose key is another card’s',
    (item) => ({ ...item, event: rehashed({ ...item.event, cardKey: 'ab'.repeat(16) }) }),
  ],
  ['of an unknown key generation', (item) => ({ ...item, event: rehashed({ ...item.event, keyGeneration: 9 }) })],
])('an item %s is set aside and blocks nothing (field lesson 15)', async (_name, spoil) => {
  await newDesk();
  const id = await freshPerformance();
  const bad = spoil(desk.sale({ performanceId: id, code: 'A045198723' }));
  const good = desk.sale({ performanceId: id, code: 'A100000001' });
  const answers = await desk.deliver(bad, good);
  expect(answers).toMatchObject([REFUSED, { result: 'recorded' }]);
  expect(answers[0]!.id).toBe((bad as DeliveredItem).event.id);
  await desk.deliver(bad);
  const kept = await rows<{ body: string; sequence: number }>(
    registry.database.url,
    'SELECT body, sequence FROM set_aside WHERE epoch_id = $1',
    [desk.epoch],
  );
  expect(kept).toEqual([{ body: JSON.stringify(bad), sequence: 1 }]);
  const [epoch] = await rows(registry.database.url, 'SELECT contiguous FROM epochs WHERE id = $1', [desk.epoch]);
  expect(epoch).toEqual({ contiguous: 2 });
});

const ZEROS = Buffer.alloc(60).toString('base64');
const SHA_OF_ZEROS = '5dcc1b5872dd9ff1c234501f1fefda01f664164e1583c3e1bb3dbea47588ab31';

test('what is not an item at all is refused without an id', async () => {
  await newDesk();
  const answers = await desk.deliver(null, 'text', 7, [], {}, { event: { id: 7 } }, { event: '\0' });
  expect(answers).toEqual(answers.map(() => ({ id: null, ...REFUSED })));
});

test('an item that was set aside is recorded when it comes repaired', async () => {
  await newDesk();
  const sale = desk.sale({ performanceId: await freshPerformance(), code: 'A045198723' });
  expect(await desk.deliver({ ...sale, sealed: null })).toMatchObject([REFUSED]);
  expect(await desk.deliver(sale)).toMatchObject([{ result: 'recorded' }]);
});

test('a known id with another content is refused', async () => {
  await newDesk();
  const sale = desk.sale({ performanceId: await freshPerformance(), code: 'A045198723' });
  await desk.deliver(sale);
  expect(await desk.deliver({ ...sale, event: rehashed({ ...sale.event, children: 3 }) })).toMatchObject([REFUSED]);
});

test('a second acquisition with a known id is refused, and what follows is recorded', async () => {
  await newDesk();
  const id = await freshPerformance();
  const sale = desk.sale({ performanceId: id, code: 'A045198723' });
  const same = desk.sale({ performanceId: id, code: 'A100000001' });
  const copy = { ...same, event: rehashed({ ...same.event, acquisitionId: sale.event.acquisitionId }) };
  const next = desk.sale({ performanceId: id, code: 'A100000003' });
  expect(await desk.deliver(sale, copy, next)).toMatchObject([{ result: 'recorded' }, REFUSED, { result: 'recorded' }]);
});

test('USE-2: a performance that the site does not sell, or that is not there, is refused', async () => {
  await newDesk();
  const course = await freshPerformance({ organiser: 'opisto', kind: 'course' });
  const items = [course, randomUUID()].map((id) => desk.sale({ performanceId: id, code: 'A045198723' }));
  expect(await desk.deliver(...items)).toMatchObject([
    { problem: 'auth.forbidden' },
    { problem: 'performance.unknown' },
  ]);
});

test('an epoch of another desk is refused', async () => {
  const other = await newDesk();
  await newDesk();
  const item = other.sale({ performanceId, code: 'A045198723' });
  const body = { epoch: other.epoch, items: [item] };
  expect(await refusal(registry.url, 'deliver', { token: desk.token, body })).toBe('epoch.unknown');
  expect(await desk.deliver(item)).toMatchObject([REFUSED]);
});

test.each([
  ['CARD-4', 'A999999999', ['card-unknown']],
  ['CARD-3, expired', 'A100000002', ['card-not-valid']],
  ['CARD-3, last day', 'A100000003', []],
  ['CARD-3, from tomorrow', 'A100000004', ['card-not-valid']],
  ['CHILD-4', 'A100000001', ['over-child-limit']],
  ['CC-1', 'AM99000123', []],
])('%s: a sale with %s is recorded with conflicts %j', async (_rule, code, conflicts) => {
  await newDesk();
  const sale = desk.sale({ performanceId: await freshPerformance(), code, children: 3 });
  const [answer] = await desk.deliver(sale);
  const result = conflicts.length === 0 ? 'recorded' : 'recorded-with-conflict';
  expect(answer).toEqual({ id: sale.event.id, result, conflicts, problem: null });
  expect(await recorded(sale.event.acquisitionId)).toMatchObject([{ code, conflicts }]);
  expect(await desk.deliver(sale)).toMatchObject([{ result: 'already-recorded', conflicts }]);
});

test('CARD-7: what was sold before a card was ended is no conflict, what was sold afterwards is', async () => {
  await newDesk();
  const before = desk.sale({
    performanceId: await freshPerformance(),
    code: 'A045198723',
    at: '2026-10-09T08:59:59.000Z',
  });
  const after = desk.sale({
    performanceId: await freshPerformance(),
    code: 'A045198723',
    at: '2026-10-09T09:00:01.000Z',
  });
  await call(registry.url, 'demoCard', { token: desk.token, body: { code: 'A045198723', action: 'end' } });
  expect((await desk.deliver(before, after)).map((answer) => answer.conflicts)).toEqual([[], ['card-not-valid']]);
  await call(registry.url, 'demoCard', { token: desk.token, body: { code: 'A045198723', action: 'restore' } });
});

test('CARD-5, CC-4: a second redemption conflicts for a personal card, at any desk, until the first is void', async () => {
  const [first, second] = [await newDesk(), await newDesk()];
  const id = await freshPerformance();
  const sale = first.sale({ performanceId: id, code: 'A045198723' });
  await first.deliver(sale);
  const conflicting = second.sale({ performanceId: id, code: 'A045198723' });
  expect(await second.deliver(conflicting)).toMatchObject([{ conflicts: ['duplicate-performance'] }]);
  await first.deliver(first.voidOf(sale));
  await second.deliver(second.voidOf(conflicting));
  expect(await second.deliver(second.sale({ performanceId: id, code: 'A045198723' }))).toMatchObject([
    { conflicts: [] },
  ]);
  const communal = [1, 2].map(() => second.sale({ performanceId: id, code: 'AM99000123' }));
  expect((await second.deliver(...communal)).map((answer) => answer.conflicts)).toEqual([[], []]);
});

test('CARD-5: two desks that deliver the same card at once: exactly one of them conflicts', async () => {
  const two = [await newDesk(), await newDesk()];
  const id = await freshPerformance();
  const answers = await Promise.all(
    two.map((each) => each.deliver(each.sale({ performanceId: id, code: 'A045198723' }))),
  );
  expect(
    answers
      .flat()
      .map((answer) => answer.conflicts.length)
      .toSorted(),
  ).toEqual([0, 1]);
});

test('CARD-5: a second visit on the same day is no conflict at a day admission', async () => {
  await newDesk();
  const id = await freshPerformance({ kind: 'day-admission', startsAt: null });
  const visits = [1, 2].map(() => desk.sale({ performanceId: id, code: 'A045198723' }));
  expect((await desk.deliver(...visits)).map((answer) => answer.result)).toEqual(['recorded', 'recorded']);
});

test('a cloned ledger: its second event for a sequence is recorded, the epoch is frozen, the desk is told', async () => {
  const original = await newDesk();
  const [here, there] = [await freshPerformance(), await freshPerformance()];
  const beforeCloning = { sequence: original.sequence, previousHash: original.previousHash };
  const own = original.sale({ performanceId: here, code: 'A045198723' });
  const afterwards = { sequence: original.sequence, previousHash: original.previousHash };
  const cloned = Object.assign(original, beforeCloning).sale({ performanceId: there, code: 'A100000001' });
  Object.assign(original, afterwards);
  expect(cloned.event.sequence).toBe(own.event.sequence);
  await original.deliver(own);
  const answer = await original.delivery(cloned);
  expect(answer).toMatchObject({
    forked: true,
    answers: [{ result: 'recorded-with-conflict', conflicts: ['epoch-forked'] }],
  });
  expect((await call(registry.url, 'desk', { token: original.token })).epoch.frozen).toBe(true);

  const late = original.sale({ performanceId: here, code: 'A100000003' });
  expect(await original.delivery(late)).toMatchObject({ forked: true, answers: [{ conflicts: ['epoch-frozen'] }] });
  expect(await refusal(registry.url, 'lease', leaseOf(original, here))).toBe('epoch.frozen');
  const body = { requestId: randomUUID(), before: original.epoch, why: 'forked' as const };
  const { epoch } = await call(registry.url, 'startEpoch', { token: original.token, body });
  expect((await call(registry.url, 'desk', { token: original.token })).epoch).toEqual({
    id: epoch,
    frozen: false,
    head: null,
  });
  // What was left in the old one is still taken, and starts no third epoch.
  const last = original.sale({ performanceId: here, code: 'AM99000123' });
  expect(await original.delivery(last)).toMatchObject({ forked: false, answers: [{ conflicts: ['epoch-frozen'] }] });
});

test('two copies of a disk each go on in an epoch of their own, and are not told to leave it for the other’s', async () => {
  const original = await newDesk();
  const copy = new TestDesk(registry.url, original.enrolment);
  const id = await freshPerformance({ cap: capOf(10) });
  const epochOf = async ({ epoch, token }: TestDesk) =>
    (await call(registry.url, 'desk', { token, query: { epoch } })).epoch;
  await original.deliver(original.sale({ performanceId: id, code: 'A045198723' }));
  expect(await copy.delivery(copy.sale({ performanceId: id, code: 'A100000001' }))).toMatchObject({ forked: true });
  for (const each of [copy, original]) {
    expect(await epochOf(each)).toMatchObject({ id: each.epoch, frozen: true });
    await each.nextEpoch();
  }
  for (const each of [original, copy, original]) {
    expect(await epochOf(each)).toMatchObject({ id: each.epoch, frozen: false });
    expect((await each.lease(id, 1)).granted).toBeGreaterThanOrEqual(1);
  }
  // Who does not say where it is hears of the newest; so does an epoch that is not this desk's.
  const { token } = original;
  for (const query of [{}, { epoch: randomUUID() }]) {
    expect((await call(registry.url, 'desk', { token, query })).epoch.id).toBe(original.epoch);
  }

  // What stands beside the newest can be written off while that is at work.
  const theatre = await logIn(registry.url, 'teatteri');
  const written = { token: theatre, id: original.enrolment.deskId, body: { present: false } };
  expect(await call(registry.url, 'writeOff', written)).toMatchObject({ returned: 1 });
  expect((await epochOf(copy)).frozen).toBe(true);
  expect((await epochOf(original)).frozen).toBe(false);
});

function leaseOf(of: TestDesk, id: string) {
  return { token: of.token, body: { requestId: randomUUID(), performanceId: id, epoch: of.epoch, units: 1 } };
}

test('an empty and an endless delivery are refused', async () => {
  await newDesk();
  const deliver = (items: unknown[]) =>
    refusal(registry.url, 'deliver', { token: desk.token, body: { epoch: desk.epoch, items } });
  expect(await deliver([])).toBe('request.malformed');
  expect(await deliver(Array.from({ length: 201 }, () => null))).toBe('request.malformed');
});

test('the demo panel sees what has arrived, newest first', async () => {
  await newDesk();
  const id = await freshPerformance();
  const sale = desk.sale({ performanceId: id, code: 'A045198723', children: 1 });
  await desk.deliver(sale, desk.voidOf(sale), desk.refused(id));
  const { received } = await call(registry.url, 'demoReceived', { token: desk.token });
  expect(received.length).toBeLessThanOrEqual(50);
  expect(received.slice(0, 3)).toMatchObject([
    { type: 'refused', code: null, children: null },
    { type: 'voided', code: 'A045198723' },
    { type: 'redeemed', code: 'A045198723', children: 1, deskName: 'Kassa', title: 'Koe', at: FRIDAY_NOON },
  ]);
});

test('CARD-7: the demo panel ends, extends and restores a card; out of use is final', async () => {
  await newDesk();
  const change = (code: string, action: 'end' | 'extend' | 'restore') =>
    call(registry.url, 'demoCard', { token: desk.token, body: { code, action } }).then(({ card }) => card);
  expect(await change('A100000001', 'end')).toMatchObject({ state: 'ended' });
  expect(await change(' a100000001', 'extend')).toMatchObject({
    state: 'active',
    lastDay: presetLastDay('2026-10-09'),
  });
  expect(await change('A100000001', 'restore')).toMatchObject({
    state: 'active',
    lastDay: '2027-08-10',
    childLimit: 2,
  });
  expect(await change('A100000006', 'extend')).toMatchObject({ state: 'out-of-use' });
  expect(await change('AM99000124', 'extend')).toMatchObject({ state: 'active', lastDay: null });
  expect(await change('AM99000124', 'restore')).toMatchObject({ state: 'ended', lastDay: null });
  const unknown = { code: 'A999999999', action: 'end' as const };
  expect(await refusal(registry.url, 'demoCard', { token: desk.token, body: unknown })).toBe('card.unknown');
});

test('CARD-2: a sale is a fact also where the grammar of codes has become tighter since', async () => {
  const sale = desk.sale({ performanceId: await freshPerformance(), code: 'A045198723' });
  const tighter = { ...PRESET_RULE_SET, code: { ...PRESET_RULE_SET.code, minimumLength: 12 } };
  for (const set of [tighter, PRESET_RULE_SET]) {
    await registry.services.database.transaction(async (tx) => {
      await putRuleSet(tx, set);
      return ok(null);
    });
    if (set === tighter) expect(await desk.deliver(sale)).toMatchObject([{ result: 'recorded', problem: null }]);
  }
});

test('one acquisition id at two performances at once: one is recorded, the other set aside, and the counts agree', async () => {
  const [one, other] = [await enrolDesk(registry.url, 'teatteri'), await enrolDesk(registry.url, 'teatteri')];
  const ids = [await freshPerformance(), await freshPerformance()];
  const sold = reserve(one, { performanceId: ids[0]!, code: 'A045198723' });
  const { acquisitionId } = sold.event;
  const items = [
    handOver(one, { performanceId: ids[0]!, acquisitionId }, 'A045198723'),
    handOver(other, { performanceId: ids[1]!, acquisitionId }, 'A100000001'),
  ];
  // Both are judged, and wait for the stream of uses, before either is written.
  const raw = new Client({ connectionString: registry.database.url });
  await raw.connect();
  await raw.query('BEGIN');
  await raw.query(`SELECT FROM streams WHERE name = 'uses' FOR UPDATE`);
  const delivered = Promise.all([one.deliver(sold, items[0]), other.deliver(items[1])]);
  const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
  while ((await rows(registry.database.url, waiting)).length < 2) await setImmediate();
  await raw.query('COMMIT');
  await raw.end();

  const answers = (await delivered).map((each) => each.at(-1)?.problem ?? null);
  expect(new Set(answers)).toEqual(new Set([null, 'request.malformed']));
  const winner = ids[answers.indexOf(null)];
  expect(await recorded(acquisitionId)).toMatchObject(
    winner === ids[0] ? [{ performance_id: winner }, { performance_id: winner }] : [{ performance_id: winner }],
  );
  const counted = await rows(
    registry.database.url,
    'SELECT performance_id, adults FROM use_counts WHERE performance_id = ANY ($1)',
    [ids],
  );
  expect(counted).toEqual([{ performance_id: winner, adults: 1 }]);
});
