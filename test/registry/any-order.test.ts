/** CAP-9 and the lease algebra: what becomes of acquisitions and leases does not depend on what arrives first. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tx } from '../../src-registry/db/database.ts';
import { deliver } from '../../src-registry/services/delivery/deliver.ts';
import { poolOf } from '../../src-registry/services/desks/leases.ts';
import { balance, held, type LeaseCounters } from '../../src-shared/cap/lease.ts';
import { fail } from '../../src-shared/kernel/result.ts';
import { FIRST_PREVIOUS_HASH } from '../../src-shared/acquisition/event.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { enrolDesk, TestDesk } from './helpers/desk.ts';
import { mixed, shuffled, steps, writeHistory, type Delivery } from './helpers/many-lives.ts';
import { putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, settableClock, startTestRegistry } from './helpers/registry.ts';

let registry: Awaited<ReturnType<typeof startTestRegistry>>;
/** The first two are epochs of one desk that was restored from a backup: its first one is frozen. */
let ledgers: TestDesk[];

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
  const restored = await enrolDesk(registry.url, 'teatteri', 'Kassa 1');
  const before = new TestDesk(registry.url, restored.enrolment);
  await restored.nextEpoch();
  ledgers = [
    before,
    restored,
    await enrolDesk(registry.url, 'teatteri'),
    await enrolDesk(registry.url, 'lipputoimisto'),
  ];
});
afterAll(() => registry.close());

const sameDesk = (place: number, ledger: number): boolean => place === ledger || (place === 0 && ledger === 1);

interface LeaseRow extends LeaseCounters {
  readonly epoch: string;
  readonly to_pool: number;
}

interface Outcome {
  readonly acquisitions: { leased_units: number; beyond_units: number; state: string }[];
  readonly leases: LeaseRow[];
  readonly pool: number;
}

async function outcomeIn(tx: Tx, { id, cap }: Performance): Promise<Outcome> {
  return {
    acquisitions: await tx.query(
      `SELECT id, performance_id, epoch_id, code, encode(card_key, 'hex') AS card_key, at, children, leased_units,
         beyond_units, state, state_epoch_id, card_seen, lapses_at
       FROM acquisitions WHERE performance_id = $1 ORDER BY id`,
      [id],
    ),
    leases: await tx.query(
      `SELECT epoch_id AS epoch, granted, consumed, released, returned, to_pool FROM leases
       WHERE performance_id = $1 ORDER BY epoch_id`,
      [id],
    ),
    pool: await poolOf(tx, id, cap!.limit),
  };
}

/** What the registry holds after a history has arrived in an order; it forgets it again. */
async function after(performance: Performance, grants: readonly number[], order: readonly Delivery[], atOnce: number) {
  const { database, context } = registry.services;
  let outcome: Outcome | undefined;
  await database.transaction(async (tx) => {
    for (const [index, { epoch }] of ledgers.entries()) {
      await tx.query('INSERT INTO leases (performance_id, epoch_id, granted) VALUES ($1, $2, $3)', [
        performance.id,
        epoch,
        grants[index],
      ]);
    }
    for (let from = 0; from < order.length;) {
      const { ledger } = order[from]!;
      let to = from + 1;
      while (to < order.length && to - from < atOnce && order[to]!.ledger === ledger) to++;
      const { enrolment, epoch } = ledgers[ledger]!;
      const desk = { id: enrolment.deskId, name: enrolment.deskName, site: enrolment.site };
      const items = order.slice(from, to).map(({ item }) => item);
      const delivered = await deliver(tx, context, desk, { epoch, items });
      const answers = delivered.ok ? delivered.value.answers : [];
      expect(answers.filter(({ result }) => result !== 'recorded' && result !== 'recorded-with-conflict')).toEqual([]);
      from = to;
    }
    outcome = await outcomeIn(tx, performance);
    return fail('test.rolled-back');
  });
  return outcome!;
}

