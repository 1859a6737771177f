/** The lease algebra at the registry: sales backed by leases never exceed the cap. */
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoSite } from '../../src-registry/demo/demo-data.ts';
import { forgetLeaseRequests, poolOf } from '../../src-registry/services/desks/leases.ts';
import { call, logIn, refusal } from './helpers/call.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { capOf, putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let desks: TestDesk[];

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  desks = await Promise.all(
    ['teatteri', 'teatteri', 'lipputoimisto', 'lipputoimisto'].map((site) => enrolDesk(registry.url, site)),
  );
});
afterAll(() => registry.close());

const CODE = 'A045198723';

function freshPool(performanceId: string, cap: number): Promise<number> {
  return registry.services.database.read((tx) => poolOf(tx, performanceId, cap));
}

function ask(desk: TestDesk, performanceId: string, units: number, requestId: string = randomUUID()) {
  return { token: desk.token, body: { requestId, performanceId, epoch: desk.epoch, units } };
}

test('a grant is what is asked for, at most half of the pool, at least one, and nothing from an empty pool', async () => {
  const { id } = await putPerformance(registry, { cap: capOf(10) });
  const [first, second] = desks as [TestDesk, TestDesk];
  const grant = async (desk: TestDesk, units: number) => {
    const { granted, pool } = await desk.lease(id, units);
    return [granted, pool];
  };
  expect(await grant(first, 2)).toEqual([2, 8]);
  expect(await grant(second, 100)).toEqual([4, 4]);
  expect(await grant(second, 3)).toEqual([6, 2]);
  expect(await grant(first, 5)).toEqual([3, 1]);
  expect(await grant(first, 5)).toEqual([4, 0]);
  expect(await grant(first, 1)).toEqual([4, 0]);
});

test.each(['lease', 'share'])(
  'a request id that somebody uses for another performance at the same moment: malformed, and no %s',
  async (what) => {
    const [theirs, wanted] = [
      await putPerformance(registry, { cap: capOf(10) }),
      await putPerformance(registry, { cap: capOf(10) }),
    ];
    const [desk] = desks as [TestDesk];
    const requestId = randomUUID();
    const raw = new Client({ connectionString: registry.database.url });
    await raw.connect();
    await raw.query('BEGIN');
    await raw.query(
      `INSERT INTO lease_requests (request_id, performance_id, epoch_id, granted, pool, asked_at) VALUES ($1, $2, $3, 1, 9, now())`,
      [requestId, theirs.id, desk.epoch],
    );
    const body = { requestId, agentId: demoSite('lipputoimisto').id, places: 2 };
    const refused =
      what === 'lease'
        ? refusal(registry.url, 'lease', ask(desk, wanted.id, 2, requestId))
        : refusal(registry.url, 'grantShare', { token: await logIn(registry.url, 'teatteri'), id: wanted.id, body });
    const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    while ((await rows(registry.database.url, waiting)).length === 0) await setImmediate();
    await raw.query('COMMIT');
    await raw.end();
    expect(await refused).toBe('request.malformed');
    expect(await freshPool(wanted.id, 10)).toBe(10);
  },
);

