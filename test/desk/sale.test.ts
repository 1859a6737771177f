import { afterEach, describe, expect, test } from 'vitest';
import { fail } from '../../src-shared/kernel/result.ts';
import { deskUnderTest, reasonsOf, type Circumstances, type DeskUnderTest } from './desk-under-test.ts';
import { keyOf, personalCard } from './cards.ts';
import { performance, TODAY } from './performances.ts';

const SOME_ID = '019d0000-0000-7000-8000-ffffffffffff';

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

async function picked(circumstances: Circumstances = {}, offered = performance()): Promise<DeskUnderTest> {
  const desk = await deskUnderTest(circumstances);
  open.push(desk);
  await desk.offer(offered);
  await desk.call('desk.pick', { performanceId: offered.id });
  return desk;
}

describe('each demo card gives its verdict', () => {
  test.each([
    ['A045198723', 'accept', []],
    ['a 045 198 723', 'accept', []],
    ['A100000001', 'accept', []],
    ['A100000002', 'refuse', ['card.expired']],
    ['A100000003', 'accept', []],
    ['A100000004', 'refuse', ['card.not-yet-valid']],
    ['A100000005', 'refuse', ['card.ended']],
    ['A100000006', 'refuse', ['card.out-of-use']],
    ['AM99000123', 'warn', ['card.community-without-client']],
    ['AM99000124', 'refuse', ['card.ended', 'card.community-without-client']],
    ['A999999999', 'refuse', ['card.unknown']],
    ['A04519872_', 'refuse', ['card.malformed']],
  ])('%s: %s (CARD-1 to 7, CC-1)', async (code, outcome, reasons) => {
    const desk = await picked();
    const shown = await desk.scan(code);
    expect(shown.verdict.outcome).toBe(outcome);
    expect(reasonsOf(shown)).toEqual(reasons);
    expect(desk.pushed.at(-1)?.shown?.scanId ?? desk.state().shown?.scanId).toBe(shown.scanId);
  });
});

describe('scanning', () => {
  test('with nothing picked is an error, and shows nothing', async () => {
    const desk = await deskUnderTest();
    open.push(desk);
    expect(await desk.call('desk.scan', { text: 'A045198723', source: 'wedge' })).toEqual(fail('desk.nothing-picked'));
    expect(desk.state().shown).toBeNull();
  });

  test('a double read changes nothing, for as long as the reader repeats (field lesson 7)', async () => {
    const desk = await picked();
    const first = await desk.scan('A045198723');
    for (let repeat = 0; repeat < 4; repeat += 1) {
      await desk.time.advance(1_000);
      await desk.call('desk.scan', { text: 'A045198723', source: 'wedge' });
    }
    expect(desk.state().shown?.scanId).toBe(first.scanId);
    await desk.time.advance(1_500);
    await desk.call('desk.scan', { text: 'A045198723', source: 'wedge' });
    expect(desk.state().shown?.scanId).not.toBe(first.scanId);
  });

  test('a double read after the sale records no second one', async () => {
    const desk = await picked({}, performance({ kind: 'day-admission' }));
    await desk.sell('A045198723');
    await desk.call('desk.scan', { text: 'A045198723', source: 'wedge' });
    expect(desk.state().shown).toBeNull();
  });

  test('another code never waits, and a typed one is always meant', async () => {
    const desk = await picked();
    const first = await desk.scan('A045198723');
    await desk.call('desk.scan', { text: 'A100000001', source: 'wedge' });
    const second = desk.state().shown!;
    expect(second.scanId).not.toBe(first.scanId);
    await desk.call('desk.scan', { text: 'A100000001', source: 'typed' });
    expect(desk.state().shown?.scanId).not.toBe(second.scanId);
  });

  test('a new scan replaces an unconfirmed verdict, and the old one can no longer be confirmed', async () => {
    const desk = await picked();
    const first = await desk.scan('A045198723');
    await desk.scan('A100000001');
    expect(await desk.call('desk.confirm', { scanId: first.scanId, children: 0, deliberately: true })).toEqual(
      fail('desk.scan-replaced'),
    );
    expect(desk.store.deliveries.waiting()).toBe(0);
  });

  test('picking another performance clears an unconfirmed verdict', async () => {
    const other = performance();
    const desk = await picked();
    await desk.offer(other);
    const { scanId } = await desk.scan('A045198723');
    await desk.call('desk.pick', { performanceId: other.id });
    expect(desk.state().shown).toBeNull();
    expect(await desk.call('desk.confirm', { scanId, children: 0, deliberately: true })).toEqual(
      fail('desk.scan-replaced'),
    );
  });

  test('an empty or damaged list is never read as "unknown card" (field lesson 2)', async () => {
    const desk = await picked();
    desk.cards.say({ state: 'empty', count: 0, freshAt: null });
    expect(reasonsOf(await desk.scan('A045198723'))).toEqual(['cache.empty']);
    desk.cards.say({ state: 'damaged' });
    expect(reasonsOf(await desk.scan('A999999999'))).toEqual(['cache.empty']);
    expect(desk.pokes).toContain('cards');
  });

  test('a list under a key that this desk does not hold is as good as none', async () => {
    const desk = await picked();
    desk.cards.say({ keyGeneration: 7 });
    expect(reasonsOf(await desk.scan('A045198723'))).toEqual(['cache.empty']);
  });
});