const offers = fc.constantFrom(
  { kind: 'performance', counts: 'adults' },
  { kind: 'performance', counts: 'all-tickets' },
  { kind: 'day-admission', counts: 'adults' },
) satisfies fc.Arbitrary<{ kind: Performance['kind']; counts: NonNullable<Performance['cap']>['counts'] }>;

test('CAP-9, CARD-5, SALE-7: acquisitions, leases and pool are the same in whatever order epochs arrive, and never oversold', async () => {
  const wish = fc.record({
    offer: offers,
    granted: fc.array(fc.nat(4), { minLength: 4, maxLength: 4 }),
    spare: fc.nat(3),
    wished: steps,
    /** Honest desks, or also some that sell without a lease and do not know what they did before they were restored. */
    honest: fc.boolean(),
    pick: fc.array(fc.nat(3), { minLength: 5, maxLength: 40 }),
  });
  const property = fc.asyncProperty(wish, async ({ offer, granted, spare, wished, honest, pick }) => {
    const cap = { limit: granted.reduce((sum, each) => sum + each, 0) + spare, counts: offer.counts };
    const performance = await putPerformance(registry, { kind: offer.kind, startsAt: null, cap });
    for (const [index, ledger] of ledgers.entries()) {
      Object.assign(ledger, { sequence: 0, previousHash: FIRST_PREVIOUS_HASH });
      ledger.counters.set(performance.id, { granted: granted[index]!, consumed: 0, released: 0, returned: 0 });
    }
    const actual = wished.map((one) => ({ ...one, wrongly: one.wrongly && !honest }));
    const history = writeHistory(ledgers, sameDesk, performance, actual);
    const outcome = await after(performance, granted, history, 200);
    for (const order of [mixed(history, pick), mixed(history, [3, 0]), shuffled(history, pick)]) {
      expect(await after(performance, granted, order, 1 + (pick[0] ?? 0))).toEqual(outcome);
    }
    checkAlgebra(outcome, cap.limit);
    if (honest) checkHonest(outcome, performance.id);
  });
  // To replay a failure: the same seed, and the path that fast-check prints, as `{ seed, path }`.
  await fc.assert(property, { seed: 20_261_009, numRuns: 30 });
}, 120_000);

/** Where desks are honest, the registry counts what they count themselves; a frozen epoch gives nothing back. */
function checkHonest({ leases }: Outcome, performanceId: string): void {
  for (const [index, ledger] of ledgers.entries()) {
    const own = ledger.countersOf(performanceId);
    const expected = index === 0 ? { ...own, returned: 0 } : own;
    expect(leases.find(({ epoch }) => epoch === ledger.epoch)).toMatchObject(expected);
  }
}

/** Counter by counter: what leases back never exceeds the cap, and every unit is accounted for once. */
function checkAlgebra({ acquisitions, leases, pool }: Outcome, cap: number): void {
  const sum = <Item>(items: readonly Item[], unit: (item: Item) => number): number =>
    items.reduce((total, item) => total + unit(item), 0);
  const over = sum(leases, (lease) => Math.max(0, -balance(lease)));
  const inLeases = sum(leases, (lease) => held(lease) - lease.to_pool);
  const taken = sum(leases, ({ consumed, released, to_pool: toPool }) => consumed - released - toPool);
  expect(inLeases).toBeLessThanOrEqual(cap);
  expect(taken - over).toBeLessThanOrEqual(inLeases);
  expect(sum(acquisitions, (each) => each.leased_units)).toBe(taken);
  expect(pool).toBe(cap - inLeases - over - sum(acquisitions, (each) => each.beyond_units));
  for (const each of acquisitions) {
    if (each.state === 'voided' || each.state === 'lapsed') expect(each.beyond_units).toBe(0);
    expect(Math.min(each.leased_units, each.beyond_units)).toBeGreaterThanOrEqual(0);
  }
  for (const { consumed, released, to_pool: toPool, granted, returned } of leases) {
    expect(released + toPool).toBeLessThanOrEqual(consumed);
    expect(returned).toBeLessThanOrEqual(granted);
  }
}
