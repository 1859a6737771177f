/** STAT-1: statistics in real time; who sees what of them; what is public. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoSite, DEMO_SITES } from '../../src-registry/demo/demo-data.ts';
import { toldPeriods } from '../../src-registry/services/statistics/told-periods.ts';
import { settle } from '../../src-registry/services/settings.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import { ask, call, logIn, refusal } from './helpers/call.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { beside, handOver, next, reserve } from './helpers/life.ts';
import { putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
const CODE = 'A045198723';
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let theatre: TestDesk;
let agent: TestDesk;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  theatre = await enrolDesk(registry.url, 'teatteri');
  agent = await enrolDesk(registry.url, 'lipputoimisto');
  for (const site of [
    'teatteri',
    'uimahalli',
    'opisto',
    'lipputoimisto',
    'verkosto',
    'kansallinen',
    'sosiaalitoimisto',
  ]) {
    tokens[site] = await logIn(registry.url, site);
  }
});
afterAll(() => registry.close());

type Query = Record<string, string | number | undefined>;
const YEAR = { from: '2026-01', to: '2026-12' };

function uses(site: string, query: Query = {}) {
  return call(registry.url, 'useStatistics', { token: tokens[site]!, query: { ...YEAR, ...query } });
}

/** What one event has, by month. */
async function figuresOf(performanceId: string): Promise<Record<string, number[]>> {
  const { lines: found } = await uses('kansallinen', { by: 'month,event', limit: 10_000 });
  const own = found.filter(({ event }) => event?.id === performanceId);
  return Object.fromEntries(
    own.map(({ month, adults, children, assistants, supportPersons }) => [
      month,
      [adults, children, assistants, supportPersons],
    ]),
  );
}

describe('what is counted', () => {
  test('USE-1: a use counts when it is redeemed, in that month in Helsinki, and no longer when it is taken back', async () => {
    const { id: performanceId } = await putPerformance(registry, {});
    const reserved = reserve(theatre, { performanceId, code: CODE, children: 2 });
    await theatre.deliver(reserved);
    expect(await figuresOf(performanceId)).toEqual({});

    // Midnight has passed in Helsinki.
    const ticket = handOver(theatre, reserved.event, CODE, { children: 2, at: '2026-09-30T21:30:00.000Z' });
    await theatre.deliver(ticket);
    expect(await figuresOf(performanceId)).toEqual({ '2026-10': [1, 2, 0, 0] });

    await theatre.deliver(next(theatre, 'children-corrected', reserved.event, { children: 1, unitsChange: 0 }));
    expect(await figuresOf(performanceId)).toEqual({ '2026-10': [1, 1, 0, 0] });
    await theatre.deliver(next(theatre, 'attended', reserved.event, { despite: [] }, '2026-11-02T16:00:00.000Z'));
    expect(await figuresOf(performanceId)).toEqual({ '2026-10': [1, 1, 0, 0] });

    await theatre.deliver(next(theatre, 'voided', reserved.event, { units: 0, placeTo: 'epoch' }));
    expect((await figuresOf(performanceId))['2026-10'] ?? [0, 0, 0, 0]).toEqual([0, 0, 0, 0]);
  });

  test('ASSIST-1: assistants and support persons are told apart, never among the uses, and taken back with their tickets', async () => {
    const { id: performanceId } = await putPerformance(registry, {});
    const assistanceId = newId();
    const common = { at: FRIDAY_NOON, performanceId } as const;
    await theatre.deliver(
      beside(theatre, { type: 'assisted', id: newId(), ...common, assistanceId, kind: 'assistant', count: 2 }),
      beside(theatre, {
        type: 'assisted',
        id: newId(),
        ...common,
        assistanceId: newId(),
        kind: 'support-person',
        count: 1,
      }),
    );
    expect(await figuresOf(performanceId)).toEqual({ '2026-10': [0, 0, 2, 1] });
    await theatre.deliver(beside(theatre, { type: 'assistance-voided', id: newId(), ...common, assistanceId }));
    expect(await figuresOf(performanceId)).toEqual({ '2026-10': [0, 0, 0, 1] });
  });

  test('STAT-1: an event that becomes another class’s takes its uses along', async () => {
    const { id: performanceId } = await putPerformance(registry, {});
    await theatre.deliver(theatre.sale({ performanceId, code: CODE }));
    const classOf = async () =>
      (await uses('teatteri', { by: 'class,event' })).lines.filter(({ event }) => event?.id === performanceId)[0]
        ?.class;
    expect(await classOf()).toBe('culture');
    await rows(registry.database.url, `UPDATE performances SET class = 'science' WHERE id = $1`, [performanceId]);
    expect(await classOf()).toBe('science');
    await theatre.deliver(theatre.sale({ performanceId, code: 'A100000001' }));
    expect((await uses('teatteri', { by: 'event', class: 'science' })).totals.adults).toBe(2);
  });
});

