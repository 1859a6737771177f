import { afterEach, describe, expect, test } from 'vitest';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import type { ItemAnswer } from '../../src-shared/registry-api/bodies/delivery.ts';
import type { Delivery } from '../../src-main/services/ports.ts';
import { deskUnderTest, FIRST_EPOCH, type DeskUnderTest } from './desk-under-test.ts';
import { keyOf } from './cards.ts';
import { performance } from './performances.ts';

const SECOND_EPOCH = '019d0000-0000-7000-a000-000000000002';

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

async function withSales(...codes: string[]): Promise<DeskUnderTest> {
  const desk = await deskUnderTest();
  open.push(desk);
  const offered = performance({ kind: 'day-admission', startsAt: null, endsAt: null });
  await desk.offer(offered);
  await desk.call('desk.pick', { performanceId: offered.id });
  for (const code of codes) {
    await desk.sell(code);
  }
  return desk;
}

function answer(delivery: Delivery, index: number, part: Partial<ItemAnswer> = {}): ItemAnswer {
  return { id: delivery.items[index]!.event.id, result: 'recorded', conflicts: [], problem: null, ...part };
}

function settle(desk: DeskUnderTest, delivery: Delivery, answers: readonly ItemAnswer[]): Promise<void> {
  return desk.desk.deskSide.delivered(delivery, answers, desk.now());
}

async function next(desk: DeskUnderTest, most = 10): Promise<Delivery> {
  return (await desk.desk.deskSide.nextDelivery(most))!;
}

describe('the outbox', () => {
  test('USE-3: hands out in order, at most as many as asked, with the sealed code of a sale', async () => {
    const desk = await withSales('A045198723', 'A100000001', 'A100000003');
    const delivery = await next(desk, 2);
    expect(delivery.epoch).toBe(FIRST_EPOCH);
    expect(delivery.items.map(({ event }) => event.sequence)).toEqual([1, 2]);
    for (const { sealed } of delivery.items) expect(Buffer.from(sealed!, 'base64').length).toBe(10 + 48);
  });

  test('what is recorded is delivered, its sealed code deleted; what is not answered waits', async () => {
    const desk = await withSales('A045198723', 'A100000001', 'A100000003');
    const delivery = await next(desk);
    await settle(desk, delivery, [answer(delivery, 0), answer(delivery, 1, { result: 'already-recorded' })]);
    expect(desk.state().sync).toMatchObject({ waiting: 1, setAside: 0 });
    expect(desk.sql('SELECT position FROM sealed_codes')).toHaveLength(1);
    expect((await next(desk)).items.map(({ event }) => event.sequence)).toEqual([3]);
  });

  test('an answer that names another event settles nothing', async () => {
    const desk = await withSales('A045198723', 'A100000001');
    const delivery = await next(desk);
    await settle(desk, delivery, [answer(delivery, 1), answer(delivery, 1)]);
    expect((await next(desk)).items.map(({ event }) => event.sequence)).toEqual([1]);
  });

  test('the same answers again, or later ones that differ, change nothing: exactly once', async () => {
    const desk = await withSales('A045198723');
    const delivery = await next(desk);
    await settle(desk, delivery, [answer(delivery, 0)]);
    const after = desk.state().sync;
    for (const part of [
      {},
      { result: 'already-recorded' },
      { result: 'refused', problem: 'request.malformed' },
    ] as const) {
      await settle(desk, delivery, [answer(delivery, 0, part)]);
      expect(desk.state()).toMatchObject({ last: { delivery: 'delivered' }, sync: after });
    }
  });

  test('a conflict is kept and shown, and is delivered', async () => {
    const desk = await withSales('A045198723');
    const delivery = await next(desk);
    await settle(desk, delivery, [
      answer(delivery, 0, { result: 'recorded-with-conflict', conflicts: ['card-not-valid'] }),
    ]);
    expect(desk.state()).toMatchObject({ last: { delivery: 'conflict' }, sync: { waiting: 0, setAside: 0 } });
    expect(desk.sql('SELECT conflicts FROM deliveries')).toEqual([{ conflicts: '["card-not-valid"]' }]);
    expect(desk.sql('SELECT * FROM sealed_codes')).toEqual([]);
  });

  test('a lost answer that comes as already-recorded keeps its conflicts', async () => {
    const desk = await withSales('A045198723');
    const delivery = await next(desk);
    await settle(desk, delivery, [answer(delivery, 0, { result: 'already-recorded', conflicts: ['card-unknown'] })]);
    expect(desk.state().last?.delivery).toBe('conflict');
  });

  test('a refused item is set aside, shown, keeps its code and blocks nothing (field lesson 15)', async () => {
    const desk = await withSales('A045198723', 'A100000001');
    const delivery = await next(desk);
    await settle(desk, delivery, [answer(delivery, 0, { result: 'refused', problem: 'request.malformed' })]);
    expect(desk.state().sync).toMatchObject({ waiting: 1, setAside: 1 });
    expect((await next(desk)).items.map(({ event }) => event.sequence)).toEqual([2]);
    expect(desk.sql('SELECT * FROM sealed_codes')).toHaveLength(2);
  });

  test('an undone sale is delivered when both its events are', async () => {
    const desk = await withSales('A045198723');
    const acquisitionId = desk.state().last!.acquisitionId;
    const first = await next(desk);
    await desk.call('desk.undo', { acquisitionId, why: 'mistake' });
    await settle(desk, first, [answer(first, 0)]);
    expect(desk.state().last).toMatchObject({ state: 'voided', delivery: 'waiting' });
    const second = await next(desk);
    expect(second.items[0]).toMatchObject({ sealed: null, event: { type: 'voided', acquisitionId, placeTo: 'epoch' } });
    await settle(desk, second, [answer(second, 0)]);
    expect(desk.state().last).toMatchObject({ state: 'voided', delivery: 'delivered' });
  });

  test('an older epoch is delivered before the newer, each on its own', async () => {
    const desk = await withSales('A045198723');
    await desk.desk.deskSide.startedEpoch(SECOND_EPOCH);
    await desk.sell('A100000001');
    const first = await next(desk);
    expect([first.epoch, first.items.length]).toEqual([FIRST_EPOCH, 1]);
    await settle(desk, first, [answer(first, 0)]);
    const second = await next(desk);
    expect([second.epoch, second.items[0]!.event.sequence]).toEqual([SECOND_EPOCH, 1]);
  });
});