test('repeating a request id gives the same answer and grants nothing more', async () => {
  const { id } = await putPerformance(registry, { cap: capOf(10) });
  const [desk] = desks as [TestDesk];
  const request = ask(desk, id, 2);
  const answers = await Promise.all(Array.from({ length: 5 }, () => call(registry.url, 'lease', request)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  await desk.lease(id, 1);
  expect(await call(registry.url, 'lease', request)).toEqual(answers[0]);
  expect(await freshPool(id, 10)).toBe(7);
  const other = await putPerformance(registry, { cap: capOf(10) });
  expect(await refusal(registry.url, 'lease', ask(desk, other.id, 2, request.body.requestId))).toBe(
    'request.malformed',
  );
});

test('an uncapped performance needs no lease', async () => {
  const { id } = await putPerformance(registry, {});
  expect(await desks[0]!.lease(id, 3)).toEqual({ performanceId: id, epoch: desks[0]!.epoch, granted: 0, pool: 0 });
});

test('who may not have places is refused', async () => {
  const { id } = await putPerformance(registry, { cap: capOf(10) });
  const [desk, other] = desks as [TestDesk, TestDesk];
  const swimming = await enrolDesk(registry.url, 'uimahalli');
  expect(await refusal(registry.url, 'lease', ask(desk, randomUUID(), 1))).toBe('performance.unknown');
  expect(await refusal(registry.url, 'lease', ask(swimming, id, 1))).toBe('performance.unknown');
  const strange = ask(desk, id, 1);
  expect(await refusal(registry.url, 'lease', { ...strange, body: { ...strange.body, epoch: other.epoch } })).toBe(
    'epoch.unknown',
  );
  const gone = await enrolDesk(registry.url, 'teatteri');
  const body = { requestId: randomUUID(), before: gone.epoch, why: 'restored' as const };
  await call(registry.url, 'startEpoch', { token: gone.token, body });
  expect(await refusal(registry.url, 'lease', ask(gone, id, 1))).toBe('epoch.frozen');
});

test('many epochs that ask at once never get more than the cap', async () => {
  for (const cap of [1, 2, 7, 20]) {
    const { id } = await putPerformance(registry, { cap: capOf(cap) });
    await Promise.all(desks.flatMap((desk) => [3, 1, 2, 1, 1, 4, 1].map((units) => desk.lease(id, units))));
    const granted = desks.map((desk) => desk.countersOf(id).granted);
    expect(granted.reduce((sum, each) => sum + each, 0)).toBe(cap);
    expect(await freshPool(id, cap)).toBe(0);
  }
});

test('CAP-7, CAP-9: whatever honest desks do, leased sales never exceed the cap and every place is accounted for', async () => {
  const operation = fc.record({
    desk: fc.nat(3),
    what: fc.constantFrom('lease', 'lease', 'sell', 'sell', 'sell', 'void', 'give-back', 'deliver'),
    units: fc.integer({ min: 1, max: 4 }),
  });
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 12 }),
    fc.array(operation, { minLength: 10, maxLength: 40 }),
    async (cap, operations) => {
      const { id } = await putPerformance(registry, { cap: capOf(cap) });
      const waiting = desks.map((): unknown[] => []);
      const sold = desks.map((): ReturnType<TestDesk['sale']>[] => []);
      for (const { desk: at, what, units } of operations) {
        const desk = desks[at]!;
        if (what === 'lease') await desk.lease(id, units);
        if (what === 'sell' && desk.balanceOf(id) > 0) {
          const sale = desk.sale({ performanceId: id, code: CODE, units: 1 });
          sold[at]!.push(sale);
          waiting[at]!.push(sale);
        }
        const toVoid = what === 'void' ? sold[at]!.pop() : undefined;
        if (toVoid !== undefined) waiting[at]!.push(desk.voidOf(toVoid));
        if (what === 'give-back' && desk.balanceOf(id) >= units) waiting[at]!.push(desk.giveBack(id, units));
        if (what === 'deliver' && waiting[at]!.length > 0) await desk.deliver(...waiting[at]!.splice(0));
        expect(sold.flat().length).toBeLessThanOrEqual(cap);
      }
      for (const [at, desk] of desks.entries()) {
        if (waiting[at]!.length > 0) await desk.deliver(...waiting[at]!);
      }
      const [counted] = await rows<{ sold: number; beyond: number }>(
        registry.database.url,
        `SELECT count(*)::integer AS sold, coalesce(sum(beyond_units), 0)::integer AS beyond
         FROM acquisitions WHERE performance_id = $1 AND state = 'redeemed'`,
        [id],
      );
      expect(counted).toEqual({ sold: sold.flat().length, beyond: 0 });
      const held = desks.map((desk) => desk.countersOf(id)).map(({ granted, returned }) => granted - returned);
      expect(await freshPool(id, cap)).toBe(cap - held.reduce((sum, each) => sum + each, 0));
    },
  );
  // To replay a failure: the same seed, and the path that fast-check prints, as `{ seed, path }`.
  await fc.assert(property, { seed: 20_261_009, numRuns: 25 });
});

test('a give-back waits until everything before it has arrived, whatever the order', async () => {
  const { id } = await putPerformance(registry, { cap: capOf(10) });
  const desk = await enrolDesk(registry.url, 'teatteri');
  await desk.lease(id, 4);
  const sale = desk.sale({ performanceId: id, code: CODE, units: 1 });
  const back = desk.giveBack(id, 2);
  const backAgain = desk.giveBack(id, 1);
  await desk.deliver(backAgain);
  await desk.deliver(back);
  expect(await freshPool(id, 10)).toBe(6);
  await desk.deliver(sale);
  expect(await freshPool(id, 10)).toBe(9);
  await desk.deliver(back, backAgain, sale);
  expect(await freshPool(id, 10)).toBe(9);
});

test('a set-aside item does not hold a give-back up', async () => {
  const { id } = await putPerformance(registry, { cap: capOf(10) });
  const desk = await enrolDesk(registry.url, 'teatteri');
  await desk.lease(id, 4);
  const sale = desk.sale({ performanceId: id, code: CODE, units: 1 });
  const back = desk.giveBack(id, 3);
  const answers = await desk.deliver({ ...sale, sealed: null }, back);
  expect(answers.map((answer) => answer.result)).toEqual(['refused', 'recorded']);
  expect(await freshPool(id, 10)).toBe(9);
});

test('a desk that counts wrongly cannot give back what it has sold', async () => {
  const { id } = await putPerformance(registry, { cap: capOf(10) });
  const desk = await enrolDesk(registry.url, 'teatteri');
  await desk.lease(id, 4);
  await desk.deliver(desk.sale({ performanceId: id, code: CODE, units: 1 }), desk.giveBack(id, 4));
  expect(await freshPool(id, 10)).toBe(9);
});

