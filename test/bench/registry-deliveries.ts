/**
 * Deliveries to the real registry beside their floor, in the same run and on the same database: acquisitions a second in
 * batches, and how long a single one takes under half of that rate.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import type { LoadPlan, Order, Report } from './delivery-load.ts';
import { floorBatch, floorClients, writeFloor, type FloorGround } from './delivery-floor.ts';
import { percentile, printPair } from './figures.ts';
import { startRegistryProcess } from './registry-process.ts';

const CARDS = 200_000;
const CONNECTIONS = 8;
const BATCH = 100;
const DESKS = 64;
const PERFORMANCES = 160;
const PERFORMANCES_A_DESK = 5;
const ROUNDS = 5;
const ROUND_MILLISECONDS = 3_000;
const OPEN_MILLISECONDS = 15_000;
const WARM_UP_MILLISECONDS = 3_000;
const SINGLES_A_SECOND = 40;
const SECOND = 1_000;
/** More than can be sent. */
const MOST_BATCHES = 2_600;
const TARGET_RATIO = 0.4;
const TARGET_MILLISECONDS = 50;

/** Measures and prints; throws where a bound is missed. */
export async function benchDeliveries(): Promise<void> {
  const registry = await startRegistryProcess(CARDS);
  const performances = await putOffer(registry.database);
  const load = fork(join(import.meta.dirname, 'delivery-load.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    const plan: LoadPlan = {
      url: registry.url,
      database: registry.database,
      desks: DESKS,
      performances,
      batchSize: BATCH,
      performancesADesk: PERFORMANCES_A_DESK,
      batches: MOST_BATCHES,
      singles: (OPEN_MILLISECONDS / SECOND) * SINGLES_A_SECOND * 2,
    };
    await tell(load, { what: 'make', plan });
    await tidy(registry.database);
    const ground = await groundOf(registry.database, performances);
    const rate = await benchRate(load, registry.database, ground);
    await recycle(registry.database);
    await benchSingles(load, registry.database, ground, rate);
  } finally {
    load.kill();
    await registry.stop();
  }
}

/** Acquisitions a second of the registry. */
async function benchRate(load: ChildProcess, database: string, ground: FloorGround): Promise<number> {
  const clients = await floorClients(database, CONNECTIONS);
  const [rates, floors]: [number[], number[]] = [[], []];
  for (let round = -1; round < ROUNDS; round += 1) {
    const report = await tell(load, {
      what: 'closed',
      connections: CONNECTIONS,
      milliseconds: round < 0 ? SECOND : ROUND_MILLISECONDS,
    });
    if (report.unrecorded > 0) throw new Error(`${report.unrecorded} items were not recorded.`);
    const floor = await floorRate(clients, ground, round < 0 ? SECOND : ROUND_MILLISECONDS);
    if (round < 0) continue;
    rates.push((report.batches * BATCH * SECOND) / report.milliseconds);
    floors.push(floor);
  }
  await Promise.all(clients.map((client) => client.end()));
  printPair(
    `Deliveries in batches of ${BATCH}, ${CONNECTIONS} at once, ${DESKS} desks`,
    'acquisitions/s',
    rates,
    `a bare pg client, one multi-row INSERT a table, ${CONNECTIONS} connections`,
    floors,
  );
  const ratio = percentile(rates, 0.5) / percentile(floors, 0.5);
  if (ratio < TARGET_RATIO) throw new Error(`Only ${ratio.toFixed(2)} of the floor, less than ${TARGET_RATIO}.`);
  return percentile(rates, 0.5);
}

/**
 * What filling the database with cards left to tidy up is not to be done while it is measured. Of the tables that grow nothing
 * is learnt while they are small: the floor's foreign keys would be looked up by plans for a handful of rows.
 */
async function tidy(database: string): Promise<void> {
  const client = new Client({ connectionString: database });
  await client.connect();
  await client.query('VACUUM ANALYZE cards');
  await client.end();
}

/**
 * As on a server in service: files of the log that were written before are used again. A new cluster makes each one as it
 * goes, 16 MB of zeros to the disk (here 40 to 60 ms) for which every commit waits, the floor's too.
 */
async function recycle(database: string): Promise<void> {
  const client = new Client({ connectionString: database });
  await client.connect();
  await client.query('CHECKPOINT');
  await client.end();
}

