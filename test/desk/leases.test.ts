import { afterEach, describe, expect, test } from 'vitest';
import { balance } from '../../src-shared/cap/lease.ts';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { deskUnderTest, FIRST_EPOCH, reasonsOf, type DeskUnderTest } from './desk-under-test.ts';
import { capped } from './performances.ts';

let open: DeskUnderTest[] = [];
afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

async function onlineWith(offered: Performance): Promise<DeskUnderTest> {
  const desk = await deskUnderTest();
  open.push(desk);
  await desk.online();
  await desk.offer(offered);
  await desk.call('desk.pick', { performanceId: offered.id });
  return desk;
}

function held(desk: DeskUnderTest, { id }: Performance, epoch = FIRST_EPOCH): number {
  return balance(desk.store.leases.find(epoch, id)!.counters);
}

describe('asking for places', () => {
  test('picking a capped performance asks for up to four, once, and the request survives a restart', async () => {
    const offered = capped(20);
    const desk = await onlineWith(offered);
    const [request] = await desk.desk.deskSide.wantedPlaces();
    expect(request).toMatchObject({ performanceId: offered.id, epoch: FIRST_EPOCH, units: 4 });
    expect(desk.pokes).toContain('leases');
    await desk.call('desk.pick', { performanceId: offered.id });
    const again = await desk.restart();
    open = [again];
    expect(await again.desk.deskSide.wantedPlaces()).toEqual([request]);
  });

  test('never for more than the cap can bear', async () => {
    const desk = await onlineWith(capped(2));
    expect(await desk.desk.deskSide.wantedPlaces()).toMatchObject([{ units: 2 }]);
  });

  test('sells only while the balance suffices; after no answer the verdict says so within 3 s, and the refusal is noted then', async () => {
    const desk = await onlineWith(capped(20));
    const shown = await desk.scan('A045198723');
    expect(shown).toMatchObject({ asking: true, verdict: { outcome: 'refuse' } });
    expect(reasonsOf(shown)).toEqual(['cap.no-lease']);
    expect(desk.store.deliveries.waiting()).toBe(0);
    await desk.time.advance(2_999);
    expect(desk.state().shown?.asking).toBe(true);
    await desk.time.advance(1);
    expect(desk.pushed.at(-1)?.shown).toMatchObject({ scanId: shown.scanId, asking: false });
    expect(reasonsOf(desk.state().shown)).toEqual(['cap.no-lease']);
    expect(desk.store.deliveries.waiting()).toBe(1);
    await desk.answerLeases(4);
    expect(desk.state().shown).toMatchObject({ scanId: shown.scanId, verdict: { outcome: 'accept' } });
  });

  test('a place that comes turns the verdict to accept, under the same scan', async () => {
    const offered = capped(20);
    const desk = await onlineWith(offered);
    const { scanId } = await desk.scan('A045198723');
    await desk.answerLeases(10);
    expect(desk.state().shown).toMatchObject({ scanId, asking: false, verdict: { outcome: 'accept', units: 1 } });
    await desk.call('desk.confirm', { scanId, children: 0, deliberately: false });
    expect(held(desk, offered)).toBe(3);
    expect(desk.store.ledger.events(FIRST_EPOCH).map(({ type }) => type)).toEqual(['redeemed']);
  });

  test('an answer without places is cap.reached; the next scan asks again, for asking makes others give back', async () => {
    const desk = await onlineWith(capped(2));
    await desk.scan('A045198723');
    expect(await desk.answerLeases(0)).toBe(2);
    expect(desk.state().shown?.asking).toBe(false);
    expect(reasonsOf(desk.state().shown)).toEqual(['cap.reached']);
    expect(await desk.desk.deskSide.wantedPlaces()).toEqual([]);
    const again = await desk.scan('A100000001');
    expect(again.asking).toBe(true);
    expect(await desk.desk.deskSide.wantedPlaces()).toHaveLength(1);
  });

  test('places that are free again are asked for when a verdict waits for one', async () => {
    const offered = capped(2);
    const desk = await onlineWith(offered);
    const { scanId } = await desk.scan('A045198723');
    await desk.answerLeases(0);
    await desk.desk.deskSide.heard({ wanted: [], freed: [offered.id] });
    await desk.time.advance(0);
    expect(desk.state().shown).toMatchObject({ scanId, asking: true });
    await desk.answerLeases(1);
    expect(desk.state().shown).toMatchObject({ scanId, verdict: { outcome: 'accept' } });
  });

  test('off-line it says at once that there is no lease, and asks when the network is back', async () => {
    const desk = await onlineWith(capped(20));
    await desk.desk.deskSide.report({ network: 'offline', skewMilliseconds: 0, trouble: null, loadingCards: false });
    expect(await desk.scan('A045198723')).toMatchObject({ asking: false, verdict: { outcome: 'refuse' } });
    await desk.online();
    await desk.answerLeases(4);
    expect(desk.state().shown?.verdict.outcome).toBe('accept');
  });

  test('back on the network it asks anew, for news of free places may have been missed', async () => {
    const desk = await onlineWith(capped(20));
    const { scanId } = await desk.scan('A045198723');
    await desk.answerLeases(0);
    expect(reasonsOf(desk.state().shown)).toEqual(['cap.reached']);
    await desk.desk.deskSide.report({ network: 'offline', skewMilliseconds: 0, trouble: null, loadingCards: false });
    await desk.online();
    expect(desk.state().shown).toMatchObject({ scanId, asking: true });
    await desk.answerLeases(1);
    expect(desk.state().shown?.verdict.outcome).toBe('accept');
  });

  test('each scan has its own time to wait', async () => {
    const desk = await onlineWith(capped(20));
    await desk.scan('A045198723');
    const { scanId } = await desk.scan('A100000001');
    await desk.time.advance(1_500);
    expect(desk.state().shown).toMatchObject({ scanId, asking: true });
    await desk.time.advance(1_500);
    expect(desk.state().shown).toMatchObject({ scanId, asking: false });
  });

  test('with few left after a sale it asks for more, unless the registry had none', async () => {
    const desk = await onlineWith(capped(20));
    await desk.answerLeases(20);
    for (const code of ['A045198723', 'A100000001']) {
      await desk.sell(code);
    }
    expect(await desk.desk.deskSide.wantedPlaces()).toEqual([]);
    await desk.sell('A100000003');
    expect(await desk.answerLeases(0)).toBe(3);
    await desk.sell('AM99000123');
    expect(await desk.desk.deskSide.wantedPlaces()).toEqual([]);
  });

  test('a card that is refused anyway asks for nothing', async () => {
    const desk = await onlineWith(capped(20));
    await desk.answerLeases(0);
    const shown = await desk.scan('A100000005');
    expect(reasonsOf(shown)).toEqual(['card.ended', 'cap.reached']);
    expect(await desk.desk.deskSide.wantedPlaces()).toEqual([]);
  });

  test('all tickets counted: more children take more units, and are asked for (CAP-8)', async () => {
    const offered = capped(20, { cap: { limit: 20, counts: 'all-tickets' } });
    const desk = await onlineWith(offered);
    await desk.answerLeases(20);
    const { scanId } = await desk.scan('A045198723');
    await desk.call('desk.children', { scanId, children: 5 });
    expect(desk.state().shown).toMatchObject({ asking: true, verdict: { units: 6 } });
    expect(await desk.answerLeases(16)).toBe(2);
    await desk.call('desk.confirm', { scanId, children: 5, deliberately: false });
    expect(desk.state().last).toMatchObject({ children: 5 });
    expect(held(desk, offered)).toBe(0);
  });

  test('a registry that has places and gives none is not asked for ever', async () => {
    const offered = capped(20);
    const desk = await onlineWith(offered);
    await desk.scan('A045198723');
    let asked = 0;
    for (; asked < 10; asked += 1) {
      const [request] = await desk.desk.deskSide.wantedPlaces();
      if (request === undefined) break;
      await desk.desk.deskSide.granted(request, {
        performanceId: offered.id,
        epoch: FIRST_EPOCH,
        granted: 0,
        pool: 20,
      });
      await desk.time.advance(0);
    }
    expect(asked).toBe(1);
  });

  test('a request refused for good counts as none left', async () => {
    const desk = await onlineWith(capped(20));
    await desk.scan('A045198723');
    const [request] = await desk.desk.deskSide.wantedPlaces();
    await desk.desk.deskSide.granted(request!, null);
    expect(reasonsOf(desk.state().shown)).toEqual(['cap.reached']);
    expect(await desk.desk.deskSide.wantedPlaces()).toEqual([]);
  });

  test('a late or repeated answer never lowers what was granted', async () => {
    const offered = capped(20);
    const desk = await onlineWith(offered);
    const [request] = await desk.desk.deskSide.wantedPlaces();
    const answer = { performanceId: offered.id, epoch: FIRST_EPOCH, pool: 10 };
    await desk.desk.deskSide.granted(request!, { ...answer, granted: 4 });
    await desk.desk.deskSide.granted(request!, { ...answer, granted: 2 });
    await desk.desk.deskSide.granted(request!, { ...answer, granted: 4, pool: 0 });
    expect(desk.store.leases.find(FIRST_EPOCH, offered.id)).toMatchObject({ counters: { granted: 4 }, pool: 10 });
  });
});

