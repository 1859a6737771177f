/** Statistics of a year with 1,000,000 acquisitions over HTTP, beside a bare pg query of the same rows. */
import { Client } from 'pg';
import { machineClock } from '../../src-registry/real-ports.ts';
import { toldOf } from '../../src-registry/services/statistics/withhold.ts';
import { call, logIn } from '../registry/helpers/call.ts';
import { enrolDesk } from '../registry/helpers/desk.ts';
import { startTestRegistry } from '../registry/helpers/registry.ts';
import { percentile, printPair } from './figures.ts';

const ACQUISITIONS = 1_000_000;
/** Public figures: 450 venues; 60 events of each in a year. */
const ORGANISERS = 450;
const EVENTS = 27_000;
const PAIRS = 60;
const WARM_UP = 5;
const MOST_MILLISECONDS = 50;

/** What the bare query asks of the same rows: sums by month and class. */
const FLOOR = `SELECT month, class, sum(adults), sum(children) FROM use_counts
  WHERE month BETWEEN '2025-01-01' AND '2025-12-01' GROUP BY month, class`;

const QUESTIONS = {
  'the nation by month and class': { by: 'month,class' },
  'the nation by network, organiser and class': { by: 'network,organiser,class' },
  'the nation by event, the first 1,000': { by: 'event' },
} as const;

/** Networks and municipalities: more than the country has, and few cards in each. */
const TABLE = { networks: 60, values: 180, smallest: 5, mostMilliseconds: 250 } as const;

/** What is withheld of the nation's table of cards, beside adding the table up. */
function benchWithholding(): void {
  const { networks, values, smallest, mostMilliseconds } = TABLE;
  const cells = Array.from({ length: networks }, (_row, row) =>
    Array.from({ length: values }, (_column, column) => (row * 31 + column * 17 + row * column) % 8),
  );
  const [asked, floor]: [number[], number[]] = [[], []];
  for (let pair = -WARM_UP; pair < PAIRS; pair += 1) {
    const started = performance.now();
    toldOf(cells, smallest);
    const told = performance.now();
    const sum = cells.flat().reduce((all, value) => all + value, 0);
    if (sum === 0) throw new Error('An empty table.');
    if (pair < 0) continue;
    asked.push(told - started);
    floor.push(performance.now() - told);
  }
  printPair(
    `Cards of ${networks} networks by ${values} values, small figures withheld`,
    'ms',
    asked,
    'adding it up',
    floor,
  );
  const median = percentile(asked, 0.5);
  if (median >= mostMilliseconds)
    throw new Error(`Withholding: ${median.toFixed(1)} ms, more than ${mostMilliseconds}.`);
}

/** Measures and prints; throws where a question takes too long at the median. */
export async function benchStatistics(): Promise<void> {
  benchWithholding();
  const registry = await startTestRegistry(machineClock, { database: { kind: 'temporary' } });
  const client = new Client({ connectionString: registry.database.url });
  await client.connect();
  try {
    await fillYear(client, (await enrolDesk(registry.url, 'teatteri')).epoch);
    const token = await logIn(registry.url, 'kansallinen');
    for (const [what, question] of Object.entries(QUESTIONS)) {
      const [asked, floor]: [number[], number[]] = [[], []];
      for (let pair = -WARM_UP; pair < PAIRS; pair += 1) {
        const started = performance.now();
        const query = { from: '2025-01', to: '2025-12', ...question };
        const { totals } = await call(registry.url, 'useStatistics', { token, query });
        const answered = performance.now();
        await client.query(FLOOR);
        if (totals.adults !== ACQUISITIONS) throw new Error(`${totals.adults} uses are counted.`);
        if (pair < 0) continue;
        asked.push(answered - started);
        floor.push(performance.now() - answered);
      }
      const title = `Statistics of a year with ${ACQUISITIONS.toLocaleString('en')} acquisitions: ${what}`;
      printPair(title, 'ms', asked, 'a bare pg query that sums the same rows', floor);
      const median = percentile(asked, 0.5);
      if (median >= MOST_MILLISECONDS)
        throw new Error(`${what}: ${median.toFixed(1)} ms, more than ${MOST_MILLISECONDS}.`);
    }
  } finally {
    await client.end();
    await registry.close();
  }
}

/** A year's acquisitions at events of many organisers, counted as deliveries would have counted them. */
async function fillYear(client: Client, epoch: string): Promise<void> {
  await client.query(
    `INSERT INTO sites (id, login, name, type, network_id)
     SELECT gen_random_uuid(), 'venue-' || number, 'Venue ' || number, 'theatre', (
       SELECT id FROM networks ORDER BY id OFFSET number % (SELECT count(*)::integer FROM networks) LIMIT 1)
     FROM generate_series(1, $1) AS number`,
    [ORGANISERS],
  );
  await client.query(
    `WITH venues AS (SELECT id, row_number() OVER (ORDER BY login) AS number FROM sites WHERE login LIKE 'venue-%')
     INSERT INTO performances (id, organiser_id, title, place, kind, day, sold_out, windows, class)
     SELECT gen_random_uuid(), venues.id, '{"fi": "Ilta", "sv": "Kväll", "en": "Evening"}', 'Sali', 'performance',
       date '2025-01-01' + event.number % 365, false, '{}',
       (ARRAY['culture', 'education', 'science', 'sport', 'sport'])[1 + event.number % 5]
     FROM generate_series(1, $1) AS event (number) JOIN venues ON venues.number = 1 + event.number % $2`,
    [EVENTS, ORGANISERS],
  );
  await client.query(
    `WITH events AS (
       SELECT id, day, row_number() OVER (ORDER BY id) - 1 AS number FROM performances WHERE day < '2026-01-01'
     )
     INSERT INTO acquisitions (id, performance_id, epoch_id, state_epoch_id, redeemed_epoch_id, code, card_key, at,
       redeemed_at, children, leased_units, beyond_units, state)
     SELECT gen_random_uuid(), events.id, $1, $1, $1, 'A' || use.number, '\\x00', events.day + interval '10 hours',
       events.day + interval '10 hours', use.number % 3, 0, 0, 'redeemed'
     FROM generate_series(1, $2) AS use (number) JOIN events ON events.number = use.number % $3`,
    [epoch, ACQUISITIONS, EVENTS],
  );
  await client.query(
    `INSERT INTO use_counts (performance_id, site_id, month, organiser_id, class, adults, children)
     SELECT acquisitions.performance_id, CASE WHEN performances.class = 'sport' THEN organiser_id ELSE desks.site_id END,
       date_trunc('month', redeemed_at AT TIME ZONE 'Europe/Helsinki')::date AS month, organiser_id,
       performances.class, count(*), sum(acquisitions.children)
     FROM acquisitions JOIN performances ON performances.id = performance_id
       JOIN epochs ON epochs.id = redeemed_epoch_id JOIN desks ON desks.id = desk_id
     GROUP BY 1, 2, 3, 4, 5`,
  );
  await client.query('ANALYZE');
}
