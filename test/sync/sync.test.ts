import { describe, expect, test } from 'vitest';
import { EPOCH, NEXT_EPOCH, numberedId, PERFORMANCE } from '../simulation/memory-desk.ts';
import { HTML, only, onlineDesk } from '../simulation/online-desk.ts';
import { refuse } from '../simulation/registry-model.ts';
import { FINE } from '../simulation/simulated-network.ts';
import { keyOf } from './snapshots.ts';

const FEEDS = ['/v1/feeds/performances', '/v1/feeds/uses', '/v1/feeds/rule-sets'];
test('at start everything is fetched, page by page, and the desk is online', async () => {
  const { desk, cards, network, bugs } = await onlineDesk();
  expect(desk.reports[0]).toEqual({
    network: 'connecting',
    skewMilliseconds: null,
    trouble: null,
    loadingCards: false,
  });
  expect(desk.last()).toEqual({ network: 'online', skewMilliseconds: 0, trouble: null, loadingCards: false });
  expect(desk.pages.filter(({ stream }) => stream === 'performances').slice(0, 4)).toHaveLength(4);
  expect(desk.cursors.get('performances')).toBe('performances 10');
  expect([cards.installs, cards.rows.size, cards.freshAt === null]).toEqual([1, 1, false]);
  expect(desk.reports.some(({ loadingCards }) => loadingCards)).toBe(true);
  expect(network.asked.every(({ path }) => !path.includes('A0'))).toBe(true);
  expect(bugs).toEqual([]);
});

test('the skew is taken against the middle of the round trip (field lesson 19)', async () => {
  const { desk } = await onlineDesk(({ model: registry, time }) => {
    const answer = registry.answer.bind(registry);
    registry.answer = (asked) => {
      if (asked.path !== '/v1/desk') return answer(asked);
      const body = JSON.parse(Buffer.from(answer(asked).body).toString()) as object;
      const serverTime = new Date(time.now() - 90_000).toISOString();
      return { ...answer(asked), body: Buffer.from(JSON.stringify({ ...body, serverTime })) };
    };
  });
  expect(desk.last().skewMilliseconds).toBe(90_000);
});

describe('independent directions (field lesson 14)', () => {
  test('deliveries go on while every download fails', async () => {
    const { time, desk, model, network, sync } = await onlineDesk();
    network.weather = only([...FEEDS, '/v1/feeds/cards', '/v1/desk', '/v1/leases'], HTML);
    for (const stream of ['performances', 'uses', 'rule-sets', 'cards'] as const) {
      model.tell({ streams: [stream], wanted: [], freed: [] });
    }
    await time.pass(1_000);
    desk.record();
    sync.poke('deliver');
    await time.pass(1_000);
    expect(model.recorded).toHaveLength(1);
    expect(desk.last().trouble).toBe('registry.not-the-contract');
  });

  test('downloads go on while every delivery fails, and the trouble is shown', async () => {
    const { time, desk, model, network, sync } = await onlineDesk();
    network.weather = only(['/v1/events'], HTML);
    desk.record();
    sync.poke('deliver');
    await time.pass(100_000);
    model.change('uses', {
      acquisitionId: numberedId(3, 1),
      performanceId: PERFORMANCE,
      cardKey: keyOf(1),
      epoch: EPOCH,
      deskName: 'Door',
      at: '2026-06-01T12:00:00.000Z',
      children: 0,
      units: 1,
      state: 'redeemed',
      cardSeen: true,
      lapsesAt: null,
    });
    await time.pass(1_000);
    expect(desk.cursors.get('uses')).toBe('uses 1');
    expect(desk.last()).toMatchObject({ network: 'online', trouble: 'registry.not-the-contract' });
    expect(desk.waiting()).toHaveLength(1);
    network.weather = () => FINE;
    await time.pass(40_000);
    expect([model.recorded.length, desk.waiting().length, desk.last().trouble]).toEqual([1, 0, null]);
  });

  test('a call that never comes to an end holds up nothing else', async () => {
    const { time, desk, model, network, sync } = await onlineDesk();
    network.weather = only(FEEDS, { kind: 'swallowed' });
    model.tell({ streams: ['uses', 'performances', 'rule-sets'], wanted: [], freed: [] });
    await time.pass(100);
    desk.record();
    sync.poke('deliver');
    await time.pass(100);
    expect(model.recorded).toHaveLength(1);
  });

  test('a disk that refuses at the desk is shown by its code, and tried again', async () => {
    const { time, desk, bugs, model } = await onlineDesk();
    const apply = desk.apply.bind(desk);
    desk.apply = async () => {
      throw new Error('desk.not-durable');
    };
    model.change('performances', { id: numberedId(2, 99), performance: null });
    await time.pass(1_000);
    expect([desk.last().trouble, bugs]).toEqual(['desk.not-durable', []]);
    desk.apply = apply;
    await time.pass(40_000);
    expect([desk.cursors.get('performances'), desk.last().trouble]).toEqual(['performances 11', null]);
  });

  test('what the desk throws is a bug that is told, and the loops go on', async () => {
    const { time, desk, bugs, network, model } = await onlineDesk();
    const apply = desk.apply.bind(desk);
    desk.apply = async () => {
      throw new Error('disk full');
    };
    model.change('performances', { id: numberedId(2, 99), performance: null });
    await time.pass(1_000);
    expect(String(bugs[0])).toContain('disk full');
    expect(desk.last()).toMatchObject({ network: 'online', trouble: 'sync.failed' });
    expect(desk.cursors.get('performances')).toBe('performances 10');
    desk.apply = apply;
    await time.pass(40_000);
    expect([desk.cursors.get('performances'), desk.last().trouble]).toEqual(['performances 11', null]);
    expect(network.count('/v1/news')).toBe(1);
  });
});