describe('who sees what', () => {
  const id = (login: string): string => demoSite(login).id;
  let before: Record<string, number>;

  async function totals(): Promise<Record<string, number>> {
    const sites = ['teatteri', 'uimahalli', 'opisto', 'lipputoimisto', 'verkosto', 'kansallinen'];
    return Object.fromEntries(await Promise.all(sites.map(async (site) => [site, (await uses(site)).totals.adults])));
  }

  test('STAT-1: an organiser sees what others sold of its own, an agent what it sold, a network its own, the nation all', async () => {
    before = await totals();
    const [mine, others] = [
      await putPerformance(registry, {}),
      await putPerformance(registry, { organiser: 'opisto' }),
    ];
    const sells = DEMO_SITES.agents.find(({ agent: login }) => login === 'lipputoimisto')!.sellsFor;
    await agent.deliver(agent.sale({ performanceId: mine.id, code: CODE }));
    const elsewhere = await enrolDesk(registry.url, 'opisto');
    await elsewhere.deliver(elsewhere.sale({ performanceId: others.id, code: CODE }));
    const added = Object.fromEntries(Object.entries(await totals()).map(([site, sum]) => [site, sum - before[site]!]));
    expect(added).toEqual({
      teatteri: 1,
      uimahalli: 0,
      opisto: 1,
      // Its own sale, and its clients' uses whoever sold them.
      lipputoimisto: sells.includes('opisto') ? 2 : 1,
      verkosto: DEMO_SITES.sites.find(({ login }) => login === 'verkosto')!.network === networkOf('teatteri') ? 1 : 0,
      kansallinen: 2,
    });
  });

  const networkOf = (login: string) => DEMO_SITES.sites.find((site) => site.login === login)!.network!;

  test('STAT-1: a site or a network that the caller does not reach is refused', async () => {
    const asked = (site: string, query: Query) =>
      refusal(registry.url, 'useStatistics', { token: tokens[site]!, query: { ...YEAR, ...query } });
    expect(await asked('teatteri', { siteId: id('opisto') })).toBe('auth.forbidden');
    expect(await asked('teatteri', { networkId: networkOf('teatteri') })).toBe('auth.forbidden');
    expect(await asked('verkosto', { networkId: networkOf('opisto') })).toBe('auth.forbidden');
    expect(await asked('verkosto', { siteId: id('opisto') })).toBe('auth.forbidden');
    expect(await asked('verkosto', { siteId: id('teatteri'), networkId: networkOf('opisto') })).toBe('auth.forbidden');
    expect(await asked('kansallinen', { siteId: randomUUID() })).toBe('request.not-found');
    expect(await asked('kansallinen', { from: '2026-12', to: '2026-01' })).toBe('request.malformed');
    expect(await asked('kansallinen', { by: 'card' })).toBe('request.malformed');
    expect(await asked('sosiaalitoimisto', {})).toBe('auth.forbidden');
    expect((await uses('verkosto', { siteId: id('teatteri') })).totals.adults).toBeGreaterThan(0);
    expect((await uses('kansallinen', { networkId: networkOf('opisto') })).totals.adults).toBeGreaterThan(0);
  });

  test('every dimension is told by its name, and more rows are told of', async () => {
    const by = 'month,class,network,organiser,seller,event';
    const { lines: found, totals: sum } = await uses('lipputoimisto', { by });
    expect(found.reduce((total, row) => total + row.adults, 0)).toBe(sum.adults);
    expect(found).toContainEqual(
      expect.objectContaining({
        month: '2026-10',
        class: 'culture',
        network: expect.objectContaining({ id: networkOf('teatteri') }),
        organiser: { id: id('teatteri'), name: demoSite('teatteri').name },
        seller: { id: id('lipputoimisto'), name: demoSite('lipputoimisto').name },
        event: expect.objectContaining({ day: '2026-10-09' }),
      }),
    );
    const short = await uses('kansallinen', { by: 'event', limit: 1 });
    expect(short).toMatchObject({ more: true, lines: [{ month: null, seller: null }] });
    expect(short.totals).toEqual((await uses('kansallinen', { by: 'month' })).totals);
  });

  test('a file has columns for Finnish spreadsheets, and no formula in it', async () => {
    const title = { fi: '=HYPERLINK("http://x";"y")', sv: 'x', en: 'x' };
    const { id: performanceId } = await putPerformance(registry, { title });
    await theatre.deliver(theatre.sale({ performanceId, code: CODE }));
    const address = new URL('/v1/statistics/uses.csv?from=2026-01&to=2026-12&by=event', registry.url);
    const response = await fetch(address, { headers: { authorization: `Bearer ${tokens['teatteri']}` } });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = bytes.toString('utf8').slice(1).split('\r\n');
    expect(lines[0]).toBe('month;class;network;organiser;seller;event;day;adults;children;assistants;support persons');
    expect(lines).toContain(`;;;;;"'=HYPERLINK(""http://x"";""y"")";2026-10-09;1;0;0;0`);
    expect(lines.at(-2)).toMatch(/^total;;;;;;;\d+;/);
    expect(lines.at(-1)).toBe('');

    // One line and the rest of them add up to the total.
    address.searchParams.set('limit', '1');
    const short = await fetch(address, { headers: { authorization: `Bearer ${tokens['teatteri']}` } });
    const [line = 0, rest = 0, total = 0] = (await short.text())
      .split('\r\n')
      .slice(1, 4)
      .map((each) => Number(each.split(';').at(-4)));
    expect(rest).toBeGreaterThan(0);
    expect(line + rest).toBe(total);
  });
});