async function floorRate(clients: readonly Client[], ground: FloorGround, milliseconds: number): Promise<number> {
  const started = performance.now();
  let batches = 0;
  const work = async (client: Client): Promise<void> => {
    while (performance.now() - started < milliseconds) {
      await writeFloor(client, floorBatch(ground, BATCH));
      batches += 1;
    }
  };
  await Promise.all(clients.map(work));
  return (batches * BATCH * SECOND) / (performance.now() - started);
}

/** Single deliveries beside batches at half of the rate, and beside both a bare transaction of the same rows. */
async function benchSingles(load: ChildProcess, database: string, ground: FloorGround, rate: number): Promise<void> {
  const [client] = await floorClients(database, 1);
  if (client === undefined) throw new Error('no client');
  const half = rate / 2 / BATCH;
  const wanted = { what: 'open', batches: half, singles: SINGLES_A_SECOND } as const;
  await tell(load, { ...wanted, milliseconds: WARM_UP_MILLISECONDS });
  const open = { isOver: false };
  const answered = tell(load, { ...wanted, milliseconds: OPEN_MILLISECONDS }).finally(() => (open.isOver = true));
  const floors: number[] = [];
  while (!open.isOver) {
    floors.push(await writeFloor(client, floorBatch(ground, 1)));
    await new Promise((resolve) => setTimeout(resolve, SECOND / SINGLES_A_SECOND));
  }
  const { singles, batches, batchLatencies, milliseconds, unrecorded } = await answered;
  await client.end();
  if (unrecorded > 0) throw new Error(`${unrecorded} items were not recorded.`);
  const sent = Math.round((batches * BATCH * SECOND) / milliseconds);
  printPair(
    `A single delivery, beside ${sent} acquisitions/s in batches (half of the rate)`,
    'ms',
    singles,
    'a bare transaction of the same rows at the same time',
    floors,
  );
  const p99 = percentile(singles, 0.99);
  process.stdout.write(
    `  p99 ${p99.toFixed(2)} ms, the floor's ${percentile(floors, 0.99).toFixed(2)} ms; a batch: p50 ` +
      `${percentile(batchLatencies, 0.5).toFixed(2)} ms, p99 ${percentile(batchLatencies, 0.99).toFixed(2)} ms\n`,
  );
  if (p99 > TARGET_MILLISECONDS) throw new Error(`p99 of a single delivery is over ${TARGET_MILLISECONDS} ms.`);
}

function tell(load: ChildProcess, order: Order): Promise<Report> {
  const ended = once(load, 'exit').then(() => {
    throw new Error('The load generator ended.');
  });
  // Only the first of the two matters.
  ended.catch(() => undefined);
  load.send(order);
  return Promise.race([once(load, 'message').then(([report]) => report as Report), ended]);
}

/** Performances of the theatre, every second one capped. */
async function putOffer(database: string): Promise<LoadPlan['performances']> {
  const client = new Client({ connectionString: database });
  await client.connect();
  const performances = Array.from({ length: PERFORMANCES }, (_, index) => ({ id: newId(), capped: index % 2 === 0 }));
  for (const { id, capped } of performances) {
    await client.query(
      `INSERT INTO performances (id, organiser_id, title, place, kind, day, starts_at, capacity, cap, sold_out, windows)
       SELECT $1, id, '{"fi": "Koe", "sv": "Prov", "en": "Trial"}', 'Sali', 'performance', current_date,
         now() + interval '1 hour', 100000000, $2, false,
         '{"oneMonthBefore": false, "redeemMinutesBefore": null, "lapseMinutesBefore": 0}'
       FROM sites WHERE login = 'teatteri'`,
      [id, capped ? { limit: 100_000_000, counts: 'adults' } : null],
    );
  }
  await client.end();
  return performances;
}

async function groundOf(database: string, performances: LoadPlan['performances']): Promise<FloorGround> {
  const client = new Client({ connectionString: database });
  await client.connect();
  const { rows } = await client.query('SELECT id, site_id FROM desks LIMIT 1');
  await client.end();
  const performanceIds = performances.slice(0, PERFORMANCES_A_DESK).map(({ id }) => id);
  return { deskId: rows[0].id, siteId: rows[0].site_id, performanceIds };
}