describe('delivery', () => {
  test('an answer that is lost leaves the items waiting; they are delivered once', async () => {
    const { time, desk, model, network, sync } = await onlineDesk();
    network.weather = only(['/v1/events'], { kind: 'answer-lost' });
    desk.record();
    sync.poke('deliver');
    await time.pass(9_000);
    expect([model.recorded.length, desk.waiting().length]).toEqual([1, 1]);
    network.weather = () => FINE;
    await time.pass(10_000);
    expect([model.recorded.length, desk.waiting().length]).toEqual([1, 0]);
    expect(desk.answers.values().next().value?.result).toBe('already-recorded');
  });

  test.each([
    ['too few answers', []],
    ['answers to other events', [{ id: numberedId(1, 2), result: 'recorded', conflicts: [], problem: null }]],
  ])('%s are not taken', async (_what, answers) => {
    const { time, desk, network, sync } = await onlineDesk();
    const body = Buffer.from(JSON.stringify({ answers, serverTime: '2026-06-01T12:00:00.000Z', forked: false }));
    network.weather = only(['/v1/events'], {
      kind: 'replaced',
      answer: { status: 200, type: 'application/json', body },
    });
    desk.record();
    sync.poke('deliver');
    await time.pass(500);
    expect([desk.deliveries.length, desk.waiting().length]).toEqual([0, 1]);
    expect(desk.last().trouble).toBe('registry.not-the-contract');
  });

  test('a batch that is refused whole is halved down to the item at fault; the rest goes on (field lesson 15)', async () => {
    const { time, desk, model, network, sync } = await onlineDesk();
    for (let count = 0; count < 20; count += 1) desk.record();
    const bad = desk.events[6]!.id;
    network.weather = ({ path, body }) =>
      path === '/v1/events' && body?.includes(bad) === true
        ? { kind: 'replaced', answer: refuse('request.malformed') }
        : FINE;
    sync.poke('deliver');
    await time.pass(5_000);
    expect(desk.waiting()).toEqual([]);
    expect(model.recorded.map(({ sequence }) => sequence)).toEqual([
      1,
      2,
      3,
      4,
      5,
      6,
      ...Array.from({ length: 13 }, (_, index) => index + 8),
    ]);
    expect(desk.answers.get(bad)).toMatchObject({ result: 'refused', problem: 'request.malformed' });
  });

  test('a forked epoch is looked into at once, and a new one begins', async () => {
    const { time, desk, model, sync, network } = await onlineDesk();
    model.forked = true;
    desk.wantsEpoch = { requestId: numberedId(5, 1), before: EPOCH, why: 'forked' };
    desk.record();
    sync.poke('deliver');
    await time.pass(500);
    expect(desk.statuses.at(-1)).toMatchObject({ forked: true });
    expect(model.askedEpochs.at(-1)).toBe(EPOCH);
    expect([desk.epoch, model.epoch, network.count('/v1/epochs')]).toEqual([NEXT_EPOCH, NEXT_EPOCH, 1]);
  });
});