describe('what is public', () => {
  let minutes = 0;
  /** Later than what was answered before is remembered. */
  function asked(year: number) {
    minutes += 5;
    clock.set(new Date(Date.parse(FRIDAY_NOON) + minutes * 60_000).toISOString());
    return call(registry.url, 'publicStatistics', { query: { year } });
  }
  afterAll(() => clock.set(FRIDAY_NOON));

  test('STAT-1: months that are over, by class, without small figures; nothing of the present month', async () => {
    const { id: performanceId } = await putPerformance(registry, {});
    const { id: swimming } = await putPerformance(registry, { organiser: 'uimahalli', kind: 'day-admission' });
    await rows(registry.database.url, `UPDATE performances SET class = 'sport' WHERE id = $1`, [swimming]);
    const hall = await enrolDesk(registry.url, 'uimahalli');
    const at = '2026-03-05T10:00:00.000Z';
    const many = (desk: TestDesk, of: string, count: number) =>
      desk.deliver(
        ...Array.from({ length: count }, (_, index) =>
          desk.sale({ performanceId: of, code: `A2000000${10 + index}`, at }),
        ),
      );
    await many(theatre, performanceId, 8);
    await many(hall, swimming, 9);
    const march = async () => (await asked(2026)).months.find(({ month }) => month === '2026-03')!;
    expect(await march()).toMatchObject({
      adults: { culture: 8, education: 0, science: 0, sport: 9, total: 17 },
      children: { culture: 0, total: 0 },
    });
    const school = await enrolDesk(registry.url, 'opisto');
    const { id: course } = await putPerformance(registry, { organiser: 'opisto' });
    await rows(registry.database.url, `UPDATE performances SET class = 'education' WHERE id = $1`, [course]);
    await many(school, course, 3);
    // Science has none: culture hides education.
    expect((await march()).adults).toEqual({ culture: null, education: null, science: 0, sport: 9, total: 20 });

    const { months } = await asked(2026);
    expect(months.map(({ month }) => month)).toEqual(Array.from({ length: 9 }, (_, index) => `2026-0${index + 1}`));
    expect((await asked(2027)).months).toEqual([]);
  });

  test('the number of cards is told, and the file says which figures are withheld', async () => {
    const { cards } = await asked(2026);
    expect(cards).toBeGreaterThanOrEqual(5);
    const file = await (
      await ask(registry.url, 'publicStatisticsFile' as 'publicStatistics', { query: { year: 2026 } })
    ).text();
    expect(file).toContain(
      '2026-03;culture;..;0\r\n2026-03;education;..;0\r\n2026-03;science;0;0\r\n2026-03;sport;9;0\r\n',
    );
    expect(file).toContain(`cards;;${cards};\r\n`);
  });

  test('it is worked out once in five minutes for everybody, and caches on the way may keep it as long', async () => {
    const { cards } = await asked(2026);
    const count = `INSERT INTO card_counts (month, dimension, value, cards) VALUES ('2026-01', 'kind', 'personal', 7)`;
    await rows(registry.database.url, count);
    const query = { year: 2026 };
    for (const name of ['publicStatistics', 'publicStatisticsFile'] as const) {
      const response = await ask(registry.url, name as 'publicStatistics', { query });
      expect(response.headers.get('cache-control')).toBe('public, max-age=300');
      expect(await response.text()).toContain(String(cards));
    }
    expect((await call(registry.url, 'publicStatistics', { query })).cards).toBe(cards);
    expect((await asked(2026)).cards).toBe(cards! + 7);
  });

  test('how small a figure must be to be withheld is a setting', async () => {
    await registry.services.database.transaction(async (tx) => ok(await settle(tx, 'smallestTold', 2)));
    const march = (await asked(2026)).months.find(({ month }) => month === '2026-03');
    expect(march?.adults).toEqual({ culture: 8, education: 3, science: 0, sport: 9, total: 20 });
    await rows(registry.database.url, `DELETE FROM settings WHERE name = 'smallestTold'`);
  });
});

