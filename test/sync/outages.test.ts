import { describe, expect, test } from 'vitest';
import { PRESET_RULE_SET } from '../../src-shared/rules/rule-set.ts';
import { EPOCH, numberedId, PERFORMANCE } from '../simulation/memory-desk.ts';
import { HTML, only, onlineDesk } from '../simulation/online-desk.ts';
import { refuse } from '../simulation/registry-model.ts';
import { FINE } from '../simulation/simulated-network.ts';
import { ACTIVE, keyOf } from './snapshots.ts';

describe('a failing call is retried with growing, jittered pauses', () => {
  test('of 1 s doubling to 30 s', async () => {
    const { time, desk, network, sync } = await onlineDesk();
    network.weather = only(['/v1/events'], { kind: 'replaced', answer: refuse('server.unavailable') });
    desk.record();
    sync.poke('deliver');
    const at: number[] = [];
    for (let second = 0; second < 300; second += 1) {
      const before = network.count('/v1/events');
      await time.pass(1_000);
      if (network.count('/v1/events') > before) at.push(second);
    }
    const pauses = at.slice(1).map((second, index) => second - at[index]!);
    expect(at.length).toBeGreaterThan(8);
    expect(at.length).toBeLessThan(30);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(31);
    expect(Math.min(...pauses.slice(5))).toBeGreaterThanOrEqual(14);
    expect(new Set(pauses.slice(6)).size).toBeGreaterThan(1);
    expect(desk.last()).toMatchObject({ network: 'online', trouble: 'server.unavailable' });
  });

  test('and a poke does not cut them short', async () => {
    const { time, desk, network, sync } = await onlineDesk();
    network.weather = only(['/v1/events'], { kind: 'replaced', answer: refuse('server.unavailable') });
    desk.record();
    for (let count = 0; count < 500; count += 1) {
      sync.poke('deliver');
      await time.pass(100);
    }
    expect(network.count('/v1/events')).toBeLessThan(15);
  });
});

describe('losing the registry', () => {
  test('a refused connection is seen at once, and its coming back within seconds', async () => {
    const { time, desk, network, model, sync } = await onlineDesk();
    network.weather = () => ({ kind: 'refused' });
    network.breakStreams();
    await time.pass(3_000);
    expect(desk.last()).toMatchObject({ network: 'offline', trouble: 'registry.unreachable' });
    for (let count = 0; count < 450; count += 1) desk.record();
    sync.poke('deliver');
    await time.pass(3_600_000);
    expect(desk.last().network).toBe('offline');
    network.weather = () => FINE;
    await time.pass(6_000);
    expect(desk.last()).toMatchObject({ network: 'online', trouble: null });
    expect([model.recorded.length, desk.waiting().length]).toEqual([450, 0]);
    expect(desk.deliveries.map(({ items }) => items.length)).toEqual([200, 200, 50]);
  });

  test('swallowed packets are seen within 15 s though nothing closes', async () => {
    const { time, desk, network } = await onlineDesk();
    await time.pass(60_000);
    network.blackout = true;
    await time.pass(15_000);
    expect(desk.last()).toMatchObject({ network: 'offline', trouble: 'registry.unreachable' });
    await time.pass(600_000);
    network.blackout = false;
    await time.pass(16_000);
    expect(desk.last()).toMatchObject({ network: 'online', trouble: null });
  });

  test('after an outage the push channel is opened anew: the old one may be dead without a sign', async () => {
    const { time, desk, network } = await onlineDesk();
    await time.pass(60_000);
    network.blackout = true;
    await time.pass(14_000);
    network.blackout = false;
    await time.pass(6_000);
    expect(desk.last().network).toBe('online');
    expect(network.count('/v1/news')).toBeGreaterThan(1);
  });

  test('one slow endpoint is no outage: the others are not roused again and again', async () => {
    const { time, desk, network, model } = await onlineDesk();
    network.weather = only(['/v1/feeds/uses'], { kind: 'swallowed' });
    model.tell({ streams: ['uses'], wanted: [], freed: [] });
    await time.pass(600_000);
    expect(desk.last().network).toBe('online');
    expect(desk.last().trouble).toBe('registry.unreachable');
    expect(network.count('/v1/feeds/uses')).toBeLessThan(40);
    expect(network.count('/v1/feeds/performances')).toBeLessThan(15);
    expect(network.count('/v1/news')).toBe(1);
  });

  test('a page in the place of every answer is no connection (a guest network)', async () => {
    const { time, desk, network, model } = await onlineDesk();
    desk.record();
    network.weather = () => HTML;
    network.breakStreams();
    await time.pass(60_000);
    expect(desk.last()).toMatchObject({ network: 'offline', trouble: 'registry.not-the-contract' });
    network.weather = () => FINE;
    await time.pass(6_000);
    expect([desk.last().network, model.recorded.length]).toEqual(['online', 1]);
  });
});

