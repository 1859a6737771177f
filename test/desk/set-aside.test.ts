/** What the registry refused is tried again, for its side may be mended meanwhile; it holds up nothing (field lesson 15). */
import { afterEach, expect, test } from 'vitest';
import type { DeliveredItem, ItemAnswer } from '../../src-shared/registry-api/bodies/delivery.ts';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import type { RegistryClient } from '../../src-main/sync/registry-client.ts';
import { deliverRound } from '../../src-main/sync/deliver-loop.ts';
import { deskUnderTest, type DeskUnderTest } from './desk-under-test.ts';
import { performance } from './performances.ts';

const HOUR = 3_600_000;
const SECOND_EPOCH = '019d0000-0000-7000-a000-000000000002';

let desk: DeskUnderTest;
afterEach(() => desk.close());

const offered = performance({ kind: 'day-admission', startsAt: null, endsAt: null });

async function withSales(...codes: string[]): Promise<void> {
  desk = await deskUnderTest();
  await desk.offer(offered);
  await sell(...codes);
}

async function sell(...codes: string[]): Promise<void> {
  await desk.call('desk.pick', { performanceId: offered.id });
  for (const code of codes) await desk.sell(code);
}

/** A round of the sync at a registry that refuses the sequences `refused`; gives the sequences of each batch. */
async function deliver(...refused: number[]): Promise<number[][]> {
  const batches: number[][] = [];
  const answerTo = ({ event }: DeliveredItem): ItemAnswer =>
    refused.includes(event.sequence)
      ? { id: event.id, result: 'refused', conflicts: [], problem: 'request.malformed' }
      : { id: event.id, result: 'recorded', conflicts: [], problem: null };
  const call = async (_name: string, { body }: { body: { items: DeliveredItem[] } }) => {
    batches.push(body.items.map(({ event }) => event.sequence));
    return ok({ answers: body.items.map(answerTo), serverTime: desk.now(), forked: false });
  };
  const registry = { call } as unknown as RegistryClient;
  const round = deliverRound({ desk: desk.desk.deskSide, registry, onForked: () => {} });
  expect(await round({ signal: new AbortController().signal, progress: () => {} })).toBeNull();
  return batches;
}

const counts = (): object => {
  const { waiting, setAside } = desk.state().sync;
  return { waiting, setAside };
};

test('at the next start it is handed out once more, and delivered when the registry takes it', async () => {
  await withSales('A045198723', 'A100000001');
  expect(await deliver(1)).toEqual([[1, 2]]);
  expect(await deliver(1)).toEqual([]);
  desk = await desk.restart();
  expect(counts()).toEqual({ waiting: 0, setAside: 1 });
  expect(await deliver()).toEqual([[1]]);
  expect(counts()).toEqual({ waiting: 0, setAside: 0 });
  expect(desk.sql('SELECT state, problem FROM deliveries WHERE position = 1')).toEqual([
    { state: 'delivered', problem: null },
  ]);
  expect(desk.sql('SELECT * FROM sealed_codes')).toEqual([]);
});

test('what is refused again stays aside until the next start or day', async () => {
  await withSales('A045198723');
  await deliver(1);
  desk = await desk.restart();
  expect([await deliver(1), await deliver(1)]).toEqual([[[1]], []]);
  expect(counts()).toEqual({ waiting: 0, setAside: 1 });
  desk = await desk.restart();
  expect(await deliver()).toEqual([[1]]);
});

test('a desk that is never ended tries once a day, also where its clock was set back', async () => {
  await withSales('A045198723', 'A100000001');
  await deliver(1, 2);
  await desk.time.advance(23 * HOUR);
  expect([await deliver(), await deliver()]).toEqual([[], []]);
  await desk.time.advance(HOUR);
  expect([await deliver(), await deliver(1)]).toEqual([[], [[1, 2]]]);
  await desk.time.advance(HOUR);
  expect(await deliver()).toEqual([]);
  desk.time.set('2025-11-20T12:00:00.000Z');
  expect([await deliver(), await deliver()]).toEqual([[], [[1]]]);
});

test('it goes behind all that waits, of newer epochs too, and is handed out until it is answered', async () => {
  await withSales('A045198723', 'A100000001');
  await deliver(1);
  await desk.desk.deskSide.startedEpoch(SECOND_EPOCH);
  await sell('A100000003');
  await deliver(1);
  desk = await desk.restart();
  await sell('A045198723');
  const { deskSide } = desk.desk;
  expect(await deskSide.nextDelivery(10)).toMatchObject({ epoch: SECOND_EPOCH, items: [{ event: { sequence: 2 } }] });
  expect(await deliver()).toEqual([[2], [1], [1]]);
  expect(counts()).toEqual({ waiting: 0, setAside: 0 });
});

test('an answer that is lost is asked for again, and what is sold meanwhile goes first', async () => {
  await withSales('A045198723');
  await deliver(1);
  desk = await desk.restart();
  const { deskSide } = desk.desk;
  const aside = { items: [{ event: { sequence: 1 }, sealed: expect.any(String) }] };
  expect([await deskSide.nextDelivery(10), await deskSide.nextDelivery(10)]).toMatchObject([aside, aside]);
  await sell('A100000001');
  expect(await deliver()).toEqual([[2], [1]]);
});

test('what an earlier epoch holds that the registry does not know is set aside and holds up nothing; of the present one it waits', async () => {
  await withSales('A045198723', 'A100000001');
  const first = desk.store.epochs.current()?.id ?? '';
  await desk.desk.deskSide.startedEpoch(SECOND_EPOCH);
  await sell('A100000003');
  const delivered: string[] = [];
  const unknown = new Set([first]);
  const call = async (_name: string, { body }: { body: { epoch: string; items: DeliveredItem[] } }) => {
    if (unknown.has(body.epoch)) return fail('registry.problem', { problem: 'epoch.unknown' });
    delivered.push(body.epoch);
    const answers = body.items.map(({ event }) => ({ id: event.id, result: 'recorded', conflicts: [], problem: null }));
    return ok({ answers, serverTime: desk.now(), forked: false });
  };
  const registry = { call } as unknown as RegistryClient;
  const round = deliverRound({ desk: desk.desk.deskSide, registry, onForked: () => {} });
  const run = () => round({ signal: new AbortController().signal, progress: () => {} });
  expect(await run()).toBeNull();
  expect([delivered, counts()]).toEqual([[SECOND_EPOCH], { waiting: 0, setAside: 2 }]);
  unknown.add(SECOND_EPOCH);
  await sell('A100000003');
  expect(await run()).toMatchObject({ code: 'registry.problem' });
  expect(counts()).toEqual({ waiting: 1, setAside: 2 });
});
