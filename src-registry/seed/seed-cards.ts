/** Many deterministic cards, made inside PostgreSQL: for measuring, and for trying the desk at its real size. */
import { helsinkiDay } from '../../src-shared/kernel/helsinki.ts';
import { ok } from '../../src-shared/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { Context } from '../services/context.ts';
import { hmacBlocks, presentNetworkKey } from '../services/keys/keys.ts';
import { takePositions } from '../services/feeds/streams.ts';

export const MOST_SEEDED_CARDS = 5_000_000;
/** The first card's code is A200000000: no demo code is among them. */
export const FIRST_SEEDED_NUMBER = 200_000_000;
const BATCH = 250_000;

/** Built anew afterwards, which is several times faster than keeping it sorted meanwhile. */
const INDEXES = [
  ['cards_key', 'CREATE UNIQUE INDEX IF NOT EXISTS cards_key ON cards (key)'],
  ['cards_position', 'CREATE INDEX IF NOT EXISTS cards_position ON cards (position)'],
] as const;

/**
 * Card i of `count`: mostly valid today. Every 50th is a community card; every 89th has run out, every 97th was ended,
 * every 101st is out of use; every 3rd has no child limit, the others 0 to 5. None has a background or a distributor; they
 * are counted in the month of their first day. Their ids ascend, which is fast for the index that stays.
 */
const INSERT = `
  WITH seeded AS (INSERT INTO cards (id, code, key, kind, first_day, last_day, state, state_since, child_limit, position)
  SELECT ('018f0001-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid,
    code, substring(sha256($4::bytea || sha256($3::bytea || convert_to(code, 'UTF8'))) FOR 16),
    CASE WHEN community THEN 'community' ELSE 'personal' END,
    first_day,
    CASE WHEN community THEN NULL ELSE (first_day + interval '1 year')::date END,
    CASE WHEN i % 97 = 0 THEN 'ended' WHEN i % 101 = 0 THEN 'out-of-use' ELSE 'active' END,
    $6::timestamptz,
    CASE WHEN community OR i % 3 = 0 THEN NULL ELSE i % 6 END,
    $7::bigint + i - $1 + 1
  FROM (
    SELECT i, 'A' || (${FIRST_SEEDED_NUMBER} + i) AS code, i % 50 = 0 AS community,
      $5::date - (1 + i % 360)::integer - CASE WHEN i % 89 = 0 THEN 400 ELSE 0 END AS first_day
    FROM generate_series($1::bigint, $2::bigint) AS i
  ) AS made
  RETURNING kind, first_day)
  INSERT INTO card_counts (month, dimension, value, cards)
  SELECT to_char(first_day, 'YYYY-MM'), 'kind', kind, count(*) FROM seeded GROUP BY 1, 3
  ON CONFLICT (month, network_id, site_id, dimension, value) DO UPDATE SET cards = card_counts.cards + excluded.cards`;

/** Adds the cards that are missing of `count`, in batches; after a broken start it goes on where it was. */
export async function seedCards(
  database: Database,
  { clock, keys }: Pick<Context, 'clock' | 'keys'>,
  count: number,
  say: (sentence: string) => void,
): Promise<void> {
  const { inner, outer } = hmacBlocks(presentNetworkKey(keys).key);
  const today = helsinkiDay(clock.now());
  const now = new Date(clock.now());
  const run = (sql: string): Promise<unknown> => database.transaction(async (tx) => ok(await tx.query(sql)));

  let next = await seededCards(database);
  for (const [name] of INDEXES) await run(`DROP INDEX IF EXISTS ${name}`);
  while (next < count) {
    const last = Math.min(next + BATCH, count) - 1;
    await database.transaction(async (tx) => {
      // Their keys are right as they are; asking for each would take half of the time.
      await tx.query('ALTER TABLE cards DISABLE TRIGGER cards_present_key');
      const before = await takePositions(tx, 'cards', last - next + 1);
      await tx.query(INSERT, [next, last, inner, outer, today, now, before]);
      await tx.query('ALTER TABLE cards ENABLE TRIGGER cards_present_key');
      return ok(null);
    });
    next = last + 1;
    say(`Making cards: ${next.toLocaleString('en')} of ${count.toLocaleString('en')}`);
  }
  for (const [, create] of INDEXES) await run(create);
  await run('ANALYZE cards');
}

async function seededCards(database: Database): Promise<number> {
  const [row] = await database.read((tx) =>
    tx.query<{ last: string | null }>('SELECT max(code) AS last FROM cards WHERE code BETWEEN $1 AND $2', [
      `A${FIRST_SEEDED_NUMBER}`,
      `A${FIRST_SEEDED_NUMBER + MOST_SEEDED_CARDS - 1}`,
    ]),
  );
  return row?.last == null ? 0 : Number(row.last.slice(1)) - FIRST_SEEDED_NUMBER + 1;
}
