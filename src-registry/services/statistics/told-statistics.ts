/** Statistics from which small figures are withheld: cards by network and background, and what is public (STAT-1). */
import { helsinkiDay } from '../../../src-shared/kernel/helsinki.ts';
import { EVENT_CLASSES, type EventClass } from '../../../src-shared/performance/event-class.ts';
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { z } from 'zod';
import { type cardStatisticsQuery, type PublicFigures } from '../../../src-shared/registry-api/bodies/statistics.ts';
import type { AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import type { Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import type { Context } from '../context.ts';
import { csvOf } from './csv.ts';
import { readSetting } from '../settings.ts';
import { toldPeriods, type MonthCount } from './told-periods.ts';
import { toldLine, toldOf } from './withhold.ts';

const SMALLEST = 5;
type PublicStatistics = AnswerOf<'publicStatistics'>;
type CardStatistics = AnswerOf<'cardStatistics'>;

const smallestTold = async (tx: Tx): Promise<number> => (await readSetting(tx, 'smallestTold')) ?? SMALLEST;

/**
 * What is public of a year: its months that are over in Helsinki, each by itself. Of a month that goes on nothing is told:
 * who asks again and again would see single uses.
 */
export async function publicStatistics(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  year: number,
): Promise<PublicStatistics> {
  const smallest = await smallestTold(tx);
  const present = helsinkiDay(clock.now()).slice(0, 7);
  const months = Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`);
  const rows = await tx.query<{ month: string; class: string; adults: number; children: number }>(
    `SELECT to_char(month, 'YYYY-MM') AS month, class, sum(adults)::integer AS adults,
       sum(children)::integer AS children
     FROM use_counts WHERE month BETWEEN $1 AND $2 GROUP BY use_counts.month, class`,
    [`${year}-01-01`, `${year}-12-01`],
  );
  const [{ cards } = { cards: 0 }] = await tx.query<{ cards: number }>(
    `SELECT coalesce(sum(cards), 0)::integer AS cards FROM card_counts WHERE dimension = 'kind'`,
  );
  const figuresOf = (month: string, what: 'adults' | 'children') =>
    publicFigures(
      Object.fromEntries(rows.filter((row) => row.month === month).map((row) => [row.class, row[what]])),
      smallest,
    );
  return {
    year,
    cards: cards > 0 && cards < smallest ? null : cards,
    smallest,
    months: months
      .filter((month) => month < present)
      .map((month) => ({ month, adults: figuresOf(month, 'adults'), children: figuresOf(month, 'children') })),
  };
}

/** Rarest first: what is withheld for another class's sake is the one that is missed least. */
const RAREST_FIRST = ['education', 'science', 'culture', 'sport'] as const satisfies readonly EventClass[];

function publicFigures(uses: Readonly<Record<string, number>>, smallest: number): PublicFigures {
  const { cells, sum } = toldLine(
    RAREST_FIRST.map((each) => uses[each] ?? 0),
    smallest,
  );
  const [education = null, science = null, culture = null, sport = null] = cells;
  return { culture, education, science, sport, total: sum };
}

/** What is public, as a file: a row a month and class. */
export function publicFile({ months, cards }: PublicStatistics): string {
  return csvOf([
    ['month', 'class', 'adults', 'children'],
    ...months.flatMap(({ month, adults, children }) =>
      [...EVENT_CLASSES, 'total' as const].map((each) => [month, each, told(adults[each]), told(children[each])]),
    ),
    ['cards', null, told(cards), null],
  ]);
}

/** What a file says where a figure is withheld: an empty field would read as none. */
const told = (figure: number | null): number | string => figure ?? '..';

/**
 * Cards registered in a year by network and one field of their background, in groups (`toldPeriods`). Small figures are
 * withheld in the table of the whole country, and whoever sees one network sees its row of that table: together they
 * tell no more than each alone. `auth.forbidden`: a network that the caller does not reach.
 */
export async function cardStatistics(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  caller: Rights,
  { year, by, networkId }: z.output<typeof cardStatisticsQuery>,
): Promise<Result<CardStatistics, 'auth.forbidden'>> {
  const isNational = caller.roles.includes('administrator');
  if (!isNational && networkId !== undefined && networkId !== caller.networkId) return fail('auth.forbidden');
  const only = networkId ?? caller.networkId;
  const isWhole = isNational && networkId === undefined;
  const smallest = await smallestTold(tx);
  const dimension = by === 'postal-area' ? 'postal-code' : by;
  const months = await tx.query<MonthCount>(
    `SELECT network_id AS "networkId", month, sum(cards)::integer AS cards FROM card_counts
     WHERE dimension = $1 AND month <= $2 AND month < $3 GROUP BY 1, 2 ORDER BY month`,
    [dimension, `${year}-12`, helsinkiDay(clock.now()).slice(0, 7)],
  );
  const rows = await tx.query<{ network: string | null; name: string | null; value: string; cards: number }>(
    `SELECT network_id AS network, networks.name, ${by === 'postal-area' ? 'left(value, 2)' : 'value'} AS value,
       sum(cards)::integer AS cards
     FROM jsonb_to_recordset($2::jsonb) AS told ("networkId" uuid, "from" text, "to" text)
       JOIN card_counts ON network_id IS NOT DISTINCT FROM "networkId" AND month BETWEEN "from" AND "to"
       LEFT JOIN networks ON networks.id = network_id
     WHERE dimension = $1 GROUP BY 1, 2, 3 HAVING sum(cards) > 0 ORDER BY networks.name, 1`,
    [dimension, JSON.stringify(toldPeriods(months, year, smallest))],
  );
  const values = [...new Set(rows.map(({ value }) => value))].toSorted();
  const areas = [...Map.groupBy(rows, ({ network }) => network).values()];
  const table = toldOf(
    areas.map((area) => values.map((value) => area.find((row) => row.value === value)?.cards ?? 0)),
    smallest,
  );
  return ok({
    year,
    by,
    smallest,
    values,
    lines: areas
      .map(([first], index) => ({
        network: first?.network && first.name !== null ? { id: first.network, name: first.name } : null,
        cards: [...(table.cells[index] ?? [])],
        total: table.rowSums[index] ?? null,
      }))
      .filter(({ network }) => isWhole || (network !== null && network.id === only)),
    totals: isWhole ? { cards: [...table.columnSums], total: table.sum } : null,
  });
}

/** Cards by network and background, as a file: a row a network. */
export function cardFile({ values, lines, totals }: CardStatistics): string {
  return csvOf([
    ['network', ...values, 'total'],
    ...lines.map(({ network, cards, total }) => [network?.name ?? '-', ...cards.map(told), told(total)]),
    ...(totals === null ? [] : [['total', ...totals.cards.map(told), told(totals.total)]]),
  ]);
}