describe('places go back', () => {
  test('a void of an own sale goes to the own balance, exactly once (CAP-9)', async () => {
    const offered = capped(2);
    const desk = await onlineWith(offered);
    await desk.answerLeases(2);
    const acquisitionId = await desk.sell('A045198723');
    await desk.sell('A100000001');
    expect(held(desk, offered)).toBe(0);
    await desk.call('desk.undo', { acquisitionId, why: 'mistake' });
    await desk.call('desk.undo', { acquisitionId, why: 'mistake' });
    expect(desk.store.leases.find(FIRST_EPOCH, offered.id)!.counters).toEqual({
      granted: 2,
      consumed: 2,
      released: 1,
      returned: 0,
    });
    await desk.sell('A100000003');
    expect((await desk.scan('A045198723')).verdict.outcome).toBe('refuse');
  });

  test('wanted elsewhere: all that is idle, but for what the verdict on screen needs; counters are absolute', async () => {
    const offered = capped(20);
    const desk = await onlineWith(offered);
    await desk.answerLeases(20);
    await desk.sell('A045198723');
    const { scanId } = await desk.scan('A100000001');
    await desk.desk.deskSide.heard({ wanted: [offered.id], freed: [] });
    await desk.desk.deskSide.heard({ wanted: [offered.id], freed: [] });
    expect(held(desk, offered)).toBe(1);
    const events = desk.store.ledger.events(FIRST_EPOCH);
    expect(events.map(({ type }) => type)).toEqual(['redeemed', 'gave-back']);
    expect(events[1]).toMatchObject({ counters: { granted: 4, consumed: 1, released: 0, returned: 2 } });
    await desk.call('desk.confirm', { scanId, children: 0, deliberately: false });
    await desk.desk.deskSide.heard({ wanted: [offered.id], freed: [] });
    expect(held(desk, offered)).toBe(0);
    expect(desk.store.ledger.events(FIRST_EPOCH)).toHaveLength(3);
  });

  test('a verdict left on screen keeps its place for a minute, and does not ask for another then', async () => {
    const offered = capped(20);
    const desk = await onlineWith(offered);
    await desk.answerLeases(1);
    await desk.scan('A045198723');
    await desk.answerLeases(0);
    await desk.time.advance(59_000);
    await desk.desk.deskSide.heard({ wanted: [offered.id], freed: [] });
    expect(held(desk, offered)).toBe(1);
    await desk.time.advance(1_000);
    await desk.desk.deskSide.heard({ wanted: [offered.id], freed: [] });
    expect(held(desk, offered)).toBe(0);
    expect(desk.state().shown?.verdict.outcome).toBe('refuse');
    expect(await desk.desk.deskSide.wantedPlaces()).toEqual([]);
  });

  test('of a performance that is over, by itself', async () => {
    const offered = capped(20);
    const desk = await onlineWith(offered);
    await desk.answerLeases(20);
    desk.time.set('2026-11-20T19:29:30.000Z');
    await desk.time.advance(60_000);
    expect(held(desk, offered)).toBe(0);
    expect(desk.store.ledger.events(FIRST_EPOCH)).toMatchObject([{ type: 'gave-back', counters: { returned: 4 } }]);
  });

  test('when a cap is lowered or lifted; below what is sold nothing more is sold (CAP-7)', async () => {
    const offered = capped(20);
    const desk = await onlineWith(offered);
    await desk.answerLeases(20);
    await desk.sell('A045198723');
    await desk.offer({ ...offered, cap: { limit: 1, counts: 'adults' } });
    expect(held(desk, offered)).toBe(0);
    expect(reasonsOf(await desk.scan('A100000001'))).toEqual(['cap.reached']);
    await desk.offer({ ...offered, cap: null });
    expect(desk.state().shown?.verdict.outcome).toBe('accept');
    await desk.offer({ ...offered, cap: { limit: 3, counts: 'adults' } });
    await desk.time.advance(0);
    expect(await desk.answerLeases(5)).toBe(2);
    expect(desk.state().shown?.verdict.outcome).toBe('accept');
  });

  test('a cap below the lease, heard of while the verdict stands, is not sold past', async () => {
    const offered = capped(20);
    const desk = await onlineWith(offered);
    await desk.answerLeases(20);
    const { scanId } = await desk.scan('A045198723');
    await desk.offer({ ...offered, cap: { limit: 0, counts: 'adults' } });
    expect(await desk.call('desk.confirm', { scanId, children: 0, deliberately: true })).toMatchObject({ ok: false });
    expect(desk.store.acquisitions.units(offered.id)).toBe(0);
  });
});
