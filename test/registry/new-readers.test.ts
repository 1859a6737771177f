/** Who begins to read uses, or sells for one more organiser: what is not over is told, what is over is not (USE-2). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Performance } from '../../src-shared/performance/performance.ts';
import { call, logIn } from './helpers/call.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { reserve } from './helpers/life.ts';
import { putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, settableClock, startTestRegistry } from './helpers/registry.ts';

const INSTITUTE = '018f0000-0000-7000-8000-000000000003';
const AGENT = '018f0000-0000-7000-8000-000000000004';
const CODES = ['A045198723', 'A100000001', 'A100000002', 'A100000003'];
const clock = settableClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let theatre: TestDesk;

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  theatre = await enrolDesk(registry.url, 'teatteri');
});
afterAll(() => registry.close());

const page = (desk: TestDesk, after?: string, limit?: number) =>
  call(desk.url, 'uses', { token: desk.token, query: { after, limit } });

/** All that a desk hears from a cursor on; `between` runs after each page. */
async function read(desk: TestDesk, after?: string, limit?: number, between = async () => {}) {
  const changes: Awaited<ReturnType<typeof page>>['changes'] = [];
  let cursor = after;
  for (let more = true; more;) {
    const next = await page(desk, cursor, limit);
    changes.push(...next.changes);
    ({ cursor, more } = next);
    await between();
  }
  return { cursor: cursor!, changes, ids: changes.map(({ acquisitionId }) => acquisitionId) };
}

test('USE-2: an agent that is named, or named again, hears of the uses and reservations of before', async () => {
  const institute = await enrolDesk(registry.url, 'opisto');
  const agent = await enrolDesk(registry.url, 'lipputoimisto');
  const token = await logIn(registry.url, 'opisto');
  const setAgent = (acts: boolean) =>
    call(registry.url, 'setAgent', { token, id: INSTITUTE, body: { agentId: AGENT, acts } });
  await setAgent(false);
  const { id: performanceId } = await putPerformance(registry, { organiser: 'opisto' });
  const { id: over } = await putPerformance(registry, { organiser: 'opisto', day: '2026-10-07' });
  const { id: lastNight } = await putPerformance(registry, { organiser: 'opisto', day: '2026-10-08' });
  let { cursor } = await read(agent);
  const [code = ''] = CODES;
  const items = [
    institute.sale({ performanceId, code }),
    reserve(institute, { performanceId, code: CODES[1]! }),
    institute.sale({ performanceId: lastNight, code }),
    institute.sale({ performanceId: over, code }),
  ];
  await institute.deliver(...items);
  const expected = items.slice(0, 3).map(({ event }) => event.acquisitionId);
  for (let time = 0; time < 2; time++) {
    const before = await read(agent, cursor);
    expect(before.ids).toEqual([]);
    await setAgent(true);
    const heard = await read(agent, before.cursor);
    expect(heard.ids).toEqual(expected);
    expect(heard.changes.map(({ state }) => state)).toEqual(['redeemed', 'reserved', 'redeemed']);
    await setAgent(false);
    ({ cursor } = heard);
  }
});

test('a new desk’s first pages are the uses of what is not over, however small they are; later changes all come', async () => {
  const days = ['2026-10-06', '2026-10-08', '2026-10-09', '2026-10-07', '2026-10-20'];
  const performances: Performance[] = [];
  for (const day of days) performances.push(await putPerformance(registry, { day, startsAt: null }));
  const items = CODES.flatMap((code) => performances.map(({ id }) => theatre.sale({ performanceId: id, code })));
  await theatre.deliver(...items);
  const isNotOver = new Set([1, 2, 4].map((index) => performances[index]!.id));
  const wanted = items
    .filter(({ event }) => isNotOver.has(event.performanceId))
    .map(({ event }) => event.acquisitionId);

  for (const limit of [1, 3, 1000]) {
    const desk = await enrolDesk(registry.url, 'teatteri');
    const { ids, cursor } = await read(desk, undefined, limit);
    expect(ids).toEqual(wanted);
    expect((await page(desk, cursor)).changes).toEqual([]);
  }
  // What comes while a desk reads its first pages, and of what is over too.
  const desk = await enrolDesk(registry.url, 'teatteri');
  const late: string[] = [];
  const heard = await read(desk, undefined, 2, async () => {
    if (late.length >= 3) return;
    const item = theatre.sale({ performanceId: performances[0]!.id, code: `A10000002${late.length}` });
    await theatre.deliver(item);
    late.push(item.event.acquisitionId);
  });
  expect(heard.ids).toEqual([...wanted, ...late]);
  const voided = theatre.voidOf(items[0]!);
  await theatre.deliver(voided);
  expect((await read(desk, heard.cursor)).changes).toMatchObject([
    { acquisitionId: items[0]!.event.acquisitionId, state: 'voided' },
  ]);
});

test('who began to read when a performance was over hears of its uses when it is put off', async () => {
  const before = await putPerformance(registry, { day: '2026-10-01', startsAt: null });
  const item = theatre.sale({ performanceId: before.id, code: 'A045198723' });
  await theatre.deliver(item);
  const desk = await enrolDesk(registry.url, 'teatteri');
  const { cursor, ids } = await read(desk);
  expect(ids).not.toContain(item.event.acquisitionId);
  await putPerformance(registry, { ...before, organiser: 'teatteri', day: '2026-10-30' });
  expect((await read(desk, cursor)).ids).toEqual([item.event.acquisitionId]);
});
