/** The lease algebra, as far as it can be seen from outside. */
import { randomUUID } from 'node:crypto';
import type { Performance } from '../../../src-shared/performance/performance.ts';
import type { TestDesk } from '../../registry/helpers/desk.ts';
import { next } from '../../registry/helpers/life.ts';
import { expectProblem, must } from '../http.ts';
import type { Check } from '../check.ts';
import type { Registry } from '../registry.ts';

const capped = (registry: Registry): Promise<Performance> =>
  registry.performance(
    'with a cap of 4 or more',
    ({ cap, exclusion, soldOut }) => cap !== null && cap.limit >= 4 && exclusion === null && !soldOut,
  );

async function lease(registry: Registry, desk: TestDesk, performanceId: string, units: number, requestId: string) {
  const body = { requestId, performanceId, epoch: desk.epoch, units };
  const answer = await registry.call('lease', { token: desk.token, body });
  const before = desk.countersOf(performanceId);
  desk.counters.set(performanceId, { ...before, granted: Math.max(before.granted, answer.granted) });
  return answer;
}

/** Places go home, so that the registry is as it was. */
async function giveBack(registry: Registry, desk: TestDesk, performanceId: string): Promise<void> {
  const units = desk.balanceOf(performanceId);
  if (units === 0) return;
  desk.count(performanceId, { returned: units });
  const event = desk.append({
    type: 'gave-back',
    id: randomUUID(),
    at: new Date().toISOString(),
    performanceId,
    counters: desk.countersOf(performanceId),
  });
  const body = { epoch: desk.epoch, items: [{ event, sealed: null }] };
  const { answers } = await registry.call('deliver', { token: desk.token, body });
  must(answers[0]?.result === 'recorded', `the give-back was answered ${answers[0]?.result}`);
}

export const LEASE_CHECKS: readonly Check[] = [
  {
    title: 'granted is absolute: it only grows, and a repeated request grants nothing more',
    async run(registry) {
      const { id } = await capped(registry);
      const desk = await registry.newDesk();
      const requestId = randomUUID();
      const first = await lease(registry, desk, id, 1, requestId);
      const again = await lease(registry, desk, id, 1, requestId);
      must(again.granted === first.granted, `a repeated request: granted ${again.granted} after ${first.granted}`);
      const second = await lease(registry, desk, id, 1, randomUUID());
      must(second.granted >= first.granted, `granted fell from ${first.granted} to ${second.granted}`);
      must(second.granted <= first.granted + 1, `granted rose from ${first.granted} to ${second.granted} for 1 unit`);
      await giveBack(registry, desk, id);
    },
  },
  {
    title: 'all desks together are never granted more than the cap',
    async run(registry) {
      const { id, cap } = await capped(registry);
      const desks = [await registry.newDesk(), await registry.newDesk()];
      const granted = new Map<TestDesk, number>();
      for (let round = 0; round < 4; round++) {
        for (const desk of desks) {
          const answer = await lease(registry, desk, id, 1_000, randomUUID());
          granted.set(desk, answer.granted);
          const sum = [...granted.values()].reduce((total, each) => total + each, 0);
          must(sum <= (cap?.limit ?? 0), `${sum} are granted of a cap of ${cap?.limit}`);
          must(sum + answer.pool <= (cap?.limit ?? 0), `${sum} granted and ${answer.pool} left, of ${cap?.limit}`);
        }
      }
      for (const desk of desks) await giveBack(registry, desk, id);
    },
  },
  {
    title: 'what is given back is in the pool again, once',
    async run(registry) {
      const { id } = await capped(registry);
      const [desk, other] = [await registry.newDesk(), await registry.newDesk()];
      const before = await lease(registry, desk, id, 2, randomUUID());
      await giveBack(registry, desk, id);
      const after = await lease(registry, other, id, 1, randomUUID());
      const expected = before.pool + before.granted;
      must(
        after.pool + after.granted === expected,
        `the pool is ${after.pool} with ${after.granted} granted, after ${expected} were free`,
      );
      await giveBack(registry, other, id);
    },
  },
  {
    title: 'a sale that is backed by a lease is not beyond it, one that is not is',
    async run(registry) {
      const { id: performanceId, cap } = await capped(registry);
      const desk = await registry.newDesk();
      const { granted } = await lease(registry, desk, performanceId, 1, randomUUID());
      must(granted === 1, `1 unit was asked for and ${granted} granted`);
      const at = new Date().toISOString();
      const sales = [1, 2].map(() => desk.sale({ performanceId, code: 'Z0000009999', units: 1, at }));
      const body = { epoch: desk.epoch, items: sales };
      const { answers } = await registry.call('deliver', { token: desk.token, body });
      must(!answers[0]!.conflicts.includes('beyond-lease'), `the first of a cap of ${cap?.limit} is beyond the lease`);
      must(answers[1]!.conflicts.includes('beyond-lease'), 'the second is not beyond a lease of one');
      const voids = sales.map(({ event }) => next(desk, 'voided', event, { units: 1, placeTo: 'epoch' }, at));
      await registry.call('deliver', { token: desk.token, body: { epoch: desk.epoch, items: voids } });
      await giveBack(registry, desk, performanceId);
    },
  },
  {
    title: 'a frozen epoch gets no places (409), and neither does one that there is not',
    async run(registry) {
      const { id: performanceId } = await capped(registry);
      const desk = await registry.newDesk();
      const start = { requestId: randomUUID(), before: desk.epoch, why: 'restored' };
      await registry.call('startEpoch', { token: desk.token, body: start });
      const asked = (epoch: string) =>
        registry.ask('lease', { token: desk.token, body: { requestId: randomUUID(), performanceId, epoch, units: 1 } });
      expectProblem('a frozen epoch', await asked(desk.epoch), 409, 'epoch.frozen');
      expectProblem('an unknown epoch', await asked(randomUUID()), 409, 'epoch.unknown');
    },
  },
  {
    title: 'places of a performance that there is not are a problem with 404',
    async run(registry) {
      const { token, epoch } = await registry.desk();
      const body = { requestId: randomUUID(), performanceId: randomUUID(), epoch, units: 1 };
      expectProblem('a lease', await registry.ask('lease', { token, body }), 404, 'performance.unknown');
    },
  },
];
