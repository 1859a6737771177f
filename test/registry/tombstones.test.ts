/** Tombstones: whoever follows a feed hears of what is gone, in its place, and of what comes back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { putCards } from '../../src-registry/services/cards/cards.ts';
import { bury } from '../../src-registry/services/feeds/tombstones.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import { call } from './helpers/call.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { listen } from './helpers/news.ts';
import { putPerformance } from './helpers/performances.ts';
import { FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let agent: TestDesk;
let theatre: TestDesk;

beforeAll(async () => {
  registry = await startTestRegistry(settableClock(FRIDAY_NOON));
  agent = await enrolDesk(registry.url, 'lipputoimisto');
  theatre = await enrolDesk(registry.url, 'teatteri');
});
afterAll(() => registry.close());

function buried(stream: 'cards' | 'performances', keys: string[], siteId: string | null): Promise<unknown> {
  return registry.services.database.transaction(async (tx) => ok(await bury(tx, stream, keys, siteId)));
}

async function endOf(desk: TestDesk, feed: 'cards' | 'performances', limit = 1_000): Promise<string> {
  const { cursor, more } = await call(registry.url, feed, { token: desk.token, query: { limit } });
  expect(more).toBe(false);
  return cursor;
}

test('a card that is gone is told as such, in its place among the changes, and told again when it comes back', async () => {
  const card = { kind: 'personal', firstDay: '2026-01-01', lastDay: null, state: 'active', childLimit: null } as const;
  const put = (code: string, childLimit: number) =>
    registry.services.database.transaction(async (tx) =>
      ok(await putCards(tx, registry.services.context, [{ ...card, code, childLimit }])),
    );
  await put('A600000001', 1);
  const [first] = await rows<{ key: string }>(
    registry.database.url,
    `SELECT encode(key, 'hex') AS key FROM cards WHERE code = 'A600000001'`,
  );
  const after = await endOf(agent, 'cards');
  const ear = await listen(registry.url, agent.token);
  await buried('cards', [first!.key, 'cd'.repeat(16)], null);
  await ear.until(({ streams }) => streams.includes('cards') && streams.length === 1);
  ear.close();
  await put('A600000002', 2);
  await put('A600000001', 3);
  const query = { after, limit: 1 };
  const seen: unknown[] = [];
  for (let more = true; more;) {
    const page = await call(registry.url, 'cards', { token: agent.token, query });
    seen.push(...page.changes.map(({ key, card: of }) => [key === first!.key, of?.childLimit ?? null]));
    Object.assign(query, { after: page.cursor });
    ({ more } = page);
  }
  expect(seen).toEqual([
    [true, null],
    [false, null],
    [false, 2],
    [true, 3],
  ]);
});

test('a performance that one site may no longer sell is gone for that site’s desks alone', async () => {
  const { id } = await putPerformance(registry, {});
  const [agentAfter, theatreAfter] = [await endOf(agent, 'performances'), await endOf(theatre, 'performances')];
  await buried('performances', [id], agent.enrolment.site.id);
  const forAgent = await call(registry.url, 'performances', { token: agent.token, query: { after: agentAfter } });
  expect(forAgent.changes).toEqual([{ id, performance: null }]);
  const forTheatre = await call(registry.url, 'performances', { token: theatre.token, query: { after: theatreAfter } });
  expect(forTheatre.changes).toEqual([]);
  // For everybody; burying twice moves the one tombstone on.
  await buried('performances', [id, id], null);
  await buried('performances', [id], null);
  const all = await call(registry.url, 'performances', { token: theatre.token, query: { after: theatreAfter } });
  expect(all.changes).toEqual([{ id, performance: null }]);
  await buried('performances', [], null);
  expect(
    (await call(registry.url, 'performances', { token: theatre.token, query: { after: all.cursor } })).changes,
  ).toEqual([]);
});