describe('refusals', () => {
  test('are recorded under their performance, after the verdict is shown (field lesson 18)', async () => {
    const offered = performance();
    const desk = await picked({}, offered);
    const seen: [string | undefined, number][] = [];
    desk.desk.onState((state) => void seen.push([state.shown?.verdict.outcome, desk.store.deliveries.waiting()]));
    await desk.scan('A100000005');
    expect(seen.find(([outcome]) => outcome === 'refuse')).toEqual(['refuse', 0]);
    const delivery = await desk.desk.deskSide.nextDelivery(10);
    expect(delivery?.items).toMatchObject([
      {
        sealed: null,
        event: { type: 'refused', performanceId: offered.id, cardKey: keyOf('A100000005'), reasons: ['card.ended'] },
      },
    ]);
  });

  test('of what is no code carry no key', async () => {
    const desk = await picked();
    await desk.scan('!');
    const delivery = await desk.desk.deskSide.nextDelivery(10);
    expect(delivery?.items[0]?.event).toMatchObject({ type: 'refused', cardKey: null, reasons: ['card.malformed'] });
  });

  test('are written once a scan', async () => {
    const desk = await picked();
    const { scanId } = await desk.scan('A100000005');
    await desk.call('desk.children', { scanId, children: 1 });
    await desk.call('desk.confirm', { scanId, children: 1, deliberately: true });
    await desk.time.advance(120_000);
    expect(desk.store.deliveries.waiting()).toBe(1);
  });
});

describe('children', () => {
  test('are judged anew under the same scan (CHILD-3, CHILD-4)', async () => {
    const desk = await picked();
    const { scanId } = await desk.scan('A100000001');
    await desk.call('desk.children', { scanId, children: 2 });
    expect(desk.state().shown).toMatchObject({ scanId, verdict: { outcome: 'accept', children: 2, mostChildren: 2 } });
    await desk.call('desk.children', { scanId, children: 3 });
    expect(reasonsOf(desk.state().shown)).toEqual(['children.over-limit']);
    expect(await desk.call('desk.children', { scanId: SOME_ID, children: 1 })).toEqual(fail('desk.scan-replaced'));
  });
});

