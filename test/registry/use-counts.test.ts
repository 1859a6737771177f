/** STAT-1: counting everything again from what desks delivered gives what was counted all along. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { helsinkiDay } from '../../src-shared/kernel/helsinki.ts';
import { lifeOf } from '../../src-shared/acquisition/life.ts';
import type { AcquisitionEvent } from '../../src-shared/acquisition/event.ts';
import { MIGRATIONS, migrate } from '../../src-registry/db/migrate.ts';
import { enrolDesk, type TestDesk } from './helpers/desk.ts';
import { shuffled, steps, writeHistory } from './helpers/many-lives.ts';
import { putPerformance } from './helpers/performances.ts';
import { anotherDatabase, FRIDAY_NOON, rows, settableClock, startTestRegistry } from './helpers/registry.ts';

const clock = settableClock(FRIDAY_NOON);
let registry: Awaited<ReturnType<typeof startTestRegistry>>;
let ledgers: TestDesk[];

beforeAll(async () => {
  registry = await startTestRegistry(clock);
  const sites = ['teatteri', 'teatteri', 'lipputoimisto', 'lipputoimisto'];
  ledgers = [];
  for (const site of sites) ledgers.push(await enrolDesk(registry.url, site));
});
afterAll(() => registry.close());

const COUNTS = `SELECT performance_id AS performance, site_id AS site, to_char(month, 'YYYY-MM') AS month, organiser_id AS organiser,
    class, adults, children
  FROM use_counts WHERE adults <> 0 OR children <> 0`;

interface Count {
  readonly performance: string;
  readonly site: string;
  readonly month: string;
  readonly organiser: string;
  readonly class: string;
  readonly adults: number;
  readonly children: number;
}

/** All counts, from the events alone. */
async function countedAnew(url: string): Promise<Count[]> {
  const events = await rows<{ event: AcquisitionEvent; organiser: string; class: string }>(
    url,
    `SELECT body AS event, organiser_id AS organiser, class FROM events JOIN performances ON performances.id = performance_id
     WHERE acquisition_id IS NOT NULL`,
  );
  const siteOf = new Map(
    (
      await rows<{ epoch: string; site: string }>(
        url,
        'SELECT epochs.id AS epoch, site_id AS site FROM epochs JOIN desks ON desks.id = desk_id',
      )
    ).map(({ epoch, site }) => [epoch, site]),
  );
  const counts = new Map<string, Count>();
  for (const its of Map.groupBy(events, ({ event }) => event.acquisitionId).values()) {
    const life = lifeOf(its.map(({ event }) => event));
    if (life === null || (life.state !== 'redeemed' && life.state !== 'attended')) continue;
    const ticket = its.find(({ event }) => event.type === 'redeemed' && event.at === life.redeemedAt)!;
    const { organiser, class: itsClass, event } = ticket;
    const [performance, site] = [event.performanceId, siteOf.get(event.epoch)!];
    const month = helsinkiDay(Date.parse(event.at)).slice(0, 7);
    const key = `${performance} ${site} ${month}`;
    const before = counts.get(key) ?? { performance, site, month, organiser, class: itsClass, adults: 0, children: 0 };
    counts.set(key, { ...before, adults: before.adults + 1, children: before.children + life.children });
  }
  return inOrder([...counts.values()]);
}

const inOrder = (counts: readonly Count[]): Count[] =>
  counts.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

test('STAT-1, USE-1: after any lives of acquisitions, whichever arrives first, the counts are those of a recount', async () => {
  const wish = fc.record({
    kind: fc.constantFrom('performance' as const, 'day-admission' as const),
    wished: steps,
    pick: fc.array(fc.nat(3), { minLength: 5, maxLength: 40 }),
    atOnce: fc.integer({ min: 1, max: 9 }),
  });
  const property = fc.asyncProperty(wish, async ({ kind, wished, pick, atOnce }) => {
    const performance = await putPerformance(registry, { kind, startsAt: null, cap: { limit: 20, counts: 'adults' } });
    for (const ledger of ledgers) await ledger.lease(performance.id, 4);
    const history = writeHistory(ledgers, (one, other) => one === other, performance, wished);
    const order = shuffled(history, pick);
    for (const [ledger, its] of Map.groupBy(order, (each) => each.ledger)) {
      for (let from = 0; from < its.length; from += atOnce) {
        await ledgers[ledger]!.deliver(...its.slice(from, from + atOnce).map(({ item }) => item));
      }
    }
    const { url } = registry.database;
    expect(inOrder(await rows<Count>(url, COUNTS))).toEqual(await countedAnew(url));
  });
  // To replay a failure: the same seed, and the path that fast-check prints, as `{ seed, path }`.
  await fc.assert(property, { seed: 20_261_123, numRuns: 10 });
  expect((await rows(registry.database.url, COUNTS)).length).toBeGreaterThan(10);
}, 120_000);

test('a database from before the counts is counted by the migration', async () => {
  const { url } = registry.database;
  const older = await anotherDatabase(url, 'before_counts');
  const at = MIGRATIONS.findIndex(({ name }) => name === '0007-use-counts');
  await migrate(older, MIGRATIONS.slice(0, at));
  for (const table of [
    'networks',
    'organisations',
    'sites',
    'users',
    'performances',
    'desks',
    'epochs',
    'events',
    'acquisitions',
    'assistance',
  ]) {
    await copyTable(url, older, table);
  }
  await migrate(older, MIGRATIONS);
  expect(inOrder(await rows<Count>(older, COUNTS))).toEqual(inOrder(await rows<Count>(url, COUNTS)));
});

/** Copies what of a table both databases have. */
async function copyTable(from: string, to: string, table: string): Promise<void> {
  const columnsIn = async (url: string): Promise<string[]> =>
    (
      await rows<{ name: string }>(
        url,
        `SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1 AND is_identity = 'NO'`,
        [table],
      )
    ).map(({ name }) => name);
  const there = new Set(await columnsIn(to));
  const columns = (await columnsIn(from)).filter((name) => there.has(name)).join(', ');
  const [all] = await rows<{ json: unknown }>(from, `SELECT json_agg(${table}) AS json FROM ${table}`);
  await rows(
    to,
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1)`,
    [JSON.stringify(all?.json ?? [])],
  );
}