/** A request for two places. */
function request(number: number) {
  return { requestId: numberedId(4, number), performanceId: PERFORMANCE, epoch: EPOCH, units: 2 };
}

describe('places', () => {
  test('are asked for, and a final refusal is told', async () => {
    const { time, desk, model, network, sync } = await onlineDesk();
    for (const number of [1, 2]) desk.wanted.set(request(number).requestId, request(number));
    sync.poke('leases');
    await time.pass(500);
    expect(desk.grants).toEqual([
      { performanceId: PERFORMANCE, epoch: EPOCH, granted: 2, pool: 100 },
      { performanceId: PERFORMANCE, epoch: EPOCH, granted: 4, pool: 100 },
    ]);
    network.weather = only(['/v1/leases'], { kind: 'replaced', answer: refuse('epoch.frozen') });
    desk.wanted.set(request(3).requestId, request(3));
    sync.poke('leases');
    await time.pass(500);
    expect([desk.grants.at(-1), desk.wanted.size, model.leases.size]).toEqual([null, 0, 2]);
  });
});

test('a feed whose cursor is gone is read from its beginning, and the desk is told that it is', async () => {
  const { time, desk, model } = await onlineDesk();
  const read = desk.pages.length;
  model.logs.performances.length = 5;
  model.tell({ streams: ['performances'], wanted: [], freed: [] });
  await time.pass(500);
  const pages = desk.pages.slice(read).filter(({ stream }) => stream === 'performances');
  expect(pages.map(({ fromBeginning }) => fromBeginning)).toEqual(pages.map((_page, index) => index === 0));
  expect(desk.cursors.get('performances')).toBe('performances 5');
  expect(desk.last().trouble).toBeNull();
});

describe('the registry’s time', () => {
  const TRUE_TIME = '2026-05-31T12:00:00.000Z';

  test('is told with each page, which says whether it is the last; and the card list is complete by it (field lesson 19)', async () => {
    const { desk, cards } = await onlineDesk(({ model }) => {
      const answer = model.answer.bind(model);
      model.answer = (asked) => {
        const answered = answer(asked);
        if (!asked.path.startsWith('/v1/feeds/')) return answered;
        const body = JSON.parse(Buffer.from(answered.body).toString()) as object;
        return { ...answered, body: Buffer.from(JSON.stringify({ ...body, serverTime: TRUE_TIME })) };
      };
    });
    const pages = desk.pages.filter(({ stream }) => stream === 'performances').slice(0, 4);
    expect(pages.map(({ more, serverTime }) => [more, serverTime])).toEqual(
      [true, true, true, false].map((more) => [more, TRUE_TIME]),
    );
    expect(cards.freshAt).toBe(TRUE_TIME);
  });

  test('is told with the answers to a delivery; not with an item that is refused whole', async () => {
    const { time, desk, network, sync } = await onlineDesk();
    desk.record();
    sync.poke('deliver');
    await time.pass(500);
    network.weather = only(['/v1/events'], { kind: 'replaced', answer: refuse('request.malformed') });
    desk.record();
    sync.poke('deliver');
    await time.pass(500);
    expect(desk.deliveredAt).toEqual([expect.stringMatching(/^2026-06-01T12:00:01/), null]);
  });
});

test('the uses are read when the desk must know what became of a reservation, not only when there is news', async () => {
  const { time, desk, network, sync } = await onlineDesk();
  const before = network.count('/v1/feeds/uses');
  sync.poke('uses');
  await time.pass(500);
  expect(network.count('/v1/feeds/uses')).toBe(before + 1);
  expect(desk.pages.at(-1)).toMatchObject({ stream: 'uses', changes: [], more: false });
});
