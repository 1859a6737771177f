/** Uses as a caller may see them, from the counts that every delivery keeps up (STAT-1). */
import { fail, ok, type Result } from '../../../src-shared/kernel/result.ts';
import type { z } from 'zod';
import type { Dimension, UsesLine, usesQuery } from '../../../src-shared/registry-api/bodies/statistics.ts';
import { ENDPOINTS, type AnswerOf } from '../../../src-shared/registry-api/endpoints.ts';
import { mayAct, type Rights } from '../../../src-shared/registry-api/permissions.ts';
import type { Tx } from '../../db/database.ts';
import { csvOf } from './csv.ts';
import { targetOf } from '../people/sites.ts';

export type UsesQuery = z.output<typeof usesQuery>;
type Uses = AnswerOf<'useStatistics'>;
type UsesProblem = 'auth.forbidden' | 'request.not-found' | 'request.malformed';

/** What each dimension is grouped by, in SQL over `counted` and the organiser's and the seller's sites. */
const KEYS = {
  month: 'counted.month',
  class: 'counted.class',
  network: 'organisers.network_id',
  organiser: 'counted.organiser_id',
  seller: 'counted.site_id',
  event: 'counted.performance_id',
} as const satisfies Record<Dimension, string>;

/**
 * Uses of the months that are asked for. Errors: `request.malformed` where they end before they begin; `auth.forbidden`
 * for a site or a network that the caller does not reach; `request.not-found` where there is no such site.
 */
export async function usesOf(tx: Tx, caller: Rights, query: UsesQuery): Promise<Result<Uses, UsesProblem>> {
  if (query.to < query.from) return fail('request.malformed');
  const sites = await sitesSeen(tx, caller, query);
  if (!sites.ok) return sites;
  const by = new Set(query.by.split(',') as Dimension[]);
  const keys = [...by].map((each) => KEYS[each]);
  // The counts first, names only for what is shown; the row without any key is the sum of all.
  const found = await tx.query<FoundRow>(
    `WITH counted AS (
       SELECT performance_id, site_id, organiser_id, month, class, adults, children, 0 AS assistants,
         0 AS support_persons FROM use_counts
       UNION ALL
       SELECT performance_id, site_id, organiser_id, month, class, 0, 0, assistants, support_persons
       FROM assistance_counts
     ), grouped AS (
       SELECT ${[...by].map((each) => `${KEYS[each]} AS ${each}`).join(', ')}, grouping(${keys.join(', ')}) <> 0 AS is_sum,
         coalesce(sum(adults), 0)::integer AS adults, coalesce(sum(children), 0)::integer AS children,
         coalesce(sum(assistants), 0)::integer AS assistants,
         coalesce(sum(counted.support_persons), 0)::integer AS "supportPersons"
       FROM counted ${by.has('network') ? 'JOIN sites AS organisers ON organisers.id = counted.organiser_id' : ''}
       WHERE counted.month BETWEEN $1 AND $2 AND ($4::text IS NULL OR counted.class = $4)
         AND ($3::uuid[] IS NULL OR counted.organiser_id = ANY ($3) OR counted.site_id = ANY ($3))
       GROUP BY GROUPING SETS ((${keys.join(', ')}), ())
       ORDER BY is_sum DESC, ${keys.join(', ')} LIMIT $5
     )
     SELECT is_sum, adults, children, assistants, "supportPersons",
       ${shown(by, 'month', "to_char(grouped.month, 'YYYY-MM')")}, ${shown(by, 'class', 'grouped.class')},
       ${shown(by, 'network', `(SELECT ${NAMED} FROM networks WHERE networks.id = grouped.network)`)},
       ${shown(by, 'organiser', `(SELECT ${NAMED} FROM sites WHERE sites.id = grouped.organiser)`)},
       ${shown(by, 'seller', `(SELECT ${NAMED} FROM sites WHERE sites.id = grouped.seller)`)},
       ${shown(
         by,
         'event',
         `(SELECT jsonb_build_object('id', id, 'title', title, 'day', day) FROM performances
           WHERE performances.id = grouped.event)`,
       )}
     FROM grouped`,
    [`${query.from}-01`, `${query.to}-01`, sites.value, query.class ?? null, query.limit + 2],
  );
  const lines = found.filter((row) => !row.is_sum).map(lineOf);
  const { adults = 0, children = 0, assistants = 0, supportPersons = 0 } = found.find((row) => row.is_sum) ?? {};
  return ok({
    from: query.from,
    to: query.to,
    lines: lines.slice(0, query.limit),
    more: lines.length > query.limit,
    totals: { adults, children, assistants, supportPersons },
  });
}

type FoundRow = UsesLine & { readonly is_sum: boolean };

/** The row without what tells it from the sum. */
function lineOf({ month, class: its, network, organiser, seller, event, ...figures }: FoundRow): UsesLine {
  const { adults, children, assistants, supportPersons } = figures;
  return { month, class: its, network, organiser, seller, event, adults, children, assistants, supportPersons };
}

const NAMED = `jsonb_build_object('id', id, 'name', name)`;

function shown(by: ReadonlySet<Dimension>, dimension: Dimension, sql: string): string {
  return `${by.has(dimension) ? sql : 'NULL'} AS ${dimension}`;
}

/** The sites whose uses are asked for, as organiser or as seller; null: everybody's. */
async function sitesSeen(
  tx: Tx,
  caller: Rights,
  { siteId, networkId }: UsesQuery,
): Promise<Result<readonly string[] | null, UsesProblem>> {
  const { access } = ENDPOINTS.useStatistics;
  if (siteId !== undefined) {
    const target = await targetOf(tx, siteId);
    if (target === null) return fail('request.not-found');
    const isMeant = networkId === undefined || target.networkId === networkId;
    return isMeant && mayAct(caller, access, target) ? ok([siteId]) : fail('auth.forbidden');
  }
  const isNational = caller.roles.includes('administrator');
  const ofNetwork = caller.roles.includes('coordinator') ? caller.networkId : null;
  if (networkId !== undefined) {
    return isNational || networkId === ofNetwork ? ok(await sitesOf(tx, networkId)) : fail('auth.forbidden');
  }
  if (isNational) return ok(null);
  const clients = caller.roles.includes('ticket-agent') ? caller.clientIds : [];
  return ok([caller.siteId, ...clients, ...(ofNetwork === null ? [] : await sitesOf(tx, ofNetwork))]);
}

async function sitesOf(tx: Tx, networkId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>('SELECT id FROM sites WHERE network_id = $1', [networkId]);
  return rows.map(({ id }) => id);
}

/** The lines as a file; what is beyond the most of them is one line, `rest`, so that they add up to the total. */
export function usesFile({ lines, more, totals }: Uses): string {
  const figures = ({ adults, children, assistants, supportPersons }: Uses['totals']) => [
    adults,
    children,
    assistants,
    supportPersons,
  ];
  const all = figures(totals);
  const rest = all.map((figure, at) => lines.reduce((left, line) => left - (figures(line)[at] ?? 0), figure));
  const heads = ['month', 'class', 'network', 'organiser', 'seller', 'event', 'day'];
  return csvOf([
    [...heads, 'adults', 'children', 'assistants', 'support persons'],
    ...lines.map((row) => [
      row.month,
      row.class,
      row.network?.name ?? null,
      row.organiser?.name ?? null,
      row.seller?.name ?? null,
      row.event?.title.fi ?? null,
      row.event?.day ?? null,
      ...figures(row),
    ]),
    ...(more ? [['rest', ...heads.slice(1).map(() => null), ...rest]] : []),
    ['total', ...heads.slice(1).map(() => null), ...all],
  ]);
}