test('CAP-9: the place of a void goes to the own balance, or to the pool by its own desk’s word, exactly once', async () => {
  const { id } = await putPerformance(registry, { cap: capOf(2) });
  const [seller, other] = [await enrolDesk(registry.url, 'teatteri'), await enrolDesk(registry.url, 'teatteri')];
  await seller.lease(id, 1);
  await seller.lease(id, 1);
  const [first, second] = ['A045198723', 'A100000001'].map((code) =>
    seller.sale({ performanceId: id, code, units: 1 }),
  );
  await seller.deliver(first, second);
  await seller.deliver(seller.voidOf(first!));
  expect(await freshPool(id, 2)).toBe(0);
  expect(seller.balanceOf(id)).toBe(1);
  expect(await other.lease(id, 1)).toMatchObject({ granted: 0, pool: 0 });
  expect(await seller.deliver(seller.sale({ performanceId: id, code: 'A100000003', units: 1 }))).toMatchObject([
    { result: 'recorded' },
  ]);
  // Not the other desk's to give away: the one that took the place hears of the void, and frees it.
  await other.deliver(other.voidOf(second!, 'pool'));
  expect(await freshPool(id, 2)).toBe(0);
  await seller.nextEpoch();
  await seller.deliver(seller.voidOf(second!, 'pool'));
  await seller.deliver(seller.voidOf(second!, 'pool'), seller.voidOf(first!, 'pool'));
  expect(await freshPool(id, 2)).toBe(1);
  expect(await other.lease(id, 1)).toMatchObject({ granted: 1, pool: 0 });
});

test('a void that arrives before its sale frees the place when the sale arrives', async () => {
  const { id } = await putPerformance(registry, { cap: capOf(2) });
  const desk = await enrolDesk(registry.url, 'teatteri');
  await desk.lease(id, 1);
  const sale = desk.sale({ performanceId: id, code: CODE, units: 1 });
  const voided = desk.voidOf(sale);
  const again = desk.sale({ performanceId: id, code: CODE, units: 1 });
  await desk.deliver(voided);
  expect((await desk.deliver(sale, again)).map((answer) => answer.conflicts)).toEqual([[], []]);
});

test('decision 10: sales without a lease are recorded, marked and taken from the pool, and their void puts them back', async () => {
  const { id } = await putPerformance(registry, { cap: capOf(2) });
  const desk = await enrolDesk(registry.url, 'teatteri');
  const sales = ['A045198723', 'A100000001', 'A100000003'].map((code) =>
    desk.sale({ performanceId: id, code, units: 1 }),
  );
  for (const answer of await desk.deliver(...sales)) {
    expect(answer).toMatchObject({ result: 'recorded-with-conflict', conflicts: ['beyond-lease'] });
  }
  expect(await freshPool(id, 2)).toBe(-1);
  expect(await desk.lease(id, 1)).toMatchObject({ granted: 0, pool: 0 });
  await desk.deliver(...sales.slice(1).map((sale) => desk.voidOf(sale)));
  expect(await freshPool(id, 2)).toBe(1);
});

test('CAP-8: a sale by a desk that had not heard of the cap yet counts against it', async () => {
  const uncapped = await putPerformance(registry, {});
  const desk = await enrolDesk(registry.url, 'teatteri');
  const sale = desk.sale({ performanceId: uncapped.id, code: CODE, children: 2, units: 0 });
  await putPerformance(registry, { ...uncapped, organiser: 'teatteri', cap: { limit: 5, counts: 'all-tickets' } });
  expect(await desk.deliver(sale)).toMatchObject([{ conflicts: ['beyond-lease'] }]);
  expect(await freshPool(uncapped.id, 5)).toBe(2);
});

test('CARD-5: a second visit on the same day takes no place of a cap of holders', async () => {
  const { id } = await putPerformance(registry, { kind: 'day-admission', startsAt: null, cap: capOf(5) });
  const desk = await enrolDesk(registry.url, 'teatteri');
  await desk.lease(id, 1);
  const visits = [1, 0].map((units) => desk.sale({ performanceId: id, code: CODE, units }));
  expect((await desk.deliver(...visits)).map((answer) => answer.result)).toEqual(['recorded', 'recorded']);
  expect(await freshPool(id, 5)).toBe(4);
});

test('a request id is known for 30 days, and then forgotten', async () => {
  const { id } = await putPerformance(registry, { cap: capOf(10) });
  const [desk] = desks as [TestDesk];
  await desk.lease(id, 1);
  const { database } = registry.services;
  const known = async (): Promise<number> =>
    (await rows(registry.database.url, 'SELECT FROM lease_requests WHERE performance_id = $1', [id])).length;
  const days = (count: number) => ({ clock: { now: () => Date.parse(FRIDAY_NOON) + count * 86_400_000 } });
  await database.transaction((tx) => forgetLeaseRequests(tx, days(30)));
  expect(await known()).toBe(1);
  await database.transaction((tx) => forgetLeaseRequests(tx, days(31)));
  expect(await known()).toBe(0);
});