describe('feeds', () => {
  test('rows and cursor come together, and a replay is harmless (field lesson 16)', async () => {
    const desk = await withSales();
    const use = {
      acquisitionId: '019d0000-0000-7000-8000-fffffffffffe',
      performanceId: desk.state().pickedId!,
      cardKey: keyOf('A045198723'),
      epoch: SECOND_EPOCH,
      deskName: 'Kassa 2',
      at: '2026-11-20T09:00:00.000Z',
      children: 0,
      units: 0,
      state: 'redeemed',
      cardSeen: true,
      lapsesAt: null,
    } as const;
    const { deskSide } = desk.desk;
    expect(await deskSide.cursor('uses')).toBeNull();
    for (const cursor of ['one', 'one', 'two']) {
      await deskSide.apply({
        stream: 'uses',
        changes: [use],
        cursor,
        fromBeginning: false,
        more: false,
        serverTime: desk.now(),
      });
    }
    expect(await deskSide.cursor('uses')).toBe('two');
    const shown = await desk.scan('A045198723');
    expect(shown.verdict.reasons).toMatchObject([
      { code: 'duplicate.same-day', parameters: { desk: 'Kassa 2', times: 1, delivered: 1 } },
    ]);
    await desk.hearUses({ ...use, state: 'voided' });
    expect(desk.state().shown?.verdict.outcome).toBe('accept');
  });

  test('a rule set that comes is in force from its first day on (CAP-10, CARD-2)', async () => {
    const desk = await withSales();
    expect((await desk.scan('A045198723')).verdict.outcome).toBe('accept');
    const strict = {
      ...PRESET_RULE_SET,
      firstDay: '2026-11-01',
      code: { minimumLength: 12, maximumLength: 16, minimumDigits: 4 },
      staleAfterHours: 72,
    };
    await desk.desk.deskSide.apply({
      stream: 'rule-sets',
      changes: [strict],
      cursor: 'r',
      fromBeginning: false,
      more: false,
      serverTime: desk.now(),
    });
    expect((await desk.scan('A045198723')).verdict.reasons).toMatchObject([
      { code: 'card.malformed', parameters: { why: 'too-short' } },
    ]);
  });
});