describe('the push channel', () => {
  test('news of a card reach the list without a poll', async () => {
    const { time, cards, model, desk } = await onlineDesk();
    const before = desk.cardChanges;
    model.change('cards', { key: keyOf(1), card: { ...ACTIVE, state: 'ended' } });
    await time.pass(200);
    expect(cards.rows.get(keyOf(1))?.state).toBe('ended');
    expect(desk.cardChanges).toBe(before + 1);
  });

  test('places that are wanted or freed reach the desk, and it is asked again what it wants', async () => {
    const { time, desk, model, network } = await onlineDesk();
    const before = network.count('/v1/leases');
    desk.heard = async (news) => {
      desk.heardOf.push(news);
      desk.wanted.set('r', { requestId: numberedId(4, 1), performanceId: PERFORMANCE, epoch: EPOCH, units: 2 });
    };
    model.tell({ streams: [], wanted: [PERFORMANCE], freed: [] });
    await time.pass(200);
    expect(desk.heardOf).toEqual([{ wanted: [PERFORMANCE], freed: [] }]);
    expect(network.count('/v1/leases')).toBe(before + 1);
  });

  test('when it cannot be opened the feeds are polled instead', async () => {
    const { time, desk, model, network } = await onlineDesk((simulated) => {
      simulated.network.weather = only(['/v1/news'], HTML);
    });
    model.change('performances', { id: numberedId(2, 99), performance: null });
    await time.pass(31_000);
    expect(desk.cursors.get('performances')).toBe('performances 11');
    await time.pass(600_000);
    expect(network.count('/v1/news')).toBeLessThan(50);
    expect(network.count('/v1/feeds/performances')).toBeGreaterThan(15);
  });

  test('when it breaks and cannot be opened again the feeds are polled from then on', async () => {
    const { time, desk, model, network } = await onlineDesk();
    await time.pass(60_000);
    network.weather = only(['/v1/news'], HTML);
    network.breakStreams();
    await time.pass(1_000);
    model.change('performances', { id: numberedId(2, 99), performance: null });
    await time.pass(31_000);
    expect(desk.cursors.get('performances')).toBe('performances 11');
  });

  test('after it was broken, what happened meanwhile is fetched', async () => {
    const { time, desk, model, network } = await onlineDesk();
    network.breakStreams();
    model.change('rule-sets', { ...PRESET_RULE_SET, firstDay: '2026-07-01' });
    await time.pass(3_000);
    expect(desk.cursors.get('rule-sets')).toBe('rule-sets 1');
    expect(network.count('/v1/news')).toBe(2);
  });
});

test('an idle desk asks little: a pulse between heartbeats, a status now and then', async () => {
  const { time, network } = await onlineDesk();
  const before = network.asked.length;
  await time.pass(3_600_000);
  const asked = network.asked.slice(before).filter(({ path }) => path !== '/v1/health');
  expect(asked.length).toBeLessThan(200);
  expect(network.count('/v1/news')).toBe(1);
});