describe('confirming', () => {
  test('records the sale, clears the verdict and shows it as the last', async () => {
    const offered = performance();
    const desk = await picked({}, offered);
    const acquisitionId = await desk.sell('A100000001', 2);
    expect(desk.state()).toMatchObject({
      shown: null,
      last: {
        acquisitionId,
        performanceId: offered.id,
        codeTail: '0001',
        children: 2,
        state: 'redeemed',
        delivery: 'waiting',
      },
      sync: { waiting: 1 },
    });
    expect(desk.pokes).toContain('deliver');
    const delivery = await desk.desk.deskSide.nextDelivery(10);
    expect(delivery?.items[0]?.event).toMatchObject({
      type: 'redeemed',
      acquisitionId,
      cardKey: keyOf('A100000001'),
      keyGeneration: 1,
      children: 2,
      units: 0,
      despite: [],
    });
  });

  test('twice records once, and answers with the same sale', async () => {
    const desk = await picked();
    const { scanId } = await desk.scan('A045198723');
    const answers = await Promise.all([
      desk.call('desk.confirm', { scanId, children: 0, deliberately: false }),
      desk.call('desk.confirm', { scanId, children: 0, deliberately: false }),
    ]);
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0].ok).toBe(true);
    expect(desk.store.deliveries.waiting()).toBe(1);
  });

  test('a warning wants deliberation, and the event says despite what', async () => {
    const desk = await picked();
    const { scanId } = await desk.scan('AM99000123');
    expect(await desk.call('desk.confirm', { scanId, children: 0, deliberately: false })).toEqual(
      fail('desk.needs-deliberation'),
    );
    expect((await desk.call('desk.confirm', { scanId, children: 0, deliberately: true })).ok).toBe(true);
    const delivery = await desk.desk.deskSide.nextDelivery(10);
    expect(delivery?.items[0]?.event).toMatchObject({ despite: ['card.community-without-client'] });
  });

  test('decides once more: a card that ended meanwhile is not accepted, and the new verdict is shown', async () => {
    const desk = await picked();
    const { scanId } = await desk.scan('A045198723');
    desk.cards.put('A045198723', personalCard(TODAY, { state: 'ended' }));
    expect(await desk.call('desk.confirm', { scanId, children: 0, deliberately: true })).toEqual(
      fail('desk.not-accepted'),
    );
    expect(reasonsOf(desk.state().shown)).toEqual(['card.ended']);
    expect(desk.store.deliveries.waiting()).toBe(0);
  });

  test('going past a warning does not go past one that staff have not seen', async () => {
    const desk = await picked();
    const { scanId } = await desk.scan('AM99000123');
    desk.cards.say({ freshAt: '2026-11-01T00:00:00.000Z' });
    expect(await desk.call('desk.confirm', { scanId, children: 0, deliberately: true })).toEqual(
      fail('desk.needs-deliberation'),
    );
    expect(reasonsOf(desk.state().shown)).toEqual(['card.community-without-client', 'cache.stale']);
    expect((await desk.call('desk.confirm', { scanId, children: 0, deliberately: true })).ok).toBe(true);
  });

  test('takes the number of children that it was given, and judges it (CHILD-4)', async () => {
    const desk = await picked();
    const { scanId } = await desk.scan('A100000001');
    expect(await desk.call('desk.confirm', { scanId, children: 3, deliberately: true })).toEqual(
      fail('desk.not-accepted'),
    );
    expect(desk.state().shown?.verdict.children).toBe(3);
  });

  test('a second sale with the same card is stopped, with when and where (CARD-5, field lesson 4)', async () => {
    const desk = await picked();
    await desk.sell('A045198723');
    const shown = await desk.scan('A045198723');
    expect(shown.verdict.reasons).toMatchObject([
      { code: 'duplicate.same-performance', parameters: { desk: 'Kassa 1', delivered: 0, times: 1 } },
    ]);
  });

  test('the same card is known across a rotation of the network key (ARCHITECTURE, decision 4)', async () => {
    const desk = await picked();
    await desk.sell('A045198723');
    desk.cards.rekey(2);
    expect(reasonsOf(await desk.scan('A045198723'))).toEqual(['duplicate.same-performance']);
  });

  test('the code is in no column of desk.db, and sealed only until delivered (DATA-1)', async () => {
    const desk = await picked();
    await desk.sell('A045198723');
    const tables = desk.sql<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'");
    const all = JSON.stringify(tables.map(({ name }) => desk.sql(`SELECT * FROM ${name}`)));
    expect(all).toContain('8723');
    expect(all).not.toContain('A045198723');
  });
});

describe('a disk that refuses', () => {
  test('nothing is shown as recorded, the verdict stays, and works once there is room (field lesson 11)', async () => {
    let refuse = false;
    const desk = await picked({
      store: (store) => ({
        ...store,
        transaction: (work) => (refuse ? fail('desk.not-durable') : store.transaction(work)),
      }),
    });
    const { scanId } = await desk.scan('A045198723');
    refuse = true;
    expect(await desk.call('desk.confirm', { scanId, children: 0, deliberately: false })).toEqual(
      fail('desk.not-durable'),
    );
    expect(desk.state()).toMatchObject({ shown: { scanId }, last: null, sync: { waiting: 0 } });
    refuse = false;
    expect((await desk.call('desk.confirm', { scanId, children: 0, deliberately: false })).ok).toBe(true);
  });
});

describe('undo', () => {
  test('takes the last sale back, once; the card can be used again', async () => {
    const desk = await picked();
    const acquisitionId = await desk.sell('A045198723');
    expect((await desk.call('desk.undo', { acquisitionId, why: 'mistake' })).ok).toBe(true);
    expect(desk.state().last).toMatchObject({ acquisitionId, state: 'voided' });
    expect(await desk.call('desk.undo', { acquisitionId, why: 'mistake' })).toEqual(fail('desk.already-undone'));
    expect(await desk.call('desk.undo', { acquisitionId: SOME_ID, why: 'mistake' })).toEqual(
      fail('desk.unknown-acquisition'),
    );
    expect((await desk.scan('A045198723')).verdict.outcome).toBe('accept');
    expect(desk.store.deliveries.waiting()).toBe(2);
  });

  test('works after a restart, for any sale of this ledger', async () => {
    const desk = await picked();
    const acquisitionId = await desk.sell('A045198723');
    const again = await desk.restart();
    open = [again];
    expect((await again.call('desk.undo', { acquisitionId, why: 'mistake' })).ok).toBe(true);
    expect(await again.call('desk.undo', { acquisitionId, why: 'mistake' })).toEqual(fail('desk.already-undone'));
  });
});