describe('cards by background', () => {
  const networks = DEMO_SITES.networks;

  async function count(network: string | null, value: string, cards: number, month = '2025-05'): Promise<void> {
    await rows(
      registry.database.url,
      `INSERT INTO card_counts (month, network_id, dimension, value, cards) VALUES ($4, $1, 'gender', $2, $3)`,
      [network, value, cards, month],
    );
  }

  test('STAT-1: a network’s coordinator sees its row, the nation the whole table, nobody small figures', async () => {
    const [first, second] = networks.map((network) => network.id);
    for (const [network, value, cards] of [
      [first, 'female', 30],
      [first, 'male', 20],
      [first, 'other', 2],
      [second, 'female', 40],
      [second, 'male', 50],
      [second, 'other', 60],
    ] as const) {
      await count(network!, value, cards);
    }
    const query = { year: 2025, by: 'gender' };
    const whole = await call(registry.url, 'cardStatistics', { token: tokens['kansallinen']!, query });
    expect(whole.values).toEqual(['female', 'male', 'other']);
    const figures = whole.lines.map(({ network, cards, total }) => [network?.id, ...cards, total]);
    expect(figures).toContainEqual([first, null, 20, null, 52]);
    // The other network's figures and the sums must not tell it either.
    expect(whole.totals?.total).toBe(202);
    const others = [...figures.find(([id]) => id === second)!.slice(1, 4), ...whole.totals!.cards];
    expect(others.filter((figure) => figure === null).length).toBeGreaterThanOrEqual(2);

    const own = await call(registry.url, 'cardStatistics', { token: tokens['verkosto']!, query });
    const network = DEMO_SITES.sites.find(({ login }) => login === 'verkosto')!.network;
    expect(own).toEqual({ ...whole, lines: whole.lines.filter((area) => area.network?.id === network), totals: null });
    const other = networks.find(({ id }) => id !== network)!.id;
    expect(
      await refusal(registry.url, 'cardStatistics', {
        token: tokens['verkosto']!,
        query: { ...query, networkId: other },
      }),
    ).toBe('auth.forbidden');
    const csv = await ask(registry.url, 'cardStatisticsFile' as 'cardStatistics', {
      token: tokens['verkosto']!,
      query,
    });
    expect(await csv.text()).toMatch(/^\uFEFF?network;female;male;other;total\r\n/);
  });

  test('DATA-1: nobody reads one holder’s background off two answers: it is told of groups, when a month is over', async () => {
    const [network] = networks;
    const totalOf = async (year: number) => {
      const query = { year, by: 'gender' };
      const { lines } = await call(registry.url, 'cardStatistics', { token: tokens['kansallinen']!, query });
      return lines.find((line) => line.network?.id === network!.id)?.total;
    };
    await count(network!.id, 'female', 30, '2026-07');
    expect(await totalOf(2026)).toBe(30);
    await count(network!.id, 'male', 6, '2026-10');
    expect(await totalOf(2026)).toBe(30);
    // Four of September wait for others.
    await count(network!.id, 'female', 4, '2026-09');
    expect(await totalOf(2026)).toBe(30);
    clock.set('2026-11-01T00:00:00.000+02:00');
    tokens['kansallinen'] = await logIn(registry.url, 'kansallinen');
    expect(await totalOf(2026)).toBe(40);
    clock.set(FRIDAY_NOON);
    tokens['kansallinen'] = await logIn(registry.url, 'kansallinen');
  });

  test('DATA-1: as months go by, what is told of a network grows by a group or not at all, and nobody is told twice', () => {
    const smallest = 5;
    const counts = fc.array(fc.nat(8), { minLength: 1, maxLength: 30 });
    const property = fc.property(counts, (cards) => {
      const months = cards.map((each, index) => ({
        networkId: 'a',
        month: `${2024 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
        cards: each,
      }));
      let before = 0;
      for (let until = 1; until <= months.length; until += 1) {
        const over = months.slice(0, until);
        const told = [2024, 2025, 2026]
          .flatMap((year) => toldPeriods(over, year, smallest))
          .flatMap(({ from, to }) => over.filter(({ month }) => from <= month && month <= to));
        expect(new Set(told).size).toBe(told.length);
        const now = told.reduce((sum, each) => sum + each.cards, 0);
        expect(now === before || now - before >= smallest).toBe(true);
        const all = over.reduce((sum, each) => sum + each.cards, 0);
        expect(all - now).toBeLessThan(smallest);
        before = now;
      }
    });
    fc.assert(property, { seed: 20_261_130, numRuns: 300 });
  });
});
