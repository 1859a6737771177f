/** A card list published and a page of changes, each beside a bare read of the same rows in the same run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { plainTypes } from '../../src-registry/db/database.ts';
import type { Place } from '../../src-registry/options.ts';
import { publishSnapshot } from '../../src-registry/services/feeds/snapshot.ts';
import { enrolDesk } from '../registry/helpers/desk.ts';
import { FRIDAY_NOON, settableClock, startTestRegistry } from '../registry/helpers/registry.ts';
import { percentile, printPair } from './figures.ts';

const PAIRS = 3;
const PAGES = 200;
const WARM_UP = 20;
const PAGE = 1_000;
const BATCH_ROWS = 5_000;
const MOST_SECONDS = 60;
const MOST_PAGE_MILLISECONDS = 20;
/** Above what the process took before; a list of 5 million cards is 250 MB unpacked. */
const MOST_MORE_MEGABYTES = 300;
const MEGABYTE = 1_048_576;

const ROWS = 'SELECT key, kind, first_day, last_day, state, child_limit FROM cards ORDER BY key';

/** Measures with so many cards and prints; throws where a bound is not kept. A folder that was filled before is used as it is. */
export async function benchSnapshot(cards: number, database: Place): Promise<void> {
  const seed = { kind: 'cards', count: cards } as const;
  const registry = await startTestRegistry(settableClock(FRIDAY_NOON), { seed, database });
  const folder = mkdtempSync(join(tmpdir(), 'kaikudesk-bench-snapshot-'));
  const bare = new Client({ connectionString: registry.database.url, types: plainTypes });
  await bare.connect();
  try {
    await benchPublishing(registry, bare, folder, cards);
    await benchPages(registry, bare, cards);
  } finally {
    await bare.end();
    rmSync(folder, { recursive: true, force: true });
    await registry.close();
  }
}

type Registry = Awaited<ReturnType<typeof startTestRegistry>>;

async function benchPublishing(registry: Registry, bare: Client, folder: string, cards: number): Promise<void> {
  const { database, context } = registry.services;
  const [published, read]: [number[], number[]] = [[], []];
  const before = process.memoryUsage.rss();
  let most = before;
  let bytes = 0;
  const watching = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50);
  for (let pair = 0; pair < PAIRS; pair += 1) {
    published.push(
      await seconds(async () => {
        const manifest = await publishSnapshot(database, context, folder, async () => true);
        bytes = manifest?.compressedBytes ?? 0;
      }),
    );
    read.push(await seconds(() => readAll(bare)));
  }
  clearInterval(watching);
  const more = (most - before) / MEGABYTE;
  const figure = `${(bytes / MEGABYTE).toFixed(0)} MB compressed; ${more.toFixed(0)} MB of memory more at most`;
  printPair(`A list of ${cards} cards published (${figure})`, 's', published, 'a bare cursor over the same rows', read);
  if (percentile(published, 0.5) > MOST_SECONDS) throw new Error(`publishing takes more than ${MOST_SECONDS} s`);
  if (more > MOST_MORE_MEGABYTES) throw new Error(`publishing takes more than ${MOST_MORE_MEGABYTES} MB`);
}

async function readAll(bare: Client): Promise<void> {
  await bare.query('BEGIN READ ONLY');
  await bare.query('SET LOCAL cursor_tuple_fraction = 1; SET LOCAL enable_indexscan = off');
  await bare.query(`DECLARE bare NO SCROLL CURSOR FOR ${ROWS}`);
  while ((await bare.query(`FETCH ${BATCH_ROWS} FROM bare`)).rows.length > 0);
  await bare.query('COMMIT');
}

async function benchPages(registry: Registry, bare: Client, cards: number): Promise<void> {
  const desk = await enrolDesk(registry.url, 'teatteri');
  const { instance } = registry.services.context;
  const [pages, rows]: [number[], number[]] = [[], []];
  for (let page = -WARM_UP; page < PAGES; page += 1) {
    const after = Math.floor(((page + WARM_UP) / (PAGES + WARM_UP)) * (cards - PAGE));
    const cursor = Buffer.from(`${instance}.cards.${after}`).toString('base64url');
    const page1 = await seconds(async () => {
      const answer = await fetch(`${registry.url}/v1/feeds/cards?after=${cursor}&limit=${PAGE}`, {
        headers: { authorization: `Bearer ${desk.token}` },
      });
      const { changes } = (await answer.json()) as { changes: unknown[] };
      if (changes.length !== PAGE) throw new Error(`a page of ${changes.length} changes`);
    });
    const floor = await seconds(async () => {
      await bare.query(
        `SELECT encode(key, 'hex') AS key, kind, first_day, last_day, state, child_limit, position FROM cards
         WHERE position > $1 ORDER BY position LIMIT $2`,
        [after, PAGE],
      );
    });
    if (page < 0) continue;
    pages.push(page1 * 1_000);
    rows.push(floor * 1_000);
  }
  printPair(`A page of ${PAGE} changes over HTTP, of ${cards} cards`, 'ms', pages, 'a bare query of its rows', rows);
  const median = percentile(pages, 0.5);
  if (median > MOST_PAGE_MILLISECONDS) throw new Error(`a page takes ${median.toFixed(1)} ms`);
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}
